import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { jsonIn, policyErrand } from '../contracts/index.ts';
import { previewMove } from '../moving/index.ts';
import { parseEnvironment, queueHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { runSimulation } from './adapters/run-simulation.ts';

const { REFERENCE_TABLE, RAW_BUCKET } = parseEnvironment({ REFERENCE_TABLE: z.string(), RAW_BUCKET: z.string() });
const stores = { cases: caseStore(), packs: packStore(), table: REFERENCE_TABLE, bucket: RAW_BUCKET };

/** What a policy would make of cases: a function of its own, because it has minutes, and no right to change a case or to send anything. */
export const handler = queueHandler(
  'answer-errand',
  (text) => policyErrand.parse(jsonIn(text)),
  async ({ kind, id }, { log }) => {
    const run = await (kind === 'simulate' ? runSimulation : previewMove)(stores, id);
    log.info('policy.run', { kind, id, state: run?.state ?? 'unknown' });
  },
);

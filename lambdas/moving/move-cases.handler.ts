import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { jsonIn, moveErrand } from '../contracts/index.ts';
import { parseEnvironment, queueHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { moveQueue } from './adapters/errands.sqs.ts';
import { moveSome } from './adapters/move-some.ts';
import { PAUSE_SECONDS } from './decide-run.ts';

const { REFERENCE_TABLE, RAW_BUCKET, OWN_QUEUE } = parseEnvironment({
  REFERENCE_TABLE: z.string(),
  RAW_BUCKET: z.string(),
  OWN_QUEUE: z.string(),
});
const stores = { cases: caseStore(), packs: packStore(), table: REFERENCE_TABLE, bucket: RAW_BUCKET };
const goOn = moveQueue(OWN_QUEUE);

/** Moves open cases to the version that holds, some a minute. What is left is said to whoever comes next, so a death on the way is a pause. */
export const handler = queueHandler(
  'move-cases',
  (text) => moveErrand.parse(jsonIn(text)),
  async ({ id }) => {
    if (await moveSome(stores, id)) await goOn(id, PAUSE_SECONDS);
  },
);

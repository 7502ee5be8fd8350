import * as z from 'zod';
import { signalReceived } from '../contracts/index.ts';
import { caseStore } from '../case/index.ts';
import { queueHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { createIntakeStore } from './adapters/intake-store.dynamo.ts';
import { takeIn } from './adapters/take-in.ts';

const cases = caseStore();
const stores = { cases, intake: createIntakeStore(cases), packs: packStore() };
const envelope = z.object({ detail: signalReceived });

/** Consumer of the intake queue: each signal becomes part of a case, or of a timeline, exactly once. */
export const handler = queueHandler(
  'take-in-signal',
  (text) => envelope.parse(JSON.parse(text)).detail.signal,
  async (signal, { meters, log }) => {
    const taken = await takeIn(stores, signal);
    log.info('signal.taken_in', { signalId: signal.id, kind: signal.kind, taken });
    meters.count('CasesOpened', taken === 'opened' ? 1 : 0);
    meters.count('SignalsAttached', taken === 'attached' ? 1 : 0);
    meters.count('SignalsRepeated', taken === 'duplicate' ? 1 : 0);
  },
);

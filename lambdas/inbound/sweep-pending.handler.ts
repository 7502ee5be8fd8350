import * as z from 'zod';
import { createLog, eventHandler, parseEnvironment } from '../platform/index.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { signalBus } from './adapters/signal-bus.ts';
import { sweepPending } from './adapters/sweep.ts';
import type { Swept } from './adapters/sweep.ts';

const environment = parseEnvironment({ RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const log = createLog('sweep-pending');
const raw = createRawStore(environment.RAW_BUCKET);
const publish = signalBus(environment.EVENT_BUS, log);

/** Each minute: signals that were accepted and could not be published yet. */
export const handler = eventHandler('sweep-pending', async (_event: unknown, { meters, requestId }): Promise<Swept> => {
  const swept = await sweepPending(raw, publish, log);
  const { published, left, unreadable } = swept;
  if (published + left + unreadable > 0) log.warn('pending.swept', { published, left, unreadable, requestId });
  meters.count('PendingPublished', published);
  meters.count('PendingLeft', left + unreadable);
  return swept;
});

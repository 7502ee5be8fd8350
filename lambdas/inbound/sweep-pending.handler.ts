import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { createLog, createMeters, parseEnvironment } from '../platform/index.ts';
import { createRawStore } from './adapters/raw-store.ts';
import { signalBus } from './adapters/signal-bus.ts';

const environment = parseEnvironment({ RAW_BUCKET: z.string(), EVENT_BUS: z.string() });
const raw = createRawStore(environment.RAW_BUCKET);
const publish = signalBus(environment.EVENT_BUS);
const log = createLog('sweep-pending');
const meters = createMeters('sweep-pending');

/** In one minute; the rest comes in the next. */
const MOST_FILES = 200;

/** Each minute: signals that the bus refused are published. A file goes only when all of it was taken; a second time does no harm. */
export const handler = async (_event: unknown, context: Context): Promise<{ published: number; left: number }> => {
  let published = 0;
  let left = 0;
  for (const key of await raw.listPending(MOST_FILES)) {
    const signals = await raw.readPending(key);
    const refused = await publish(signals);
    published += signals.length - refused.length;
    left += refused.length;
    if (refused.length === 0) await raw.dropPending(key);
    // The bus is still down: what else waits would be refused as well.
    else break;
  }
  if (published + left > 0) log.warn('pending.swept', { published, left, requestId: context.awsRequestId });
  meters.count('PendingPublished', published);
  meters.count('PendingLeft', left);
  meters.flush();
  return { published, left };
};

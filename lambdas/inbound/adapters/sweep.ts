import type { Log } from '../../platform/index.ts';
import type { RawStore } from './raw-store.ts';
import type { PublishSignals } from './signal-bus.ts';

export interface Swept {
  readonly published: number;
  /** Signals that the bus did not take this time either. */
  readonly left: number;
  /** Files that this version cannot read: they stay, and the others go on. */
  readonly unreadable: number;
}

type Pending = Pick<RawStore, 'listPending' | 'readPending' | 'dropPending'>;

/** In one minute; the rest comes in the next. */
const MOST_FILES = 200;

/** Publishes what waits, oldest first. A file goes only when all of it was taken; a second time does no harm. */
export async function sweepPending(raw: Pending, publish: PublishSignals, log: Log): Promise<Swept> {
  let published = 0;
  let unreadable = 0;
  for (const key of await raw.listPending(MOST_FILES)) {
    const signals = await raw.readPending(key);
    if (signals === undefined) {
      log.error('pending.unreadable', { key });
      unreadable += 1;
      continue;
    }
    const refused = await publish(signals);
    published += signals.length - refused.length;
    // The bus is still down: what else waits would be refused as well.
    // Guard: a file goes when all of it was taken.
    if (refused.length > 0) return { published, left: refused.length, unreadable };
    await raw.dropPending(key);
  }
  return { published, left: 0, unreadable };
}

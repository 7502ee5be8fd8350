import type { Clock } from './clock.ts';
import type { JobQueue } from './jobs.ts';

/** What lets due jobs run in real time, where time passes by itself. */
export interface RunDue {
  start(): void;
  stop(): void;
  /** Work that somebody outside waits for: due jobs give way to it. */
  promptly<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * How long due jobs give way after the last of them has run. A sender is answered within this; and one who posts without end does not keep
 * the line from moving.
 */
const GIVE_WAY_MS = 10;

/**
 * One job a turn of the event loop, so that a request which has come meanwhile waits for one job and not for all that are due: in AWS it would have had
 * a processor of its own.
 */
export function createRunDue(clock: Clock, jobs: JobQueue, runOne: () => void, giveWayMs = GIVE_WAY_MS): RunDue {
  let started = false;
  let stopped = false;
  let wake: { cancel(): void } | undefined;
  let wakeAt = Infinity;
  let soon = false;
  let givingWay: NodeJS.Timeout | undefined;
  /** Of those outside who wait. */
  let awaited = 0;
  let ranAt = -Infinity;

  const run = (): void => {
    soon = false;
    if (stopped) return;
    const rest = ranAt + giveWayMs - performance.now();
    if (awaited > 0 && rest > 0) {
      givingWay ??= setTimeout(() => {
        givingWay = undefined;
        runSoon();
      }, rest);
      return;
    }
    ranAt = performance.now();
    runOne();
    const next = jobs.nextDue();
    if (next !== undefined) wakeFor(next);
  };
  const runSoon = (): void => {
    if (soon) return;
    soon = true;
    setImmediate(run);
  };
  const wakeFor = (due: number): void => {
    if (!started || stopped || clock.virtual) return;
    const wait = due - clock.now();
    if (wait <= 0) {
      runSoon();
      return;
    }
    if (due >= wakeAt) return;
    wake?.cancel();
    wakeAt = due;
    wake = clock.after(wait, () => {
      wakeAt = Infinity;
      wake = undefined;
      runSoon();
    });
  };
  jobs.onAdd(wakeFor);

  return {
    start: () => {
      started = true;
      const next = jobs.nextDue();
      if (next !== undefined) wakeFor(next);
    },
    stop: () => {
      stopped = true;
      wake?.cancel();
      clearTimeout(givingWay);
    },
    promptly: async (work) => {
      awaited += 1;
      try {
        return await work();
      } finally {
        awaited -= 1;
        if (awaited === 0 && givingWay !== undefined) {
          clearTimeout(givingWay);
          givingWay = undefined;
          runSoon();
        }
      }
    },
  };
}

import type { Clock } from './clock.ts';
import type { JobQueue } from './jobs.ts';

/** What lets work in the background go on in real time, where time passes by itself. */
export interface RunDue {
  start(): void;
  stop(): void;
  /** Work that somebody outside waits for: what is in the background gives way to it. */
  promptly<T>(work: () => Promise<T>): Promise<T>;
  /** Work in the background, when its turn comes. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * How long the background gives way after the last piece of it has run. A sender is answered within this; and one who posts without end does not keep
 * the line from moving.
 */
const GIVE_WAY_MS = 10;
/** Nor does one whose answer takes long, as one that waits for a partner does: by then nobody is answered quickly. */
const PROMPT_MS = 50;

/**
 * Work in the background goes on piece by piece: a due job or a function that runs, one a turn of the event loop. So a request which has come meanwhile waits
 * for one piece and not for all that is to be done: in AWS it would have had a processor of its own. And what waits for its turn gathers: the more there is to do,
 * the more messages a function is given at a time.
 */
export function createRunDue(
  clock: Clock,
  jobs: JobQueue,
  runJob: () => void,
  { giveWayMs, promptMs } = { giveWayMs: GIVE_WAY_MS, promptMs: PROMPT_MS },
): RunDue {
  let started = false;
  let stopped = false;
  let wake: { cancel(): void } | undefined;
  let wakeAt = Infinity;
  let soon = false;
  let givingWay: NodeJS.Timeout | undefined;
  /** Answers that somebody outside waits for. */
  const awaited = new Set<object>();
  let ranAt = -Infinity;
  /** Pieces in the order in which they came. */
  const pieces: (() => void)[] = [];
  let isTurnOfPieces = true;

  const run = (): void => {
    soon = false;
    if (stopped) return;
    const rest = ranAt + giveWayMs - performance.now();
    if (awaited.size > 0 && rest > 0) {
      givingWay ??= setTimeout(() => {
        givingWay = undefined;
        runSoon();
      }, rest);
      return;
    }
    ranAt = performance.now();
    const piece = isTurnOfPieces ? pieces.shift() : undefined;
    isTurnOfPieces = !isTurnOfPieces;
    if (piece === undefined) runJob();
    else piece();
    wakeForNext();
  };
  const wakeForNext = (): void => {
    const next = jobs.nextDue();
    if (pieces.length > 0) runSoon();
    else if (next !== undefined) wakeFor(next);
  };
  const runSoon = (): void => {
    if (soon || stopped) return;
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
  const leave = (answer: object): void => {
    awaited.delete(answer);
    if (awaited.size > 0 || givingWay === undefined) return;
    clearTimeout(givingWay);
    givingWay = undefined;
    runSoon();
  };

  return {
    start: () => {
      started = true;
      wakeForNext();
    },
    stop: () => {
      stopped = true;
      wake?.cancel();
      clearTimeout(givingWay);
    },
    promptly: async (work) => {
      const answer = {};
      awaited.add(answer);
      const tooLong = setTimeout(() => {
        leave(answer);
      }, promptMs);
      try {
        return await work();
      } finally {
        clearTimeout(tooLong);
        leave(answer);
      }
    },
    inTurn: (work) => {
      // Virtual time does not pass while something runs, so nobody waits for anything.
      if (clock.virtual) return work();
      return new Promise((resolve, reject) => {
        pieces.push(() => {
          (async () => work())().then(resolve, reject);
        });
        runSoon();
      });
    },
  };
}

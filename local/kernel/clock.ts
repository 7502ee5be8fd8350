import { DueHeap } from './heap.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  action: (() => void) | undefined;
}

/** What moves time: by itself (real, perhaps sped up) or only when told (virtual). */
export interface Clock {
  readonly virtual: boolean;
  now(): number;
  after(milliseconds: number, action: () => void): { cancel(): void };
  afterComputing(milliseconds: number, action: () => void): { cancel(): void };
  /** Drops all timers: what a kill does to them. */
  clear(): void;
}

export interface VirtualClock extends Clock {
  nextDue(): number | undefined;
  /** Sets the time; never backwards. */
  set(time: number): void;
  /** Runs one timer that is due, if there is one. */
  fire(): boolean;
}

export function createVirtualClock(startAt: number): VirtualClock {
  let time = startAt;
  let heap = new DueHeap<Timer>();
  let order = 0;
  const after = (milliseconds: number, action: () => void): { cancel(): void } => {
    const timer: Timer = { due: time + Math.max(0, Math.ceil(milliseconds)), order: order++, action };
    heap.push(timer);
    return {
      cancel: () => {
        timer.action = undefined;
      },
    };
  };
  const dropCancelled = (): void => {
    while (heap.size > 0 && heap.peek()?.action === undefined) heap.pop();
  };
  return {
    virtual: true,
    now: () => time,
    after,
    afterComputing: after,
    clear: () => {
      heap = new DueHeap<Timer>();
    },
    nextDue: () => {
      dropCancelled();
      return heap.peek()?.due;
    },
    set: (next) => {
      time = Math.max(time, next);
    },
    fire: () => {
      dropCancelled();
      const head = heap.peek();
      if (head === undefined || head.due > time) return false;
      heap.pop();
      head.action?.();
      return true;
    },
  };
}

/** setTimeout overflows beyond 2^31-1 ms and then fires at once; longer waits are taken in pieces. */
const LONGEST_TIMEOUT = 2_147_483_647;

/**
 * Time that passes by itself, `speed` times as fast as the wall clock. `startAt` lets a kept state go on in its own time: with a
 * speed above 1 the state is ahead of the wall clock, and must not jump back after a restart.
 */
export function createRealClock(speed: number, startAt: number): Clock {
  const origin = performance.now();
  const now = (): number => Math.floor(startAt + (performance.now() - origin) * speed);
  const timeouts = new Set<NodeJS.Timeout>();

  const wall = (milliseconds: number, action: () => void): { cancel(): void } => {
    let timeout: NodeJS.Timeout;
    const arm = (rest: number): void => {
      const piece = Math.min(rest, LONGEST_TIMEOUT);
      timeout = setTimeout(() => {
        timeouts.delete(timeout);
        if (rest > piece) arm(rest - piece);
        else action();
      }, piece);
      timeouts.add(timeout);
    };
    arm(Math.max(0, Math.ceil(milliseconds)));
    return {
      cancel: () => {
        clearTimeout(timeout);
        timeouts.delete(timeout);
      },
    };
  };

  return {
    virtual: false,
    now,
    after: (milliseconds, action) => wall(milliseconds / speed, action),
    afterComputing: wall,
    clear: () => {
      for (const timeout of timeouts) clearTimeout(timeout);
      timeouts.clear();
    },
  };
}

import type { Kernel } from '../../kernel/types.ts';
import type { MessageStore } from './message-store.ts';

interface Waiter {
  /** Tries to receive; true when it got something and is done. */
  serve(): boolean;
}

interface Watch {
  readonly waiters: Set<Waiter>;
  readonly listeners: (() => void)[];
  told: boolean;
  timer: { cancel(): void } | undefined;
  timerDue: number;
}

export type Arrivals = ReturnType<typeof createArrivals>;

/**
 * Tells who waits for messages of a queue: long polls first, then pollers. One timer a queue stands at the earliest moment at which a
 * message becomes visible, and only while somebody waits. It is rebuilt from the messages after a restart.
 */
export function createArrivals(kernel: Kernel, messages: MessageStore) {
  const watches = new Map<string, Watch>();
  const watchOf = (queue: string): Watch => {
    const known = watches.get(queue);
    if (known !== undefined) return known;
    const watch: Watch = { waiters: new Set(), listeners: [], told: false, timer: undefined, timerDue: Infinity };
    watches.set(queue, watch);
    return watch;
  };
  const isWatched = (watch: Watch): boolean => watch.waiters.size > 0 || watch.listeners.length > 0;

  const tell = (queue: string): void => {
    const watch = watchOf(queue);
    if (watch.told || !isWatched(watch)) return;
    watch.told = true;
    // Deferred to the end of the operation that made the message visible: what it writes is whole then.
    queueMicrotask(() => {
      watch.told = false;
      for (const waiter of [...watch.waiters]) {
        if (waiter.serve()) watch.waiters.delete(waiter);
      }
      for (const listener of watch.listeners) listener();
    });
  };

  const becomesVisible = (queue: string, due: number): void => {
    const watch = watchOf(queue);
    if (!isWatched(watch) || due >= watch.timerDue) return;
    watch.timer?.cancel();
    watch.timerDue = due;
    watch.timer = kernel.timers.after(due - kernel.now(), () => {
      watch.timer = undefined;
      watch.timerDue = Infinity;
      tell(queue);
      lookAhead(queue);
    });
  };
  const lookAhead = (queue: string): void => {
    const next = messages.nextVisible(queue, kernel.now());
    if (next !== undefined) becomesVisible(queue, next);
  };

  return {
    /** A message is visible now, or will be at `due`. */
    note: (queue: string, due: number): void => {
      if (due <= kernel.now()) tell(queue);
      else becomesVisible(queue, due);
    },
    wait: (queue: string, waiter: Waiter): void => {
      watchOf(queue).waiters.add(waiter);
      lookAhead(queue);
    },
    leave: (queue: string, waiter: Waiter): void => {
      watchOf(queue).waiters.delete(waiter);
    },
    listen: (queue: string, listener: () => void): void => {
      watchOf(queue).listeners.push(listener);
      if (messages.hasVisible(queue, kernel.now())) tell(queue);
      lookAhead(queue);
    },
  };
}

import { flowAt, NOTHING_YET } from './execution.ts';
import type { Execution, Thread } from './execution.ts';

/** What is kept of a running execution; everything else follows from its row and its definition. */
interface Snapshot {
  readonly events: number;
  readonly nextThread: number;
  readonly threads: readonly KeptThread[];
}
type KeptThread = Omit<Thread, 'flow' | 'answered'>;

export function writeSnapshot(execution: Execution): string {
  const threads = [...execution.threads.values()].map(({ flow: _, answered: __, ...kept }) => kept);
  const snapshot: Snapshot = { events: execution.events, nextThread: execution.nextThread, threads };
  return JSON.stringify(snapshot);
}

export function readSnapshot(execution: Execution, text: string): void {
  const snapshot: Snapshot = JSON.parse(text);
  execution.events = snapshot.events;
  execution.nextThread = snapshot.nextThread;
  for (const kept of snapshot.threads) {
    execution.threads.set(kept.id, {
      ...EMPTY,
      ...kept,
      flow: flowAt(execution.machine, kept.place),
      answered: false,
    });
  }
}

/** JSON drops what is undefined. */
const EMPTY = { ...NOTHING_YET, parent: undefined, item: undefined } as const;

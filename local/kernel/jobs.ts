import { DueHeap } from './heap.ts';
import type { OwnedStore } from './store.ts';
import type { Job, Jobs } from './types.ts';

interface Entry {
  readonly order: number;
  readonly kind: string;
  readonly key: string | undefined;
  due: number;
  payload: unknown;
  /** A newer due time or payload makes heap items of an older revision void. */
  revision: number;
  state: 'waiting' | 'running' | 'gone';
  stored: boolean;
}

interface HeapItem {
  readonly due: number;
  readonly order: number;
  readonly entry: Entry;
  readonly revision: number;
}

export interface JobQueue extends Jobs {
  /** Writes to the store what has changed since the last time. */
  mirror(): void;
  /** Reads what an earlier process left. */
  load(): void;
  nextDue(): number | undefined;
  /** Takes the next job that is due at `now`, or undefined. */
  take(now: number): { run(): void | Promise<void>; done(): void; describe(): string } | undefined;
  /** Called whenever a job was added or moved. */
  onAdd(action: (due: number) => void): void;
}

/**
 * Jobs live in memory and are mirrored to the store at commit: a job that was added and finished within one turn is never
 * written, which is most of them.
 */
export function createJobs(store: OwnedStore): JobQueue {
  store.exec(
    'CREATE TABLE IF NOT EXISTS kernel_jobs (ord INTEGER PRIMARY KEY, kind TEXT NOT NULL, job_key TEXT, due INTEGER NOT NULL, payload TEXT NOT NULL)',
  );
  const handlers = new Map<string, (job: Job) => void | Promise<void>>();
  const heap = new DueHeap<HeapItem>();
  const byKey = new Map<string, Entry>();
  const changed = new Set<Entry>();
  // After what an earlier process left, also before that is loaded: a new job must not take the place of a stored one.
  let nextOrder = (store.get<{ last: number | null }>('SELECT max(ord) AS last FROM kernel_jobs')?.last ?? 0) + 1;
  let notify: (due: number) => void = () => undefined;

  const schedule = (entry: Entry): void => {
    heap.push({ due: entry.due, order: entry.order, entry, revision: entry.revision });
    notify(entry.due);
  };
  const markChanged = (entry: Entry): void => {
    changed.add(entry);
    store.commitSoon();
  };
  const keyOf = (kind: string, key: string): string => `${kind}\n${key}`;

  const mirror = (): void => {
    for (const entry of changed) {
      if (entry.state === 'gone') {
        if (entry.stored) store.run('DELETE FROM kernel_jobs WHERE ord = ?', entry.order);
      } else {
        store.run(
          'INSERT INTO kernel_jobs (ord, kind, job_key, due, payload) VALUES (?, ?, ?, ?, ?) ON CONFLICT (ord) DO UPDATE SET due = excluded.due, payload = excluded.payload',
          entry.order,
          entry.kind,
          entry.key ?? null,
          entry.due,
          JSON.stringify(entry.payload ?? null),
        );
        entry.stored = true;
      }
    }
    changed.clear();
  };

  const addNew = (kind: string, due: number, payload: unknown, key: string | undefined): void => {
    const entry: Entry = {
      order: nextOrder++,
      kind,
      key,
      due,
      payload,
      revision: 0,
      state: 'waiting',
      stored: false,
    };
    if (key !== undefined) byKey.set(keyOf(kind, key), entry);
    markChanged(entry);
    schedule(entry);
  };

  const remove = (entry: Entry): void => {
    entry.state = 'gone';
    if (entry.key !== undefined) byKey.delete(keyOf(entry.kind, entry.key));
    if (entry.stored) markChanged(entry);
    else changed.delete(entry);
  };

  const voidHead = (): boolean => {
    const head = heap.peek();
    return head !== undefined && (head.entry.revision !== head.revision || head.entry.state !== 'waiting');
  };

  return {
    mirror,
    load: () => {
      const rows = store.all<{ ord: number; kind: string; job_key: string | null; due: number; payload: string }>(
        'SELECT ord, kind, job_key, due, payload FROM kernel_jobs ORDER BY due, ord',
      );
      for (const row of rows) {
        const key = row.job_key ?? undefined;
        const entry: Entry = {
          order: row.ord,
          kind: row.kind,
          key,
          due: row.due,
          payload: JSON.parse(row.payload),
          revision: 0,
          state: 'waiting',
          stored: true,
        };
        nextOrder = Math.max(nextOrder, row.ord + 1);
        if (key !== undefined) byKey.set(keyOf(row.kind, key), entry);
        schedule(entry);
      }
    },
    on: (kind, handler) => {
      if (handlers.has(kind)) throw new Error(`two handlers for jobs of kind ${kind}`);
      handlers.set(kind, handler);
    },
    add: (kind, due, payload, key) => {
      const known = key === undefined ? undefined : byKey.get(keyOf(kind, key));
      if (known === undefined) {
        addNew(kind, due, payload, key);
        return;
      }
      known.due = due;
      known.payload = payload;
      known.revision += 1;
      markChanged(known);
      if (known.state === 'waiting') schedule(known);
    },
    cancel: (kind, key) => {
      const known = byKey.get(keyOf(kind, key));
      if (known !== undefined) remove(known);
    },
    dueOf: (kind, key) => byKey.get(keyOf(kind, key))?.due,
    nextDue: () => {
      while (voidHead()) heap.pop();
      return heap.peek()?.due;
    },
    take: (now) => {
      while (voidHead()) heap.pop();
      const head = heap.peek();
      if (head === undefined || head.due > now) return undefined;
      heap.pop();
      const { entry, revision } = head;
      const handler = handlers.get(entry.kind);
      if (handler === undefined) throw new Error(`no handler for jobs of kind ${entry.kind}`);
      entry.state = 'running';
      const job: Job = { kind: entry.kind, key: entry.key, due: entry.due, payload: entry.payload };
      return {
        run: () => handler(job),
        done: () => {
          if (entry.state === 'gone') return;
          if (entry.revision === revision) {
            remove(entry);
            return;
          }
          entry.state = 'waiting';
          schedule(entry);
        },
        describe: () => `${entry.kind} ${entry.key ?? ''}`,
      };
    },
    onAdd: (action) => {
      notify = action;
    },
  };
}

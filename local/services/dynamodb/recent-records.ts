import type { StreamRecord } from './stream-record.ts';

/** The newest records of a shard: whoever follows a stream need not read from the store what was written just now. */
export interface RecentRecords {
  keep(sequence: number, record: StreamRecord): void;
  /** Undefined where some of them are no longer here. */
  after(sequence: number, limit: number): StreamRecord[] | undefined;
  /** All up to this sequence may be gone. */
  drop(sequence: number): void;
}

const MOST = 500;

export function createRecent(startsBehind: number): RecentRecords {
  let behind = startsBehind;
  let kept: { readonly sequence: number; readonly record: StreamRecord }[] = [];
  return {
    keep: (sequence, record) => {
      kept.push({ sequence, record });
      if (kept.length < 2 * MOST) return;
      behind = kept[kept.length - MOST - 1]?.sequence ?? behind;
      kept = kept.slice(-MOST);
    },
    after: (sequence, limit) => {
      if (sequence < behind) return undefined;
      // Readers are seldom far behind.
      let first = kept.length;
      while ((kept[first - 1]?.sequence ?? sequence) > sequence) first -= 1;
      return kept.slice(first, first + limit).map(({ record }) => record);
    },
    drop: (sequence) => {
      behind = sequence;
      kept = [];
    },
  };
}

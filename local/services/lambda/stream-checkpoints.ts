import type { Store } from '../../kernel/types.ts';

export interface Checkpoints {
  /** Sequence number of the last record that is done with in a lane; '' is before the first. */
  get(mapping: string, shard: string, lane: string): string | undefined;
  set(mapping: string, shard: string, lane: string, sequence: string): void;
}

export function openCheckpoints(store: Store): Checkpoints {
  store.exec(
    'CREATE TABLE IF NOT EXISTS lambda_checkpoints (mapping TEXT NOT NULL, shard TEXT NOT NULL, lane TEXT NOT NULL, sequence TEXT NOT NULL, PRIMARY KEY (mapping, shard, lane)) WITHOUT ROWID',
  );
  return {
    get: (mapping, shard, lane) =>
      store.get<{ sequence: string }>(
        'SELECT sequence FROM lambda_checkpoints WHERE mapping = ? AND shard = ? AND lane = ?',
        mapping,
        shard,
        lane,
      )?.sequence,
    set: (mapping, shard, lane, sequence) => {
      store.run(
        'INSERT INTO lambda_checkpoints VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence',
        mapping,
        shard,
        lane,
        sequence,
      );
    },
  };
}

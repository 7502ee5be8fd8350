import type { Kernel } from '../../kernel/types.ts';
import { tableNotFound } from './failures.ts';
import { keyAttributesFrom } from './keys.ts';
import { createRecent } from './recent-records.ts';
import type { RecentRecords } from './recent-records.ts';
import { imagesOf, recordOf } from './stream-record.ts';
import type { StreamRecord, StreamRow } from './stream-record.ts';
import type { Stream, Table } from './table.ts';
import type { Item } from './values.ts';

export interface StreamImage {
  readonly text: string;
  readonly size: number;
  readonly item: () => Item;
}
export interface StreamChange {
  readonly table: Table;
  readonly pk: string;
  readonly before: StreamImage | undefined;
  readonly after: StreamImage | undefined;
  /** Deleted by the time to live and not by a caller. */
  readonly expired: boolean;
}

export interface Streams {
  open(table: Table): void;
  /** Plans what must be done about the records that are there already. */
  start(): void;
  append(change: StreamChange): void;
  /** Tells the readers of what was appended; after the last write of an operation. */
  announce(): void;
  shardsOf(streamArn: string): readonly string[];
  readStream(streamArn: string, shard: string, afterSequence: string | undefined, limit: number): StreamRecord[];
  /** Sequence number of the newest record: where a reader at LATEST begins. Undefined before the first. */
  latestSequence(streamArn: string, shard: string): string | undefined;
  /** `wake` is called after each operation that wrote to the shard. Gone after a kill: readers look by themselves when they start. */
  onStreamWrite(streamArn: string, wake: (shard: string) => void): void;
  tableOf(streamArn: string): Table | undefined;
}

const SHARDS = 4;
/** Record ids are `shard × SPAN + sequence`, so that one range of the primary key is one shard in order. */
const SPAN = 2 ** 44;
const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const TRIM_BATCH = 1_000;
const TRIM_JOB = 'dynamodb.trim-stream';

interface OpenStream {
  readonly table: Table;
  readonly stream: Stream;
  readonly rows: string;
  sequence: number;
  trimPlanned: boolean;
  /** By shard. */
  readonly recent: RecentRecords[];
  readonly wakes: ((shard: string) => void)[];
  readonly written: Set<number>;
}

export function createStreams(kernel: Kernel): Streams {
  const { store } = kernel;
  const byTable = new Map<number, OpenStream>();
  const byArn = new Map<string, OpenStream>();
  let announced: OpenStream[] = [];
  store.exec(
    'CREATE TABLE IF NOT EXISTS dynamodb_stream_ends (table_id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL)',
  );

  const find = (streamArn: string): OpenStream => {
    const open = byArn.get(streamArn);
    if (open === undefined) throw tableNotFound();
    return open;
  };
  kernel.jobs.on(TRIM_JOB, (job) => {
    const open = byArn.get(String(job.key));
    if (open !== undefined) trim(kernel, open);
  });

  return {
    open: (table) => {
      if (table.stream === undefined) return;
      const rows = `dynamodb_stream_${String(table.id)}`;
      store.exec(
        `CREATE TABLE IF NOT EXISTS ${rows} (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, keys TEXT, old TEXT, new TEXT, size INTEGER NOT NULL, expired INTEGER NOT NULL)`,
      );
      const sequence = lastSequence(kernel, rows, table.id);
      const open: OpenStream = {
        table,
        stream: table.stream,
        rows,
        sequence,
        trimPlanned: false,
        recent: Array.from({ length: SHARDS }, () => createRecent(sequence)),
        wakes: [],
        written: new Set(),
      };
      byTable.set(table.id, open);
      byArn.set(table.stream.arn, open);
    },
    start: () => {
      for (const open of byTable.values()) if (open.sequence > 0) planTrim(kernel, open);
    },
    append: (change) => {
      const open = byTable.get(change.table.id);
      if (open === undefined) return;
      const shard = shardOfKey(change.pk);
      write(kernel, open, shard, change);
      if (open.written.size === 0) announced.push(open);
      open.written.add(shard);
      planTrim(kernel, open);
    },
    announce: () => {
      if (announced.length === 0) return;
      const opened = announced;
      announced = [];
      for (const open of opened) {
        const shards = [...open.written];
        open.written.clear();
        for (const shard of shards) for (const wake of open.wakes) wake(shardName(shard));
      }
    },
    shardsOf: (streamArn) => {
      find(streamArn);
      return Array.from({ length: SHARDS }, (_, shard) => shardName(shard));
    },
    readStream: (streamArn, shard, afterSequence, limit) => {
      const open = find(streamArn);
      const start = shardNumber(shard) * SPAN;
      const after = afterSequence === undefined ? 0 : Number(afterSequence.slice(1));
      const recent = open.recent[shardNumber(shard)]?.after(after, limit);
      if (recent !== undefined) return recent;
      return store
        .all<StreamRow>(
          `SELECT id, at, event, keys, old, new, size, expired FROM ${open.rows} WHERE id > ? AND id < ? ORDER BY id LIMIT ?`,
          start + after,
          start + SPAN,
          limit,
        )
        .map((row) =>
          recordOf(kernel.region, open.table, open.stream, row, imagesOf(row), sequenceNumber(row.id % SPAN)),
        );
    },
    latestSequence: (streamArn, shard) => {
      const start = shardNumber(shard) * SPAN;
      const row = store.get<{ id: number | null }>(
        `SELECT MAX(id) AS id FROM ${find(streamArn).rows} WHERE id > ? AND id < ?`,
        start,
        start + SPAN,
      );
      return row?.id == null ? undefined : sequenceNumber(row.id % SPAN);
    },
    onStreamWrite: (streamArn, wake) => {
      find(streamArn).wakes.push(wake);
    },
    tableOf: (streamArn) => byArn.get(streamArn)?.table,
  };
}

/** A sequence is never given twice, not even when all records have been trimmed. */
function lastSequence({ store }: Kernel, rows: string, tableId: number): number {
  const ends = store.get<{ sequence: number }>('SELECT sequence FROM dynamodb_stream_ends WHERE table_id = ?', tableId);
  const newest = Array.from({ length: SHARDS }, (_, shard) => {
    const row = store.get<{ id: number | null }>(
      `SELECT MAX(id) AS id FROM ${rows} WHERE id > ? AND id < ?`,
      shard * SPAN,
      (shard + 1) * SPAN,
    );
    return (row?.id ?? 0) % SPAN;
  });
  return Math.max(ends?.sequence ?? 0, ...newest);
}

function write(kernel: Kernel, open: OpenStream, shard: number, change: StreamChange): void {
  const { table, before, after, expired } = change;
  const { view } = open.stream;
  open.sequence += 1;
  const keepsOld = view === 'NEW_AND_OLD_IMAGES' || view === 'OLD_IMAGE';
  const keepsNew = view === 'NEW_AND_OLD_IMAGES' || view === 'NEW_IMAGE';
  const oldImage = keepsOld ? (before?.text ?? null) : null;
  const newImage = keepsNew ? (after?.text ?? null) : null;
  // The keys can be read off an image, where one is kept.
  const keys =
    oldImage === null && newImage === null
      ? JSON.stringify(keyAttributesFrom(table.key, (after ?? before)?.item() ?? {}))
      : null;
  const event = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
  const row: StreamRow = {
    id: shard * SPAN + open.sequence,
    at: kernel.now(),
    event,
    keys,
    old: oldImage,
    new: newImage,
    size: (keepsOld ? (before?.size ?? 0) : 0) + (keepsNew ? (after?.size ?? 0) : 0),
    expired: expired ? 1 : 0,
  };
  kernel.store.run(
    `INSERT INTO ${open.rows} (id, at, event, keys, old, new, size, expired) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.at,
    row.event,
    row.keys,
    row.old,
    row.new,
    row.size,
    row.expired,
  );
  const images = { old: keepsOld ? before?.item() : undefined, new: keepsNew ? after?.item() : undefined };
  open.recent[shard]?.keep(
    open.sequence,
    recordOf(kernel.region, table, open.stream, row, images, sequenceNumber(open.sequence)),
  );
}

function planTrim(kernel: Kernel, open: OpenStream): void {
  if (open.trimPlanned) return;
  open.trimPlanned = true;
  if (kernel.jobs.dueOf(TRIM_JOB, open.stream.arn) === undefined)
    kernel.jobs.add(TRIM_JOB, kernel.now() + DAY + HOUR, null, open.stream.arn);
}

/** Records live for 24 hours. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
function trim(kernel: Kernel, open: OpenStream): void {
  const { store } = kernel;
  for (const recent of open.recent) recent.drop(open.sequence);
  store.run(
    'INSERT INTO dynamodb_stream_ends (table_id, sequence) VALUES (?, ?) ON CONFLICT (table_id) DO UPDATE SET sequence = excluded.sequence',
    open.table.id,
    open.sequence,
  );
  const cutoff = kernel.now() - DAY;
  const oldest = Math.min(
    ...Array.from({ length: SHARDS }, (_, shard) => trimShard(kernel, open, shard, cutoff) ?? Infinity),
  );
  open.trimPlanned = oldest < Infinity;
  if (open.trimPlanned)
    kernel.jobs.add(TRIM_JOB, Math.max(oldest + DAY + HOUR, kernel.now() + HOUR), null, open.stream.arn);
}

/** When the oldest record that remains was written. */
function trimShard({ store }: Kernel, open: OpenStream, shard: number, cutoff: number): number | undefined {
  for (;;) {
    const oldest = store.all<{ id: number; at: number }>(
      `SELECT id, at FROM ${open.rows} WHERE id > ? AND id < ? ORDER BY id LIMIT ?`,
      shard * SPAN,
      (shard + 1) * SPAN,
      TRIM_BATCH,
    );
    const last = oldest.filter(({ at }) => at < cutoff).at(-1);
    if (last === undefined) return oldest[0]?.at;
    store.run(`DELETE FROM ${open.rows} WHERE id > ? AND id <= ?`, shard * SPAN, last.id);
  }
}

/** All of one length, so that they sort as texts too. */
function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`;
}

function shardName(shard: number): string {
  return `shardId-${String(shard).padStart(20, '0')}-fairlead`;
}

function shardNumber(name: string): number {
  const shard = Number(/^shardId-(\d{20})-fairlead$/.exec(name)?.[1] ?? NaN);
  if (!(shard < SHARDS)) throw tableNotFound();
  return shard;
}

/** FNV-1a over the UTF-16 units: cheap, and the same in every run. */
function shardOfKey(pk: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < pk.length; index += 1) hash = Math.imul(hash ^ pk.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % SHARDS;
}

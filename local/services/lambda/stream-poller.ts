import { createHash } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Principal } from '../../kernel/types.ts';
import type { Executor } from './execute.ts';
import type { Target } from './functions.ts';
import type { StreamMapping } from './mapping.ts';
import { processBatch } from './stream-batch.ts';
import type { Checkpoints } from './stream-checkpoints.ts';
import type { SourceRecord, StreamSource, WaitingRecord } from './stream-source.ts';

/** How far a shard is read ahead of its slowest lane. */
const READ_AHEAD = 10_000;
const READ_LIMIT = 500;
const PAUSE_AFTER_FAILURE = 1000;
const MAX_PAYLOAD = 6_000_000;

/** One of a shard's concurrent batches. All records of a key go the same lane, in order; a poison record stops its lane only. */
interface Lane {
  readonly name: string;
  readonly waiting: WaitingRecord[];
  checkpoint: string;
  running: boolean;
  window: { cancel(): void } | undefined;
  due: boolean;
}

interface Shard {
  readonly name: string;
  readonly lanes: readonly Lane[];
  read: string;
  waiting: number;
  reading: boolean;
  /** Left unread while too much of it waits. */
  behind: boolean;
  /** More came while it was read. */
  written: boolean;
}

function laneNumber(record: SourceRecord, lanes: number): number {
  if (lanes === 1) return 0;
  return createHash('md5').update(JSON.stringify(record.dynamodb.Keys)).digest().readUInt32BE(0) % lanes;
}

export function startStreamPoller(
  kernel: Kernel,
  streams: StreamSource,
  checkpoints: Checkpoints,
  executor: Executor,
  mapping: StreamMapping,
  target: Target,
): void {
  // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html#events-dynamodb-permissions
  const reader: Principal = { kind: 'role', roleArn: target.function.roleArn };
  kernel.access.assertAllowed(
    reader,
    ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => ({
      action: `dynamodb:${action}`,
      resource: mapping.sourceArn,
    })),
  );

  const openLane = (shard: string, number: number): Lane => {
    // With another factor keys go other lanes: the old checkpoints say nothing of them.
    const name = `${number}/${mapping.parallelization}`;
    let checkpoint = checkpoints.get(mapping.id, shard, name);
    if (checkpoint === undefined) {
      checkpoint = mapping.fromLatest ? (streams.latestSequence(mapping.sourceArn, shard) ?? '') : '';
      checkpoints.set(mapping.id, shard, name, checkpoint);
    }
    return { name, waiting: [], checkpoint, running: false, window: undefined, due: false };
  };
  const openShard = (name: string): Shard => {
    const lanes = Array.from({ length: mapping.parallelization }, (_, number) => openLane(name, number));
    const read = lanes
      .map((lane) => lane.checkpoint)
      .reduce((least, sequence) => (sequence < least ? sequence : least));
    return { name, lanes, read, waiting: 0, reading: false, behind: false, written: false };
  };

  const accept = (shard: Shard, record: SourceRecord): void => {
    const sequence = record.dynamodb.SequenceNumber;
    if (sequence <= shard.read) return;
    shard.read = sequence;
    if (!mapping.filter(record)) return;
    const lane = shard.lanes[laneNumber(record, shard.lanes.length)];
    if (lane === undefined || sequence <= lane.checkpoint) return;
    lane.waiting.push({ record, text: JSON.stringify(record) });
    shard.waiting += 1;
  };

  const read = async (shard: Shard): Promise<readonly SourceRecord[]> => {
    try {
      const { Records } = await kernel.call(reader, 'dynamodbstreams', 'ReadShard', {
        StreamArn: mapping.sourceArn,
        ShardId: shard.name,
        ...(shard.read === '' ? {} : { AfterSequenceNumber: shard.read }),
        Limit: READ_LIMIT,
      });
      return Records;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      kernel.emit({ kind: 'lambda.poller-failed', function: target.function.name, error: String(error) });
      kernel.timers.after(PAUSE_AFTER_FAILURE, () => {
        pump(shard);
      });
      return [];
    }
  };

  const readAhead = async (shard: Shard): Promise<void> => {
    while (shard.waiting < READ_AHEAD) {
      const records = await read(shard);
      for (const record of records) accept(shard, record);
      for (const lane of shard.lanes) work(shard, lane);
      if (records.length < READ_LIMIT) return;
    }
    shard.behind = true;
  };

  const takeBatch = (shard: Shard, lane: Lane): WaitingRecord[] => {
    let bytes = 0;
    let count = 0;
    for (const { text } of lane.waiting.slice(0, mapping.batchSize)) {
      bytes += text.length;
      if (count > 0 && bytes > MAX_PAYLOAD) break;
      count += 1;
    }
    shard.waiting -= count;
    return lane.waiting.splice(0, count);
  };

  const isReady = (shard: Shard, lane: Lane): boolean => {
    if (lane.running || lane.waiting.length === 0) return false;
    if (mapping.windowSeconds === 0 || lane.due || lane.waiting.length >= mapping.batchSize) return true;
    lane.window ??= kernel.timers.after(mapping.windowSeconds * 1000, () => {
      lane.window = undefined;
      lane.due = true;
      work(shard, lane);
    });
    return false;
  };

  const work = (shard: Shard, lane: Lane): void => {
    if (!isReady(shard, lane)) return;
    lane.window?.cancel();
    lane.window = undefined;
    lane.due = false;
    lane.running = true;
    const checkpoint = (sequence: string): void => {
      lane.checkpoint = sequence;
      checkpoints.set(mapping.id, shard.name, lane.name, sequence);
    };
    const context = { kernel, executor, mapping, target, shard: shard.name, checkpoint };
    void processBatch(context, takeBatch(shard, lane)).then(() => {
      lane.running = false;
      work(shard, lane);
      if (!shard.behind || shard.waiting >= READ_AHEAD) return;
      shard.behind = false;
      pump(shard);
    });
  };

  function pump(shard: Shard): void {
    shard.written = true;
    if (shard.reading) return;
    shard.reading = true;
    void kernel
      .inTurn(() => {
        // What was written while it waited for its turn is read now.
        shard.written = false;
        return readAhead(shard);
      })
      .then(() => {
        shard.reading = false;
        if (shard.written) pump(shard);
      });
  }

  const shards = new Map(streams.shardsOf(mapping.sourceArn).map((name) => [name, openShard(name)]));
  const told = new Set<string>();
  streams.onStreamWrite(mapping.sourceArn, (name) => {
    // Once for all writes of a moment, after the operation that wrote has ended.
    if (told.has(name)) return;
    told.add(name);
    queueMicrotask(() => {
      told.delete(name);
      const shard = shards.get(name);
      if (shard !== undefined) pump(shard);
    });
  });
  for (const shard of shards.values()) pump(shard);
}

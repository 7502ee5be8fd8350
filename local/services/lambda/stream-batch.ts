import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { failedItems } from './batch-response.ts';
import { deliver, responseContextOf } from './destinations.ts';
import type { Executor, Outcome } from './execute.ts';
import type { Target } from './functions.ts';
import type { StreamMapping } from './mapping.ts';
import type { WaitingRecord } from './stream-source.ts';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

export interface BatchContext {
  readonly kernel: Kernel;
  readonly executor: Executor;
  readonly mapping: StreamMapping;
  readonly target: Target;
  readonly shard: string;
  /** All up to this sequence are done with. */
  checkpoint(sequence: string): void;
}

type Records = readonly WaitingRecord[];
type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

const sequenceOf = (waiting: WaitingRecord | undefined): string => waiting?.record.dynamodb.SequenceNumber ?? '';
const payloadOf = (records: Records): string => `{"Records":[${records.map(({ text }) => text).join(',')}]}`;

/** Throttles are waited out: they are no attempts. */
async function invoke(context: BatchContext, records: Records): Promise<Outcome> {
  const payload = payloadOf(records);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await context.executor.execute(context.target, payload);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      await context.kernel.timers.sleep(pause);
    }
  }
}

/**
 * How many records from the front are done with. The checkpoint is the lowest failed sequence.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
function doneOf(mapping: StreamMapping, records: Records, outcome: Outcome): number {
  if (outcome.failure !== undefined) return 0;
  if (!mapping.reportsItemFailures) return records.length;
  const sequences = new Set(records.map(sequenceOf));
  const failed = failedItems(outcome.payload, (identifier) => sequences.has(identifier));
  if (failed === undefined) return 0;
  const lowest = records.findIndex((record) => failed.has(sequenceOf(record)));
  return lowest === -1 ? records.length : lowest;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
async function discard(
  context: BatchContext,
  records: Records,
  condition: Condition,
  attempts: number,
  outcome?: Outcome,
): Promise<void> {
  const { kernel, mapping, target, shard } = context;
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) return;
  kernel.emit({ kind: 'lambda.records-discarded', function: target.function.name, condition, records: records.length });
  if (mapping.onFailure !== undefined) {
    const instant = ({ record }: WaitingRecord): string =>
      new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString().replace('.000Z', 'Z');
    const place = {
      requestContext: {
        requestId: outcome?.requestId ?? kernel.uuid(),
        functionArn: target.arn,
        condition,
        approximateInvokeCount: attempts,
      },
      ...(outcome === undefined ? {} : { responseContext: responseContextOf(outcome) }),
      version: '1.0',
      timestamp: new Date(kernel.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: shard,
        startSequenceNumber: sequenceOf(first),
        endSequenceNumber: sequenceOf(last),
        approximateArrivalOfFirstRecord: instant(first),
        approximateArrivalOfLastRecord: instant(last),
        batchSize: records.length,
        streamArn: mapping.sourceArn,
      },
    };
    await deliver(kernel, target.function.roleArn, mapping.onFailure, {
      body: JSON.stringify(place),
      objectBody: JSON.stringify({ ...place, payload: payloadOf(records) }),
      keyPrefix: `aws/lambda/${mapping.id}/${shard}`,
      functionArn: target.arn,
    });
  }
  context.checkpoint(sequenceOf(last));
}

/** Gives up the records that have become too old; what is left. */
async function dropAged(
  context: BatchContext,
  records: Records,
  attempts: number,
  outcome: Outcome | undefined,
): Promise<Records> {
  const oldest = context.kernel.now() - context.mapping.maxAgeSeconds * 1000;
  const young = records.findIndex(({ record }) => record.dynamodb.ApproximateCreationDateTime * 1000 >= oldest);
  const aged = young === -1 ? records.length : young;
  if (aged > 0) await discard(context, records.slice(0, aged), 'RecordAgeExceeded', attempts, outcome);
  return records.slice(aged);
}

/** Resolves when each record was handled, or given up. `attempts` that failed before it are counted on. */
export async function processBatch(context: BatchContext, batch: Records, failedBefore = 0): Promise<void> {
  const { kernel, mapping } = context;
  let records = batch;
  let attempts = failedBefore;
  let last: Outcome | undefined;
  for (;;) {
    records = await dropAged(context, records, attempts, last);
    if (records.length === 0) return;
    const outcome = await invoke(context, records);
    last = outcome;
    const done = doneOf(mapping, records, outcome);
    if (done > 0) {
      context.checkpoint(sequenceOf(records[done - 1]));
      records = records.slice(done);
      attempts = 0;
      if (records.length === 0) return;
    } else if (mapping.bisect && outcome.failure !== undefined && records.length > 1) {
      // Splitting is no attempt: the halves have all of theirs.
      const middle = Math.ceil(records.length / 2);
      await processBatch(context, records.slice(0, middle), attempts);
      records = records.slice(middle);
      continue;
    }
    attempts += 1;
    if (attempts > mapping.maxRetries) {
      await discard(context, records, 'RetryAttemptsExhausted', attempts, outcome);
      return;
    }
    await kernel.timers.sleep(Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE));
  }
}

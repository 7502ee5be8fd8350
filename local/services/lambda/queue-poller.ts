import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Principal } from '../../kernel/types.ts';
import { callAsSdk } from '../../seam/index.ts';
import type { QueueSource } from '../sqs/index.ts';
import { failedItems } from './batch-response.ts';
import type { Executor, Outcome } from './execute.ts';
import type { Target } from './functions.ts';
import type { QueueMapping } from './mapping.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: five at first, 300 more a minute while there is a backlog. */
const FIRST_CONCURRENCY = 5;
const GROWTH_PER_SECOND = 5;
const MAX_BATCH_BYTES = 6_000_000;
const RECEIVE_LIMIT = 10;
const PAUSE_AFTER_FAILURE = 1000;

interface Gathered {
  readonly records: any[];
  bytes: number;
  /** The messages are visible again after this. */
  visibleAt: number;
}

/** As the function gets it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
function recordOf(kernel: Kernel, sourceArn: string, message: any): any {
  const attributes = Object.entries<any>(message.MessageAttributes ?? {}).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue === undefined
        ? {}
        : { binaryValue: Buffer.from(attribute.BinaryValue).toString('base64') }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(attributes),
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: sourceArn,
    awsRegion: kernel.region,
  };
}

/** Polls a queue for a function, and deletes what the function has handled. */
export function startQueuePoller(
  kernel: Kernel,
  queues: QueueSource,
  executor: Executor,
  mapping: QueueMapping,
  target: Target,
): void {
  const found = queues.find(mapping.sourceArn);
  if (found === undefined) throw new Error(`the queue ${mapping.sourceArn} of an event source mapping does not exist`);
  const queue = found;
  if (queue.visibilityTimeout < target.function.timeoutSeconds) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Queue visibility timeout: ${queue.visibilityTimeout} seconds is less than Function timeout: ${target.function.timeoutSeconds} seconds`,
    );
  }
  const poller: Principal = { kind: 'role', roleArn: target.function.roleArn };
  kernel.access.assertAllowed(poller, queues.pollingRequests(mapping.sourceArn));

  const least = Math.min(FIRST_CONCURRENCY, mapping.maximumConcurrency);
  let limit = least;
  let running = 0;
  let gathered: Gathered | undefined;
  let windowTimer: { cancel(): void } | undefined;
  let growing = false;
  let polling = false;
  let pollAgain = false;

  const remove = async (records: readonly any[]): Promise<void> => {
    for (let index = 0; index < records.length; index += RECEIVE_LIMIT) {
      const Entries = records
        .slice(index, index + RECEIVE_LIMIT)
        .map((record, offset) => ({ Id: String(offset), ReceiptHandle: record.receiptHandle }));
      try {
        await callAsSdk(kernel, poller, 'SQSClient', 'DeleteMessageBatchCommand', { QueueUrl: queue.url, Entries });
      } catch (error) {
        if (error instanceof UnsupportedError) throw error;
        // They come again, as on AWS: delivery is at least once.
        kernel.emit({ kind: 'lambda.poller-failed', function: target.function.name, error: String(error) });
      }
    }
  };

  const receive = async (): Promise<any[]> => {
    const wanted = Math.min(RECEIVE_LIMIT, mapping.batchSize - (gathered?.records.length ?? 0));
    try {
      const output = await kernel.call(poller, 'sqs', 'ReceiveMessage', {
        QueueUrl: queue.url,
        MaxNumberOfMessages: wanted,
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      return output.Messages ?? [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      kernel.emit({ kind: 'lambda.poller-failed', function: target.function.name, error: String(error) });
      kernel.timers.after(PAUSE_AFTER_FAILURE, poll);
      return [];
    }
  };

  /** A throttled batch is tried again until its messages are visible anyway. */
  const invoke = async (batch: Gathered): Promise<Outcome | undefined> => {
    const payload = JSON.stringify({ Records: batch.records });
    for (let pause = 1000; ; pause = Math.min(pause * 2, 30_000)) {
      try {
        return await executor.execute(target, payload);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        if (kernel.now() + pause >= batch.visibleAt) return undefined;
        await kernel.timers.sleep(pause);
      }
    }
  };

  const handle = async (batch: Gathered): Promise<void> => {
    const outcome = await invoke(batch);
    // What failed stays invisible until its visibility timeout, and then comes again.
    if (outcome === undefined || outcome.failure !== undefined) return;
    const identifiers = new Set(batch.records.map((record) => record.messageId));
    const failed = mapping.reportsItemFailures
      ? failedItems(outcome.payload, (identifier) => identifiers.has(identifier))
      : new Set<string>();
    if (failed === undefined) return;
    await remove(batch.records.filter((record) => !failed.has(record.messageId)));
  };

  const dispatch = (): void => {
    const batch = gathered;
    if (batch === undefined) return;
    gathered = undefined;
    windowTimer?.cancel();
    windowTimer = undefined;
    running += 1;
    void handle(batch).then(() => {
      running -= 1;
      poll();
    });
  };

  const gather = async (messages: readonly any[]): Promise<void> => {
    const records = messages.map((message) => recordOf(kernel, mapping.sourceArn, message));
    const dropped = records.filter((record) => !mapping.filter(record));
    const kept = dropped.length === 0 ? records : records.filter((record) => !dropped.includes(record));
    if (kept.length > 0) {
      const first = gathered === undefined;
      gathered ??= { records: [], bytes: 0, visibleAt: kernel.now() + queue.visibilityTimeout * 1000 };
      gathered.records.push(...kept);
      gathered.bytes += kept.reduce<number>((sum, record) => sum + Buffer.byteLength(record.body), 0);
      const full = gathered.records.length >= mapping.batchSize || gathered.bytes >= MAX_BATCH_BYTES;
      if (full || mapping.windowSeconds === 0) dispatch();
      else if (first) windowTimer = kernel.timers.after(mapping.windowSeconds * 1000, dispatch);
    }
    if (dropped.length > 0) await remove(dropped);
  };

  const grow = (): void => {
    if (growing || limit >= mapping.maximumConcurrency) return;
    growing = true;
    kernel.timers.after(1000, () => {
      growing = false;
      limit = running < limit ? limit : Math.min(mapping.maximumConcurrency, limit + GROWTH_PER_SECOND);
      if (running === 0) limit = least;
      poll();
    });
  };

  const pollAll = async (): Promise<void> => {
    while (running < limit) {
      // What comes until its turn goes with it: the batch is as large as the line is long.
      const messages = await kernel.inTurn(receive);
      if (messages.length === 0) return;
      await gather(messages);
    }
    grow();
  };

  function poll(): void {
    pollAgain = true;
    if (polling) return;
    polling = true;
    pollAgain = false;
    void pollAll().then(() => {
      polling = false;
      if (pollAgain) poll();
    });
  }

  queues.listen(mapping.sourceArn, poll);
}

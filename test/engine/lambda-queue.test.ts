import { describe, expect, test } from 'vitest';
import { lambdaTest } from './lambda-support.ts';
import type { LambdaTest, Setting } from './lambda-support.ts';

const second = 1000;

function mapped(
  handler: (event: any, context: any) => unknown,
  mapping: object = {},
  queueProperties: object = {},
  functionProperties: object = {},
  setting: Setting = {},
): {
  engine: LambdaTest;
  url: string;
  send: (body: string, more?: object) => Promise<any>;
  dead: () => Promise<string[]>;
} {
  const engine = lambdaTest(setting);
  const dlq = engine.queue('dlq');
  const queue = engine.queue('work', {
    RedrivePolicy: { deadLetterTargetArn: dlq.arn, maxReceiveCount: 3 },
    ...queueProperties,
  });
  engine.function('consumer', handler, functionProperties);
  engine.provision('AWS::Lambda::EventSourceMapping', 'M', {
    EventSourceArn: queue.arn,
    FunctionName: 'consumer',
    ...mapping,
  });
  return {
    engine,
    url: queue.url,
    send: (body, more = {}) => engine.call('sqs', 'SendMessage', { QueueUrl: queue.url, MessageBody: body, ...more }),
    dead: async () =>
      ((await engine.call('sqs', 'ReceiveMessage', { QueueUrl: dlq.url, MaxNumberOfMessages: 10 })).Messages ?? []).map(
        (message: any) => message.Body,
      ),
  };
}
const bodies = (event: any): string[] => event.Records.map((record: any) => record.body);
const left = async (engine: LambdaTest, url: string): Promise<string> => {
  const { Attributes } = await engine.call('sqs', 'GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] });
  return `${Attributes.ApproximateNumberOfMessages}+${Attributes.ApproximateNumberOfMessagesNotVisible}`;
};

// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
describe('a queue as event source', () => {
  test('a message is delivered at once, in the documented shape, and deleted', async () => {
    const events: any[] = [];
    const { engine, url, send } = mapped((event) => {
      events.push(event);
    });
    await engine.settle();
    const start = engine.kernel.now();
    await send('hello', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'k' } } });
    await engine.settle();
    expect(engine.kernel.now()).toBe(start);
    expect(events).toHaveLength(1);
    expect(events[0].Records).toMatchObject([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: 'hello',
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(start) },
        messageAttributes: {
          kind: { stringValue: 'k', dataType: 'String', stringListValues: [], binaryListValues: [] },
        },
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        eventSource: 'aws:sqs',
        eventSourceARN: engine.kernel.arn('sqs', 'work'),
        awsRegion: 'eu-central-1',
      },
    ]);
    await engine.advance(60 * second);
    expect(events).toHaveLength(1);
    expect(await left(engine, url)).toBe('0+0');
  });

  test('batches have at most BatchSize messages', async () => {
    const sizes: number[] = [];
    const { engine, url } = mapped(
      (event) => {
        sizes.push(event.Records.length);
      },
      { BatchSize: 4 },
    );
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `m${index}`, MessageBody: 'x' }));
    await engine.call('sqs', 'SendMessageBatch', { QueueUrl: url, Entries });
    await engine.settle();
    expect(sizes).toEqual([4, 4, 2]);
  });

  test.each([
    ['is full', 12, 0],
    ['has waited for the window', 5, 20],
  ])('a window gathers until the batch %s', async (_, count, seconds) => {
    const calls: [number, number][] = [];
    const { engine, send } = mapped(
      (event) => {
        calls.push([event.Records.length, (Date.now() - start) / second]);
      },
      { BatchSize: 12, MaximumBatchingWindowInSeconds: 20 },
    );
    const start = engine.kernel.now();
    for (let index = 0; index < count; index += 1) await send('x');
    await engine.advance(30 * second);
    expect(calls).toEqual([[count, seconds]]);
  });

  test('a batch of more than ten needs a window', () => {
    expect(() => mapped(() => undefined, { BatchSize: 11 })).toThrow(/batch window/);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
  test('a failed batch comes again at the visibility timeout, and goes to the dead-letter queue in the end', async () => {
    const at: number[] = [];
    const { engine, send, dead } = mapped(() => {
      at.push((Date.now() - start) / second);
      throw new Error('no');
    });
    const start = engine.kernel.now();
    await send('poison');
    await engine.advance(89 * second);
    expect(await dead()).toEqual([]);
    await engine.advance(second);
    expect(at).toEqual([0, 30, 60]);
    expect(await dead()).toEqual(['poison']);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
  test('with ReportBatchItemFailures only those named come again', async () => {
    const seen: string[][] = [];
    const { engine, url } = mapped(
      (event) => {
        seen.push(bodies(event));
        return {
          batchItemFailures: event.Records.filter((record: any) => record.body === 'bad').map((record: any) => ({
            itemIdentifier: record.messageId,
          })),
        };
      },
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    );
    await engine.call('sqs', 'SendMessageBatch', {
      QueueUrl: url,
      Entries: ['good', 'bad', 'fine'].map((MessageBody, index) => ({ Id: `m${index}`, MessageBody })),
    });
    await engine.settle();
    expect(await left(engine, url)).toBe('0+1');
    await engine.advance(30 * second);
    expect(seen).toEqual([['good', 'bad', 'fine'], ['bad']]);
  });

  test.each([
    ['success', null],
    ['success', {}],
    ['success', { batchItemFailures: null }],
    ['success', { batchItemFailures: [] }],
    ['failure', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['failure', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['failure', { batchItemFailures: [{ wrong: 'x' }] }],
    ['failure', 'nonsense'],
  ])('is complete %s for the answer %j', async (outcome, answer) => {
    const { engine, url, send } = mapped(() => answer, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await send('x');
    await engine.settle();
    expect(await left(engine, url)).toBe(outcome === 'success' ? '0+0' : '0+1');
  });

  test('without ReportBatchItemFailures the answer is not looked at', async () => {
    const { engine, url, send } = mapped((event) => ({
      batchItemFailures: [{ itemIdentifier: event.Records[0].messageId }],
    }));
    await send('x');
    await engine.settle();
    expect(await left(engine, url)).toBe('0+0');
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
  test('what the filter does not match is deleted without a call', async () => {
    const seen: string[] = [];
    const { engine, url, send } = mapped(
      (event) => {
        seen.push(...bodies(event));
      },
      {
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }] },
      },
    );
    for (const body of ['{"kind":"wanted"}', '{"kind":"other"}', 'no json']) await send(body);
    await engine.settle();
    expect(seen).toEqual(['{"kind":"wanted"}']);
    expect(await left(engine, url)).toBe('0+0');
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
  test.each([
    ['five at first', {}, 5],
    ['never more than MaximumConcurrency', { ScalingConfig: { MaximumConcurrency: 2 } }, 2],
  ])('concurrent batches: %s', async (_, scaling, expected) => {
    let running = 0;
    let most = 0;
    const { engine, send } = mapped(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 500));
        running -= 1;
      },
      { BatchSize: 1, ...scaling },
    );
    for (let index = 0; index < 20; index += 1) await send('x');
    await engine.advance(600);
    expect(most).toBe(expected);
    await engine.advance(20 * second);
    expect(most).toBeLessThanOrEqual(expected === 2 ? 2 : 20);
    expect(running).toBe(0);
  });

  test('a backlog adds pollers', async () => {
    let most = 0;
    let running = 0;
    const { engine, send } = mapped(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20 * second));
        running -= 1;
      },
      { BatchSize: 1 },
      { VisibilityTimeout: 60 },
      { Timeout: 30 },
    );
    for (let index = 0; index < 30; index += 1) await send('x');
    await engine.advance(2 * second);
    expect(most).toBe(15);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: the visibility timeout must cover the function's.
  test('a visibility timeout below that of the function stops the boot', () => {
    const { engine } = mapped(() => undefined, {}, { VisibilityTimeout: 10 }, { Timeout: 20 });
    expect(() => engine.settle()).toThrow(/less than Function timeout/);
  });

  test('a role that may not receive stops the boot', () => {
    const { engine } = mapped(
      () => undefined,
      {},
      {},
      {},
      {
        access: {
          addResourcePolicy: () => undefined,
          assertAllowed: (_, requests) => {
            if (requests.some((request) => request.action === 'sqs:DeleteMessage')) throw new Error('not allowed');
          },
        },
      },
    );
    expect(() => engine.settle()).toThrow('not allowed');
  });

  test('what was in flight when the engine died is delivered again at its visibility timeout', async () => {
    const at: number[] = [];
    let healthy = false;
    const { engine, send, dead } = mapped(
      async () => {
        at.push((engine.kernel.now() - start) / second);
        if (!healthy) await new Promise(() => undefined);
      },
      {},
      {},
      { Timeout: 30 },
    );
    const start = engine.kernel.now();
    await send('x');
    await engine.advance(2 * second);
    healthy = true;
    engine.lambda.kill('test');
    engine.restart();
    await engine.advance(10 * 60 * second);
    expect(at).toEqual([0, 30]);
    expect(await dead()).toEqual([]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: throttled batches are retried until the messages are visible again
  test('throttled, it is tried again within the visibility timeout', async () => {
    let ran = 0;
    const { engine, send, url } = mapped(
      async () => {
        ran += 1;
        await new Promise((resolve) => setTimeout(resolve, 5 * second));
      },
      { BatchSize: 1 },
      {},
      { ReservedConcurrentExecutions: 1, Timeout: 20 },
    );
    await send('a');
    await send('b');
    await engine.advance(20 * second);
    expect(ran).toBe(2);
    expect(await left(engine, url)).toBe('0+0');
  });

  test('settings of streams are refused', () => {
    expect(() => mapped(() => undefined, { BisectBatchOnFunctionError: true })).toThrow(/BisectBatchOnFunctionError/);
  });

  test('in real time messages that come while the function waits for its turn are one batch', async () => {
    const batches: string[][] = [];
    const { engine, send } = mapped(
      (event) => {
        batches.push(bodies(event));
      },
      {},
      {},
      {},
      { realTime: true },
    );
    await engine.kernel.promptly(async () => {
      for (const body of ['first', 'second', 'third']) await send(body);
    });
    await expect.poll(() => batches.flat()).toHaveLength(3);
    expect(batches).toEqual([['first', 'second', 'third']]);
    engine.kernel.kill();
  });
});

import { describe, expect, test } from 'vitest';
import type { Service } from '../../local/kernel/types.ts';
import type { SourceRecord, StreamSource } from '../../local/services/lambda/stream-source.ts';
import { lambdaTest } from './lambda-support.ts';
import type { LambdaTest } from './lambda-support.ts';

const second = 1000;
const ARN = 'arn:aws:dynamodb:eu-central-1:111122223333:table/cases/stream/2026';
const pad = (sequence: number): string => String(sequence).padStart(6, '0');

interface FakeStream extends StreamSource {
  write(key: string, value: string): void;
  readonly service: Service;
}

function fakeStream(now: () => number): FakeStream {
  const records: (SourceRecord & { eventName: string })[] = [];
  const wakes: ((shard: string) => void)[] = [];
  return {
    shardsOf: () => ['shard-0'],
    service: {
      name: 'dynamodbstreams',
      resourceTypes: [],
      operations: {
        ReadShard: {
          authorize: () => [],
          run: ({ AfterSequenceNumber: after, Limit }) => ({
            Records: records
              .filter((record) => after === undefined || record.dynamodb.SequenceNumber > after)
              .slice(0, Limit),
          }),
        },
      },
    },
    latestSequence: () => records.at(-1)?.dynamodb.SequenceNumber,
    onStreamWrite: (_, wake) => {
      wakes.push(wake);
    },
    write: (key, value) => {
      const dynamodb = {
        SequenceNumber: pad(records.length + 1),
        ApproximateCreationDateTime: Math.floor(now() / 1000),
        Keys: { pk: { S: key } },
        NewImage: { value: { S: value } },
      };
      records.push({ eventName: 'INSERT', dynamodb });
      for (const wake of wakes) wake('shard-0');
    },
  };
}

const values = (event: any): string[] => event.Records.map((record: any) => record.dynamodb.NewImage.value.S);
const sequence = (event: any, value: string): string =>
  event.Records.find((record: any) => record.dynamodb.NewImage.value.S === value).dynamodb.SequenceNumber;

function mapped(
  handler: (event: any) => unknown,
  mapping: object = {},
  services: readonly Service[] = [],
  before: readonly string[] = [],
): { engine: LambdaTest; stream: FakeStream; start: number; seconds: () => number } {
  let stream: FakeStream | undefined;
  const engine = lambdaTest({
    streams: (kernel) => (stream ??= fakeStream(() => kernel.now())),
    more: (kernel) => [(stream ??= fakeStream(() => kernel.now())).service, ...services],
  });
  if (stream === undefined) throw new Error('not created');
  for (const value of before) stream.write('k', value);
  engine.function('reader', handler);
  engine.provision('AWS::Lambda::EventSourceMapping', 'M', {
    EventSourceArn: ARN,
    FunctionName: 'reader',
    StartingPosition: 'TRIM_HORIZON',
    ...mapping,
  });
  const start = engine.kernel.now();
  return { engine, stream, start, seconds: () => (engine.kernel.now() - start) / second };
}

// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
describe('a stream as event source', () => {
  test.each([
    ['TRIM_HORIZON', [['a', 'b'], ['c']]],
    ['LATEST', [['c']]],
  ])('begins at %s', async (StartingPosition, expected) => {
    const seen: string[][] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(values(event));
      },
      { StartingPosition },
      [],
      ['a', 'b'],
    );
    await engine.settle();
    stream.write('k', 'c');
    await engine.settle();
    expect(seen).toEqual(expected);
  });

  test('keeps order, in batches of at most BatchSize, one at a time', async () => {
    const seen: string[][] = [];
    let running = 0;
    const { engine, stream } = mapped(
      async (event) => {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push(values(event));
        running -= 1;
      },
      { BatchSize: 2 },
    );
    await engine.settle();
    for (const value of ['a', 'b', 'c', 'd', 'e']) stream.write('k', value);
    await engine.advance(second);
    expect(seen.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(Math.max(...seen.map((batch) => batch.length))).toBe(2);
  });

  test('a window gathers', async () => {
    const seen: string[][] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(values(event));
      },
      { MaximumBatchingWindowInSeconds: 10 },
    );
    await engine.settle();
    stream.write('k', 'a');
    await engine.advance(5 * second);
    stream.write('k', 'b');
    await engine.advance(4 * second);
    expect(seen).toEqual([]);
    await engine.advance(second);
    expect(seen).toEqual([['a', 'b']]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
  test('a poison record blocks what comes after it, without end when retries have no bound', async () => {
    const seen: string[] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(...values(event));
        if (values(event).includes('poison')) throw new Error('no');
      },
      { BatchSize: 1 },
    );
    await engine.settle();
    for (const value of ['a', 'poison', 'c']) stream.write('k', value);
    await engine.advance(3600 * second);
    expect(seen.filter((value) => value === 'poison').length).toBeGreaterThan(10);
    expect(seen).not.toContain('c');
  });

  test('ParallelizationFactor: a poison record blocks its own key only', async () => {
    const seen: string[] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(...values(event));
        if (values(event).some((value) => value.startsWith('poison'))) throw new Error('no');
      },
      { ParallelizationFactor: 10, BatchSize: 1 },
    );
    await engine.settle();
    stream.write('k1', 'poison');
    stream.write('k1', 'after');
    for (let index = 0; index < 30; index += 1) stream.write(`other${index}`, `ok${index}`);
    await engine.advance(10 * second);
    expect(seen).not.toContain('after');
    expect(seen.filter((value) => value.startsWith('ok')).length).toBeGreaterThan(20);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
  test('after its retries a batch is told to the destination, and the shard goes on', async () => {
    const seen: string[] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(...values(event));
        if (values(event).includes('poison')) throw new Error('no');
      },
      {
        BatchSize: 1,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-central-1:111122223333:failed' } },
      },
    );
    const { url } = engine.queue('failed');
    await engine.settle();
    for (const value of ['poison', 'c']) stream.write('k', value);
    await engine.advance(60 * second);
    expect(seen).toEqual(['poison', 'poison', 'poison', 'c']);
    const { Messages } = await engine.call('sqs', 'ReceiveMessage', { QueueUrl: url });
    const place = JSON.parse(Messages[0].Body);
    expect(place).toMatchObject({
      requestContext: {
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
        functionArn: engine.kernel.arn('lambda', 'function:reader'),
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      DDBStreamBatchInfo: {
        shardId: 'shard-0',
        startSequenceNumber: pad(1),
        endSequenceNumber: pad(1),
        batchSize: 1,
        streamArn: ARN,
      },
    });
    expect(place.payload).toBeUndefined();
  });

  test('a bucket as destination gets the records too', async () => {
    const objects: any[] = [];
    const s3: Service = {
      name: 's3',
      resourceTypes: [],
      operations: {
        PutObject: {
          authorize: () => [],
          run: (input, { principal }) => {
            objects.push({ ...input, principal });
            return {};
          },
        },
      },
    };
    const { engine, stream } = mapped(
      () => {
        throw new Error('no');
      },
      { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::raw' } } },
      [s3],
    );
    await engine.settle();
    stream.write('k', 'poison');
    await engine.advance(second);
    expect(objects).toHaveLength(1);
    expect(objects[0]).toMatchObject({
      Bucket: 'raw',
      principal: { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/reader' },
    });
    expect(objects[0].Key).toMatch(
      /^aws\/lambda\/[0-9a-f-]{36}\/shard-0\/2026\/03\/02\/2026-03-02T08\.00\.0\d-[0-9a-f-]{36}$/,
    );
    expect(values(JSON.parse(JSON.parse(objects[0].Body).payload))).toEqual(['poison']);
  });

  test('a record that is too old is given up', async () => {
    const seen: string[] = [];
    const { engine, stream, seconds } = mapped(
      (event) => {
        seen.push(...values(event));
        if (values(event).includes('poison')) throw new Error('no');
      },
      { BatchSize: 1, MaximumRecordAgeInSeconds: 60 },
    );
    await engine.settle();
    stream.write('k', 'poison');
    await engine.advance(90 * second);
    expect(seconds()).toBe(90);
    stream.write('k', 'fresh');
    await engine.advance(60 * second);
    expect(seen.at(-1)).toBe('fresh');
    expect(engine.events).toContainEqual({
      kind: 'lambda.records-discarded',
      function: 'reader',
      condition: 'RecordAgeExceeded',
      records: 1,
    });
  });

  test('bisecting isolates the poison record; only it is given up', async () => {
    const good: string[] = [];
    const { engine, stream } = mapped(
      (event) => {
        if (values(event).includes('poison')) throw new Error('no');
        good.push(...values(event));
      },
      { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, MaximumBatchingWindowInSeconds: 1 },
    );
    await engine.settle();
    for (const value of ['a', 'b', 'poison', 'd', 'e', 'f']) stream.write('k', value);
    await engine.advance(60 * second);
    expect(good).toEqual(['a', 'b', 'd', 'e', 'f']);
    expect(engine.events.filter((event) => event.kind === 'lambda.records-discarded')).toMatchObject([{ records: 1 }]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
  test('the checkpoint is the lowest failed sequence', async () => {
    const seen: string[][] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(values(event));
        if (seen.length > 1) return undefined;
        return { batchItemFailures: ['d', 'b'].map((value) => ({ itemIdentifier: sequence(event, value) })) };
      },
      { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumBatchingWindowInSeconds: 1 },
    );
    await engine.settle();
    for (const value of ['a', 'b', 'c', 'd']) stream.write('k', value);
    await engine.advance(10 * second);
    expect(seen).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd'],
    ]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
  test('a filter keeps records from the function, not from the checkpoint', async () => {
    const seen: string[] = [];
    const { engine, stream } = mapped(
      (event) => {
        seen.push(...values(event));
      },
      {
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'J#' }] } } } }),
            },
          ],
        },
      },
    );
    await engine.settle();
    stream.write('J#1', 'journal');
    stream.write('C#1', 'case');
    await engine.settle();
    expect(seen).toEqual(['journal']);
  });

  test('after a kill it goes on behind the last batch that was done', async () => {
    const seen: string[] = [];
    let healthy = false;
    const { engine, stream } = mapped(
      async (event) => {
        seen.push(...values(event));
        if (!healthy && values(event).includes('c')) await new Promise(() => undefined);
      },
      { BatchSize: 1 },
    );
    await engine.settle();
    for (const value of ['a', 'b', 'c', 'd']) stream.write('k', value);
    await engine.advance(second);
    expect(seen).toEqual(['a', 'b', 'c']);
    healthy = true;
    engine.lambda.kill('test');
    engine.restart();
    await engine.settle();
    expect(seen).toEqual(['a', 'b', 'c', 'c', 'd']);
  });

  test.each([
    [{ TumblingWindowInSeconds: 5, StartingPosition: 'AT_TIMESTAMP' }, /AT_TIMESTAMP/],
    [{ ScalingConfig: { MaximumConcurrency: 2 } }, /ScalingConfig/],
    [
      { FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"n":{"N":[{"numeric":[">",1]}]}}}}' }] } },
      /numeric/,
    ],
    [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:kafka:x' } } }, /destination/],
    [{ BatchSize: 0 }, /BatchSize/],
  ])('%j stops the boot', (mapping, message) => {
    expect(() => mapped(() => undefined, mapping)).toThrow(message);
  });
});

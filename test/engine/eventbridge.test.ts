import { describe, expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import { createEventBridge } from '../../local/services/eventbridge/index.ts';
import type { EventBridgeOptions } from '../../local/services/eventbridge/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';
import type { Access, PolicyDocument, Service } from '../../local/kernel/types.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel, TestKernelOptions } from '../support/kernel.ts';

interface Call {
  readonly operation: string;
  readonly input: any;
  readonly principal: unknown;
  readonly at: number;
}

/** A service that notes what it is asked, and fails as told. */
function recorder(name: string, operations: readonly string[], now: () => number) {
  const calls: Call[] = [];
  const state: { fail: (call: Call) => Error | undefined } = { fail: () => undefined };
  const service: Service = {
    name,
    resourceTypes: [],
    operations: Object.fromEntries(
      operations.map((operation) => [
        operation,
        {
          authorize: () => [],
          run: (input, { principal }) => {
            const call = { operation, input, principal, at: now() };
            calls.push(call);
            const error = state.fail(call);
            if (error !== undefined) throw error;
            return {};
          },
        },
      ]),
    ),
  };
  return { calls, state, service };
}

interface Fixture {
  readonly kernel: TestKernel['kernel'];
  readonly events: TestKernel['events'];
  readonly call: TestKernel['call'];
  readonly provision: TestKernel['provision'];
  readonly settle: TestKernel['settle'];
  readonly advance: TestKernel['advance'];
  readonly restart: TestKernel['restart'];
  readonly lambda: ReturnType<typeof recorder>;
  readonly sfn: ReturnType<typeof recorder>;
  readonly sns: ReturnType<typeof recorder>;
  readonly messages: (queue: string) => Promise<any[]>;
  readonly put: (...entries: object[]) => Promise<any>;
}

function setUp(options: EventBridgeOptions & { kernel?: TestKernelOptions } = {}): Fixture {
  let now = (): number => 0;
  const lambda = recorder('lambda', ['Invoke'], () => now());
  const sfn = recorder('sfn', ['StartExecution'], () => now());
  const sns = recorder('sns', ['Publish'], () => now());
  const kernel = testKernel((k) => {
    now = () => k.now();
    return [createEventBridge(k, options), createSqs(k), lambda.service, sfn.service, sns.service];
  }, options.kernel);
  kernel.provision('AWS::Events::EventBus', 'Bus', { Name: 'orders' });
  return {
    ...kernel,
    get kernel() {
      return kernel.kernel;
    },
    lambda,
    sfn,
    sns,
    messages: async (queue) => {
      const all: any[] = [];
      for (;;) {
        const { Messages: found = [] } = await kernel.call('sqs', 'ReceiveMessage', {
          QueueUrl: `https://sqs/${queue}`,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        });
        if (found.length === 0) return all;
        all.push(...found);
      }
    },
    put: async (...entries) => {
      const answer = await kernel.call('eventbridge', 'PutEvents', { Entries: entries });
      await kernel.settle();
      return answer;
    },
  };
}

const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:intake';
const DEAD = 'arn:aws:sqs:eu-central-1:111122223333:dead';
const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:f';
const BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/orders';
const RULE = 'arn:aws:events:eu-central-1:111122223333:rule/orders/Test-Rule';

const entry = (detail: object = { n: 1 }, more: object = {}): object => ({
  EventBusName: 'orders',
  Source: 'shop',
  DetailType: 'Placed',
  Detail: JSON.stringify(detail),
  ...more,
});
const ruleTo = (target: object, more: object = {}): object => ({
  EventBusName: 'orders',
  EventPattern: { source: ['shop'] },
  Targets: [{ Id: 'T', ...target }],
  ...more,
});

function withQueue(target: object = {}, more: object = {}): Fixture {
  const fixture = setUp();
  fixture.provision('AWS::SQS::Queue', 'Intake', { QueueName: 'intake' });
  fixture.provision('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
  fixture.provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: QUEUE, ...target }, more));
  return fixture;
}
const payloadOf = (call: Call | undefined): unknown => JSON.parse(new TextDecoder().decode(call?.input.Payload));

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
test('delivers the event in its envelope, with its trace', async () => {
  const { put, messages } = withQueue();
  const answer = await put(
    entry(
      { n: 1, deep: { list: [1] } },
      { Resources: ['r1'], Time: new Date('2026-03-01T10:00:00.900Z'), TraceHeader: 'Root=1-a-b' },
    ),
  );
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  const [message, ...others] = await messages('intake');
  expect(others).toEqual([]);
  expect(JSON.parse(message.Body)).toEqual({
    version: '0',
    id: answer.Entries[0].EventId,
    'detail-type': 'Placed',
    source: 'shop',
    account: '111122223333',
    time: '2026-03-01T10:00:00Z',
    region: 'eu-central-1',
    resources: ['r1'],
    detail: { n: 1, deep: { list: [1] } },
  });
  expect(message.Attributes.AWSTraceHeader).toBe('Root=1-a-b');
});

test('what does not match, or goes to another bus, reaches nobody', async () => {
  const { put, messages } = withQueue();
  await put(entry({}, { Source: 'other' }), entry({}, { EventBusName: 'default' }));
  expect(await messages('intake')).toEqual([]);
});

test('a disabled rule does nothing', async () => {
  const { put, messages } = withQueue({}, { State: 'DISABLED' });
  await put(entry());
  expect(await messages('intake')).toEqual([]);
});

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
describe('PutEvents', () => {
  test.each([
    ['no source', { Source: undefined }, 'InvalidArgument'],
    ['no detail type', { DetailType: '' }, 'InvalidArgument'],
    ['no detail', { Detail: undefined }, 'InvalidArgument'],
    ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
    ['a bus that is not there', { EventBusName: 'nowhere' }, 'ResourceNotFoundException'],
  ])('fails one entry for %s and takes the others', async (_name, wrong, ErrorCode) => {
    const { put, messages } = withQueue();
    const answer = await put(entry({ n: 1 }), entry({ n: 2 }, wrong), entry({ n: 3 }));
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries[1]).toEqual({ ErrorCode, ErrorMessage: expect.any(String) });
    const bodies = (await messages('intake')).map(({ Body }) => JSON.parse(Body).detail.n);
    expect(bodies.sort()).toEqual([1, 3]);
  });

  test('only AWS services speak as aws.', async () => {
    const { call } = withQueue();
    const role = { kind: 'role' as const, roleArn: 'arn:aws:iam::111122223333:role/r' };
    const answer = await call('eventbridge', 'PutEvents', { Entries: [entry({}, { Source: 'aws.s3' })] }, role);
    expect(answer.Entries[0].ErrorCode).toBe('NotAuthorizedForSourceException');
  });

  test('an entry that EventBridge itself fails is not delivered', async () => {
    const callers: string[] = [];
    const fixture = setUp({
      failEntry: ({ Detail }, { principal }) => {
        callers.push(principal.kind);
        return Detail.includes('bad') ? { ErrorCode: 'InternalFailure', ErrorMessage: 'again' } : undefined;
      },
    });
    fixture.provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: FUNCTION }));
    const answer = await fixture.put(entry({ good: 1 }), entry({ bad: 1 }));
    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{}, { ErrorCode: 'InternalFailure' }] });
    expect(fixture.lambda.calls).toHaveLength(1);
    expect(callers).toEqual(['root', 'root']);
  });

  test.each([
    ['no entries', []],
    ['eleven entries', Array.from({ length: 11 }, () => entry())],
    ['1 MB', [entry({ text: 'x'.repeat(600_000) }), entry({ text: 'x'.repeat(450_000) })]],
  ])('refuses %s as a whole', async (_name, Entries) => {
    const { call, messages } = withQueue();
    await expect(call('eventbridge', 'PutEvents', { Entries })).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await messages('intake')).toEqual([]);
  });

  test('refuses a member that it does not act upon', async () => {
    const { call } = withQueue();
    await expect(call('eventbridge', 'PutEvents', { EndpointId: 'e', Entries: [entry()] })).rejects.toMatchObject({
      name: 'UnsupportedError',
    });
  });

  test('is billed by 64 KB', async () => {
    const fixture = withQueue();
    await fixture.put(entry(), entry({ text: 'x'.repeat(70_000) }));
    const lines = fixture.kernel.meter.totals().filter(({ service }) => service === 'eventbridge');
    expect(lines).toEqual([{ service: 'eventbridge', unit: 'Events', resource: 'orders', amount: 3 }]);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
describe('targets', () => {
  test('a function is invoked asynchronously, by the rule', async () => {
    const { provision, put, lambda } = setUp();
    provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: FUNCTION }));
    await put(entry({ n: 7 }));
    expect(lambda.calls).toMatchObject([
      {
        input: { FunctionName: FUNCTION, InvocationType: 'Event' },
        principal: { kind: 'service', service: 'events.amazonaws.com', sourceArn: RULE },
      },
    ]);
    expect(payloadOf(lambda.calls[0])).toMatchObject({ detail: { n: 7 } });
  });

  test('a state machine is started by the role', async () => {
    const { provision, put, sfn } = setUp();
    const machine = 'arn:aws:states:eu-central-1:111122223333:stateMachine:m';
    const RoleArn = 'arn:aws:iam::111122223333:role/starter';
    provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: machine, RoleArn, InputPath: '$.detail' }));
    await put(entry({ n: 7 }));
    expect(sfn.calls).toMatchObject([
      { input: { stateMachineArn: machine, input: '{"n":7}' }, principal: { kind: 'role', roleArn: RoleArn } },
    ]);
  });

  test('a topic', async () => {
    const { provision, put, sns } = setUp();
    provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: 'arn:aws:sns:eu-central-1:111122223333:t', Input: 'hello' }));
    await put(entry());
    expect(sns.calls).toMatchObject([{ input: { Message: 'hello' } }]);
  });

  test('another bus: the event stays the same', async () => {
    const { provision, put, lambda } = setUp();
    const other = provision('AWS::Events::EventBus', 'Other', { Name: 'other' });
    provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: other.attributes?.['Arn'] }));
    provision('AWS::Events::Rule', 'Second', ruleTo({ Arn: FUNCTION }, { EventBusName: 'other' }));
    const answer = await put(entry());
    expect(payloadOf(lambda.calls[0])).toMatchObject({ id: answer.Entries[0].EventId, source: 'shop' });
  });

  test.each([
    ['FIFO queues', { Arn: `${QUEUE}.fifo` }],
    ['message groups', { Arn: QUEUE, SqsParameters: { MessageGroupId: 'g' } }],
    ['other services', { Arn: 'arn:aws:kinesis:eu-central-1:111122223333:stream/s' }],
    ['state machines without a role', { Arn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:m' }],
    ['FIFO dead-letter queues', { Arn: QUEUE, DeadLetterConfig: { Arn: `${DEAD}.fifo` } }],
    ['retry bounds', { Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 186 } }],
  ])('refuses %s at the boot', (_name, target) => {
    const { provision } = setUp();
    expect(() => provision('AWS::Events::Rule', 'Rule', ruleTo(target))).toThrow(/not supported/);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
describe('input', () => {
  const paths = {
    n: '$.detail.n',
    text: '$.detail.text',
    list: '$.detail.list',
    item: '$.detail.list[1].a',
    all: '$.detail.list[*].a',
    none: '$.detail.none',
  };
  test.each([
    ['a constant', { Input: '{"a":1}' }, '{"a":1}'],
    ['a part', { InputPath: '$.detail.list[0]' }, '{"a":1}'],
    ['a part that is not there', { InputPath: '$.detail.none.deeper' }, 'null'],
    [
      'values unquoted',
      { InputTransformer: { InputPathsMap: paths, InputTemplate: '{"n":<n>,"t":<text>,"l":<list>}' } },
      '{"n":5,"t":"say \\"hi\\"","l":[{"a":1},{"a":2}]}',
    ],
    [
      'values in quotes',
      { InputTransformer: { InputPathsMap: paths, InputTemplate: '{"t":"<text>: <n>"}' } },
      '{"t":"say \\"hi\\": 5"}',
    ],
    [
      'indices and wildcards',
      { InputTransformer: { InputPathsMap: paths, InputTemplate: '{"i":<item>,"a":<all>}' } },
      '{"i":2,"a":[1,2]}',
    ],
    [
      'what is not there',
      { InputTransformer: { InputPathsMap: paths, InputTemplate: '{"x":<none>,"y":"<none>"}' } },
      '{"x":"","y":""}',
    ],
    ['text', { InputTransformer: { InputPathsMap: paths, InputTemplate: '"n is <n>, <text>"' } }, '"n is 5, say "hi""'],
    [
      'the rule',
      { InputTransformer: { InputTemplate: '{"r":"<aws.events.rule-arn>","n":<aws.events.rule-name>}' } },
      `{"r":"${RULE}","n":"Test-Rule"}`,
    ],
    [
      'the time of ingestion',
      { InputTransformer: { InputTemplate: '{"t":"<aws.events.event.ingestion-time>"}' } },
      '{"t":"2026-03-02T08:00:00Z"}',
    ],
  ])('%s', async (_name, input, expected) => {
    const { put, messages } = withQueue(input);
    await put(entry({ n: 5, text: 'say "hi"', list: [{ a: 1 }, { a: 2 }] }));
    expect((await messages('intake')).map(({ Body }) => Body)).toEqual([expected]);
  });

  test('the event with and without its detail', async () => {
    const { put, messages } = withQueue({
      InputTransformer: { InputTemplate: '{"whole":<aws.events.event.json>,"rest":<aws.events.event>}' },
    });
    await put(entry({ n: 5 }));
    const { whole, rest } = JSON.parse((await messages('intake'))[0].Body);
    expect(whole.detail).toEqual({ n: 5 });
    expect(rest).toEqual({ ...whole, detail: undefined });
    expect(rest).not.toHaveProperty('detail');
  });

  test.each([
    ['two ways at once', { Input: '{}', InputPath: '$' }, 'ValidationException'],
    ['an undefined placeholder', { InputTransformer: { InputTemplate: '{"a":<b>}' } }, 'ValidationException'],
    [
      'a reserved name',
      { InputTransformer: { InputPathsMap: { 'aws.x': '$' }, InputTemplate: '1' } },
      'ValidationException',
    ],
    ['a filter in a path', { InputPath: '$.detail[?(@.a==1)]' }, 'UnsupportedError'],
  ])('refuses %s', (_name, target, name) => {
    const { provision } = setUp();
    expect(() => provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: QUEUE, ...target }))).toThrow(
      expect.objectContaining({ name }),
    );
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html and eb-rule-dlq.html
describe('retry and dead letters', () => {
  const down = new AwsError('ServiceException', 'down', { httpStatusCode: 500 });
  const attributes = (message: any): Record<string, string> =>
    Object.fromEntries(
      Object.entries<any>(message.MessageAttributes).map(([key, { StringValue }]) => [key, StringValue]),
    );

  function failing(error: Error, target: object = {}, times = Infinity): Fixture {
    const fixture = setUp();
    fixture.provision('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
    fixture.provision(
      'AWS::Events::Rule',
      'Rule',
      ruleTo({ Arn: FUNCTION, DeadLetterConfig: { Arn: DEAD }, ...target }),
    );
    fixture.lambda.state.fail = () => (fixture.lambda.calls.length <= times ? error : undefined);
    return fixture;
  }

  test('retries with growing waits until it succeeds; nothing is buried', async () => {
    const { put, advance, lambda, messages } = failing(down, {}, 5);
    await put(entry());
    await advance(120_000);
    const waits = lambda.calls.map(({ at }, index) => at - (lambda.calls[index - 1]?.at ?? at)).slice(1);
    expect(waits).toHaveLength(5);
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1000 * 2 ** index);
    });
    expect(await messages('dead')).toEqual([]);
  });

  test('by default 185 retries within 24 hours, then the dead-letter queue', async () => {
    const { put, advance, lambda, messages } = failing(down);
    const { Entries } = await put(entry({ n: 3 }));
    await advance(86_400_000);
    expect(lambda.calls.length).toBeGreaterThan(170);
    expect(lambda.calls.length).toBeLessThanOrEqual(186);
    const [message, ...others] = await messages('dead');
    expect(others).toEqual([]);
    expect(JSON.parse(message.Body)).toMatchObject({ id: Entries[0].EventId, detail: { n: 3 } });
    expect(attributes(message)).toEqual({
      RULE_ARN: RULE,
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'down',
      EXHAUSTED_RETRY_CONDITION: expect.stringMatching(/^Maximum(RetryAttempts|EventAgeInSeconds)$/),
      RETRY_ATTEMPTS: String(lambda.calls.length - 1),
    });
  });

  test('as many retries as the policy says', async () => {
    const { put, advance, lambda, messages } = failing(down, { RetryPolicy: { MaximumRetryAttempts: 2 } });
    await put(entry());
    await advance(3_600_000);
    expect(lambda.calls).toHaveLength(3);
    expect((await messages('dead')).map(attributes)).toMatchObject([
      { RETRY_ATTEMPTS: '2', EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' },
    ]);
  });

  test('as long as the policy says', async () => {
    const { put, advance, lambda, messages } = failing(down, { RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    await put(entry());
    const start = lambda.calls[0]?.at ?? 0;
    await advance(3_600_000);
    expect((lambda.calls.at(-1)?.at ?? Infinity) - start).toBeLessThanOrEqual(60_000);
    expect((await messages('dead')).map(attributes)).toMatchObject([
      { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' },
    ]);
  });

  test.each([
    ['missing permission', new AwsError('AccessDeniedException', 'no', { httpStatusCode: 403 }), 'NO_PERMISSIONS'],
    ['missing resource', new AwsError('ResourceNotFoundException', 'gone', { httpStatusCode: 404 }), 'NO_RESOURCE'],
  ])('%s: no retry', async (_name, error, code) => {
    const { put, advance, lambda, messages } = failing(error);
    await put(entry());
    await advance(3_600_000);
    expect(lambda.calls).toHaveLength(1);
    const [message] = await messages('dead');
    expect(attributes(message)).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: '0' });
    expect(attributes(message)).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('throttling is retried', async () => {
    const { put, advance, lambda } = failing(
      new AwsError('TooManyRequestsException', 'slow', { httpStatusCode: 429 }),
      {},
      1,
    );
    await put(entry());
    await advance(10_000);
    expect(lambda.calls).toHaveLength(2);
  });

  test('without a dead-letter queue it is dropped, and seen', async () => {
    const fixture = failing(down, { DeadLetterConfig: undefined, RetryPolicy: { MaximumRetryAttempts: 0 } });
    await fixture.put(entry());
    expect(fixture.events).toContainEqual(expect.objectContaining({ kind: 'eventbridge.dropped', RULE_ARN: RULE }));
    expect(fixture.kernel.meter.totals()).toContainEqual(expect.objectContaining({ unit: 'DroppedEvents', amount: 1 }));
  });

  test('an accepted event survives a kill, also between retries', async () => {
    const fixture = failing(down, {}, 2);
    await fixture.put(entry({ n: 9 }));
    fixture.restart();
    await fixture.advance(60_000);
    expect(fixture.lambda.calls).toHaveLength(3);
    expect(payloadOf(fixture.lambda.calls[2])).toMatchObject({ detail: { n: 9 } });
    await fixture.advance(3_600_000);
    expect(fixture.lambda.calls).toHaveLength(3);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html and eb-replay-archived-event.html
describe('archive and replay', () => {
  const ARCHIVE = 'arn:aws:events:eu-central-1:111122223333:archive/past';
  function archived(): Fixture {
    const fixture = withQueue();
    fixture.provision('AWS::Events::Rule', 'Function', ruleTo({ Arn: FUNCTION }));
    fixture.provision('AWS::Events::Archive', 'Past', {
      ArchiveName: 'past',
      SourceArn: BUS,
      EventPattern: { source: ['shop'] },
      RetentionDays: 2,
      KmsKeyIdentifier: '',
    });
    return fixture;
  }
  const replay = (name: string, more: object = {}): object => ({
    ReplayName: name,
    EventSourceArn: ARCHIVE,
    EventStartTime: new Date('2026-03-02T00:00:00Z'),
    EventEndTime: new Date('2026-03-10T00:00:00Z'),
    Destination: { Arn: BUS },
    ...more,
  });

  test('replays what is in the range, with its name, to the rules named, and archives nothing again', async () => {
    const fixture = archived();
    const FilterArns = ['arn:aws:events:eu-central-1:111122223333:rule/orders/Test-Function'];
    await fixture.put(entry({ n: 1 }), entry({ n: 2 }), entry({ n: 3 }, { Time: new Date('2026-02-01T00:00:00Z') }));
    await fixture.put(entry({ n: 4 }, { Source: 'shop-2' }));
    await fixture.messages('intake');
    fixture.lambda.calls.length = 0;

    for (const name of ['r1', 'r2']) {
      await fixture.call('eventbridge', 'StartReplay', replay(name, { Destination: { Arn: BUS, FilterArns } }));
      await fixture.settle();
    }
    const events = fixture.lambda.calls.map(payloadOf);
    expect(events).toHaveLength(4);
    expect(events.slice(2).every((event) => Reflect.get(Object(event), 'replay-name') === 'r2')).toBe(true);
    expect(
      events
        .slice(0, 2)
        .map((event: any) => event.detail.n)
        .sort(),
    ).toEqual([1, 2]);
    expect(await fixture.messages('intake')).toEqual([]);
    expect(await fixture.call('eventbridge', 'DescribeReplay', { ReplayName: 'r1' })).toMatchObject({
      State: 'COMPLETED',
      EventLastReplayedTime: new Date('2026-03-02T08:00:00Z'),
    });
  });

  test('forgets after the retention', async () => {
    const fixture = archived();
    await fixture.put(entry());
    await fixture.advance(3 * 86_400_000);
    fixture.lambda.calls.length = 0;
    await fixture.call('eventbridge', 'StartReplay', replay('r'));
    await fixture.settle();
    expect(fixture.lambda.calls).toEqual([]);
  });

  test('can be cancelled', async () => {
    const fixture = archived();
    await fixture.put(entry());
    fixture.lambda.calls.length = 0;
    const started = fixture.call('eventbridge', 'StartReplay', replay('r'));
    const cancelled = fixture.call('eventbridge', 'CancelReplay', { ReplayName: 'r' });
    expect(await started).toMatchObject({ State: 'STARTING' });
    expect(await cancelled).toMatchObject({ State: 'CANCELLING' });
    await fixture.settle();
    expect(fixture.lambda.calls).toEqual([]);
    expect(await fixture.call('eventbridge', 'DescribeReplay', { ReplayName: 'r' })).toMatchObject({
      State: 'CANCELLED',
    });
    await expect(fixture.call('eventbridge', 'CancelReplay', { ReplayName: 'r' })).rejects.toMatchObject({
      name: 'IllegalStatusException',
    });
  });

  test.each([
    ['another bus', { Destination: { Arn: BUS.replace('orders', 'default') } }, 'ValidationException'],
    ['an end before the start', { EventEndTime: new Date(0) }, 'ValidationException'],
    ['an unknown archive', { EventSourceArn: `${ARCHIVE}x` }, 'ResourceNotFoundException'],
    ['a name that is taken', { ReplayName: 'taken' }, 'ResourceAlreadyExistsException'],
  ])('refuses %s', async (_name, more, name) => {
    const fixture = archived();
    await fixture.call('eventbridge', 'StartReplay', replay('taken'));
    await expect(fixture.call('eventbridge', 'StartReplay', replay('r', more))).rejects.toMatchObject({ name });
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
describe('rules with a schedule', () => {
  const onDefault = (ScheduleExpression: string): object => ({
    ScheduleExpression,
    Targets: [{ Id: 'T', Arn: FUNCTION }],
  });

  test('a rate, also over a restart', async () => {
    const fixture = setUp();
    fixture.provision('AWS::Events::Rule', 'Tick', onDefault('rate(5 minutes)'));
    await fixture.advance(11 * 60_000);
    fixture.restart();
    await fixture.advance(5 * 60_000);
    expect(fixture.lambda.calls.map((call) => Reflect.get(Object(payloadOf(call)), 'time'))).toEqual([
      '2026-03-02T08:05:00Z',
      '2026-03-02T08:10:00Z',
      '2026-03-02T08:15:00Z',
    ]);
    expect(payloadOf(fixture.lambda.calls[0])).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      detail: {},
      resources: ['arn:aws:events:eu-central-1:111122223333:rule/Test-Tick'],
    });
  });

  test('cron, in UTC', async () => {
    const fixture = setUp();
    fixture.provision('AWS::Events::Rule', 'Tick', onDefault('cron(15 10 ? * MON-FRI *)'));
    await fixture.advance(86_400_000);
    expect(fixture.lambda.calls.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-03-02T10:15:00.000Z']);
  });

  test('only on the default bus', () => {
    const { provision } = setUp();
    const rule = { ...onDefault('rate(1 minute)'), EventBusName: 'orders' };
    expect(() => provision('AWS::Events::Rule', 'Tick', rule)).toThrow(/not supported/);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html and eb-encryption-event-bus-cmkey.html
describe('rights', () => {
  const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555';
  const allowEvents = (Action: string, Resource: string, sourceArn: string): PolicyDocument => ({
    Statement: {
      Effect: 'Allow',
      Action,
      Resource,
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    },
  });
  function withAccess(allow: (access: Access) => void): Fixture {
    const access = createAccess('111122223333', 'eu-central-1');
    allow(access);
    const fixture = setUp({ kernel: { access } });
    fixture.provision('AWS::SQS::Queue', 'Intake', { QueueName: 'intake' });
    fixture.provision('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
    return fixture;
  }

  test.each([
    ['of this rule', RULE, 1, 0],
    ['of another rule', `${RULE}-2`, 0, 1],
  ])('the queue lets in the events %s', async (_name, sourceArn, delivered, buried) => {
    const { provision, put, messages } = withAccess((access) => {
      access.addResourcePolicy(QUEUE, allowEvents('sqs:SendMessage', QUEUE, sourceArn));
      access.addResourcePolicy(DEAD, allowEvents('sqs:SendMessage', DEAD, RULE));
    });
    provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: QUEUE, DeadLetterConfig: { Arn: DEAD } }));
    await put(entry());
    expect(await messages('intake')).toHaveLength(delivered);
    expect(await messages('dead')).toHaveLength(buried);
  });

  test.each([
    ['lets the bus use it', 'kms:*', 1, 0],
    ['does not', 'kms:DescribeKey', 0, 1],
  ])('the key of the bus %s', async (_name, action, delivered, buried) => {
    const secret = 'arn:aws:events:eu-central-1:111122223333:event-bus/secret';
    const rule = 'arn:aws:events:eu-central-1:111122223333:rule/secret/Test-Rule';
    const { provision, put, messages } = withAccess((access) => {
      access.addResourcePolicy(KEY, allowEvents(action, '*', secret));
      access.addResourcePolicy(QUEUE, allowEvents('sqs:SendMessage', QUEUE, rule));
      access.addResourcePolicy(DEAD, allowEvents('sqs:SendMessage', DEAD, secret));
    });
    provision('AWS::Events::EventBus', 'Secret', {
      Name: 'secret',
      KmsKeyIdentifier: KEY,
      DeadLetterConfig: { Arn: DEAD },
    });
    provision('AWS::Events::Rule', 'Rule', ruleTo({ Arn: QUEUE }, { EventBusName: 'secret' }));
    await put(entry({}, { EventBusName: 'secret' }));
    expect(await messages('intake')).toHaveLength(delivered);
    expect(await messages('dead')).toHaveLength(buried);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
  test.each([
    ['may be used for it', ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:ReEncrypt*'], 1],
    ['lacks what only archives ask for', ['kms:GenerateDataKey*', 'kms:Decrypt'], 0],
  ])('the key of an archive %s', async (_name, Action, kept) => {
    const fixture = withAccess((access) => {
      access.addResourcePolicy(KEY, {
        Statement: { Effect: 'Allow', Action, Resource: '*', Principal: { Service: 'events.amazonaws.com' } },
      });
    });
    const archive = { ArchiveName: 'past', SourceArn: BUS, KmsKeyIdentifier: KEY };
    fixture.provision('AWS::Events::Archive', 'Past', archive);
    await fixture.put(entry());
    const lost = fixture.events.filter(({ kind }) => kind === 'eventbridge.archive-refused');
    expect(lost).toHaveLength(1 - kept);
    await fixture.call('eventbridge', 'StartReplay', {
      ReplayName: 'again',
      EventSourceArn: 'arn:aws:events:eu-central-1:111122223333:archive/past',
      EventStartTime: new Date('2026-03-02T00:00:00Z'),
      EventEndTime: new Date('2026-03-10T00:00:00Z'),
      Destination: { Arn: BUS },
    });
    await fixture.settle();
    const told = await fixture.call('eventbridge', 'DescribeReplay', { ReplayName: 'again' });
    const replayed = Reflect.get(Object(told), 'EventLastReplayedTime');
    expect(Number(replayed)).toBe(kept * Date.parse('2026-03-02T08:00:00Z'));
  });

  test('who puts events must be allowed to, on that bus', async () => {
    const role = 'arn:aws:iam::111122223333:role/publisher';
    const { call } = withAccess((access) => {
      access.addResourcePolicy(BUS, {
        Statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: BUS, Principal: { AWS: role } },
      });
    });
    const as = { kind: 'role' as const, roleArn: role };
    await expect(call('eventbridge', 'PutEvents', { Entries: [entry()] }, as)).resolves.toMatchObject({
      FailedEntryCount: 0,
    });
    const both = [entry(), entry({}, { EventBusName: 'default' })];
    await expect(call('eventbridge', 'PutEvents', { Entries: both }, as)).rejects.toMatchObject({
      name: expect.stringContaining('AccessDenied'),
    });
  });
});

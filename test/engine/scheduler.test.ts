import { describe, expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import type { Access, Principal, Service } from '../../local/kernel/types.ts';
import { createScheduler } from '../../local/services/scheduler/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';
import { testKernel } from '../support/kernel.ts';

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: any;
  readonly principal: Principal;
  readonly at: string;
}

const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:f';
const ROLE = 'arn:aws:iam::111122223333:role/invoker';
const DEAD = 'arn:aws:sqs:eu-central-1:111122223333:dead';
const START = Date.parse('2026-03-02T08:00:00Z');

function setUp(access?: Access) {
  const calls: Call[] = [];
  const failures: { next: (call: Call) => Error | undefined } = { next: () => undefined };
  let now = (): number => START;
  const fake = (service: string, operations: readonly string[]): Service => ({
    name: service,
    resourceTypes: [],
    operations: Object.fromEntries(
      operations.map((operation) => [
        operation,
        {
          authorize: () => [],
          run: (input, { principal }) => {
            const call = { service, operation, input, principal, at: new Date(now()).toISOString().slice(11, 19) };
            calls.push(call);
            const error = failures.next(call);
            if (error !== undefined) throw error;
            return { FailedEntryCount: 0, Entries: [{}] };
          },
        },
      ]),
    ),
  });
  const kernel = testKernel(
    (k) => {
      now = () => k.now();
      return [
        createScheduler(k),
        createSqs(k),
        fake('lambda', ['Invoke']),
        fake('sns', ['Publish']),
        fake('sfn', ['StartExecution']),
        fake('eventbridge', ['PutEvents']),
        fake('dynamodb', ['PutItem']),
      ];
    },
    access === undefined ? {} : { access },
  );
  const create = (more: object = {}, principal?: Principal): Promise<any> =>
    kernel.call(
      'scheduler',
      'CreateSchedule',
      {
        Name: 's',
        ScheduleExpression: 'rate(10 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: FUNCTION, RoleArn: ROLE, Input: '{"n":1}' },
        ...more,
      },
      principal,
    );
  const receive = async (queue: string): Promise<any[]> => {
    const answer = await kernel.call('sqs', 'ReceiveMessage', {
      QueueUrl: `https://sqs/${queue}`,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
    return answer.Messages ?? [];
  };
  return { kernel, calls, failures, create, receive, times: () => calls.map(({ at }) => at) };
}
const target = (more: object): object => ({ Target: { Arn: FUNCTION, RoleArn: ROLE, ...more } });
const payload = (call: Call | undefined): string => new TextDecoder().decode(call?.input.Payload);
const minutes = (count: number): number => count * 60_000;

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
describe('when', () => {
  test('a rate begins at once and goes on, also over restarts', async () => {
    const { kernel, create, times } = setUp();
    await create();
    await kernel.advance(minutes(25));
    kernel.restart();
    await kernel.advance(minutes(10));
    expect(times()).toEqual(['08:00:00', '08:10:00', '08:20:00', '08:30:00']);
  });

  test('a rate with a start and an end', async () => {
    const { kernel, create, times } = setUp();
    await create({ StartDate: new Date(START + minutes(15)), EndDate: new Date(START + minutes(36)) });
    await kernel.advance(minutes(120));
    expect(times()).toEqual(['08:15:00', '08:25:00', '08:35:00']);
  });

  test('one moment, in its time zone, once', async () => {
    const { kernel, create, times } = setUp();
    await create({ ScheduleExpression: 'at(2026-03-02T10:30:00)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    await kernel.advance(minutes(24 * 60));
    expect(times()).toEqual(['09:30:00']);
    expect(await kernel.call('scheduler', 'GetSchedule', { Name: 's' })).toMatchObject({ State: 'ENABLED' });
  });

  test('cron', async () => {
    const { kernel, create, times } = setUp();
    await create({ ScheduleExpression: 'cron(0/30 9 ? * MON *)' });
    await kernel.advance(minutes(3 * 24 * 60));
    expect(times()).toEqual(['09:00:00', '09:30:00']);
  });

  test('a disabled schedule does nothing', async () => {
    const { kernel, create, times } = setUp();
    await create({ State: 'DISABLED' });
    await kernel.advance(minutes(60));
    expect(times()).toEqual([]);
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html
  test('a flexible window: somewhere within it, with the time that was meant', async () => {
    const { kernel, create, calls } = setUp();
    await create({
      ScheduleExpression: 'at(2026-03-02T09:00:00)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
      ...target({ Input: '<aws.scheduler.scheduled-time>' }),
    });
    await kernel.advance(minutes(120));
    expect(calls).toHaveLength(1);
    expect(payload(calls[0])).toBe('2026-03-02T09:00:00Z');
    expect(calls[0]?.at).not.toBe('09:00:00');
    expect(calls[0]?.at ?? '').toMatch(/^09:[0-2]/);
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html
  test('is deleted after its completion when asked to', async () => {
    const { kernel, create, calls } = setUp();
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)', ActionAfterCompletion: 'DELETE' });
    expect(await kernel.call('scheduler', 'ListSchedules', {})).toMatchObject({ Schedules: [{ Name: 's' }] });
    await kernel.advance(minutes(6));
    expect(calls).toHaveLength(1);
    await expect(kernel.call('scheduler', 'GetSchedule', { Name: 's' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('an update moves it; a deletion ends it', async () => {
    const { kernel, create, times } = setUp();
    const given = { Name: 's', FlexibleTimeWindow: { Mode: 'OFF' }, ...target({}) };
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)' });
    await kernel.call('scheduler', 'UpdateSchedule', { ...given, ScheduleExpression: 'at(2026-03-02T08:20:00)' });
    await kernel.advance(minutes(30));
    expect(times()).toEqual(['08:20:00']);
    await kernel.call('scheduler', 'UpdateSchedule', { ...given, ScheduleExpression: 'at(2026-03-02T09:00:00)' });
    await kernel.call('scheduler', 'DeleteSchedule', { Name: 's' });
    await kernel.advance(minutes(60));
    expect(times()).toEqual(['08:20:00']);
  });
});

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
describe('what', () => {
  const arn = (service: string, name: string): string => `arn:aws:${service}:eu-central-1:111122223333:${name}`;
  test.each([
    ['a topic', { Arn: arn('sns', 't'), Input: 'hi' }, 'sns', 'Publish', { TopicArn: arn('sns', 't'), Message: 'hi' }],
    [
      'a state machine',
      { Arn: arn('states', 'stateMachine:m'), Input: '{"a":1}' },
      'sfn',
      'StartExecution',
      { stateMachineArn: arn('states', 'stateMachine:m'), input: '{"a":1}' },
    ],
    [
      'an event bus',
      {
        Arn: arn('events', 'event-bus/b'),
        Input: '{"a":1}',
        EventBridgeParameters: { Source: 'me', DetailType: 'Tick' },
      },
      'eventbridge',
      'PutEvents',
      {
        Entries: [{ EventBusName: arn('events', 'event-bus/b'), Source: 'me', DetailType: 'Tick', Detail: '{"a":1}' }],
      },
    ],
    [
      'any operation',
      { Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:putItem', Input: '{"TableName":"t"}' },
      'dynamodb',
      'PutItem',
      { TableName: 't' },
    ],
    [
      'any operation of Step Functions',
      { Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution', Input: '{"StateMachineArn":"m"}' },
      'sfn',
      'StartExecution',
      { stateMachineArn: 'm' },
    ],
  ])('%s, by the role', async (_name, given, service, operation, input) => {
    const { kernel, create, calls } = setUp();
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)', ...target(given) });
    await kernel.advance(minutes(10));
    expect(calls).toEqual([{ service, operation, input, principal: { kind: 'role', roleArn: ROLE }, at: '08:05:00' }]);
  });

  test('a queue', async () => {
    const { kernel, create, receive } = setUp();
    kernel.provision('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)', ...target({ Arn: DEAD, Input: 'hello' }) });
    await kernel.advance(minutes(10));
    expect((await receive('dead')).map(({ Body }) => Body)).toEqual(['hello']);
  });

  test('a function without an input gets an event', async () => {
    const { kernel, create, calls } = setUp();
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)', ...target({}) });
    await kernel.advance(minutes(10));
    expect(calls[0]?.input).toMatchObject({ FunctionName: FUNCTION, InvocationType: 'Event' });
    expect(JSON.parse(payload(calls[0]))).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      time: '2026-03-02T08:05:00Z',
      resources: ['arn:aws:scheduler:eu-central-1:111122223333:schedule/default/s'],
    });
  });

  test.each([
    ['reading operations', { Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:getItem' }, 'ValidationException'],
    ['message groups', { Arn: DEAD, SqsParameters: { MessageGroupId: 'g' } }, 'UnsupportedError'],
    ['other targets', { Arn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/c' }, 'UnsupportedError'],
    ['no role', { RoleArn: undefined }, 'ValidationException'],
    ['an event bus without a detail type', { Arn: arn('events', 'event-bus/b') }, 'ValidationException'],
  ])('refuses %s', async (_name, more, name) => {
    const { create, kernel } = setUp();
    await expect(create(target(more))).rejects.toMatchObject({ name });
    expect(await kernel.call('scheduler', 'ListSchedules', {})).toEqual({ Schedules: [] });
  });
});

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
describe('retry and dead letters', () => {
  const down = new AwsError('ServiceException', 'down', { httpStatusCode: 500 });

  test('counts its attempts, then buries the input', async () => {
    const { kernel, create, calls, failures, receive } = setUp();
    kernel.provision('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
    failures.next = () => down;
    await create({
      ScheduleExpression: 'at(2026-03-02T08:05:00)',
      ActionAfterCompletion: 'DELETE',
      ...target({
        Input: '{"attempt":<aws.scheduler.attempt-number>,"id":"<aws.scheduler.execution-id>"}',
        RetryPolicy: { MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: DEAD },
      }),
    });
    await kernel.advance(minutes(60));
    const inputs = calls.map((call) => JSON.parse(payload(call)));
    expect(inputs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(1);
    const [message, ...others] = await receive('dead');
    expect(others).toEqual([]);
    const attributes = Object.entries<any>(message.MessageAttributes).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    expect(Object.fromEntries(attributes)).toEqual({
      ERROR_CODE: 'ServiceException',
      ERROR_MESSAGE: 'down',
      EXECUTION_ID: inputs[0].id,
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '2',
      SCHEDULED_TIME: '2026-03-02T08:05:00Z',
      SCHEDULE_ARN: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/s',
      TARGET_ARN: FUNCTION,
    });
    expect(await kernel.call('scheduler', 'ListSchedules', {})).toEqual({ Schedules: [] });
  });

  test('a retry survives a kill', async () => {
    const { kernel, create, calls, failures } = setUp();
    failures.next = () => (calls.length < 2 ? down : undefined);
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)' });
    await kernel.advance(minutes(5));
    kernel.restart();
    await kernel.advance(minutes(60));
    expect(calls).toHaveLength(2);
  });

  test('what cannot be buried is dropped, and seen', async () => {
    const { kernel, create, failures } = setUp();
    failures.next = () => new AwsError('AccessDeniedException', 'no', { httpStatusCode: 403 });
    await create({ ScheduleExpression: 'at(2026-03-02T08:05:00)' });
    await kernel.advance(minutes(10));
    expect(kernel.events).toContainEqual(expect.objectContaining({ kind: 'scheduler.dropped', error: 'no' }));
  });
});

// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
describe('the API', () => {
  test('a name is taken once; the same token again is the same call', async () => {
    const { create } = setUp();
    const first = await create({ ClientToken: 'a' });
    expect(await create({ ClientToken: 'a' })).toEqual(first);
    await expect(create({ ClientToken: 'b' })).rejects.toMatchObject({
      name: 'ConflictException',
      httpStatusCode: 409,
    });
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test.each([['GetSchedule'], ['DeleteSchedule'], ['UpdateSchedule']])('%s of nothing', async (operation) => {
    const { kernel } = setUp();
    const input =
      operation === 'UpdateSchedule'
        ? { ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, ...target({}) }
        : {};
    await expect(kernel.call('scheduler', operation, { Name: 'none', ...input })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      httpStatusCode: 404,
    });
  });

  test('groups keep names apart', async () => {
    const { kernel, create } = setUp();
    kernel.provision('AWS::Scheduler::ScheduleGroup', 'Group', { Name: 'g' });
    await create();
    await create({ GroupName: 'g' });
    await expect(create({ GroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { Schedules } = await kernel.call('scheduler', 'ListSchedules', { GroupName: 'g' });
    expect(Schedules).toMatchObject([{ GroupName: 'g' }]);
  });

  test('lists by pages', async () => {
    const { kernel, create } = setUp();
    for (const Name of ['a', 'b1', 'b2', 'b3']) await create({ Name });
    const first = await kernel.call('scheduler', 'ListSchedules', { NamePrefix: 'b', MaxResults: 2 });
    const second = await kernel.call('scheduler', 'ListSchedules', { NamePrefix: 'b', NextToken: first.NextToken });
    expect([...first.Schedules, ...second.Schedules].map(({ Name }) => Name)).toEqual(['b1', 'b2', 'b3']);
    expect(second).not.toHaveProperty('NextToken');
  });

  test('GetSchedule gives what was given', async () => {
    const { kernel, create } = setUp();
    const StartDate = new Date(START + minutes(1));
    await create({ StartDate });
    expect(await kernel.call('scheduler', 'GetSchedule', { Name: 's' })).toMatchObject({
      Arn: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/s',
      StartDate,
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE',
      State: 'ENABLED',
    });
  });

  test.each([
    ['an expression that is none', { ScheduleExpression: 'soon' }],
    ['no window', { FlexibleTimeWindow: undefined }],
    ['a window without its size', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
    ['an end before the start', { StartDate: new Date(2), EndDate: new Date(1) }],
    ['a name with a space', { Name: 'a b' }],
  ])('refuses %s', async (_name, more) => {
    await expect(setUp().create(more)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('refuses a key, which it would not use', async () => {
    await expect(setUp().create({ KmsKeyArn: 'k' })).rejects.toMatchObject({ name: 'UnsupportedError' });
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
  test('who makes a schedule must be allowed to pass its role', async () => {
    const asked: unknown[] = [];
    const { create } = setUp({
      addResourcePolicy: () => undefined,
      assertAllowed: (_principal, requests) => {
        asked.push(...requests);
        if (requests.some(({ action }) => action === 'iam:PassRole')) throw new AwsError('AccessDeniedException', 'no');
      },
    });
    await expect(create({}, { kind: 'role', roleArn: ROLE })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(asked).toEqual([
      {
        action: 'scheduler:CreateSchedule',
        resource: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/s',
      },
      { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    ]);
  });
});

test('a schedule of the template goes on over boots and ends with it', async () => {
  const { kernel, times } = setUp();
  kernel.provision('AWS::Scheduler::Schedule', 'Minutely', {
    ScheduleExpression: 'rate(10 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: FUNCTION, RoleArn: ROLE, Input: '{}' },
  });
  await kernel.advance(minutes(15));
  kernel.restart();
  await kernel.advance(minutes(10));
  expect(times()).toEqual(['08:00:00', '08:10:00', '08:20:00']);
});

import { describe, expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import type { Service } from '../../local/kernel/types.ts';
import { FUNCTION, FunctionError, bench, chain, single } from './stepfunctions-support.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const invoke = (more: object = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: FUNCTION, Payload: '{% $states.input %}' },
  ...more,
});

function table(putItem: (input: any) => unknown): Service {
  return {
    name: 'dynamodb',
    resourceTypes: [],
    operations: { PutItem: { authorize: () => [], run: putItem } },
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
describe('calling a function', () => {
  test('the optimized integration wraps the answer', async () => {
    const t = bench();
    t.work(({ n }) => ({ doubled: n * 2 }));
    const done = await t.run(single(invoke({ Output: '{% $states.result %}' })), { n: 4 });
    expect(JSON.parse(done.output)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { doubled: 8 },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    expect(await t.history(done.executionArn)).toMatchObject([
      { type: 'ExecutionStarted' },
      { type: 'TaskStateEntered', previousEventId: 0 },
      {
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          parameters: JSON.stringify({ FunctionName: FUNCTION, Payload: { n: 4 } }),
          region: 'eu-central-1',
          resource: 'invoke',
          resourceType: 'lambda',
        },
      },
      { type: 'TaskStarted', taskStartedEventDetails: { resource: 'invoke', resourceType: 'lambda' } },
      { type: 'TaskSucceeded', taskSucceededEventDetails: { resource: 'invoke', outputDetails: { truncated: false } } },
      { type: 'TaskStateExited' },
      { type: 'ExecutionSucceeded' },
    ]);
  });

  test('a function ARN as the resource answers with its payload alone', async () => {
    const t = bench();
    t.work(({ n }) => Number(n) + 1);
    const done = await t.run(single({ Type: 'Task', Resource: FUNCTION, TimeoutSeconds: 5 }), { n: 1 });
    expect(done.output).toBe('2');
    const history = await t.history(done.executionArn);
    expect(chain(history)).toEqual([
      ['ExecutionStarted', 0],
      ['TaskStateEntered', 0],
      ['LambdaFunctionScheduled', 2],
      ['LambdaFunctionStarted', 3],
      ['LambdaFunctionSucceeded', 4],
      ['TaskStateExited', 5],
      ['ExecutionSucceeded', 6],
    ]);
    expect(history[2]?.['lambdaFunctionScheduledEventDetails']).toEqual({
      input: '{"n":1}',
      inputDetails: { truncated: false },
      resource: FUNCTION,
      timeoutInSeconds: 5,
    });
    expect(history[3]).not.toHaveProperty('lambdaFunctionStartedEventDetails');
  });

  test('a function that throws fails the state under its error type', async () => {
    const t = bench();
    t.work(() => {
      throw new FunctionError('CarrierDown', 'no answer');
    });
    const done = await t.run(single(invoke()));
    expect(done).toMatchObject({ status: 'FAILED', error: 'CarrierDown' });
    expect(JSON.parse(done.cause)).toEqual({ errorType: 'CarrierDown', errorMessage: 'no answer', trace: [] });
    expect(done).not.toHaveProperty('output');
    expect(chain(await t.history(done.executionArn)).slice(-3)).toEqual([
      ['TaskStarted', 3],
      ['TaskFailed', 4],
      ['ExecutionFailed', 5],
    ]);
  });

  test('a function that does not exist is Lambda.ResourceNotFoundException', async () => {
    const t = bench();
    const done = await t.run(single(invoke({ Arguments: { FunctionName: 'missing' } })));
    expect(done.error).toBe('Lambda.ResourceNotFoundException');
    expect(done.cause).toMatch(
      /^Function not found: missing \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
  });

  test('a role that may not call fails with States.Permissions', async () => {
    const t = bench({
      access: {
        addResourcePolicy: () => undefined,
        assertAllowed: (principal, requests) => {
          if (principal.kind === 'role' && requests.some(({ action }) => action === 'lambda:InvokeFunction')) {
            throw new AwsError('AccessDeniedException', 'The role is not authorized to perform: lambda:InvokeFunction');
          }
        },
      },
    });
    const done = await t.run(single(invoke()));
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
    expect(t.invocations).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html */
describe('calling an AWS API', () => {
  const put = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
    Arguments: { TableName: 'cases', Item: { id: { S: '{% $states.input.id %}' } } },
  };

  test('arguments and answer are those of the SDK', async () => {
    const inputs: unknown[] = [];
    const t = bench({}, [table((input) => (inputs.push(input), { $metadata: {}, Attributes: { id: { S: 'old' } } }))]);
    const done = await t.run(single(put), { id: 'c1' });
    expect(JSON.parse(done.output)).toEqual({ Attributes: { id: { S: 'old' } } });
    expect(inputs).toEqual([{ TableName: 'cases', Item: { id: { S: 'c1' } } }]);
  });

  test.each([
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException', 'ConditionalCheckFailedException'],
    ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException', 'ConditionalCheckFailedException'],
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.DynamoDbException', 'ValidationException'],
    ['dynamodb:putItem', 'DynamoDB.AmazonDynamoDBException', 'ValidationException'],
  ])('%s fails as %s', async (resource, expected, name) => {
    const t = bench({}, [
      table(() => {
        throw new AwsError(name, 'It was refused');
      }),
    ]);
    const done = await t.run(single({ ...put, Resource: `arn:aws:states:::${resource}` }), { id: 'c1' });
    expect(done.error).toBe(expected);
    expect(done.cause).toContain('It was refused (Service: ');
  });

  test('a nested Express execution that fails is an answer with Status FAILED, not a failed task', async () => {
    const t = bench();
    const child = await t.create(single({ Type: 'Fail', Error: 'Bad', Cause: 'because', End: undefined }), {
      type: 'EXPRESS',
    });
    const done = await t.run(
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:startSyncExecution',
        Arguments: { StateMachineArn: child, Input: { a: 1 } },
      }),
    );
    expect(done.status).toBe('SUCCEEDED');
    expect(JSON.parse(done.output)).toMatchObject({
      Status: 'FAILED',
      Error: 'Bad',
      Cause: 'because',
      Input: '{"a":1}',
      BillingDetails: { BilledMemoryUsedInMB: 64, BilledDurationInMilliseconds: 100 },
    });
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
describe('Retry and Catch', () => {
  const failing =
    (times: number) =>
    (_: unknown, { attempt }: { attempt: number }) => {
      if (attempt <= times) throw new FunctionError('Flaky', `attempt ${attempt}`);
      return 'ok';
    };

  test('delays grow by the backoff rate up to the maximum', async () => {
    const t = bench();
    const at: number[] = [];
    t.work((_, { attempt }) => {
      at.push(t.kernel.now());
      return failing(4)(_, { attempt });
    });
    const retry = { ErrorEquals: ['Flaky'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 };
    const done = await t.run(single(invoke({ Retry: [retry] })), {}, 60_000);
    expect(done.status).toBe('SUCCEEDED');
    expect(at.slice(1).map((time, index) => time - (at[index] ?? 0))).toEqual([2_000, 6_000, 10_000, 10_000]);
    expect(t.kernel.meter.totals()).toContainEqual({
      service: 'sfn',
      unit: 'StateTransitions',
      resource: 'machine-1',
      amount: 5,
    });
  });

  test('jitter stays below the delay', async () => {
    const t = bench();
    const at: number[] = [];
    t.work((_, { attempt }) => (at.push(t.kernel.now()), failing(3)(_, { attempt })));
    const retry = { ErrorEquals: ['States.ALL'], IntervalSeconds: 10, BackoffRate: 1, JitterStrategy: 'FULL' };
    await t.run(single(invoke({ Retry: [retry] })), {}, 60_000);
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(gaps).toHaveLength(3);
    expect(gaps.every((gap) => gap >= 0 && gap <= 10_000)).toBe(true);
    expect(new Set(gaps).size).toBe(3);
  });

  test('each retrier counts its own attempts, and the last failure is caught', async () => {
    const t = bench();
    t.work((_, { attempt }) => {
      throw new FunctionError(attempt % 2 === 1 ? 'Odd' : 'Even', `attempt ${attempt}`);
    });
    const done = await t.run(
      {
        StartAt: 'S',
        States: {
          S: invoke({
            Retry: [
              { ErrorEquals: ['Odd'], MaxAttempts: 2 },
              { ErrorEquals: ['Even'], MaxAttempts: 1 },
            ],
            Catch: [
              {
                ErrorEquals: ['States.ALL'],
                Output: { why: '{% $states.errorOutput.Error %}', from: '{% $states.input %}' },
                Assign: { cause: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
                Next: 'Handled',
              },
            ],
            End: true,
          }),
          Handled: { Type: 'Pass', Output: '{% $merge([$states.input, {"cause": $cause}]) %}', End: true },
        },
      },
      { a: 1 },
      60_000,
    );
    expect(t.invocations).toHaveLength(4);
    expect(JSON.parse(done.output)).toEqual({ why: 'Even', from: { a: 1 }, cause: 'attempt 4' });
  });

  test('what is not named is neither retried nor caught', async () => {
    const t = bench();
    t.work(failing(9));
    const other = { ErrorEquals: ['Other'] };
    const done = await t.run(
      {
        StartAt: 'S',
        States: {
          S: invoke({ Retry: [other], Catch: [{ ...other, Next: 'Never' }], End: true }),
          Never: { Type: 'Succeed' },
        },
      },
      {},
      60_000,
    );
    expect(done).toMatchObject({ status: 'FAILED', error: 'Flaky' });
    expect(t.invocations).toHaveLength(1);
  });

  test('States.TaskFailed does not match a timeout, States.ALL does', async () => {
    const t = bench();
    t.work(() => t.kernel.timers.sleep(60_000));
    const machine = (errors: string[]) => ({
      StartAt: 'S',
      States: {
        S: invoke({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: errors, Next: 'Caught' }], End: true }),
        Caught: { Type: 'Succeed' },
      },
    });
    expect((await t.run(machine(['States.TaskFailed']), {}, 5_000)).error).toBe('States.Timeout');
    expect((await t.run(machine(['States.ALL']), {}, 5_000)).status).toBe('SUCCEEDED');
  });

  test('States.ALL does not match States.Runtime', async () => {
    const t = bench();
    const done = await t.run({
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Which way?',
              States: {
                'Which way?': { Type: 'Choice', Choices: [{ Condition: false, Next: 'Never' }] },
                Never: { Type: 'Succeed' },
              },
            },
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Succeed' },
      },
    });
    expect(done).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Which way?' (entered at the event id #4). Failed to transition out of the state. The state does not point to a next state.",
    });
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
describe('TimeoutSeconds and HeartbeatSeconds', () => {
  test('a computed timeout ends a function that takes longer, and its late answer is void', async () => {
    const t = bench();
    t.work(async () => {
      await t.kernel.timers.sleep(10_000);
      return 'late';
    });
    const machine = await t.create(single(invoke({ TimeoutSeconds: '{% $states.input.seconds %}' })));
    const execution = await t.start(machine, { seconds: 3 });
    await t.advance(2_999);
    expect((await t.describe(execution)).status).toBe('RUNNING');
    await t.advance(1);
    const done = await t.describe(execution);
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(done).not.toHaveProperty('cause');
    await t.advance(60_000);
    expect(chain(await t.history(execution)).slice(2)).toEqual([
      ['TaskScheduled', 2],
      ['TaskStarted', 3],
      ['TaskTimedOut', 4],
      ['ExecutionFailed', 5],
    ]);
  });

  test.each([
    [0, 'TimeoutSeconds must be between 1 and 99999999 but was: 0'],
    [1.5, 'The TimeoutSeconds field cannot be parsed as an integer: 1.5'],
    [
      'soon',
      "The JSONata expression '$states.input' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"soon\"",
    ],
  ])('a timeout computed as %s fails the state', async (input, cause) => {
    const t = bench();
    const done = await t.run(single(invoke({ TimeoutSeconds: '{% $states.input %}' })), input);
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(done.cause).toBe(`An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`);
    expect(t.invocations).toEqual([]);
  });

  test('the machine has a bound of its own', async () => {
    const t = bench();
    const done = await t.run({ TimeoutSeconds: 5, ...single({ Type: 'Wait', Seconds: 60 }) }, {}, 5_000);
    expect(done.status).toBe('TIMED_OUT');
    expect(done).not.toHaveProperty('error');
    expect((await t.history(done.executionArn)).at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
    });
  });
});

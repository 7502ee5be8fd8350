import { describe, expect, test } from 'vitest';
import { FUNCTION, FunctionError, bench, chain, single } from './stepfunctions-support.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token */
const ask = (more: object = {}) =>
  single({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: FUNCTION, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  });

async function asked(more: object = {}) {
  const t = bench();
  const execution = await t.start(await t.create(ask(more)));
  await t.settle();
  const { token } = t.invocations.at(-1);
  return { t, execution, token };
}
const succeed = (output: unknown) => ({ output: JSON.stringify(output) });

describe('waiting for a task token', () => {
  test('the state waits until the token is answered, and puts out the answer', async () => {
    const { t, execution, token } = await asked();
    await t.advance(86_400_000);
    expect((await t.describe(execution)).status).toBe('RUNNING');
    await t.call('sfn', 'SendTaskSuccess', { taskToken: token, ...succeed({ by: 'Ann' }) });
    await t.settle();
    const done = await t.describe(execution);
    expect(done).toMatchObject({ status: 'SUCCEEDED', output: '{"by":"Ann"}' });
    const history = await t.history(execution);
    expect(chain(history).slice(2)).toEqual([
      ['TaskScheduled', 2],
      ['TaskStarted', 3],
      ['TaskSubmitted', 4],
      ['TaskSucceeded', 5],
      ['TaskStateExited', 6],
      ['ExecutionSucceeded', 7],
    ]);
    expect(history[5]?.['taskSucceededEventDetails']).toEqual({
      output: '{"by":"Ann"}',
      outputDetails: { truncated: false },
      resource: 'invoke.waitForTaskToken',
      resourceType: 'lambda',
    });
  });

  test('a reported failure fails the task', async () => {
    const { t, execution, token } = await asked();
    await t.call('sfn', 'SendTaskFailure', { taskToken: token, error: 'Refused', cause: 'no budget' });
    await t.settle();
    expect(await t.describe(execution)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no budget' });
  });

  test('a token is used once, and not after its time', async () => {
    const { t, token } = await asked({ TimeoutSeconds: 10 });
    const answers = await Promise.allSettled(
      [1, 2].map((n) => t.call('sfn', 'SendTaskSuccess', { taskToken: token, ...succeed(n) })),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await t.settle();
    await expect(t.call('sfn', 'SendTaskSuccess', { taskToken: token, ...succeed(3) })).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });

    const late = await asked({ TimeoutSeconds: 10 });
    await late.t.advance(10_000);
    expect(await late.t.describe(late.execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    await expect(late.t.call('sfn', 'SendTaskHeartbeat', { taskToken: late.token })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  test('what is no token is InvalidToken, what is no JSON is InvalidOutput', async () => {
    const { t, execution, token } = await asked();
    await expect(t.call('sfn', 'SendTaskSuccess', { taskToken: 'abc', output: '{}' })).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    await expect(t.call('sfn', 'SendTaskSuccess', { taskToken: token, output: 'oops' })).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
    expect((await t.describe(execution)).status).toBe('RUNNING');
  });

  test('heartbeats keep it alive; the first that stays out ends it, as a Catch by either name sees', async () => {
    const { t, execution, token } = await asked({ HeartbeatSeconds: 10, TimeoutSeconds: 600 });
    for (let beat = 0; beat < 3; beat += 1) {
      await t.advance(9_000);
      await t.call('sfn', 'SendTaskHeartbeat', { taskToken: token });
    }
    await t.advance(9_999);
    expect((await t.describe(execution)).status).toBe('RUNNING');
    await t.advance(1);
    expect(await t.describe(execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });

    for (const name of ['States.HeartbeatTimeout', 'States.Timeout']) {
      const other = bench();
      const machine = await other.create({
        StartAt: 'S',
        States: {
          S: {
            ...Object(ask({ HeartbeatSeconds: 10 })).States.S,
            Catch: [{ ErrorEquals: [name], Next: 'Caught' }],
          },
          Caught: { Type: 'Succeed' },
        },
      });
      const caught = await other.start(machine);
      await other.advance(10_000);
      expect((await other.describe(caught)).status).toBe('SUCCEEDED');
    }
  });

  test('the token may be answered before the call that brought it has returned', async () => {
    const t = bench();
    t.work(async ({ token }) => {
      await t.call('sfn', 'SendTaskSuccess', { taskToken: token, output: '"at once"' });
      return 'ignored';
    });
    const execution = await t.start(await t.create(ask()));
    await t.settle();
    expect(await t.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"at once"' });
  });

  test('a call that fails fails the task, however the token is answered later', async () => {
    const t = bench();
    t.work(() => {
      throw new FunctionError('Down', 'down');
    });
    const execution = await t.start(await t.create(ask()));
    await t.settle();
    expect(await t.describe(execution)).toMatchObject({ status: 'FAILED', error: 'Down' });
    const { token } = t.invocations.at(-1);
    await expect(t.call('sfn', 'SendTaskSuccess', { taskToken: token, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });
});

describe('after a kill', () => {
  test('token, timeout and heartbeat go on', async () => {
    const { t, execution, token } = await asked({ TimeoutSeconds: 100 });
    await t.advance(60_000);
    t.restart();
    await t.advance(39_999);
    expect((await t.describe(execution)).status).toBe('RUNNING');
    await t.advance(1);
    expect(await t.describe(execution)).toMatchObject({ error: 'States.Timeout' });
    expect(t.invocations).toHaveLength(1);

    const other = await asked();
    other.t.restart();
    await other.t.call('sfn', 'SendTaskSuccess', { taskToken: other.token, output: '1' });
    await other.t.settle();
    expect((await other.t.describe(other.execution)).status).toBe('SUCCEEDED');
    expect(token).not.toBe('');
  });

  test('a call that was under way is made again, and only its answer counts', async () => {
    const t = bench();
    t.work(async () => {
      await t.kernel.timers.sleep(1_000);
      return 'done';
    });
    const machine = await t.create(single({ Type: 'Task', Resource: FUNCTION }));
    const execution = await t.start(machine);
    await t.advance(500);
    t.restart();
    await t.advance(999);
    expect((await t.describe(execution)).status).toBe('RUNNING');
    await t.advance(1);
    expect(await t.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(t.invocations).toHaveLength(2);
    expect(chain(await t.history(execution)).map(([type]) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('a retry that is due meanwhile is made once; branches and variables are still there', async () => {
    const t = bench();
    t.work((_, { attempt }) => {
      if (attempt === 1) throw new FunctionError('Flaky', '');
      return attempt;
    });
    const machine = await t.create({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { x: 'kept' }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Call',
              States: {
                Call: {
                  Type: 'Task',
                  Resource: FUNCTION,
                  Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 30 }],
                  End: true,
                },
              },
            },
            { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, Output: '{% $x %}', End: true } } },
          ],
          End: true,
        },
      },
    });
    const execution = await t.start(machine);
    await t.advance(10_000);
    t.restart();
    await t.advance(50_000);
    expect(await t.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[2,"kept"]' });
    expect(t.invocations).toHaveLength(2);
  });
});

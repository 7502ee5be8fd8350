import { describe, expect, test } from 'vitest';
import { FUNCTION, FunctionError, ROLE, bench, single } from './stepfunctions-support.ts';

const DAY = 86_400_000;
const wait = single({ Type: 'Wait', Seconds: 60 });
const pass = single({ Type: 'Pass' });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
describe('StartExecution', () => {
  test('the same name and input while it runs is the same execution', async () => {
    const t = bench();
    const machine = await t.create(wait);
    const first = await t.start(machine, { a: 1 }, 'case-1');
    expect(first).toBe('arn:aws:states:eu-central-1:111122223333:execution:machine-1:case-1');
    await t.advance(1_000);
    expect(await t.start(machine, { a: 1 }, 'case-1')).toBe(first);
    await t.settle();
    const listed = await t.call('sfn', 'ListExecutions', { stateMachineArn: machine });
    expect(listed.executions).toHaveLength(1);
    expect((await t.history(first)).filter(({ type }) => type === 'WaitStateEntered')).toHaveLength(1);
  });

  test('another input, or a name whose execution has closed, is ExecutionAlreadyExists for 90 days', async () => {
    const t = bench();
    const machine = await t.create(wait);
    const arn = await t.start(machine, { a: 1 }, 'case-1');
    const refused = { name: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${arn}'` };
    await expect(t.start(machine, { a: 2 }, 'case-1')).rejects.toMatchObject(refused);
    await t.advance(60_000);
    await expect(t.start(machine, { a: 1 }, 'case-1')).rejects.toMatchObject(refused);
    t.restart();
    await t.advance(90 * DAY - 1);
    await expect(t.start(machine, { a: 1 }, 'case-1')).rejects.toMatchObject(refused);
    await t.advance(2);
    await t.start(machine, { a: 3 }, 'case-1');
    expect((await t.describe(arn)).input).toBe('{"a":3}');
  });

  test('five at once start one', async () => {
    const t = bench();
    const machine = await t.create(single({ Type: 'Task', Resource: FUNCTION }));
    const arns = await Promise.all([1, 2, 3, 4, 5].map(() => t.start(machine, {}, 'case-1')));
    await t.settle();
    expect(new Set(arns).size).toBe(1);
    expect(t.invocations).toHaveLength(1);
  });

  test.each([
    [{ name: 'a'.repeat(81) }, 'ValidationException'],
    [{ name: 'a b' }, 'InvalidName'],
    [{ name: 'a:b' }, 'InvalidName'],
    [{ input: 'not some json' }, 'InvalidExecutionInput'],
    [{ input: '' }, 'InvalidExecutionInput'],
    [{ input: JSON.stringify('a'.repeat(262_143)) }, 'ValidationException'],
    [{ stateMachineArn: 'nonsense' }, 'InvalidArn'],
    [{ stateMachineArn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:none' }, 'StateMachineDoesNotExist'],
    [{ unknown: 1 }, 'UnsupportedError'],
  ])('%j is refused as %s', async (input, name) => {
    const t = bench();
    const stateMachineArn = await t.create(pass);
    await expect(t.call('sfn', 'StartExecution', { stateMachineArn, ...input })).rejects.toMatchObject({ name });
    expect((await t.call('sfn', 'ListExecutions', { stateMachineArn })).executions).toEqual([]);
  });

  test('80 characters are accepted', async () => {
    const t = bench();
    const arn = await t.start(await t.create(pass), {}, 'a'.repeat(80));
    await t.settle();
    expect((await t.describe(arn)).status).toBe('SUCCEEDED');
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html and its neighbours */
describe('watching and stopping', () => {
  test('what is described of a finished execution', async () => {
    const t = bench();
    const machine = await t.create(pass);
    const arn = await t.start(machine, { a: 1 }, 'one');
    await t.settle();
    expect(await t.describe(arn)).toEqual({
      executionArn: arn,
      stateMachineArn: machine,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: new Date('2026-03-02T08:00:00Z'),
      stopDate: new Date('2026-03-02T08:00:00Z'),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('a stopped execution does nothing more', async () => {
    const t = bench();
    const arn = await t.start(
      await t.create({
        StartAt: 'W',
        States: { W: { Type: 'Wait', Seconds: 5, Next: 'S' }, S: { Type: 'Task', Resource: FUNCTION, End: true } },
      }),
    );
    await t.advance(1_000);
    await t.call('sfn', 'StopExecution', { executionArn: arn, error: 'Withdrawn', cause: 'by the customer' });
    await t.advance(DAY);
    expect(await t.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Withdrawn', cause: 'by the customer' });
    expect(t.invocations).toEqual([]);
    expect((await t.history(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Withdrawn', cause: 'by the customer' },
    });
  });

  test('lists newest first, by status, in pages', async () => {
    const t = bench();
    const stateMachineArn = await t.create(single({ Type: 'Wait', Seconds: '{% $states.input %}' }));
    for (const seconds of [0, 60, 0]) await t.start(stateMachineArn, seconds);
    await t.settle();
    const list = (more: object) => t.call('sfn', 'ListExecutions', { stateMachineArn, ...more });
    expect((await list({ statusFilter: 'RUNNING' })).executions).toHaveLength(1);
    const first = await list({ maxResults: 2 });
    expect(first.executions.map(({ status }: { status: string }) => status)).toEqual(['SUCCEEDED', 'RUNNING']);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions).toHaveLength(1);
    expect(second).not.toHaveProperty('nextToken');
    await expect(list({ statusFilter: 'succeeded' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('history without data keeps names', async () => {
    const t = bench();
    const executionArn = await t.start(await t.create(pass), { secret: 1 });
    await t.settle();
    const { events } = await t.call('sfn', 'GetExecutionHistory', { executionArn, includeExecutionData: false });
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events[1].stateEnteredEventDetails).toEqual({ name: 'S' });
  });

  test.each(['DescribeExecution', 'GetExecutionHistory', 'StopExecution'])('%s of nothing', async (operation) => {
    const t = bench();
    const executionArn = 'arn:aws:states:eu-central-1:111122223333:execution:m:none';
    await expect(t.call('sfn', operation, { executionArn })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
    await expect(t.call('sfn', operation, { executionArn: 'x' })).rejects.toMatchObject({ name: 'InvalidArn' });
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
describe('state machines', () => {
  test('a running execution goes on with the definition that it started with', async () => {
    const t = bench();
    const two = (text: string) => ({
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 60, Next: 'P' }, P: { Type: 'Pass', Output: text, End: true } },
    });
    const machine = await t.create(two('old'));
    const old = await t.start(machine);
    await t.advance(1_000);
    const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...two('new') });
    await t.call('sfn', 'UpdateStateMachine', { stateMachineArn: machine, definition });
    const fresh = await t.start(machine);
    t.restart();
    await t.advance(60_000);
    expect((await t.describe(old)).output).toBe('"old"');
    expect((await t.describe(fresh)).output).toBe('"new"');
  });

  test('the same creation again is the same machine, another is refused', async () => {
    const t = bench();
    const machine = await t.create(pass, { name: 'm' });
    expect(await t.create(pass, { name: 'm' })).toBe(machine);
    await expect(t.create(wait, { name: 'm' })).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
    expect(await t.call('sfn', 'DescribeStateMachine', { stateMachineArn: machine })).toMatchObject({
      name: 'm',
      type: 'STANDARD',
      roleArn: ROLE,
      status: 'ACTIVE',
    });
    await t.call('sfn', 'DeleteStateMachine', { stateMachineArn: machine });
    await expect(t.start(machine)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
describe('Express', () => {
  const call = single({ Type: 'Task', Resource: FUNCTION });

  test('synchronous: the answer carries the outcome, also when it failed', async () => {
    const t = bench();
    const stateMachineArn = await t.create(call, { type: 'EXPRESS' });
    const sync = (input: unknown) =>
      t.call('sfn', 'StartSyncExecution', { stateMachineArn, input: JSON.stringify(input), name: 'n' });
    t.work((payload) => {
      if (payload === 'bad') throw new FunctionError('Bad', 'bad input');
      return payload;
    });
    const good = await sync({ a: 1 });
    expect(good).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1}',
      name: 'n',
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    });
    expect(good.executionArn).toMatch(/:express:machine-1:n:[0-9a-f-]{36}$/);
    expect(await sync('bad')).toMatchObject({ status: 'FAILED', error: 'Bad' });
    const totals = t.kernel.meter.totals();
    expect(totals).toContainEqual({ service: 'sfn', unit: 'ExpressRequests', resource: 'machine-1', amount: 2 });
    expect(totals.find(({ unit }) => unit === 'ExpressGBSeconds')?.amount).toBeCloseTo((2 * 0.1 * 64) / 1024);
    expect(totals.some(({ unit }) => unit === 'StateTransitions')).toBe(false);
  });

  test('synchronous: ends after five minutes', async () => {
    const t = bench();
    const stateMachineArn = await t.create(single({ Type: 'Wait', Seconds: 301 }), { type: 'EXPRESS' });
    const answer = t.call('sfn', 'StartSyncExecution', { stateMachineArn });
    await t.advance(300_000);
    expect(await answer).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  test('synchronous: not for Standard; and no token can be waited for', async () => {
    const t = bench();
    await expect(t.call('sfn', 'StartSyncExecution', { stateMachineArn: await t.create(pass) })).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
    const token = single({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' });
    await expect(t.create(token, { type: 'EXPRESS' })).rejects.toMatchObject({
      message:
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration  at /States/S/Resource'",
    });
  });

  test('asynchronous: begun again after a kill, done once it has ended', async () => {
    const t = bench();
    t.work(() => t.kernel.timers.sleep(1_000));
    const machine = await t.create(call, { type: 'EXPRESS' });
    await t.start(machine, {}, 'same');
    await t.start(machine, {}, 'same');
    await t.advance(500);
    expect(t.invocations).toHaveLength(2);
    t.restart();
    await t.advance(2_000);
    expect(t.invocations).toHaveLength(4);
    t.restart();
    await t.advance(DAY);
    expect(t.invocations).toHaveLength(4);
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
describe('nested executions', () => {
  test('.sync:2 waits for the child and puts out what it put out', async () => {
    const t = bench();
    const child = await t.create(single({ Type: 'Wait', Seconds: 30, Output: { done: '{% $states.input.n %}' } }));
    const done = await t.run(
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: child, Input: { n: 5 } },
      }),
      {},
      30_000,
    );
    expect(done.status).toBe('SUCCEEDED');
    expect(JSON.parse(done.output)).toMatchObject({ Status: 'SUCCEEDED', Output: { done: 5 }, Input: { n: 5 } });
  });

  test('a child that fails fails the task', async () => {
    const t = bench();
    const child = await t.create({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Bad' } } });
    const done = await t.run(
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: child },
      }),
    );
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(done.cause)).toMatchObject({ Status: 'FAILED', Error: 'Bad' });
  });

  test('a name that is taken fails the task under the name of the integration', async () => {
    const t = bench();
    const child = await t.create(pass);
    await t.start(child, { x: 1 }, 'taken');
    const start = (resource: string) =>
      t.run(
        single({
          Type: 'Task',
          Resource: `arn:aws:states:::${resource}`,
          Arguments: { StateMachineArn: child, Name: 'taken' },
        }),
      );
    expect((await start('states:startExecution')).error).toBe('StepFunctions.ExecutionAlreadyExistsException');
    expect((await start('aws-sdk:sfn:startExecution')).error).toBe('Sfn.ExecutionAlreadyExistsException');
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-api-action-throttling-general */
describe('account quotas', () => {
  test('StartExecution beyond the bucket is throttled until it has filled again', async () => {
    const t = bench({}, [], { quotas: { startExecution: { bucket: 2, perSecond: 1 } } });
    const machine = await t.create(pass);
    await t.start(machine);
    await t.start(machine);
    await expect(t.start(machine)).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    await t.advance(1_000);
    await t.start(machine);
    expect((await t.call('sfn', 'ListExecutions', { stateMachineArn: machine })).executions).toHaveLength(3);
  });

  test('transitions beyond the rate are held back, and none is lost by a kill', async () => {
    const t = bench({}, [], { quotas: { transitions: { bucket: 1, perSecond: 1 } } });
    const four = ['A', 'B', 'C', 'D'];
    const States = Object.fromEntries(
      four.map((name, index) => [name, { Type: 'Pass', ...(index < 3 ? { Next: four[index + 1] } : { End: true }) }]),
    );
    const execution = await t.start(await t.create({ StartAt: 'A', States }));
    await t.advance(1_500);
    const entered = async (): Promise<string[]> =>
      (await t.history(execution))
        .filter(({ type }) => type === 'PassStateEntered')
        .map((event) => event['stateEnteredEventDetails'].name);
    expect(await entered()).toEqual(['A', 'B']);
    t.restart();
    await t.advance(499);
    expect(await entered()).toEqual(['A', 'B']);
    await t.advance(2_000);
    expect(await entered()).toEqual(four);
    expect((await t.describe(execution)).status).toBe('SUCCEEDED');
  });
});

import { describe, expect, test } from 'vitest';
import { bench, single } from './stepfunctions-support.ts';

const output = (expression: unknown) => single({ Type: 'Pass', Output: { v: expression } });
const failure = (rest: string) =>
  `An error occurred while executing the state 'S' (entered at the event id #2). ${rest}`;

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
describe('JSONata', () => {
  test.each([
    ['{% $states.input.items.n %}', [3, 9]],
    ['{% $states.input.items[n > 5].n %}', 9],
    ['{% $states.input.nothing %}', null],
    ['{% $map([1,2], function($x) { $x * 2 }) %}', [2, 4]],
    ["{% 'a' & 'b' %}", 'ab'],
    [' {% $states.input %}', ' {% $states.input %}'],
    ['$states.input', '$states.input'],
    [
      [{ deep: '{% 1 + 1 %}' }, 7],
      [{ deep: 2 }, 7],
    ],
    ['{% $partition([1,2,3,4,5], 2.9) %}', [[1, 2], [3, 4], [5]]],
    ['{% $range(0, 10, 5) %}', [0, 5, 10]],
    ['{% $range(3, 3, 1) %}', 3],
    ['{% $range(5, 1, -2) %}', [5, 3, 1]],
    ["{% $hash('abc', 'SHA-1') %}", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['{% $parse(\'{"a":[1]}\') %}', { a: [1] }],
    ['{% $random(7) = $random(7) %}', true],
    ['{% $length($uuid()) %}', 36],
    ['{% $now() %}', '2026-03-02T08:00:00.000Z'],
    ["{% $now('[Y]-[M01]') %}", '2026-03'],
    ['{% $states.context.State.Name %}', 'S'],
    ['{% $states.context.Execution.RedriveCount %}', 0],
    ['{% $states.context.StateMachine.Name %}', 'machine-1'],
  ])('%j is %j', async (expression, expected) => {
    const t = bench();
    const done = await t.run(output(expression), { items: [{ n: 3 }, { n: 9 }], nothing: null });
    expect(done.cause).toBeUndefined();
    expect(JSON.parse(done.output)).toEqual({ v: expected });
  });

  test.each([
    ['$states.input.no', ' returned nothing (undefined).'],
    ['$partition([], 2)', ' returned nothing (undefined).'],
    ["$hash('abc')", ' returned nothing (undefined).'],
    ['$sum', ' returned an unsupported result type.'],
    [
      "$abs('x')",
      ' threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature',
    ],
    ["$eval('1+1')", ' threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    [
      Array.from({ length: 200 }, () => '1').join('+'),
      ' threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=101 max=100',
    ],
  ])('%s fails the state and names the field', async (expression, rest) => {
    const t = bench();
    const done = await t.run(output(`{% ${expression} %}`));
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(done.cause).toBe(
      failure(`The JSONata expression '${expression}' specified for the field 'Output/v'${rest}`),
    );
    expect(done).not.toHaveProperty('output');
  });

  test('one hundred terms are still evaluated', async () => {
    const t = bench();
    const done = await t.run(output(`{% ${Array.from({ length: 100 }, () => '1').join('+')} %}`));
    expect(done.output).toBe('{"v":100}');
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
describe('Assign', () => {
  test('everything is evaluated against the variables as they were, then assigned', async () => {
    const t = bench();
    const done = await t.run({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% [$x, $y] %}', Next: 'C' },
        C: { Type: 'Pass', Output: '{% [$states.input, $x, $y] %}', End: true },
      },
    });
    expect(JSON.parse(done.output)).toEqual([[1, 2], 2, 1].flat());
    const exited = (await t.history(done.executionArn)).filter(({ type }) => type === 'PassStateExited');
    expect(exited[0]?.['stateExitedEventDetails']).toEqual({
      name: 'A',
      output: '{}',
      outputDetails: { truncated: false },
      assignedVariables: { x: '1', y: '2' },
      assignedVariablesDetails: { truncated: false },
    });
    expect(exited[2]?.['stateExitedEventDetails']).not.toHaveProperty('assignedVariables');
  });

  test("a choice rule brings its own Assign and Output; the state's own belong to the default", async () => {
    const t = bench();
    const machine = {
      StartAt: 'Big?',
      States: {
        'Big?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.n > 10 %}', Assign: { size: 'big' }, Output: 'rule', Next: 'Z' }],
          Default: 'Z',
          Assign: { size: 'small' },
          Output: 'default',
        },
        Z: { Type: 'Pass', Output: '{% [$states.input, $size] %}', End: true },
      },
    };
    expect(JSON.parse((await t.run(machine, { n: 11 })).output)).toEqual(['rule', 'big']);
    expect(JSON.parse((await t.run(machine, { n: 1 })).output)).toEqual(['default', 'small']);
  });

  test('a condition that is no boolean fails the state', async () => {
    const t = bench();
    const done = await t.run(
      {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n %}', Next: 'Z' }], Default: 'Z' },
          Z: { Type: 'Succeed' },
        },
      },
      { n: 1 },
    );
    expect(done.error).toBe('States.QueryEvaluationError');
    expect(done.cause).toContain(
      "for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1",
    );
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
describe('Wait', () => {
  test.each(['2026-03-02T08:00:10Z', '2026-03-02T09:00:10.000+01:00', '2026-03-02T08:00:10.0000000Z'])(
    'until %s',
    async (at) => {
      const t = bench();
      const execution = await t.start(await t.create(single({ Type: 'Wait', Timestamp: '{% $states.input %}' })), at);
      await t.advance(9_999);
      expect((await t.describe(execution)).status).toBe('RUNNING');
      await t.advance(1);
      expect((await t.describe(execution)).status).toBe('SUCCEEDED');
    },
  );

  test('a moment in the past does not wait', async () => {
    const t = bench();
    const done = await t.run(single({ Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z' }));
    expect(done.status).toBe('SUCCEEDED');
  });

  test.each([[-1], ['2026-03-02T08:00:10']])('%s fails the state', async (value) => {
    const t = bench();
    const field = typeof value === 'number' ? 'Seconds' : 'Timestamp';
    const done = await t.run(single({ Type: 'Wait', [field]: '{% $states.input %}' }), value, 60_000);
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
describe('limits', () => {
  const long = '{% $join($map([1..30000], function($x) { "0123456789" })) %}';

  test('a state that puts out more than 256 KiB ends the execution', async () => {
    const t = bench();
    const done = await t.run(output(long));
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(done).not.toHaveProperty('output');
  });

  test('an execution ends at 25,000 events', async () => {
    const t = bench();
    const done = await t.run({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'C' },
        C: { Type: 'Succeed' },
      },
    });
    expect(done).toMatchObject({
      status: 'FAILED',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    const [last] = (
      await t.call('sfn', 'GetExecutionHistory', { executionArn: done.executionArn, reverseOrder: true, maxResults: 1 })
    ).events;
    expect(last).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });
});

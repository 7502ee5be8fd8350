import { describe, expect, test } from 'vitest';
import { FUNCTION, FunctionError, bench, chain, single } from './stepfunctions-support.ts';

const invoke = (more: object = {}) => ({
  Type: 'Task',
  Resource: FUNCTION,
  End: true,
  ...more,
});
const flow = (state: object) => ({ StartAt: 'I', States: { I: { End: true, ...state } } });

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
describe('Parallel', () => {
  const two = (a: object, b: object, more: object = {}) =>
    single({
      Type: 'Parallel',
      Branches: [
        { StartAt: 'A', States: { A: { End: true, ...a } } },
        { StartAt: 'B', States: { B: { End: true, ...b } } },
      ],
      ...more,
    });

  test('results stand in the order of the branches, whichever ends first', async () => {
    const t = bench();
    const done = await t.run(
      two({ Type: 'Wait', Seconds: 5, Output: 'a' }, { Type: 'Pass', Output: 'b' }, { Arguments: { x: 1 } }),
      {},
      5_000,
    );
    expect(JSON.parse(done.output)).toEqual(['a', 'b']);
    const history = await t.history(done.executionArn);
    expect(chain(history)).toEqual([
      ['ExecutionStarted', 0],
      ['ParallelStateEntered', 0],
      ['ParallelStateStarted', 2],
      ['WaitStateEntered', 3],
      ['PassStateEntered', 3],
      ['PassStateExited', 5],
      ['WaitStateExited', 4],
      ['ParallelStateSucceeded', 7],
      ['ParallelStateExited', 7],
      ['ExecutionSucceeded', 9],
    ]);
    expect(history[3]?.['stateEnteredEventDetails'].input).toBe('{"x":1}');
  });

  test('a failing branch aborts the others: what they wait for never happens', async () => {
    const t = bench();
    t.work(() => {
      throw new FunctionError('Broken', 'no');
    });
    const done = await t.run(two({ Type: 'Wait', Seconds: 60 }, { Type: 'Task', Resource: FUNCTION }), {}, 120_000);
    expect(done).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(chain(await t.history(done.executionArn)).slice(3)).toEqual([
      ['WaitStateEntered', 3],
      ['TaskStateEntered', 3],
      ['LambdaFunctionScheduled', 5],
      ['LambdaFunctionStarted', 6],
      ['LambdaFunctionFailed', 7],
      ['WaitStateAborted', 8],
      ['TaskStateAborted', 8],
      ['ParallelStateFailed', 8],
      ['ExecutionFailed', 11],
    ]);
  });

  test('a retried Parallel starts all its branches again', async () => {
    const t = bench();
    const boom = { Type: 'Fail', Error: 'MyError', Cause: 'my cause', End: undefined };
    const done = await t.run(
      single({
        Type: 'Parallel',
        Branches: [{ StartAt: 'Boom', States: { Boom: boom } }],
        Retry: [{ ErrorEquals: ['MyError'], MaxAttempts: 1, IntervalSeconds: 1 }],
      }),
      {},
      5_000,
    );
    expect(done).toMatchObject({ status: 'FAILED', error: 'MyError', cause: 'my cause' });
    expect(chain(await t.history(done.executionArn))).toEqual([
      ['ExecutionStarted', 0],
      ['ParallelStateEntered', 0],
      ['ParallelStateStarted', 2],
      ['FailStateEntered', 3],
      ['ParallelStateStarted', 4],
      ['FailStateEntered', 5],
      ['ParallelStateFailed', 6],
      ['ExecutionFailed', 7],
    ]);
  });

  test('a caught failure leaves through the catcher with the error of the branch', async () => {
    const t = bench();
    const done = await t.run({
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Undef',
              States: { Undef: { Type: 'Pass', Output: { v: '{% $states.input.no %}' }, End: true } },
            },
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handled' }],
          End: true,
        },
        Handled: { Type: 'Pass', End: true },
      },
    });
    const cause =
      "An error occurred while executing the state 'Undef' (entered at the event id #4). The JSONata expression '$states.input.no' specified for the field 'Output/v' returned nothing (undefined).";
    expect(JSON.parse(done.output)).toEqual({ Error: 'States.QueryEvaluationError', Cause: cause });
    const history = await t.history(done.executionArn);
    expect(chain(history).slice(3)).toEqual([
      ['PassStateEntered', 3],
      ['EvaluationFailed', 4],
      ['ParallelStateFailed', 5],
      ['ParallelStateExited', 6],
      ['PassStateEntered', 7],
      ['PassStateExited', 8],
      ['ExecutionSucceeded', 9],
    ]);
    expect(history[4]?.['evaluationFailedEventDetails']).toEqual({
      error: 'States.QueryEvaluationError',
      cause,
      location: 'Output/v',
      state: 'Undef',
    });
  });

  test('a catcher whose Output fails is recorded from before the state failed', async () => {
    const t = bench();
    const done = await t.run({
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'Boom', States: { Boom: { Type: 'Fail', Error: 'E' } } }],
          Catch: [{ ErrorEquals: ['States.ALL'], Output: { v: '{% $states.input.no %}' }, Next: 'Done' }],
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
    });
    expect(chain(await t.history(done.executionArn)).slice(3)).toEqual([
      ['FailStateEntered', 3],
      ['ParallelStateFailed', 4],
      ['EvaluationFailed', 4],
      ['ParallelStateFailed', 6],
      ['ExecutionFailed', 7],
    ]);
    expect(done.cause).toContain("specified for the field 'Catch[0]/Output/v' returned nothing (undefined).");
  });

  test('branches see the variables around them and keep their own', async () => {
    const t = bench();
    const done = await t.run({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'In',
              States: {
                In: { Type: 'Pass', Assign: { y: '{% $x + 1 %}' }, Next: 'Out' },
                Out: { Type: 'Pass', Output: '{% [$x, $y] %}', End: true },
              },
            },
          ],
          Output: { inside: '{% $states.result[0] %}', y: '{% $exists($y) %}' },
          End: true,
        },
      },
    });
    expect(JSON.parse(done.output)).toEqual({ inside: [1, 2], y: false });
  });
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
describe('Map', () => {
  const map = (state: object, more: object = {}) =>
    single({
      Type: 'Map',
      Items: '{% $states.input.items %}',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...flow(state) },
      ...more,
    });

  test('one at a time: an iteration follows the last event of the one before', async () => {
    const t = bench();
    const done = await t.run(map({ Type: 'Pass' }, { MaxConcurrency: 1 }), { items: [7, 8] });
    expect(done.output).toBe('[7,8]');
    expect(chain(await t.history(done.executionArn))).toEqual([
      ['ExecutionStarted', 0],
      ['MapStateEntered', 0],
      ['MapStateStarted', 2],
      ['MapIterationStarted', 3],
      ['PassStateEntered', 4],
      ['PassStateExited', 5],
      ['MapIterationSucceeded', 6],
      ['MapIterationStarted', 6],
      ['PassStateEntered', 8],
      ['PassStateExited', 9],
      ['MapIterationSucceeded', 10],
      ['MapStateSucceeded', 11],
      ['MapStateExited', 11],
      ['ExecutionSucceeded', 13],
    ]);
  });

  test('no items: no iteration', async () => {
    const t = bench();
    const done = await t.run(map(invoke()), { items: [] });
    expect(done.output).toBe('[]');
    expect(t.invocations).toEqual([]);
    expect(chain(await t.history(done.executionArn)).slice(2)).toEqual([
      ['MapStateStarted', 2],
      ['MapStateSucceeded', 3],
      ['MapStateExited', 3],
      ['ExecutionSucceeded', 5],
    ]);
  });

  test.each([
    [undefined, 40],
    [0, 40],
    [3, 3],
    ['{% $states.input.limit %}', 2],
  ])('MaxConcurrency %s runs %i iterations at once', async (MaxConcurrency, expected) => {
    const t = bench();
    let [running, most] = [0, 0];
    t.work(async () => {
      running += 1;
      most = Math.max(most, running);
      await t.kernel.timers.sleep(1_000);
      running -= 1;
    });
    const items = Array.from({ length: 45 }, (_, index) => index);
    const done = await t.run(
      map(invoke(), MaxConcurrency === undefined ? {} : { MaxConcurrency }),
      { items, limit: 2 },
      60_000,
    );
    expect(done.status).toBe('SUCCEEDED');
    expect(most).toBe(expected);
    expect(t.invocations).toHaveLength(45);
  });

  test('ItemSelector makes the input of each iteration from item and state', async () => {
    const t = bench();
    const ItemSelector = {
      index: '{% $states.context.Map.Item.Index %}',
      value: '{% $states.context.Map.Item.Value %}',
      all: '{% $count($states.input.items) %}',
    };
    const done = await t.run(map({ Type: 'Pass' }, { ItemSelector }), { items: ['a', 'b'] });
    expect(JSON.parse(done.output)).toEqual([
      { index: 0, value: 'a', all: 2 },
      { index: 1, value: 'b', all: 2 },
    ]);
  });

  test('iterations that time out together: the first fails the Map, the rest are aborted', async () => {
    const t = bench();
    t.work(() => t.kernel.timers.sleep(60_000));
    const done = await t.run(map(invoke({ TimeoutSeconds: 5 })), { items: [1, 2] }, 5_000);
    expect(done.error).toBe('States.Timeout');
    expect(chain(await t.history(done.executionArn)).slice(11)).toEqual([
      ['LambdaFunctionTimedOut', 10],
      ['LambdaFunctionTimedOut', 11],
      ['MapIterationFailed', 12],
      ['TaskStateAborted', 12],
      ['MapIterationAborted', 12],
      ['TaskStateAborted', 12],
      ['MapStateFailed', 12],
      ['ExecutionFailed', 18],
    ]);
  });

  test('a failed iteration starts no further one', async () => {
    const t = bench();
    t.work(({ n }) => {
      throw new FunctionError('Bad', String(n));
    });
    const done = await t.run(map(invoke(), { MaxConcurrency: 1 }), { items: [{ n: 1 }, { n: 2 }] }, 60_000);
    expect(done.error).toBe('Bad');
    expect(t.invocations).toEqual([{ n: 1 }]);
  });

  test('an input that is no array fails a Map without Items', async () => {
    const t = bench();
    const done = await t.run(map({ Type: 'Pass' }, { Items: undefined }), { foo: 'bar' });
    expect(done.cause).toBe(
      'An error occurred while executing the state \'S\' (entered at the event id #2). Map state input must be an array but was: {"foo":"bar"}',
    );
    const failed = (await t.history(done.executionArn))[2];
    expect(failed?.['evaluationFailedEventDetails']).not.toHaveProperty('location');
  });

  test('Items that are no array fail the state before it starts', async () => {
    const t = bench();
    const done = await t.run(map({ Type: 'Pass' }), { items: 'many' });
    expect(done.cause).toBe(
      "An error occurred while executing the state 'S' (entered at the event id #2). The JSONata expression '$states.input.items' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: \"many\"",
    );
    expect(chain(await t.history(done.executionArn)).slice(2)).toEqual([
      ['EvaluationFailed', 2],
      ['MapStateFailed', 3],
      ['ExecutionFailed', 4],
    ]);
  });
});

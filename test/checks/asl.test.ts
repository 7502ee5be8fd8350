import { describe, expect, it } from 'vitest';
import { findHouseRuleBreaches } from '../../bin/checks/asl-house-rules.ts';
import { checkAsl } from '../../bin/checks/check-asl.ts';
import { plantTree } from './plant-tree.ts';

const retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }];
const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Tell the platform team' }];

const task = (overrides: object): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${DecideFunction}', Payload: '{% $states.input %}' },
  Retry: retry,
  Catch: caught,
  Next: 'Is anyone on duty?',
  ...overrides,
});

const machine = (
  states: Readonly<Record<string, object>> = {},
  rest: object = { QueryLanguage: 'JSONata' },
): object => ({
  ...rest,
  StartAt: 'Decide the next step',
  States: {
    'Decide the next step': task({}),
    'Is anyone on duty?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.person != null %}', Next: 'The case is in hands' }],
      Default: 'Tell the platform team',
    },
    'Tell the platform team': { Type: 'Fail', Error: 'NobodyOnDuty' },
    'The case is in hands': { Type: 'Succeed' },
    ...states,
  },
});

const plant = (definition: object, file = 'statemachines/escalation.asl.json'): string =>
  plantTree({ [file]: JSON.stringify(definition) });

/** A task deep inside: one branch of a Parallel whose Map calls it. */
const nested = (inner: object): object => ({
  Type: 'Parallel',
  Branches: [
    {
      StartAt: 'Ask every system',
      States: {
        'Ask every system': {
          Type: 'Map',
          ItemProcessor: { StartAt: 'Ask one system', States: { 'Ask one system': inner } },
          End: true,
        },
      },
    },
  ],
  Next: 'The case is in hands',
});

describe('the check of state machines', () => {
  it('passes one that keeps the rules, and says how many it read', async () => {
    const result = await checkAsl(plant(machine()));
    expect(result, result.output).toEqual({ outcome: 'passed', note: '1 state machines', output: '' });
  });

  it.each([
    ['a transition to nowhere', machine({ 'Decide the next step': task({ Next: 'Nowhere at all' }) })],
    ['a state of no type', machine({ 'The case is in hands': { Type: 'Success' } })],
    ['a misspelt field', machine({ 'Decide the next step': task({ TimeoutSecond: 5 }) })],
    ['a JSONPath field among JSONata', machine({ 'Decide the next step': task({ ResultPath: '$.x' }) })],
    ['a Task without Retry', machine({ 'Decide the next step': task({ Retry: [] }) })],
  ])('fails for %s', async (_, definition) => {
    expect(await checkAsl(plant(definition))).toMatchObject({ outcome: 'failed' });
  });

  it('fails when one of several is wrong, and names it', async () => {
    const root = plantTree({
      'statemachines/a.asl.json': JSON.stringify(machine({ 'Decide the next step': task({ Next: 'Nowhere at all' }) })),
      'statemachines/b.asl.json': JSON.stringify(machine()),
    });
    const result = await checkAsl(root);
    expect(result.outcome).toBe('failed');
    expect(result.output).toContain('"statemachines/a.asl.json" is invalid');
  });

  it('fails for an empty folder and for a file of another name, and has nothing to do without the folder', async () => {
    expect(await checkAsl(plantTree({ 'statemachines/README.md': 'none yet' }))).toMatchObject({ outcome: 'failed' });
    expect(await checkAsl(plant(machine(), 'statemachines/escalation.json'))).toMatchObject({ outcome: 'failed' });
    expect(await checkAsl(plantTree({}))).toMatchObject({ outcome: 'absent' });
  });
});

describe('the house rules for state machines', () => {
  it.each<[string, object, string]>([
    ['JSONPath by default', machine({}, {}), 'QueryLanguage is not JSONata'],
    ['JSONPath throughout', machine({}, { QueryLanguage: 'JSONPath' }), 'QueryLanguage is not JSONata'],
    [
      'JSONPath in one state',
      machine({ 'Decide the next step': task({ QueryLanguage: 'JSONPath' }) }),
      '"Decide the next step" falls back to JSONPath',
    ],
    ['no Retry', machine({ 'Decide it now': task({ Retry: undefined }) }), 'Task "Decide it now" has no Retry'],
    ['an empty Catch', machine({ 'Decide it now': task({ Catch: [] }) }), 'Task "Decide it now" has no Catch'],
    [
      'no Catch deep inside',
      machine({ 'Ask everyone': nested(task({ Catch: undefined })) }),
      'Task "Ask one system" has no Catch',
    ],
    ['a code name', machine({ DecideNextStep: task({}) }), '"DecideNextStep" is neither a sentence nor a question'],
    [
      'a lower-case name',
      machine({ 'decide the step': task({}) }),
      '"decide the step" is neither a sentence nor a question',
    ],
    [
      'a choice that does not ask',
      machine({ 'Anyone there': { Type: 'Choice' } }),
      '"Anyone there" chooses, so its name is a question',
    ],
  ])('speak of %s', (_, definition, breach) => {
    expect(findHouseRuleBreaches(definition)).toEqual([breach]);
  });

  it('refuse what is no state machine', () => {
    expect(findHouseRuleBreaches({ hello: 'world' })).toHaveLength(1);
  });
});

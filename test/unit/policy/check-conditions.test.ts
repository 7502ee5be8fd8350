import { describe, expect, it } from 'vitest';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { conditionProblems } from '../../../lambdas/policy/check-conditions.ts';
import type { PackProblem } from '../../../lambdas/policy/pack-problem.ts';
import { defaultPack } from '../../support/pack.ts';

/** A pack with little in it, so that what is told is of the change. */
const bare = (): PolicyPack => {
  const pack = defaultPack();
  const [rule] = pack.severity.rules;
  const [latch] = pack.severity.latches;
  const [owner] = pack.ownership.rules;
  return {
    ...pack,
    severity: {
      ...pack.severity,
      rules: ['one', 'two'].map((id) => ({
        ...rule!,
        id,
        band: undefined as never,
        when: 'true',
        points: 1,
        reason: 'x',
      })),
      latches: [{ ...latch!, when: 'true', reason: 'x' }],
    },
    ownership: { ...pack.ownership, rules: [{ ...owner!, id: 'mine', when: 'exception.repeats > 1.0' }] },
    playbooks: pack.playbooks.slice(0, 1).map((playbook) => ({ ...playbook, actions: [] })),
  };
};
type Row = [string, (pack: PolicyPack) => void, ...PackProblem[]];
const found = (change: (pack: PolicyPack) => void): readonly PackProblem[] => {
  const pack = bare();
  change(pack);
  return conditionProblems(pack);
};
const never = (pointer: string, text: string): PackProblem => ({
  pointer,
  problem: `\`${text}\` can never hold`,
  mend: 'look for two parts that exclude one another, or a type that the pack does not have',
});
const noFact = (pointer: string, placeholder: string, offset: number): PackProblem => ({
  pointer,
  problem: `${placeholder} is no fact`,
  mend: 'write {group.field} as conditions do, e.g. {order.value}',
  offset,
});
const nothing = 'exception.repeats < 1.0 && exception.repeats > 2.0';
const action = (when: string) => ({ type: 'expedite', when, sets: 'x' }) as never;

it('the conditions of the default pack have no problem', () => {
  expect(conditionProblems(defaultPack())).toEqual([]);
  expect(found(() => undefined)).toEqual([]);
});

describe('a condition is told at its place', () => {
  const wrong = (pointer: string): PackProblem => ({
    pointer,
    problem: '`order.value`: it gives a number, and true or false is needed here',
    mend: 'write a comparison, e.g. order.value >= 1000.0',
    offset: 0,
  });
  it.each<Row>([
    ['of a rule', (pack) => (pack.severity.rules[1]!.when = 'order.value'), wrong('/severity/rules/1/when')],
    ['of a latch', (pack) => (pack.severity.latches[0]!.when = 'order.value'), wrong('/severity/latches/0/when')],
    ['of an owner', (pack) => (pack.ownership.rules[0]!.when = 'order.value'), wrong('/ownership/rules/0/when')],
    [
      'of an action',
      (pack) => (pack.playbooks[0]!.actions = [action('true'), action('order.value')]),
      wrong('/playbooks/0/actions/1/when'),
    ],
    [
      'of an amount, which may read what its condition has asked for',
      (pack) =>
        Object.assign(pack.severity.rules[1]!, { when: 'has(order.value)', points: 'order.value + customer.penalty' }),
      {
        pointer: '/severity/rules/1/points',
        problem: '`order.value + customer.penalty`: customer.penalty may be unknown',
        mend: 'write has(customer.penalty) && … before it is read',
        offset: 14,
      },
    ],
    [
      'of an amount that is none',
      (pack) => (pack.severity.rules[0]!.points = 'true'),
      {
        pointer: '/severity/rules/0/points',
        problem: '`true`: it gives true or false, and a number is needed here',
        mend: 'write e.g. customer.penalty >= 5000.0 ? 20.0 : 10.0',
        offset: 0,
      },
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

describe('a condition that nothing meets', () => {
  it.each<Row>([
    ['of a rule', (pack) => (pack.severity.rules[1]!.when = nothing), never('/severity/rules/1/when', nothing)],
    ['of a latch', (pack) => (pack.severity.latches[0]!.when = nothing), never('/severity/latches/0/when', nothing)],
    [
      'of an owner: and that is all that is said of it',
      (pack) => (pack.ownership.rules[0]!.when = nothing),
      never('/ownership/rules/0/when', nothing),
    ],
    [
      'of a type that there is not',
      (pack) => (pack.severity.rules[0]!.when = 'exception.kind == "transport.lst"'),
      never('/severity/rules/0/when', 'exception.kind == "transport.lst"'),
    ],
    [
      'and one that is no condition: first that one is to be mended',
      (pack) => {
        pack.severity.rules[0]!.when = nothing;
        pack.severity.rules[1]!.when = 'exception.kind';
      },
      {
        pointer: '/severity/rules/1/when',
        problem: '`exception.kind`: it gives a text, and true or false is needed here',
        mend: 'write a comparison, e.g. order.value >= 1000.0',
        offset: 0,
      },
    ],
    [
      'an owner whose cases all belong to those before',
      (pack) =>
        pack.ownership.rules.push(
          { ...pack.ownership.rules[0]!, id: 'more', when: 'exception.repeats > 0.0' },
          { ...pack.ownership.rules[0]!, id: 'last', when: 'exception.repeats > 2.0' },
        ),
      {
        pointer: '/ownership/rules/2/when',
        problem: 'the rule last is never reached: rules before it take all its cases',
        mend: 'put the narrower rule first',
      },
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

describe('rules of one band', () => {
  const banded =
    (first: string, second: string, bands: readonly [string | undefined, string | undefined] = ['age', 'age']) =>
    (pack: PolicyPack) => {
      const [one, two] = pack.severity.rules;
      Object.assign(one!, { when: first, band: bands[0] });
      Object.assign(two!, { when: second, band: bands[1] });
    };
  const overlaps: PackProblem = {
    pointer: '/severity/rules/1/when',
    problem: 'the band age overlaps: one and two can hold together',
    mend: 'end the one where the other begins: >= here, < there',
  };
  it.each<Row>([
    ['end where the other begins', banded('exception.age_hours >= 5.0', 'exception.age_hours < 5.0')],
    ['do not share the border', banded('exception.age_hours >= 5.0', 'exception.age_hours <= 5.0'), overlaps],
    ['do not hold together', banded('exception.age_hours > 5.0', 'exception.age_hours > 9.0'), overlaps],
    ['of two bands may', banded('true', 'true', ['age', 'value'])],
    ['of none may', banded('true', 'true', [undefined, undefined])],
    ['of one and of none may', banded('true', 'true', ['age', undefined])],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

describe('a reason', () => {
  it.each<Row>([
    [
      'puts in facts that there are',
      (pack) => (pack.severity.rules[0]!.reason = 'Worth {order.value}, {customer.tier}.'),
    ],
    [
      'of a rule, each placeholder that is none',
      (pack) => (pack.severity.rules[1]!.reason = 'Worth {order.worth} and {order.value.more} or {order} {}'),
      noFact('/severity/rules/1/reason', '{order.worth}', 6),
      noFact('/severity/rules/1/reason', '{order.value.more}', 24),
      noFact('/severity/rules/1/reason', '{order}', 46),
      noFact('/severity/rules/1/reason', '{}', 54),
    ],
    [
      'of a latch',
      (pack) => (pack.severity.latches[0]!.reason = '{none.value}'),
      noFact('/severity/latches/0/reason', '{none.value}', 0),
    ],
    [
      'of a latch that holds no more',
      (pack) => (pack.severity.latches[0]!.reasonLater = 'It was {none.value}'),
      noFact('/severity/latches/0/reasonLater', '{none.value}', 7),
    ],
    [
      'is read also where a condition is wrong',
      (pack) => {
        pack.severity.rules[0]!.when = 'exception.kind';
        pack.severity.rules[0]!.reason = '{x}';
      },
      {
        pointer: '/severity/rules/0/when',
        problem: '`exception.kind`: it gives a text, and true or false is needed here',
        mend: 'write a comparison, e.g. order.value >= 1000.0',
        offset: 0,
      },
      noFact('/severity/rules/0/reason', '{x}', 0),
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(change)).toEqual(problems);
  });
});

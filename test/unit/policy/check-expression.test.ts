import { describe, expect, it } from 'vitest';
import { checkExpression, factsRead } from '../../../lambdas/policy/check-expression.ts';
import type { Expected, ExpressionProblem } from '../../../lambdas/policy/check-expression.ts';
import { factModel } from '../../../lambdas/policy/fact-model.ts';

const unguarded = (path: string, offset: number): ExpressionProblem => ({
  problem: `${path} may be unknown`,
  mend: `write has(${path}) && … before it is read`,
  offset,
});
const noName = (name: string, offset: number): ExpressionProblem => ({
  problem: `there is nothing named ${name}`,
  mend: `write one of ${Object.keys(factModel).join(', ')}, unknown`,
  offset,
});
const words = 'write && for and, || for or, ! for not';
const points = 'write numbers with a point: 2.0 and not 2';
const quotes = 'write numbers without quotes, and texts in quotes: 2.0 and "gold"';
const order = 'order has value, hours_to_promise, priority, expedited';
const noPattern = (offset: number): ExpressionProblem => ({
  problem: 'matches() is refused: a pattern can take seconds on a short text',
  mend: 'use startsWith, endsWith, contains or ==',
  offset,
});
const small = (told: string, offset: number): ExpressionProblem => ({
  problem: `customer.tier is told in small letters, so it is never ${told}`,
  mend: `write "${told.toLowerCase()}"`,
  offset,
});

const compare = 'compare it with one that holds in policies/default/severity.yaml';
const comparison = 'write a comparison, e.g. order.value >= 1000.0';

describe('a condition', () => {
  it.each<[string, ...ExpressionProblem[]]>([
    ['exception.repeats > 1.0'],
    ['exception.kind == "and or not = "'],
    ["exception.kind == 'a = b' && exception.family != 'x'"],
    ['exception.repeats >= 1.0 && exception.repeats <= 2.0'],
    ['"erp" in unknown'],
    ['unknown.exists(x, x == "erp")'],
    ['exception.kind.contains("a")'],
    ['', { problem: 'Unexpected token: EOF', mend: compare, offset: 0 }],
    ['exception.repeats >= 1.0 @', { problem: 'it cannot be read from `@` on', mend: compare, offset: 25 }],
    ['exception.repeats > 1.0 and true', { problem: 'it cannot be read from `and` on', mend: words, offset: 24 }],
    ['not true', { problem: 'it cannot be read from `true` on', mend: words, offset: 4 }],
    ['OR', { problem: 'there is nothing named OR', mend: words, offset: 0 }],
    ['exception.kind = "x"', { problem: 'it cannot be read from `=` on', mend: 'write == to compare', offset: 15 }],
    ['foo.bar', noName('foo', 0)],
    ['has(foo.bar)', noName('foo', 4)],
    ['true && order.valu > 1.0', { problem: 'there is no fact valu', mend: order, offset: 14 }],
    ['true && has(order.foo)', { problem: 'there is no fact order.foo', mend: order, offset: 12 }],
    [
      'exception.repeats == 1',
      {
        problem: 'a number == a whole number is not possible (no such overload: double == int)',
        mend: points,
        offset: 0,
      },
    ],
    [
      'has(order.value) && order.value > "x"',
      {
        problem: 'a number > a text is not possible (no such overload: double > string)',
        mend: quotes,
        offset: 20,
      },
    ],
    [
      'exception.kind + true',
      { problem: 'a text + true or false is not possible (no such overload: string + bool)', mend: compare, offset: 0 },
    ],
    [
      'exception.repeats',
      { problem: 'it gives a number, and true or false is needed here', mend: comparison, offset: 0 },
    ],
    ['exception.kind', { problem: 'it gives a text, and true or false is needed here', mend: comparison, offset: 0 }],
    ['-1', { problem: 'it gives a whole number, and true or false is needed here', mend: comparison, offset: 0 }],
    ['exception.kind.matches("a")', noPattern(0)],
    ['exception.kind.contains("a") || exception.kind.matches("b")', noPattern(32)],
    [
      Array.from({ length: 300 }, () => 'true').join(' && '),
      {
        problem: 'Exceeded maxAstNodes (500)',
        mend: 'at most 500 parts, 40 deep: make two rules of it',
        offset: 0,
      },
    ],
  ])('%s', (text, ...problems) => {
    expect(checkExpression(text, 'bool')).toEqual(problems);
  });
});

describe('what is told in small letters', () => {
  const asked = 'has(customer.tier) && ';
  it.each<[string, ...ExpressionProblem[]]>([
    ['customer.tier == "Gold"', small('Gold', 39)],
    ['"GOLD" != customer.tier', small('GOLD', 22)],
    ['customer.tier in ["gold", "Silver", "BRONZE"]', small('Silver', 48), small('BRONZE', 58)],
    ['!(customer.tier == "Gold")', small('Gold', 41)],
    ['customer.tier == "gold"'],
    ['customer.tier in ["gold", "silver"]'],
    ['exception.kind == "Gold"'],
    ['exception.kind in ["Gold"]'],
    ['customer.tier.startsWith("G")'],
  ])('%s', (text, ...problems) => {
    expect(checkExpression(`${asked}${text}`, 'bool')).toEqual(problems);
  });
});

describe('a fact that may be missing is read only where it was asked for', () => {
  it.each<[string, ...ExpressionProblem[]]>([
    ['order.value > 1.0', unguarded('order.value', 0)],
    ['has(order.value) && order.value > 1.0'],
    ['order.value > 1.0 && has(order.value)', unguarded('order.value', 0)],
    ['has(order.value) || order.value > 1.0', unguarded('order.value', 20)],
    ['!has(order.value) || order.value > 1.0'],
    ['!has(order.value) && order.value > 1.0', unguarded('order.value', 21)],
    ['has(customer.tier) && order.value > 1.0', unguarded('order.value', 22)],
    ['(has(order.value) && has(customer.tier)) && order.value > 1.0'],
    ['(has(order.value) || has(customer.tier)) && order.value > 1.0', unguarded('order.value', 44)],
    ['(has(order.value) || has(order.value)) && order.value > 1.0'],
    ['!(has(order.value) && true) || order.value > 1.0'],
    ['!(!has(order.value) || true) && order.value > 1.0'],
    ['!(has(order.value) || true) || order.value > 1.0', unguarded('order.value', 31)],
    ['has(order.value) ? order.value > 1.0 : true'],
    ['has(order.value) ? true : order.value > 1.0', unguarded('order.value', 26)],
    ['!has(order.value) ? true : order.value > 1.0'],
    ['order.expedited ? true : false', unguarded('order.expedited', 0)],
    ['has(order.value) && true && order.value + order.value > 1.0'],
    [
      'exception.repeats > 1.0 && order.value > 1.0 && customer.penalty > 1.0',
      unguarded('order.value', 27),
      unguarded('customer.penalty', 48),
    ],
    ['exception.region == "x"', unguarded('exception.region', 0)],
    ...['kind', 'family'].map((field): [string] => [`exception.${field} == "x"`]),
    ...['repeats', 'age_hours'].map((field): [string] => [`exception.${field} > 1.0`]),
  ])('%s', (text, ...problems) => {
    expect(checkExpression(text, 'bool')).toEqual(problems);
  });

  it.each<[string, boolean]>([
    ['has(order.value)', true],
    ['!!has(order.value)', true],
    ['has(order.value) && exception.repeats > 1.0', true],
    ['!has(order.value)', false],
    ['has(order.value) || exception.repeats > 1.0', false],
    ['has(customer.tier)', false],
    // A condition that is wrong itself has asked for nothing.
    ['has(', false],
  ])('by the condition before it: %s', (after, isAsked) => {
    expect(checkExpression('order.value * 2.0', 'double', after)).toEqual(isAsked ? [] : [unguarded('order.value', 0)]);
  });
});

it.each<[string, Expected, string | undefined]>([
  ['1', 'double', undefined],
  ['1.5', 'double', undefined],
  ['exception.repeats', 'double', undefined],
  ['true', 'double', 'it gives true or false, and a number is needed here'],
  ['1', 'string', 'it gives a whole number, and a text is needed here'],
  ['exception.kind', 'string', undefined],
])('%s gives what is needed, %s: %s', (text, expected, problem) => {
  expect(checkExpression(text, expected).map((one) => one.problem)).toEqual(problem === undefined ? [] : [problem]);
});

it.each([
  [
    'exception.kind == "x" && has(order.value) && order.value > exception.repeats',
    'exception.kind order.value exception.repeats',
  ],
  ['has(customer.tier) ? customer.tier : ""', 'customer.tier'],
  ['"all"', ''],
])('%s reads %s, each once', (text, facts) => {
  expect(factsRead(text).join(' ')).toBe(facts);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canHold } from '../../../lambdas/policy/can-hold.ts';
import { holds } from '../../../lambdas/policy/expression.ts';
import type { ImpactFacts } from '../../../lambdas/contracts/index.ts';

const families = new Map([
  ['transport.delay', 'transport'],
  ['cargo.damaged', 'cargo'],
]);
const can = (condition: string, ...butNot: string[]): boolean => canHold([condition], butNot, { families });

describe('a condition can hold', () => {
  test.each([
    'has(order.value) && order.value >= 10.0 && order.value <= 10.0',
    'has(order.value) && order.value != 10.0',
    'has(customer.tier) && (customer.tier == "gold" || customer.tier == "silver")',
    'has(customer.tier) && customer.tier in ["gold", "silver"] && customer.tier != "gold"',
    'exception.family == "cargo" && exception.kind == "cargo.damaged"',
    '!has(order.value)',
    'unknown.size() >= 2',
    'has(order.expedited) && !order.expedited',
    '10.0 < exception.age_hours && exception.age_hours < 11.0',
    'has(order.expedited) && order.expedited == true',
    'has(order.expedited) && order.expedited != false && order.expedited',
    'has(customer.tier) && customer.tier > "a" && customer.tier != "b"',
    'has(order.value) && order.value in [1.0, 2.0] && order.value > 1.0',
    'true',
  ])('%s', (condition) => {
    expect(can(condition)).toBe(true);
  });
});

describe('a condition can never hold', () => {
  test.each([
    'has(order.value) && order.value > 10.0 && order.value < 10.0',
    'has(order.value) && order.value >= 10.0 && 10.0 > order.value',
    'has(customer.tier) && customer.tier == "gold" && customer.tier == "silver"',
    'has(customer.tier) && customer.tier in ["gold", "silver"] && customer.tier != "gold" && customer.tier != "silver"',
    'exception.family == "transport" && exception.kind == "cargo.damaged"',
    'exception.kind == "cargo.damged"',
    'has(order.value) && !has(order.value)',
    '!has(order.value) && order.value > 1.0',
    'unknown.size() >= 2 && !(unknown.size() >= 2)',
    'has(order.expedited) && order.expedited && !order.expedited',
    'exception.repeats > -1.0 && exception.repeats < -2.0',
    'has(order.expedited) && order.expedited == true && order.expedited == false',
    'has(order.expedited) && order.expedited == false && order.expedited',
    'has(order.value) && order.value in [1.0, 2.0] && order.value > 2.0',
    'exception.repeats > 1.0 && false',
    'false',
  ])('%s', (condition) => {
    expect(can(condition)).toBe(false);
  });
});

describe('what earlier rules take', () => {
  test.each<[string, string[], boolean]>([
    ['has(order.value) && order.value > 20.0', ['has(order.value) && order.value > 10.0'], false],
    ['has(order.value) && order.value > 10.0', ['has(order.value) && order.value > 20.0'], true],
    ['has(order.value)', ['has(order.value) && order.value > 5.0', 'has(order.value) && order.value <= 5.0'], false],
    ['has(order.value)', ['has(order.value) && order.value > 5.0', 'has(order.value) && order.value < 5.0'], true],
    ['exception.kind == "cargo.damaged"', ['exception.family == "cargo"'], false],
    // The type says which family, so both families are all the types.
    ['true', ['exception.family == "cargo"', 'exception.family == "transport"'], false],
    ['true', ['customer.tier == "gold"'], true],
    ['has(customer.tier)', ['customer.tier == "gold" || customer.tier != "gold"'], false],
  ])('%s after %j: %s', (condition, before, expected) => {
    expect(can(condition, ...before)).toBe(expected);
  });
});

test('gives up, and says yes, where there are too many ways to look at', () => {
  const many = Array.from({ length: 14 }, (_, at) => `(unknown.size() == ${String(at)} || exception.repeats < 0.0)`);
  expect(can(`exception.repeats > 1.0 && ${many.join(' && ')}`)).toBe(true);
});

test('is asked only of what is an expression', () => {
  expect(() => can('order.value >')).toThrow('Unexpected token');
  expect(() => can('true', 'order.value >')).toThrow('Unexpected token');
});

const fact = fc.constantFrom('order.value', 'exception.repeats');
const number = fc.constantFrom('0.0', '1.0', '2.0');
const atom = fc.oneof(
  fc.tuple(fact, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), number).map((parts) => parts.join(' ')),
  fc.constantFrom('has(order.value)', 'has(customer.tier)', 'exception.kind == "cargo.damaged"'),
  fc.constantFrom('customer.tier == "gold"', 'customer.tier in ["gold", "silver"]', 'exception.family == "transport"'),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    tie('condition').map((one) => `!(${one})`),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
  ),
}));
const facts = fc
  .record({
    value: fc.option(fc.constantFrom(-1, 0, 0.5, 1, 2, 3), { nil: undefined }),
    repeats: fc.constantFrom(-1, 0, 0.5, 1, 2, 3),
    tier: fc.option(fc.constantFrom('gold', 'silver', 'tin'), { nil: undefined }),
    type: fc.constantFrom(...families),
  })
  .map(({ value, repeats, tier, type: [kind, family] }): ImpactFacts => ({
    exception: { kind, family, repeats, age_hours: 0 },
    order: value === undefined ? {} : { value },
    shipment: {},
    customer: tier === undefined ? {} : { tier },
    stock: {},
    customs: {},
    unknown: [],
  }));

test('never says that a condition cannot hold when it holds for some case', () => {
  fc.assert(
    fc.property(condition, fc.array(condition, { maxLength: 2 }), facts, (text, before, given) => {
      fc.pre(holds(text, given) && !before.some((earlier) => holds(earlier, given)));
      expect(canHold([text], before, { families })).toBe(true);
    }),
    { numRuns: 600 },
  );
});

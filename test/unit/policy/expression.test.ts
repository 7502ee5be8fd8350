import { describe, expect, it } from 'vitest';
import type { ImpactFacts } from '../../../lambdas/contracts/index.ts';
import { holds, numberOf, textOf } from '../../../lambdas/policy/expression.ts';

const facts = (changes: Partial<ImpactFacts> = {}): ImpactFacts => ({
  exception: { kind: 'transport.delay', family: 'transport', repeats: 2, age_hours: 1 },
  order: { value: 50 },
  shipment: {},
  customer: {},
  stock: {},
  customs: {},
  unknown: ['wms'],
  ...changes,
});

describe('a condition holds', () => {
  it.each([
    ['order.value > 10.0', true],
    ['order.value > 100.0', false],
    // What CEL itself evaluates.
    ['exception.kind.startsWith("transport")', true],
    ['exception.kind.startsWith("cargo")', false],
    // Never on facts that are not there.
    ['customer.tier == "gold"', false],
    ['customer.tier != "gold"', false],
    ['customer.tier.startsWith("g")', false],
    // Only what is true, and not what is something.
    ['order.value', false],
    ['exception.kind', false],
    // What is no expression gives nothing.
    ['order.value >', false],
    ['order.valu > 1.0', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    // The second time it is known.
    expect([holds(text, facts()), holds(text, facts())]).toEqual([expected, expected]);
  });

  it('of each case anew', () => {
    expect(holds('order.value > 10.0', facts({ order: { value: 5 } }))).toBe(false);
    expect(holds('exception.kind.startsWith("transport")', facts())).toBe(true);
  });
});

it.each([
  ['order.value * 2.0', 100],
  ['order.value - 60.0', -10],
  ['2', 2],
  ['exception.kind.size()', 15],
  ['order.value / 4.0', 12.5],
  ['1.0 / 0.0', 0],
  ['order.value / 0.0', 0],
  ['stock.cover_days', 0],
  ['stock.cover_days / 2.0', 0],
  ['exception.kind', 0],
  ['true', 0],
  ['order.value +', 0],
])('the number that %s gives is %d', (text, expected) => {
  expect(numberOf(text, facts())).toBe(expected);
});

it.each([
  ['exception.kind', 'transport.delay'],
  ['exception.kind + " late"', 'transport.delay late'],
  ['exception.region', ''],
  ['exception.region + "x"', ''],
  ['exception.repeats', ''],
  ['true', ''],
  ['exception.kind +', ''],
])('the text that %s gives is %j', (text, expected) => {
  expect(textOf(text, facts())).toBe(expected);
});

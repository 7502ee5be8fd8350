import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImpactFacts } from '../../../lambdas/contracts/index.ts';
import { compileTree } from '../../../lambdas/policy/compile-expression.ts';
import { environment } from '../../../lambdas/policy/fact-model.ts';
import { defaultPack } from '../../support/pack.ts';

type Facts = Partial<ImpactFacts>;

/** What CEL itself makes of it; undefined is an error. */
function byCel(text: string, facts: Facts): unknown {
  try {
    return environment.parse(text)({ ...facts }) as unknown;
  } catch {
    return undefined;
  }
}

const compiled = (text: string) => compileTree(environment.parse(text).ast);

const number = fc.constantFrom('order.value', 'stock.cover_days', 'exception.repeats', '2.0', '0.0', '100.5');
const words = fc.constantFrom('customer.tier', 'exception.kind', 'order.priority', '"gold"', '"HIGH"');
const { numeric, condition } = fc.letrec<{ numeric: string; condition: string }>((tie) => ({
  numeric: fc.oneof(
    { maxDepth: 3 },
    number,
    fc
      .tuple(tie('numeric'), fc.constantFrom('+', '-', '*'), tie('numeric'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.tuple(tie('condition'), number, number).map(([asked, yes, no]) => `(${asked} ? ${yes} : ${no})`),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      'order.expedited',
      'shipment.perishable',
      'has(order.value)',
      'has(customer.tier)',
      'has(order.expedited)',
      '"wms" in unknown',
      'unknown.size() >= 2',
      'unknown.size() < 1',
      'true',
    ),
    fc
      .tuple(tie('numeric'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('numeric'))
      .map(([left, sign, right]) => `${left} ${sign} ${right}`),
    fc.tuple(words, fc.constantFrom('==', '!='), words).map(([left, sign, right]) => `${left} ${sign} ${right}`),
    words.map((text) => `${text} in ["gold", "HIGH"]`),
    tie('condition').map((text) => `!(${text})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
      .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
  ),
}));

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const without = (group: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined));
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    value: maybe(fc.constantFrom(0, 2, 100.5, 5e4, Infinity)),
    cover: maybe(fc.constantFrom(0, 2, 30)),
    tier: maybe(fc.constantFrom('gold', 'silver')),
    priority: maybe(fc.constantFrom('HIGH', 'gold')),
    expedited: maybe(fc.boolean()),
    perishable: maybe(fc.boolean()),
    unknown: fc.subarray(['wms', 'erp']),
    groups: fc.subarray(['order', 'customer', 'stock', 'shipment', 'exception', 'unknown'], { minLength: 4 }),
  })
  .map(({ value, cover, tier, priority, expedited, perishable, unknown, groups }) => {
    const all: Record<string, unknown> = {
      exception: { kind: 'transport.delay', family: 'transport', repeats: 2, age_hours: 1 },
      order: without({ value, priority, expedited }),
      customer: without({ tier }),
      stock: without({ cover_days: cover }),
      shipment: without({ perishable }),
      unknown,
    };
    return Object.fromEntries(groups.map((group) => [group, all[group]]));
  });

describe('an expression compiled', () => {
  test('says what CEL says, errors included', () => {
    fc.assert(
      fc.property(fc.oneof(condition, numeric), anyFacts, (text, facts) => {
        const evaluate = compiled(text);
        // A choice between numbers is left to CEL where it is compared.
        fc.pre(evaluate !== undefined);
        expect(evaluate?.(facts), text).toEqual(byCel(text, facts));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['false && customer.tier == "x"', {}, false],
    ['customer.tier == "x" && false', { customer: {} }, false],
    ['customer.tier == "x" || true', { customer: {} }, true],
    ['customer.tier == "x" || false', { customer: {} }, undefined],
    ['has(order.value)', {}, undefined],
    ['has(order.value)', { order: {} }, false],
    ['!order.expedited', { order: {} }, undefined],
    ['order.expedited ? 1.0 : 2.0', { order: {} }, undefined],
    ['"wms" in unknown', { unknown: ['wms'] }, true],
    ['"erp" in unknown', {}, undefined],
    ['unknown.size() >= 2', { unknown: ['erp', 'wms'] }, true],
    ['unknown.size() > 2', { unknown: ['erp', 'wms'] }, false],
    ['unknown.size() >= 2', {}, undefined],
    ['order.value + 1.0', { order: { value: 2 } }, 3],
    ['order.value - 1.0', { order: { value: 2 } }, 1],
    ['order.value * 3.0', { order: { value: 2 } }, 6],
    ['order.value + stock.cover_days', { order: { value: 2 }, stock: {} }, undefined],
    ['(order.value + 1.0) * 2.0 > 5.0', { order: { value: 2 } }, true],
    ['(order.value - 1.0) * 2.0 > 5.0', { order: { value: 2 } }, false],
    ['order.value * 2.0 - 1.0 <= 3.0', { order: { value: 2 } }, true],
    ['customer.tier in ["gold"]', { customer: {} }, undefined],
    ['customer.tier in unknown', { customer: {}, unknown: [] }, undefined],
    ['customer.tier in unknown', { customer: { tier: 'wms' }, unknown: ['wms'] }, true],
    ['order.expedited ? "a" : "b"', { order: { expedited: true } }, 'a'],
    ['order.expedited ? "a" : "b"', { order: { expedited: false } }, 'b'],
  ] as const)('%s', (text, facts, expected) => {
    expect(byCel(text, facts as Facts)).toBe(expected);
    expect(compiled(text)?.(facts as Facts)).toBe(expected);
  });

  test.each([
    'exception.kind < "b"',
    'exception.kind + "b" == "ab"',
    'order.value < 2',
    'exception.kind.startsWith("t")',
    'exception.kind in [customer.tier]',
    'order.value / 2.0 > 1.0',
    'unknown.size() == 2',
    'exception.kind.size() > 2',
    'exception.kind < customer.tier',
    '"a" < "b"',
    '"a" + "b" == "ab"',
    '1 + 1 == 2',
    '1 in [1, 2]',
    'size(unknown) == 2',
    'size(unknown) >= 2',
    '{"a": "b"}.a == "b"',
    'exception.kind.contains("a") in [true]',
    '!exception.kind.contains("a")',
    'exception.kind.contains("a") ? true : false',
  ])('is left to CEL where it is of a rarer kind: %s', (text) => {
    expect(compiled(text)).toBeUndefined();
  });

  test('is what every rule of the default pack is', () => {
    const { severity, ownership, playbooks } = defaultPack();
    const texts = [
      ...severity.rules.flatMap(({ when, points }) => (typeof points === 'string' ? [when, points] : [when])),
      ...severity.latches.map(({ when }) => when),
      ...ownership.rules.map(({ when }) => when),
      ...playbooks.flatMap(({ actions }) => actions.flatMap(({ when }) => when ?? [])),
    ];
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter((text) => compiled(text) === undefined)).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { severityLevel } from '../../../lambdas/contracts/index.ts';
import type { ImpactFacts, PolicyPack, Severity } from '../../../lambdas/contracts/index.ts';
import { nextThreshold } from '../../../lambdas/scoring/next-threshold.ts';
import { scoreSeverity } from '../../../lambdas/scoring/index.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
/** The more severe, the higher. */
const rank = (level: string): number => -Number(level.slice(1));

/** Numbers that a rule compares something with. */
const bordersOf = (field: string): readonly number[] => {
  const texts = pack.severity.rules.flatMap(({ when, points }) => [when, String(points)]);
  const compared = new RegExp(`${field.replace('.', '\\.')}\\s*[<>]=?\\s*(-?[\\d.]+)`, 'g');
  return texts.flatMap((text) => [...text.matchAll(compared)].map(([, number]) => Number(number)));
};
/** At each border, a little on either side of it, and anywhere. Doubles of a range are next to nothing, nearly all of them, and meet no rule. */
const around = (field: string, min: number, max: number) =>
  fc.oneof(
    fc.constantFrom(...bordersOf(field).flatMap((border) => [border - 0.01, border, border + 0.01])),
    fc.integer({ min: min * 100, max: max * 100 }).map((hundredths) => hundredths / 100),
  );
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const flag = maybe(fc.boolean());
const known = (group: object): any =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined));

const anyFacts: fc.Arbitrary<ImpactFacts> = fc
  .record({
    kind: fc.constantFrom(...Object.keys(pack.types)),
    repeats: fc.nat(3),
    order: fc.record({
      hours_to_promise: maybe(around('order.hours_to_promise', -100, 200)),
      expedited: flag,
      priority: maybe(fc.constant('02')),
    }),
    customer: fc.record({
      tier: maybe(fc.constantFrom('bronze', 'silver', 'gold', 'platinum')),
      safety_critical: flag,
      open_complaints: maybe(fc.nat(3)),
    }),
    shipment: fc.record({
      temperature_controlled: flag,
      dangerous_goods: flag,
      perishable: flag,
      hours_to_cutoff: maybe(around('shipment.hours_to_cutoff', -50, 50)),
    }),
    stock: fc.record({ cover_days: maybe(fc.nat(20)), substitute_units: maybe(fc.nat(2)) }),
    customs: fc.record({
      held: flag,
      hold_code: maybe(fc.constantFrom('DOC', 'DENIED_PARTY')),
      hours_to_free_time_end: maybe(around('customs.hours_to_free_time_end', -50, 90)),
    }),
    unknown: fc.subarray(['erp', 'tms', 'crm']),
  })
  .map(({ kind, repeats, unknown, ...groups }) => ({
    exception: { kind, family: pack.types[kind]?.family ?? kind, repeats, age_hours: 0 },
    ...(Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, known(group)])) as Omit<
      ImpactFacts,
      'exception' | 'unknown'
    >),
    unknown,
  }));

describe('more at risk', () => {
  const AMOUNTS = ['order.value', 'customer.penalty', 'customs.detention_forecast'] as const;
  const withAmount = (seen: ImpactFacts, field: (typeof AMOUNTS)[number], value: number): ImpactFacts => {
    const [group = '', name = ''] = field.split('.');
    return { ...seen, [group]: { ...seen[group as 'order'], [name]: value } };
  };
  /** The first pair of amounts of which the larger one is the less severe. */
  const lowers = (policy: PolicyPack, field: (typeof AMOUNTS)[number]) => {
    const amount = around(field, 0, 1_000_000);
    return fc.check(
      fc.property(amount, amount, anyFacts, maybe(anyFacts), (a, b, seen, earlier) => {
        const before = earlier === undefined ? undefined : scoreSeverity(earlier, policy, AT);
        const of = (value: number) => scoreSeverity(withAmount(seen, field, value), policy, AT, before);
        const [less, more] = [of(Math.min(a, b)), of(Math.max(a, b))];
        return more.score >= less.score && rank(more.level) >= rank(less.level);
      }),
      { numRuns: 1_000, seed: 7 },
    ).counterexample;
  };

  test.each(AMOUNTS)('never lowers score or severity, whatever else is known and was before: %s', (field) => {
    expect(lowers(pack, field)).toBeNull();
  });

  const changed = (id: string, change: (rule: PolicyPack['severity']['rules'][number]) => void): PolicyPack => {
    const other = defaultPack();
    change(other.severity.rules.find((rule) => rule.id === id)!);
    return other;
  };
  test.each<[what: string, policy: PolicyPack]>([
    ['more than a hundred thousand gives fewer points', changed('value-high', (rule) => (rule.points = 10))],
    [
      'a hole between two bands',
      changed('value-medium', (rule) => (rule.when = rule.when.replace('100000.0', '90000.0'))),
    ],
    [
      'points that fall as the value grows',
      changed('value-low', (rule) => (rule.points = 'order.value >= 10000.0 ? 2.0 : 8.0')),
    ],
  ])('is a law that can be broken: %s', (_what, policy) => {
    expect(lowers(policy, 'order.value')).not.toBeNull();
  });
});

describe('a latch', () => {
  const floors = new Map(pack.severity.latches.map(({ id, floor }) => [id, floor]));
  /** A person sets a level, too, where no latch that holds refuses it. */
  const setByHand = (severity: Severity, level: Severity['level']): Severity => {
    const isRefused = severity.latches.some((latch) => rank(level) < rank(floors.get(latch) ?? 'S4'));
    return isRefused ? severity : { ...severity, level, setBy: 'maria' };
  };
  const step = fc.record({ seen: anyFacts, byHand: maybe(fc.constantFrom(...severityLevel.options)) });

  test('is never lowered, whatever is known later and people set, and no case with one is below its floor', () => {
    const held = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), (course) => {
        course.reduce<Severity | undefined>((before, { seen, byHand }) => {
          const now = scoreSeverity(seen, pack, AT, before);
          expect(now.latches).toEqual(expect.arrayContaining(before?.latches ?? []));
          for (const latch of now.latches) {
            held.add(latch);
            expect(rank(now.level)).toBeGreaterThanOrEqual(rank(floors.get(latch) ?? 'S1'));
          }
          return byHand === undefined ? now : setByHand(now, byHand);
        }, undefined);
      }),
      { numRuns: 1_000, seed: 7 },
    );
    expect([...held].sort()).toEqual([...floors.keys()].sort());
  });

  test('that comes to hold lifts also what a person has set lower: they did not know', () => {
    const base: ImpactFacts = {
      exception: { kind: 'transport.delay', family: 'transport', repeats: 0, age_hours: 0 },
      order: { value: 150_000, hours_to_promise: -1 },
      ...{ shipment: {}, customer: { tier: 'platinum' }, stock: {}, customs: {}, unknown: [] },
    };
    const first = scoreSeverity(base, pack, AT);
    expect(first.level).toBe('S1');
    const calmed = setByHand(first, 'S3');
    expect(scoreSeverity(base, pack, AT, calmed).level).toBe('S3');
    const hospital = { ...base, customer: { ...base.customer, safety_critical: true } };
    const lifted = scoreSeverity(hospital, pack, AT, calmed);
    expect(lifted).toMatchObject({ level: 'S2', latches: ['safety-critical'], raised: { from: 'S3' } });
    // Once they have seen it, it is theirs again, down to the floor.
    expect(scoreSeverity(hospital, pack, AT, lifted).level).toBe('S2');
    expect(nextThreshold(hospital, pack, lifted, AT)).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import type { FactSet, ImpactFacts, Severity } from '../../../lambdas/contracts/index.ts';
import { assessImpact, buildImpactFacts, scoreSeverity } from '../../../lambdas/scoring/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
const live = (system: FactSet['system'], facts: FactSet['facts']): FactSet => ({
  system,
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts,
});
const missing = (system: FactSet['system']): FactSet => ({
  system,
  state: 'missing',
  askedAt: AT,
  problem: 'no answer',
  facts: {},
});
const facts = (changes: Partial<ImpactFacts> = {}): ImpactFacts => ({
  exception: { kind: 'transport.delay', family: 'transport', repeats: 0, age_hours: 1 },
  order: {},
  shipment: {},
  customer: {},
  stock: {},
  customs: {},
  unknown: [],
  ...changes,
});

describe('facts', () => {
  test('take money into the reporting currency and times into hours from now', () => {
    const built = buildImpactFacts(
      openCase(),
      [
        live('erp', {
          orderValue: { amount: '10000', currency: 'USD' },
          promisedAt: '2026-03-02T21:00:00Z',
          priority: 'high',
        }),
        live('crm', { tier: 'gold', penalty: { amount: '500', currency: 'EUR' } }),
        missing('tms'),
      ],
      pack,
      AT,
    );
    expect(built.order).toEqual({ value: 9200, hours_to_promise: 12, priority: 'high' });
    expect(built.customer).toEqual({ tier: 'gold', penalty: 500 });
    expect(built.shipment).toEqual({});
    expect(built.unknown).toEqual(['tms']);
    expect(built.exception).toMatchObject({
      kind: 'transport.delivery_failed',
      family: 'delivery',
      carrier: 'CPCC',
      country: 'CA',
      repeats: 0,
      age_hours: 1,
    });
  });

  test('leave an amount away whose currency has no rate, and a fact of the wrong type', () => {
    const built = buildImpactFacts(
      openCase(),
      [live('erp', { orderValue: { amount: '5', currency: 'XTS' }, promisedAt: 'soon', expedited: 'yes' })],
      pack,
      AT,
    );
    expect(built.order).toEqual({});
  });

  test('of a missing system do not count, whatever they hold', () => {
    const built = buildImpactFacts(openCase(), [{ ...missing('crm'), facts: { tier: 'platinum' } }], pack, AT);
    expect(built.customer).toEqual({});
    expect(assessImpact([{ ...missing('crm'), facts: { tier: 'platinum' } }], pack)).toEqual({ unknown: ['crm'] });
  });
});

describe('severity', () => {
  test.each([
    ['nothing known but the type', facts(), 'S4', 10],
    ['a cheap late parcel', facts({ order: { value: 2500, hours_to_promise: 60 } }), 'S3', 26],
    [
      'a gold customer who waits today',
      facts({ order: { value: 30_000, hours_to_promise: 10 }, customer: { tier: 'gold' } }),
      'S2',
      55,
    ],
    [
      'a platinum customer with a broken promise and a penalty',
      facts({ order: { value: 150_000, hours_to_promise: -2 }, customer: { tier: 'platinum', penalty: 6000 } }),
      'S1',
      100,
    ],
  ] as const)('%s', (_name, given, level, score) => {
    expect(scoreSeverity(given, pack, AT)).toMatchObject({ level, score });
  });

  test('tells each rule that fired, in words with the numbers in them, and adds up to the score', () => {
    const severity = scoreSeverity(facts({ order: { value: 30_000, hours_to_promise: 10 } }), pack, AT);
    expect(severity.reasons).toEqual([
      { rule: 'value-medium', text: 'Goods worth 30,000 EUR are held up.', points: 20 },
      { rule: 'promise-today', text: 'The promised date is 10 hours away.', points: 15 },
    ]);
    expect(pack.severity.base + severity.reasons.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBe(
      severity.score,
    );
  });

  test('a free time that is over weighs as one that ends, and nobody reads of hours that are gone', () => {
    const by = (hours: number) => {
      const { reasons } = scoreSeverity(facts({ customs: { hours_to_free_time_end: hours } }), pack, AT);
      return reasons.map(({ rule, points, text }) => [rule, points, text]);
    };
    const over = [['free-time-over', 10, 'The free time is over, and each day is charged.']];
    expect(by(-43.5)).toEqual(over);
    expect(by(0)).toEqual(over);
    expect(by(0.5)).toEqual([['free-time-ends', 10, expect.stringContaining('ends in 0.5 hours')]]);
    expect(by(48.1)).toEqual([]);
  });

  test('says what it was scored without', () => {
    expect(scoreSeverity(facts({ unknown: ['erp'] }), pack, AT).reasons).toContainEqual({
      rule: 'facts-missing',
      text: 'Scored without ERP: no answer, and nothing cached.',
    });
  });

  test('a latch holds the level up and is not lowered by later facts', () => {
    const cold = facts({
      exception: { kind: 'cargo.temperature_excursion', family: 'cargo', repeats: 0, age_hours: 0 },
      shipment: { temperature_controlled: true },
    });
    const first = scoreSeverity(cold, pack, AT);
    expect(first).toMatchObject({ level: 'S1', latches: ['cold-chain'] });
    expect(first.score).toBeLessThan(pack.severity.bands.S1);
    const later = scoreSeverity(facts(), pack, AT, first);
    expect(later).toMatchObject({ level: 'S1', latches: ['cold-chain'] });
  });

  test('what held it up and holds no more is told as what was so: the floor stays, the words do not', () => {
    const reasonOf = (severity: Severity): readonly string[] =>
      severity.reasons.filter(({ rule }) => rule === 'nothing-known').map(({ text }) => text);
    const first = scoreSeverity(facts({ unknown: ['erp', 'tms'] }), pack, AT);
    expect([first.level, reasonOf(first)]).toEqual([
      'S3',
      ['No system could be asked, so a person looks at it today.'],
    ]);
    const answered = scoreSeverity(facts({ shipment: { mode: 'road' } }), pack, AT, first);
    const now = 'At first no system could be asked, so a person looks at it.';
    expect([answered.level, reasonOf(answered)]).toEqual(['S3', [now]]);
    expect(reasonOf(scoreSeverity(facts({ unknown: ['erp', 'tms'] }), pack, AT, answered))).toEqual(reasonOf(first));
  });
});

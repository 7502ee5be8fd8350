import { describe, expect, test } from 'vitest';
import type { Case, FactSet, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { assessCase } from '../../../lambdas/case/assess-case.ts';
import { assessImpact, buildImpactFacts } from '../../../lambdas/scoring/index.ts';
import { amountsIn, sayWhatHasNoRate } from '../../../lambdas/scoring/convert-money.ts';
import { nextThreshold } from '../../../lambdas/scoring/next-threshold.ts';
import { scoreSeverity, SET_BY_HAND } from '../../../lambdas/scoring/score-severity.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const HOUR = 3_600_000;
const pack = defaultPack();
const inHours = (hours: number): string => new Date(Date.parse(AT) + hours * HOUR).toISOString();
const live = (system: FactSet['system'], facts: FactSet['facts']): FactSet => ({
  system,
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts,
});
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const seenBy = (facts: readonly FactSet[], record: Case = openCase()) => buildImpactFacts(record, facts, pack, AT);

type Row = readonly [
  FactSet['system'],
  string,
  FactSet['facts'][string],
  'order' | 'shipment' | 'customer' | 'stock' | 'customs',
  object,
];
const FACTS: readonly Row[] = [
  ['erp', 'orderValue', euros('12.5'), 'order', { value: 12.5 }],
  ['erp', 'promisedAt', inHours(3), 'order', { hours_to_promise: 3 }],
  ['erp', 'priority', 'HIGH', 'order', { priority: 'HIGH' }],
  ['erp', 'expedited', false, 'order', { expedited: false }],
  ['tms', 'mode', 'ocean', 'shipment', { mode: 'ocean' }],
  ['tms', 'cutoffAt', inHours(-2), 'shipment', { hours_to_cutoff: -2 }],
  ['tms', 'estimatedArrival', inHours(5), 'shipment', { hours_to_arrival: 5 }],
  ['tms', 'temperatureControlled', true, 'shipment', { temperature_controlled: true }],
  ['tms', 'dangerousGoods', true, 'shipment', { dangerous_goods: true }],
  ['tms', 'perishable', true, 'shipment', { perishable: true }],
  ['crm', 'customerName', 'Hafen Klinik', 'customer', { name: 'Hafen Klinik' }],
  ['erp', 'customerName', 'Hafen Klinik', 'customer', { name: 'Hafen Klinik' }],
  ['crm', 'tier', 'gold', 'customer', { tier: 'gold' }],
  ['crm', 'penalty', euros('700'), 'customer', { penalty: 700 }],
  ['crm', 'openComplaints', 2, 'customer', { open_complaints: 2 }],
  ['crm', 'safetyCritical', true, 'customer', { safety_critical: true }],
  ['crm', 'contactEmail', 'buyer@example.com', 'customer', { reachable: true }],
  ['wms', 'substituteUnits', 40, 'stock', { substitute_units: 40 }],
  ['wms', 'coverDays', 0, 'stock', { cover_days: 0 }],
  ['trade', 'customsStatus', 'held', 'customs', { held: true }],
  ['trade', 'customsStatus', 'released', 'customs', { held: false }],
  ['trade', 'holdCode', 'PR', 'customs', { hold_code: 'PR' }],
  ['trade', 'missingDocuments', ['invoice', 'origin'], 'customs', { missing_documents: 2 }],
  ['trade', 'freeTimeEndsAt', inHours(9), 'customs', { hours_to_free_time_end: 9 }],
];

describe('what a system says', () => {
  test.each(FACTS)('%s %s %j is a fact of %s: %j', (system, name, value, group, seen) => {
    const none = { order: {}, shipment: {}, customer: {}, stock: {}, customs: {} };
    expect(seenBy([live(system, { [name]: value })])).toMatchObject({ ...none, [group]: seen });
    expect(seenBy([live(system, { [name]: value })])[group]).toEqual(seen);
    // A value of another kind is none, and what another system calls the same is not meant.
    const wrong = typeof value === 'object' ? 7 : typeof value === 'string' ? 7 : 'word';
    expect(seenBy([live(system, { [name]: wrong })])[group]).toEqual({});
    expect(seenBy([live('documents', { [name]: value })])[group]).toEqual({});
  });

  test('what the report says is known without any system, and what it does not say is not there', () => {
    const { reasonCode: _none, ...plain } = openCase({ carrier: 'NRTH', region: 'eu', businessUnit: 'retail' });
    const record: Case = { ...plain, signals: 3, occurredAt: inHours(-6) };
    expect(seenBy([], record).exception).toMatchObject({
      ...{ kind: record.type, carrier: 'NRTH', region: 'eu', business_unit: 'retail', repeats: 2, age_hours: 6 },
    });
    expect(seenBy([], record).exception).not.toHaveProperty('reason_code');
    expect(seenBy([], { ...record, reasonCode: 'A7' }).exception).toMatchObject({ reason_code: 'A7' });
    // Reported before it has happened: it is not of a negative age. Of a type that the pack does not know: its family is the first part of its name.
    const early = seenBy([], { ...record, type: 'strange.thing', occurredAt: inHours(2) }).exception;
    expect(early).toMatchObject({ family: 'strange', age_hours: 0 });
  });

  test('what is at stake is told in the amounts and times that were given', () => {
    const facts = [
      live('erp', { orderValue: euros('900'), promisedAt: '2026-03-03T09:00:00+01:00', customerName: 'Orders Ltd' }),
      live('crm', { penalty: { amount: '100', currency: 'USD' }, tier: 'gold' }),
      live('tms', { cutoffAt: inHours(4) }),
      live('trade', { freeTimeEndsAt: inHours(8) }),
      { ...live('wms', {}), state: 'missing' as const },
    ];
    const rates = { ...pack, exchangeRates: { USD: { rate: 0.9, asOf: '2026-03-01' } } };
    expect(assessImpact(facts, rates)).toEqual({
      valueAtRisk: euros('900'),
      penalty: { amount: '100', currency: 'USD' },
      inReportingCurrency: { penalty: { amount: '90.00', currency: 'EUR', rate: 0.9, asOf: '2026-03-01' } },
      customerTier: 'gold',
      customerName: 'Orders Ltd',
      promisedAt: '2026-03-03T08:00:00.000Z',
      cutoffAt: inHours(4),
      freeTimeEndsAt: inHours(8),
      unknown: ['wms'],
    });
    const called = [...facts, live('crm', { customerName: 'Never' })];
    expect(assessImpact([live('crm', { customerName: 'Acme' }), ...called], pack)).toMatchObject({
      customerName: 'Acme',
    });
  });

  test('what is of the wrong kind is not at stake', () => {
    const facts = [
      live('erp', { orderValue: 5, promisedAt: 'soon', customerName: 7 }),
      live('crm', { penalty: 'much', tier: true }),
      live('tms', { cutoffAt: 12 }),
    ];
    expect(assessImpact(facts, pack)).toEqual({ unknown: [] });
  });

  test('amounts are those of systems that answer; of those in the reporting currency or with a rate nothing is said', () => {
    const yen = { amount: '9', currency: 'JPY' };
    const facts = [
      live('erp', { a: euros('1'), b: 'text', c: ['list'] }),
      { ...live('crm', { d: yen }), state: 'missing' as const },
    ];
    expect(amountsIn(facts)).toEqual([euros('1')]);
    expect(sayWhatHasNoRate(amountsIn(facts), { ...pack, exchangeRates: {} })).toEqual([]);
    // A rate of the reporting currency to itself would say the same twice.
    const odd = { ...pack, exchangeRates: { EUR: { rate: 1, asOf: '2026-03-01' } } };
    expect(assessImpact([live('erp', { orderValue: euros('5') })], odd)).not.toHaveProperty('inReportingCurrency');
  });
});

/** A pack of which a test says all that scores. */
function scoringBy(severity: Partial<PolicyPack['severity']>): PolicyPack {
  return {
    ...pack,
    severity: { ...pack.severity, base: 0, bands: { S1: 75, S2: 50, S3: 25 }, rules: [], latches: [], ...severity },
  };
}
const rule = (when: string, points: number, reason = 'It is so.') => ({
  id: `rule-${String(points)}`,
  when,
  points,
  reason,
});

describe('the words of a reason', () => {
  test.each([
    ['{order.value}', { value: 1_234_567.4 }, '1,234,567'],
    ['{order.value}', { value: 100 }, '100'],
    ['{order.value}', { value: 99.96 }, '100'],
    ['{order.value}', { value: 7.25 }, '7.3'],
    ['{order.value}', { value: -12_500 }, '-12,500'],
    ['{order.priority} is {order.expedited}', { priority: 'HIGH', expedited: true }, 'HIGH is true'],
    ['{order.priority}', {}, 'unknown'],
    ['{order.value', { value: 5 }, '{order.value'],
  ])('%s of %j is: %s', (text, order, said) => {
    const facts = { ...seenBy([]), order };
    const [reason] = scoreSeverity(facts, scoringBy({ rules: [rule('true', 5, text)] }), AT).reasons;
    expect(reason?.text).toBe(said);
    // Once more, from what is known of the text.
    expect(scoreSeverity(facts, scoringBy({ rules: [rule('true', 5, text)] }), AT).reasons[0]?.text).toBe(said);
  });

  test('all that gave no answer are named', () => {
    const { reasons } = scoreSeverity({ ...seenBy([]), unknown: ['erp', 'tms'] }, scoringBy({}), AT);
    expect(reasons).toEqual([
      { rule: 'facts-missing', text: 'Scored without ERP, TMS: no answer, and nothing cached.' },
    ]);
  });
});

describe('a severity after another', () => {
  const policy = scoringBy({
    rules: [rule('has(order.value) && order.value >= 10.0', 50), rule('has(order.value) && order.value >= 20.0', 25)],
  });
  const of = (value: number, before?: ReturnType<typeof scoreSeverity>, at = AT) =>
    scoreSeverity({ ...seenBy([]), order: { value } }, policy, at, before);

  test('says when it rose last, and than what, as long as it stays there', () => {
    const low = of(0);
    expect([low.level, low.raised]).toEqual(['S4', undefined]);
    expect(low).not.toHaveProperty('raised');
    const high = of(10, low, inHours(1));
    expect(high).toMatchObject({ level: 'S2', raised: { from: 'S4', at: inHours(1) } });
    const same = of(11, high, inHours(2));
    expect(same.raised).toEqual({ from: 'S4', at: inHours(1) });
    const higher = of(20, same, inHours(3));
    expect(higher).toMatchObject({ level: 'S1', raised: { from: 'S2', at: inHours(3) } });
    const lower = of(10, higher, inHours(4));
    expect(lower.level).toBe('S2');
    expect(lower).not.toHaveProperty('raised');
  });

  test('what a person has set stands, with their reason, until the rules find more than they found then', () => {
    const byHand = { rule: SET_BY_HAND, text: 'The customer has called.' };
    const set = { ...of(10), level: 'S3' as const, setBy: 'mara', reasons: [...of(10).reasons, byHand] };
    const same = of(10, set);
    expect(same).toMatchObject({ level: 'S3', setBy: 'mara', score: 50 });
    expect(same.reasons).toEqual([{ rule: 'rule-50', text: 'It is so.', points: 50 }, byHand]);
    expect(of(0, set).level).toBe('S3');
    expect(of(20, set)).toMatchObject({ level: 'S1', setBy: 'mara' });
    expect(of(20, set).reasons).not.toContainEqual(byHand);
    // Raised by hand: what the rules find beside it does not lower it.
    expect(of(10, { ...of(0), level: 'S1', setBy: 'mara' }).level).toBe('S1');
    expect(of(10)).not.toHaveProperty('setBy');
  });

  test('nothing is below a latch that holds, since before a person set the level or after it', () => {
    const latched = scoringBy({ latches: [{ id: 'cold', when: 'true', floor: 'S1', reason: 'Cold.' }] });
    const before = { ...of(0), level: 'S3' as const, setBy: 'mara', latches: ['cold'] };
    expect(scoreSeverity(seenBy([]), latched, AT, before).level).toBe('S1');
    expect(scoreSeverity(seenBy([]), latched, AT, { ...before, latches: [] }).level).toBe('S1');
  });
});

describe('time alone raises a severity', () => {
  const sooner = (when: string) => scoringBy({ rules: [rule(when, 80)] });
  const nextOf = (facts: readonly FactSet[], policy: PolicyPack, record = openCase({ occurredAt: inHours(-1) })) => {
    const seen = buildImpactFacts(record, facts, policy, AT);
    return nextThreshold(seen, policy, scoreSeverity(seen, policy, AT), AT);
  };
  const second = 1 / 3600;

  test.each([
    ['erp', 'promisedAt', 'order.hours_to_promise'],
    ['tms', 'cutoffAt', 'shipment.hours_to_cutoff'],
    ['tms', 'estimatedArrival', 'shipment.hours_to_arrival'],
    ['trade', 'freeTimeEndsAt', 'customs.hours_to_free_time_end'],
  ] as const)('%s %s comes near', (system, name, field) => {
    const facts = [live(system, { [name]: inHours(30) })];
    expect(nextOf(facts, sooner(`has(${field}) && ${field} <= 24.0`))).toBe(inHours(6 + second));
    expect(nextOf(facts, sooner(`has(${field}) && 24.0 > ${field}`))).toBe(inHours(6 + second));
    expect(nextOf([], sooner(`has(${field}) && ${field} <= 24.0`))).toBeUndefined();
    // It is past, or already so near: nothing is waited for.
    expect(
      nextOf([live(system, { [name]: inHours(10) })], sooner(`has(${field}) && ${field} <= 24.0`)),
    ).toBeUndefined();
    expect(nextOf(facts, sooner(`has(${field}) && ${field} > 24.0`))).toBeUndefined();
  });

  test('the trouble grows old, by one hour each hour', () => {
    expect(nextOf([], sooner('exception.age_hours >= 3.0'))).toBe(inHours(2 + second));
    expect(nextOf([], sooner('exception.age_hours < 0.5'))).toBeUndefined();
  });

  test('what is compared with nothing but a number is a moment; the first of several that raises is waited for', () => {
    const policy = scoringBy({
      rules: [
        rule('exception.age_hours >= 2.0', 5),
        rule('exception.age_hours >= 4.0', 80),
        rule('exception.age_hours >= 8.0', 90),
      ],
    });
    expect(nextOf([], policy)).toBe(inHours(3 + second));
  });

  test('together with what is known already, each rule once', () => {
    const policy = scoringBy({
      rules: [rule('true', 15), rule('exception.age_hours >= 2.0', 9), rule('exception.age_hours >= 6.0', 1)],
    });
    expect(nextOf([], policy)).toBe(inHours(5 + second));
  });

  test('the case is looked at then', () => {
    const policy = sooner('exception.age_hours >= 3.0');
    const { severity } = assessCase(openCase({ occurredAt: inHours(-1) }), [], policy, AT);
    expect(severity.rescoreAt).toBe(inHours(2 + second));
  });
});

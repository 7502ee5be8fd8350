import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { FactSet, Signal, SupplyPlan } from '../../../lambdas/contracts/index.ts';
import { decideForesight } from '../../../lambdas/foresight/decide-foresight.ts';
import type { Foresight } from '../../../lambdas/foresight/decide-foresight.ts';
import { foreseeStockOuts, sayStockOutlook } from '../../../lambdas/foresight/foresee-stock-outs.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
const day = (offset: number): string => new Date(Date.parse(AT) + offset * 86_400_000).toISOString().slice(0, 10);
const PLAN: SupplyPlan = {
  material: 'M-1',
  site: '1010',
  unit: 'EA',
  onHand: 100,
  demand: [
    { document: '4711', isOrder: true, units: 60, on: day(3) },
    { document: '4712', isOrder: true, units: 70, on: day(7) },
  ],
  receipts: [{ document: '180000123', units: 200, on: day(5), isSubject: true }],
};
const erp = (more: Partial<FactSet> = {}): FactSet => ({
  system: 'erp',
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts: {},
  supplies: [PLAN],
  ...more,
});
const tms = (estimatedArrival: string): FactSet => ({
  system: 'tms',
  state: 'live',
  askedAt: AT,
  facts: { estimatedArrival },
});
const late = (milestone: Signal['milestone'], receivedAt = AT, occurredAt = AT): Signal => ({
  contract: 'signal/1',
  kind: 'exception',
  type: 'transport.delay',
  id: deriveId('sig', receivedAt, JSON.stringify(milestone)),
  source: { id: 'carrier', format: 'terminal49' },
  references: [{ kind: 'container', value: 'MRKU3700927', issuer: 'BIC' }],
  occurredAt,
  timeBasis: 'sent',
  receivedAt,
  raw: { key: 'k' },
  traceparent: `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`,
  ...(milestone === undefined ? {} : { milestone }),
});
const delayed = openCase({ type: 'transport.delay', state: 'triaged' });
const foresee = (facts: readonly FactSet[], reports: readonly Signal[] = [], record = delayed) =>
  foreseeStockOuts({ record, facts, reports }, pack, AT);
const arriving = (offset: number, plan: SupplyPlan = PLAN) =>
  foresee([erp({ supplies: [plan] }), tms(`${day(offset)}T06:00:00Z`)])?.[0];

describe('what a delay does to stock', () => {
  test.each([
    ['it arrives as planned', 4, PLAN, 'lasts', undefined],
    ['in time for who waits for it', 6, PLAN, 'lasts', undefined],
    ['a day too late, with what receiving takes', 7, PLAN, 'runs_out', ['4712']],
    ['stock covers all', 20, { ...PLAN, onHand: 130 }, 'lasts', undefined],
    [
      'something else fills the gap',
      20,
      { ...PLAN, receipts: [...PLAN.receipts, { document: '45', units: 30, on: day(7) }] },
      'lasts',
      undefined,
    ],
    ['who lacks as much anyway is not in danger by it', 20, { ...PLAN, onHand: 0 }, 'runs_out', ['4712']],
    ['none of it is planned any more', 20, { ...PLAN, receipts: [] }, 'lasts', undefined],
    [
      'who waits lies beyond what is looked at',
      90,
      { ...PLAN, demand: [{ document: '4713', units: 500, on: day(61) }] },
      'lasts',
      undefined,
    ],
    [
      'who waits on the last day that is looked at',
      90,
      { ...PLAN, demand: [{ document: '4713', units: 500, on: day(60) }] },
      'runs_out',
      ['4713'],
    ],
    ['of what is planned a part is known only', 20, { ...PLAN, partly: true }, 'unknown', undefined],
  ] as const)('%s', (_, offset, plan, state, orders) => {
    const outlook = arriving(offset, plan as SupplyPlan);
    expect(outlook?.state).toBe(state);
    expect(outlook?.state === 'runs_out' ? outlook.orders.map(({ document }) => document) : undefined).toEqual(orders);
  });

  test('says the day, what is missing and when the goods are there', () => {
    expect(arriving(10)).toEqual({
      material: 'M-1',
      site: '1010',
      issuer: 'erp',
      state: 'runs_out',
      arrivesOn: day(11),
      on: day(7),
      unit: 'EA',
      missingUnits: 30,
      orders: [{ document: '4712', isOrder: true, units: 70, missingUnits: 30, on: day(7) }],
    });
    expect(sayStockOutlook([arriving(10)!]).map(({ text }) => text)).toEqual([
      `Stock of M-1 at 1010 runs out on ${day(7)}; the goods are there on ${day(11)} at the earliest. In danger: order 4712 (30 of 70 EA missing on ${day(7)}).`,
    ]);
  });

  test('more stock and an earlier arrival never make it worse', () => {
    const on = (outlook: ReturnType<typeof arriving>): string => (outlook?.state === 'runs_out' ? outlook.on : '9999');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 10 }),
        (onHand, offset, more) => {
          const now = arriving(offset, { ...PLAN, onHand });
          if (now?.state === 'runs_out') expect(on(arriving(offset + more, { ...PLAN, onHand })) <= now.on).toBe(true);
          if (now?.state === 'runs_out')
            expect(on(arriving(offset, { ...PLAN, onHand: onHand + more })) >= now.on).toBe(true);
        },
      ),
    );
  });
});

describe('when the goods are expected', () => {
  const arrives = (reports: readonly Signal[], facts: readonly FactSet[] = [erp(), tms(`${day(20)}T06:00:00Z`)]) => {
    const outlook = foresee(facts, reports)?.[0];
    return outlook === undefined || outlook.state === 'unknown' ? outlook?.why : outlook.arrivesOn;
  };
  const on = (offset: number) => `${day(offset)}T06:00:00Z`;
  test.each([
    ['as the carrier said last', [late({ name: 'arrived', at: 'estimated', expectedAt: on(10) })], day(11)],
    [
      'of two the later word',
      [
        late({ name: 'arrived', at: 'estimated', expectedAt: on(10) }, '2026-03-02T08:00:00.000Z'),
        late({ name: 'arrived', at: 'estimated', expectedAt: on(8) }, AT),
      ],
      day(9),
    ],
    [
      'of two the later word, whichever lies first',
      [
        late({ name: 'unloaded', at: 'estimated', expectedAt: on(8) }, AT),
        late({ name: 'arrived', at: 'estimated', expectedAt: on(10) }, '2026-03-02T08:00:00.000Z'),
      ],
      day(9),
    ],
    [
      'when they can be fetched',
      [late({ name: 'available_for_delivery', at: 'estimated', expectedAt: on(10) })],
      day(11),
    ],
    ['not by a time that is that of the report itself', [late({ name: 'arrived', at: 'estimated' })], day(21)],
    [
      'a report whose own time is the expected one',
      [late({ name: 'delivered', at: 'estimated' }, AT, on(12))],
      day(13),
    ],
    ['not by a departure', [late({ name: 'departed', at: 'estimated', expectedAt: on(3) })], day(21)],
    ['not by a time that lies behind', [late({ name: 'arrived', at: 'estimated' }, AT, on(-1))], day(21)],
    ['by the TMS where nobody else says it', [late(undefined)], day(21)],
  ])('%s', (_, reports, expected) => {
    expect(arrives(reports)).toBe(expected);
  });
  test('as the supplier has confirmed, before what the TMS has; what is no date is no day', () => {
    const confirmed = (confirmedAt: string | number): FactSet => ({
      ...tms(''),
      system: 'procurement',
      facts: { confirmedAt },
    });
    expect(arrives([], [erp(), tms(on(20)), confirmed(on(15))])).toBe(day(16));
    for (const unclear of ['soon', 20260315])
      expect(arrives([], [erp(), confirmed(unclear)])).toBe('nobody says when the goods will arrive');
  });
  test('the ERP is asked, wherever its answer stands among the others', () => {
    expect(arrives([], [tms(on(20)), erp()])).toBe(day(21));
  });
  test('nobody says it', () => {
    expect(arrives([late(undefined)], [erp()])).toBe('nobody says when the goods will arrive');
  });
});

describe('what is not known', () => {
  test.each([
    ['a type that asks nothing of it', [erp()], openCase({ type: 'transport.lost' }), undefined],
    ['goods that leave us', [erp({ supplies: undefined })], delayed, undefined],
    ['an ERP that is down, at first', [erp({ state: 'missing', supplies: undefined })], delayed, undefined],
    [
      'an ERP that is down, when it was known before',
      [erp({ state: 'cached', supplies: undefined })],
      openCase({ type: 'transport.delay', impact: { unknown: [], stockOutlook: [arriving(10)!] } }),
      [{ material: 'M-1', site: '1010', issuer: 'erp', state: 'unknown', why: 'the ERP gives no answer' }],
    ],
  ])('%s', (_, facts, record, expected) => {
    expect(foresee(facts, [], record)).toEqual(expected);
  });
  test('goods that the ERP knew and knows no longer', () => {
    const known = openCase({ type: 'transport.delay', impact: { unknown: [], stockOutlook: [arriving(10)!] } });
    const why = (...facts: readonly FactSet[]) =>
      foresee(facts, [], known)?.map((one) => (one.state === 'unknown' ? one.why : one.state));
    expect(why(erp({ supplies: undefined }))).toEqual(['the ERP no longer knows these goods']);
    expect(why(erp({ state: 'cached' }))).toEqual(['the ERP gives no answer']);
    expect(why()).toEqual(['the ERP gives no answer']);
  });
  test('a plan of which a part is known only says so', () => {
    expect(arriving(20, { ...PLAN, partly: true })).toMatchObject({
      why: 'the ERP plans more movements of it than are looked at',
    });
  });
  test('twenty orders are kept at most, and the others counted', () => {
    const demand = Array.from({ length: 22 }, (_unused, index) => ({
      document: String(5000 + index),
      units: 9,
      on: day(7),
    }));
    const orders = (count: number) => {
      const outlook = arriving(20, { ...PLAN, onHand: 0, demand: demand.slice(0, count) });
      return outlook?.state === 'runs_out' ? [outlook.orders.length, outlook.more] : outlook?.state;
    };
    expect([orders(20), orders(22)]).toEqual([
      [20, undefined],
      [20, 2],
    ]);
  });
  test('two ERPs number their materials for themselves', () => {
    expect(foresee([erp({ instance: 'erp-eu: region eu' })])?.[0]?.issuer).toBe('erp-eu');
  });
});

describe('what is raised and settled', () => {
  const outlooks = (...stockOutlook: NonNullable<ReturnType<typeof foresee>>[number][]) => ({
    unknown: [],
    stockOutlook,
  });
  const decide = (changes: Parameters<typeof openCase>[0], before?: Foresight) =>
    decideForesight(openCase({ type: 'transport.delay', state: 'triaged', ...changes }), before, {
      raises: 'inventory.shortfall',
      at: AT,
      traceparent: late(undefined).traceparent,
    });
  const out = arriving(10)!;
  const lasts = arriving(4)!;
  const unknown = { material: 'M-1', site: '1010', issuer: 'erp', state: 'unknown' as const, why: 'x' };
  const raised = decide({ impact: outlooks(out) })!;

  test('once, and again when it is another day', () => {
    expect(raised.signals).toMatchObject([
      {
        kind: 'exception',
        type: 'inventory.shortfall',
        place: { code: '1010' },
        references: [{ kind: 'sku', value: 'M-1', issuer: 'erp' }, { kind: 'case' }, { kind: 'order', value: '4712' }],
      },
    ]);
    expect(decide({ impact: outlooks(out) })?.signals[0]?.id).toBe(raised.signals[0]?.id);
    expect(decide({ impact: outlooks(out) }, raised.after)).toBeUndefined();
    const moved = decide({ impact: outlooks(arriving(14)!) }, raised.after);
    expect(moved?.signals).toHaveLength(1);
    expect(moved?.signals[0]?.id).not.toBe(raised.signals[0]?.id);
    expect(moved?.signals[0]?.milestone?.stop).toBe(raised.signals[0]?.milestone?.stop);
  });

  test('settled once when stock lasts, and a new round begins when it does not again', () => {
    const settled = decide({ impact: outlooks(lasts) }, raised.after)!;
    expect(settled.signals).toMatchObject([{ kind: 'progress', milestone: { name: 'replenished', at: 'actual' } }]);
    expect(settled.signals[0]?.milestone?.stop).toBe(raised.signals[0]?.milestone?.stop);
    expect(decide({ impact: outlooks(lasts) }, settled.after)).toBeUndefined();
    const again = decide({ impact: outlooks(out) }, settled.after);
    expect(again?.signals[0]?.id).not.toBe(raised.signals[0]?.id);
    expect(again?.signals[0]?.milestone?.stop).not.toBe(raised.signals[0]?.milestone?.stop);
  });

  test.each([
    ['stock lasts and nothing was raised', { impact: outlooks(lasts) }, undefined, undefined],
    ['it is not known', { impact: outlooks(unknown) }, raised.after, undefined],
    ['nothing is known of the goods', {}, raised.after, undefined],
    ['the goods are there', { state: 'resolved', impact: outlooks(out) }, raised.after, 'progress'],
    ['the delay was taken back', { state: 'withdrawn', impact: outlooks(out) }, raised.after, 'progress'],
    ['another case goes on with it', { state: 'merged', impact: outlooks(out) }, raised.after, 'progress'],
    [
      'a person has solved the delay',
      { state: 'resolved', resolvedBy: 'p', impact: outlooks(lasts) },
      raised.after,
      undefined,
    ],
    [
      'a person has solved it, and it would run out',
      { state: 'resolved', resolvedBy: 'p', impact: outlooks(out) },
      undefined,
      undefined,
    ],
    [
      'it was solved with its incident',
      { state: 'resolved', resolution: 'with_incident', impact: outlooks(lasts) },
      raised.after,
      undefined,
    ],
  ] as const)('%s', (_, changes, before, kind) => {
    expect(decide(changes as Parameters<typeof openCase>[0], before)?.signals[0]?.kind).toBe(kind);
  });
});

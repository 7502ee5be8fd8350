import { describe, expect, test } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import type { Case, StockOut, StockOutlook } from '../../../lambdas/contracts/index.ts';
import { decideForesight, foresight } from '../../../lambdas/foresight/decide-foresight.ts';
import type { Foresight } from '../../../lambdas/foresight/decide-foresight.ts';
import { sayOrders, sayStockOutlook } from '../../../lambdas/foresight/foresee-stock-outs.ts';
import { openCase } from '../../support/case.ts';
import { waitingOrder as order, stockOut as out } from '../../support/stock-out.ts';

const AT = '2026-03-02T09:00:00.000Z';
const lasts = ({ material, site, issuer }: StockOut): StockOutlook => ({
  material,
  site,
  issuer,
  state: 'lasts',
  arrivesOn: '2026-03-05',
});
const decide = (
  stockOutlook: readonly StockOutlook[],
  before?: Foresight,
  changes: Partial<Case> = {},
  raises: string | undefined = 'inventory.shortfall',
) =>
  decideForesight(
    openCase({
      type: 'transport.delay',
      title: 'Late container',
      state: 'triaged',
      impact: { unknown: [], stockOutlook: [...stockOutlook] },
      ...changes,
    }),
    before,
    { raises, at: AT, traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` },
  );
const { id } = openCase();

describe('what is raised for a stock-out', () => {
  test('is a sound signal of our own that says what runs out, why, when and for whom', () => {
    const [raised] = decide([out()])!.signals;
    expect(signal.parse(raised)).toEqual(raised);
    const text = `Stock of M-1 at 1010 runs out on 2026-03-09: Late container (${id}), and the goods are there on 2026-03-13 at the earliest. In danger: order 4712 (30 of 70 KG missing on 2026-03-09).`;
    expect(raised).toMatchObject({
      source: { id: 'fairlead', format: 'foresight' },
      raw: { key: 'none' },
      references: [
        { kind: 'sku', value: 'M-1', issuer: 'erp' },
        { kind: 'case', value: id, issuer: 'fairlead' },
        { kind: 'order', value: '4712', issuer: 'erp' },
      ],
      milestone: { name: 'replenished', at: 'estimated', stop: `${id}#1` },
      reason: { scheme: 'fairlead:foresight', code: 'stock_out', text },
      quantities: { missing: { value: '30', unit: 'KG' } },
      text,
    });
  });

  test('counts pieces where the ERP names no unit, and names as orders only what is one', () => {
    const { isOrder: _not, ...reservation } = order('R-9');
    const [raised] = decide([out({ unit: '', orders: [order('4712'), reservation] })])!.signals;
    expect(raised?.kind === 'exception' && raised.quantities).toEqual({ missing: { value: '30', unit: 'EA' } });
    expect(raised?.references.filter(({ kind }) => kind === 'order').map(({ value }) => value)).toEqual(['4712']);
  });

  test('fits into a signal, whatever the case is called', () => {
    const [raised] = decide([out()], undefined, { title: 'x'.repeat(3_000) })!.signals;
    expect(raised?.text).toHaveLength(2_000);
    expect(raised?.kind === 'exception' && raised.reason?.text).toHaveLength(500);
  });

  test('is nothing where the policy of the case raises nothing for it', () => {
    expect(
      decideForesight(openCase({ impact: { unknown: [], stockOutlook: [out()] } }), undefined, {
        raises: undefined,
        at: AT,
        traceparent: '',
      }),
    ).toBeUndefined();
  });

  test('of two materials, sites or ERPs is told apart: each is raised and settled for itself', () => {
    const all = [out(), out({ material: 'M-2' }), out({ site: '2020' }), out({ issuer: 'erp-eu' })];
    const raised = decide(all)!;
    expect(new Set(raised.signals.map((one) => one.id)).size).toBe(4);
    expect(raised.after.watched.map(({ round }) => round)).toEqual([1, 1, 1, 1]);
    // What is remembered is what is read again.
    expect(foresight.parse(raised.after)).toEqual(raised.after);
    const settled = decide([lasts(all[0]!), ...all.slice(1)], raised.after)!;
    expect(settled.signals).toMatchObject([{ kind: 'progress', references: [{ value: 'M-1', issuer: 'erp' }, {}] }]);
    expect(settled.after.watched.map(({ said }) => said !== undefined)).toEqual([false, true, true, true]);
  });

  test('is settled as a sound signal that says why', () => {
    const raised = decide([out()])!;
    const text = (changes?: Partial<Case>) => {
      const [settled] = decide([lasts(out())], raised.after, changes)!.signals;
      expect(signal.parse(settled)).toEqual(settled);
      expect(settled?.id).not.toBe(raised.signals[0]?.id);
      return settled?.text;
    };
    expect(text()).toBe(`Stock of M-1 at 1010 is no longer in danger by ${id}: it lasts until the goods are there.`);
    expect(text({ state: 'withdrawn' })).toBe(
      `Stock of M-1 at 1010 is no longer in danger by ${id}: the delay behind it is over.`,
    );
  });

  test('stays with who has it when a person has closed the delay', () => {
    const raised = decide([out()])!;
    expect(decide([lasts(out())], raised.after, { state: 'closed', resolvedBy: 'dan-okafor' })).toBeUndefined();
  });
});

describe('in words', () => {
  test('the soonest five are named, with what was promised; the rest is counted, also what was cut off before', () => {
    const six = ['1', '2', '3', '4', '5', '6'].map(order);
    expect(sayOrders(out({ orders: six, more: 3 }))).toMatch(/^order 1 \(.*\), order 2 .*, order 5 \([^)]*\), 4 more$/);
    expect(sayOrders(out({ orders: six.slice(0, 5) }))).toMatch(/2026-03-09\)$/);
    const { isOrder: _not, ...reservation } = order('R-9');
    expect(sayOrders(out({ orders: [{ ...reservation, promisedAt: '2026-03-10T12:00:00.000Z' }] }))).toBe(
      'R-9 (30 of 70 KG missing on 2026-03-09, promised for 2026-03-10)',
    );
  });

  test('a case gives as reasons what runs out and what is not known, and not what lasts', () => {
    const unknown = {
      material: 'M-2',
      site: '1010',
      issuer: 'erp',
      state: 'unknown',
      why: 'the ERP gives no answer',
    } as const;
    expect(sayStockOutlook()).toEqual([]);
    expect(sayStockOutlook([lasts(out()), unknown, out()])).toEqual([
      { rule: 'stock-not-known', text: 'Whether stock of M-2 at 1010 lasts is not known: the ERP gives no answer.' },
      { rule: 'stock-out', text: expect.stringContaining('Stock of M-1 at 1010 runs out on 2026-03-09') },
    ]);
  });
});

test('what is said again after a death is the same report: that it runs out, and that it lasts', () => {
  const raised = decide([out()])!;
  expect(decide([out()])!.signals.map((one) => one.id)).toEqual(raised.signals.map((one) => one.id));
  const settled = (): readonly string[] => decide([lasts(out())], raised.after)!.signals.map((one) => one.id);
  expect(settled()).toHaveLength(1);
  expect(settled()).toEqual(settled());
  expect(raised.signals.map((one) => one.id)).not.toContain(settled()[0]);
});

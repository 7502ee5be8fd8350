import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectStock } from '../../../lambdas/foresight/project-stock.ts';

const TODAY = '2026-03-02';
const day = (offset: number): string => new Date(Date.parse(TODAY) + offset * 86_400_000).toISOString().slice(0, 10);
const wanted = (document: string, units: number, offset: number) => ({ document, units, on: day(offset) });
const comes = wanted;

test.each([
  ['nothing moves', 10, [], [], undefined, []],
  ['stock is enough to the last unit', 10, [wanted('1', 10, 3)], [], undefined, []],
  ['what comes on the day serves it', 0, [wanted('1', 10, 3)], [comes('P', 10, 3)], undefined, []],
  ['what comes a day later does not', 0, [wanted('1', 10, 3)], [comes('P', 10, 4)], day(3), [['1', 10]]],
  ['a part is missing', 4, [wanted('1', 10, 3)], [], day(3), [['1', 6]]],
  ['who wants it sooner is served first', 10, [wanted('2', 8, 5), wanted('1', 8, 3)], [], day(5), [['2', 6]]],
  ['on one day by number', 10, [wanted('2', 8, 3), wanted('1', 8, 3)], [], day(3), [['2', 6]]],
  [
    'what is owed is served before what is wanted later',
    0,
    [wanted('1', 10, 1), wanted('2', 5, 4)],
    [comes('P', 12, 3)],
    day(1),
    [
      ['1', 10],
      ['2', 3],
    ],
  ],
  ['what is overdue is wanted today', 5, [wanted('1', 8, -4)], [comes('P', 2, -1)], TODAY, [['1', 1]]],
  ['thousandths add up', 0.3, [wanted('1', 0.1, 1), wanted('2', 0.2, 2)], [], undefined, []],
] as const)('%s', (_, onHand, demand, receipts, stockOutOn, short) => {
  const projection = projectStock({ onHand, demand: [...demand], receipts: [...receipts] }, TODAY);
  expect(projection.stockOutOn).toBe(stockOutOn);
  expect(projection.short.map((one) => [one.demand.document, one.missingUnits])).toEqual(short);
});

test('each day with a movement has its end', () => {
  const demand = [wanted('1', 60, 2), wanted('2', 60, 4)];
  expect(projectStock({ onHand: 100, demand, receipts: [comes('P', 50, 7)] }, TODAY).days).toEqual([
    { on: TODAY, units: 100 },
    { on: day(2), units: 40 },
    { on: day(4), units: -20 },
    { on: day(7), units: 30 },
  ]);
});

const rows = fc.array(
  fc.record({
    document: fc.stringMatching(/^[A-Z]{3}$/),
    units: fc.integer({ min: 1, max: 500 }),
    on: fc.integer({ min: -5, max: 40 }).map(day),
  }),
  { maxLength: 12 },
);
const onHand = fc.integer({ min: 0, max: 800 });
const orLast = (on: string | undefined): string => on ?? '9999';

test('more stock never makes the stock-out earlier, nor puts anybody in danger who was not', () => {
  fc.assert(
    fc.property(onHand, fc.integer({ min: 0, max: 300 }), rows, rows, (stock, more, demand, receipts) => {
      const before = projectStock({ onHand: stock, demand, receipts }, TODAY);
      const after = projectStock({ onHand: stock + more, demand, receipts }, TODAY);
      expect(orLast(after.stockOutOn) >= orLast(before.stockOutOn)).toBe(true);
      for (const { demand: one, missingUnits } of after.short)
        expect(before.short.find((other) => other.demand === one)?.missingUnits).toBeGreaterThanOrEqual(missingUnits);
    }),
  );
});

test('a later receipt never makes the stock-out later, nor takes anybody out of danger', () => {
  fc.assert(
    fc.property(onHand, fc.integer({ min: 0, max: 30 }), rows, rows, (stock, late, demand, receipts) => {
      const delayed = receipts.map((one, index) =>
        index === 0 ? { ...one, on: day((Date.parse(one.on) - Date.parse(TODAY)) / 86_400_000 + late) } : one,
      );
      const planned = projectStock({ onHand: stock, demand, receipts }, TODAY);
      const expected = projectStock({ onHand: stock, demand, receipts: delayed }, TODAY);
      expect(orLast(expected.stockOutOn) <= orLast(planned.stockOutOn)).toBe(true);
      expect(expected.short.length).toBeGreaterThanOrEqual(planned.short.length);
    }),
  );
});

test('the last day is what there is and comes, less what is wanted', () => {
  fc.assert(
    fc.property(onHand, rows, rows, (stock, demand, receipts) => {
      const sum = (of: readonly { readonly units: number }[]): number =>
        of.reduce((total, { units }) => total + units, 0);
      expect(projectStock({ onHand: stock, demand, receipts }, TODAY).days.at(-1)?.units).toBe(
        stock + sum(receipts) - sum(demand),
      );
    }),
  );
});

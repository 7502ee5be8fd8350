import { expect, test } from 'vitest';
import { PRICES, priceOf } from '../../bin/bench/prices.ts';

test.each([
  ['sfn', 'StateTransitions', 9_000, 0.225],
  ['dynamodb', 'WriteRequestUnits', 1_000_000, 0.625],
  ['logs', 'Bytes', 1024 ** 3, 0.5],
])('%s %s costs what the list says', (service, unit, amount, usd) => {
  expect(priceOf(service, unit, amount)).toBeCloseTo(usd, 6);
});

test('what has no price stops the bench instead of costing nothing', () => {
  expect(() => priceOf('sfn', 'Unicorns', 1)).toThrow('add it to bin/bench/prices.ts');
});

test('each unit has one price', () => {
  const names = PRICES.map(({ service, unit }) => `${service} ${unit}`);
  expect(new Set(names).size).toBe(names.length);
});

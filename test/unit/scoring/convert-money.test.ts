import { expect, test } from 'vitest';
import { assessCase } from '../../../lambdas/case/assess-case.ts';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = { ...defaultPack(), exchangeRates: { USD: { rate: 0.92, asOf: '2026-02-27' } } };
const erp = (amount: string, currency: string): FactSet => ({
  system: 'erp',
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts: { orderValue: { amount, currency } },
});
const impactOf = (amount: string, currency: string) => assessCase(openCase(), [erp(amount, currency)], pack, AT).impact;

test('an amount stands as it was given, and in the reporting currency with the rate and its day', () => {
  expect(impactOf('150000.00', 'USD')).toMatchObject({
    valueAtRisk: { amount: '150000.00', currency: 'USD' },
    inReportingCurrency: { valueAtRisk: { amount: '138000.00', currency: 'EUR', rate: 0.92, asOf: '2026-02-27' } },
  });
});

test('nothing is converted that is in the reporting currency, or that has no rate', () => {
  expect(impactOf('10', 'EUR').inReportingCurrency).toBeUndefined();
  expect(impactOf('10', 'JPY')).toMatchObject({ valueAtRisk: { amount: '10', currency: 'JPY' } });
  expect(impactOf('10', 'JPY').inReportingCurrency).toBeUndefined();
});

test('that an amount has no rate is said, because it counts as not known', () => {
  const { severity } = assessCase(openCase(), [erp('9000000', 'JPY')], pack, AT);
  expect(severity.reasons.map(({ rule, text }) => [rule, text])).toContainEqual([
    'no-rate',
    'The policy has no rate for JPY: 9000000 JPY count as not known.',
  ]);
});

import { expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('an amount of another currency is told, explained and approved by the rate of its day', async () => {
  const world = await openWorld();
  world.partners.erp.put('SHP-1', {
    SalesOrder: '4500017',
    TotalNetAmount: '100000.00',
    TransactionCurrency: 'USD',
    ...promisedFor(new Date(world.now() + 20 * HOUR).toISOString()),
  });
  world.partners.crm.put('SHP-1', { name: 'Boreal', tier: 'Gold', penalty: 2000, currency: 'JPY', complaints: 0 });
  const extra = (amount: string) => ({ extraFreight: { amount, currency: 'USD' } });
  world.partners.tms.put('SHP-1', {
    id: 'SHP-1',
    mode: 'road',
    carrier: 'Northline',
    serviceLevel: 'standard',
    // 1,050 USD are 966 EUR: within the 1,000 EUR that nobody is asked for. 280 USD are 257.60 EUR: above the 250 EUR for express.
    alternatives: [
      { carrier: 'Halden', ...extra('1050.00') },
      { carrier: 'Northline', serviceLevel: 'express', ...extra('280.00') },
    ],
  });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.capacity_rejected',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  const record = await theCase(world);
  const rate = { rate: 0.92, asOf: '2026-10-30' };
  expect(record.impact).toMatchObject({
    valueAtRisk: { amount: '100000.00', currency: 'USD' },
    inReportingCurrency: { valueAtRisk: { amount: '92000.00', currency: 'EUR', ...rate } },
  });
  const mail = world.told.find(({ channel }) => channel === 'email')?.mail;
  expect(mail?.text).toContain('Value at risk: 100,000 USD (92,000 EUR by the rate of 2026-10-30)');

  // Whoever is to approve reads the limit and the amount in one currency.
  expect(mail?.text).toContain('257.6 EUR is above 250, so a person decides.');

  const viewer = world.as(PEOPLE.viewer.email);
  const explained = (await viewer.get(`/v1/cases/${record.id}/explain`)).json;
  expect(explained.impact.inReportingCurrency.valueAtRisk).toMatchObject(rate);
  const texts = explained.severity.reasons.map(({ text }: { readonly text: string }) => text);
  // The rules weigh 92,000; for yen the pack has no rate, so they weigh nothing and say so.
  expect(texts.join('\n')).toContain('92,000');
  expect(texts).toContain('The policy has no rate for JPY: 2000.00 JPY count as not known.');
  expect(explained.impact.inReportingCurrency.penalty).toBeUndefined();

  const { actions } = (await world.as(PEOPLE.lead.email).get(`/v1/cases/${record.id}/actions`)).json;
  const stateOf = (type: string): string | undefined => actions.find((action: Action) => action.type === type)?.state;
  expect([stateOf('carrier_change'), stateOf('expedite')]).toEqual(['confirmed', 'awaiting_approval']);
});

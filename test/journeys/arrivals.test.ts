import { expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

const CUSTOMER = 'einkauf@hafen.example';

test('the carrier says when the goods come now: the promise in the ERP, the customer and finance go by that, and not by what the TMS still has', async () => {
  const world = await openWorld({ startAt: '2026-03-02T09:00:00Z' });
  const at = (hours: number): string => new Date(Date.parse('2026-03-02T09:00:00Z') + hours * HOUR).toISOString();
  world.partners.erp.put('SHP-1', {
    SalesOrder: '4500017',
    TotalNetAmount: '9000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(at(48)),
  });
  world.partners.crm.put('SHP-1', {
    name: 'Hafen Klinik',
    tier: 'Silver',
    penalty: 1000,
    currency: 'EUR',
    complaints: 0,
    email: CUSTOMER,
    language: 'en',
  });
  // It would keep the promise.
  world.partners.tms.put('SHP-1', { id: 'SHP-1', mode: 'road', estimatedArrival: at(40) });
  const report = async (saidAt: number, expected: number): Promise<void> => {
    await world.postSignal({
      kind: 'exception',
      type: 'transport.delay',
      references: [{ kind: 'shipment', value: 'SHP-1' }],
      occurredAt: at(saidAt),
      milestone: { name: 'delivered', at: 'estimated', expectedAt: at(expected) },
    });
    await world.advance(5 * MINUTE);
  };
  const actions = async (): Promise<readonly Action[]> =>
    (await world.as(PEOPLE.lead.email).get(`/v1/cases/${(await theCase(world)).id}/actions`)).json.actions;
  const promises = async () =>
    (await actions()).filter(({ type }) => type === 'promise_date').map(({ change }) => change['promisedAt']);
  const letters = () => world.told.flatMap(({ to, mail }) => (to === CUSTOMER ? [mail?.text ?? ''] : []));

  await report(-1, 96);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(96), expectedSaidAt: at(-1) });
  // Four hours from the town to the door.
  expect(await promises()).toEqual([at(100)]);
  expect((await actions()).map(({ type, state }) => `${type} ${state}`).toSorted()).toEqual([
    'customer_message confirmed',
    'penalty_review confirmed',
    'promise_date confirmed',
  ]);
  expect(letters()).toEqual([expect.stringContaining('6 March 2026')]);

  // What was said before that and comes only now is no news.
  await report(-2, 60);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(96), signals: 2 });
  expect(await promises()).toEqual([at(100)]);
  // What is said after it is.
  await report(0, 120);
  expect(await theCase(world)).toMatchObject({ expectedAt: at(120), signals: 3 });
  expect(await promises()).toEqual([at(100), at(124)]);
  expect(letters()).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { Action, ActionType } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** A load that its carrier has rejected: another one would take it for little, express keeps the promise and is dear. */
async function rejectedLoad(): Promise<{ readonly world: World; readonly path: string }> {
  const world = await openWorld();
  world.partners.erp.put('SHP-1', {
    SalesOrder: '4500017',
    TotalNetAmount: '9000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(new Date(world.now() + 20 * HOUR).toISOString()),
  });
  const extra = (amount: string) => ({ extraFreight: { amount, currency: 'EUR' } });
  world.partners.tms.put('SHP-1', {
    id: 'SHP-1',
    mode: 'road',
    carrier: 'Northline',
    serviceLevel: 'standard',
    destination: 'Gate 1',
    alternatives: [
      { carrier: 'Halden', ...extra('120.00') },
      { carrier: 'Northline', serviceLevel: 'express', ...extra('900.00') },
    ],
  });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.capacity_rejected',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(2 * MINUTE);
  return { world, path: `/v1/cases/${(await theCase(world)).id}/actions` };
}

const actionsOf = async (world: World, path: string): Promise<readonly Action[]> =>
  (await world.as(PEOPLE.lead.email).get(path)).json.actions;
const stateOf = async (world: World, path: string, type: ActionType) =>
  (await actionsOf(world, path)).filter((action) => action.type === type).map(({ state }) => state);
const writes = (world: World) =>
  [world.partners.erp, world.partners.tms, world.partners.crm, world.partners.finance].flatMap(({ requests }) =>
    requests.filter(({ method }) => method === 'PATCH').map((seen) => seen.path),
  );

test('a rejected load: the next carrier is taken by itself, express waits for somebody who may, and a credit for two', async () => {
  const { world, path } = await rejectedLoad();
  // 120 is within what nobody is asked for, 900 is not.
  expect(await stateOf(world, path, 'carrier_change')).toEqual(['confirmed']);
  expect(await stateOf(world, path, 'expedite')).toEqual(['awaiting_approval']);
  expect(writes(world)).toEqual(['/api/v1/shipments/SHP-1']);

  const express = (await actionsOf(world, path)).find(({ type }) => type === 'expedite')!;
  const lead = world.as(PEOPLE.lead.email);
  const chief = world.as(PEOPLE.chief.email);
  const treasurer = world.as(PEOPLE.treasurer.email);
  // The lead has proposed nothing, but approving is a right of its own.
  expect((await lead.post(`${path}/${express.id}/approve`, {})).status).toBe(403);
  expect((await treasurer.post(`${path}/${express.id}/approve`, { digest: 'of another' })).status).toBe(409);
  expect((await treasurer.post(`${path}/${express.id}/approve`, { digest: express.digest })).status).toBe(200);

  const credit = {
    type: 'customer_credit',
    change: { order: '4500017', amount: '400.00', currency: 'EUR' },
    reason: 'Agreed with the customer.',
  };
  const proposed = await chief.post(path, credit);
  expect(proposed.json).toMatchObject({
    outcome: 'changed',
    action: { state: 'awaiting_approval', title: 'Credit 400.00 EUR to the customer of order 4500017' },
  });
  const { id, digest } = proposed.json.action;
  expect((await chief.post(`${path}/${id}/approve`, { digest })).status).toBe(403);
  expect((await treasurer.post(`${path}/${id}/approve`, { digest })).json.action.state).toBe('awaiting_approval');
  expect((await treasurer.post(`${path}/${id}/approve`, { digest })).json.outcome).toBe('unchanged');
  expect((await chief.post(path, credit)).status).toBe(409);
  await world.advance(2 * MINUTE);
  expect(await stateOf(world, path, 'expedite')).toEqual(['confirmed']);
  // It takes two, and only one has agreed.
  expect(writes(world).filter((name) => name.includes('/credits/'))).toEqual([]);
  await world.advance(25 * HOUR);
  expect(await stateOf(world, path, 'customer_credit')).toEqual(['expired']);
  expect(writes(world)).toEqual(['/api/v1/shipments/SHP-1', '/api/v1/shipments/SHP-1']);
});

test('people propose: a new destination, a document, a service case, a hold; each is written once, in its own system', async () => {
  const { world, path } = await rejectedLoad();
  const responder = world.as(PEOPLE.responder.email);
  const reason = 'The consignee has moved.';
  const propose = async (body: object) => (await responder.post(path, { reason, ...body })).json;

  const reroute = {
    type: 'reroute',
    subject: 'SHP-1',
    change: { destination: 'Dock 4' },
    basis: { destination: 'Gate 1' },
  };
  const asked = await propose(reroute);
  // Nobody has said what it costs, so a person decides.
  expect(asked.action).toMatchObject({
    state: 'awaiting_approval',
    title: 'Send shipment SHP-1 to Dock 4 instead of Gate 1',
  });
  expect((await responder.post(path, { reason, ...reroute, change: { destination: 'Dock 5' } })).status).toBe(409);
  expect((await responder.post(path, { reason, ...reroute, subject: 'SHP-2' })).json.detail).toContain('SHP-2');
  expect((await responder.post(path, { reason, type: 'reroute', change: { color: 'red' } })).status).toBe(400);
  expect((await responder.post(path, { reason, type: 'demolish' })).status).toBe(400);

  const service = { type: 'service_case', change: { title: 'Load rejected', reference: 'SHP-1' } };
  expect((await propose(service)).action.state).toBe('approved');
  const hold = {
    type: 'order_hold',
    subject: '4500017',
    change: { deliveryBlock: '01' },
    basis: { deliveryBlock: '' },
  };
  expect((await propose(hold)).action).toMatchObject({
    state: 'awaiting_approval',
    amount: { amount: '9000.00', currency: 'EUR' },
  });
  const penalty = { type: 'penalty_review', change: { reference: 'SHP-1', amount: '750.00', currency: 'EUR' } };
  expect((await propose(penalty)).action).toMatchObject({
    state: 'approved',
    amount: { amount: '750.00', currency: 'EUR' },
    title: 'Ask finance whether the contract penalty of 750.00 EUR for SHP-1 is due',
  });
  await world.advance(2 * MINUTE);
  const treasurer = world.as(PEOPLE.treasurer.email);
  for (const { id, state, digest } of await actionsOf(world, path))
    if (state === 'awaiting_approval') await treasurer.post(`${path}/${id}/approve`, { digest });
  await world.advance(2 * MINUTE);
  for (const type of ['reroute', 'service_case', 'penalty_review', 'order_hold'] as const)
    expect(await stateOf(world, path, type), type).toEqual(['confirmed']);
  const written = writes(world);
  expect(written.filter((name) => name.includes('/sobjects/Case/'))).toHaveLength(1);
  expect(written.filter((name) => name.includes('/SalesOrder('))).toHaveLength(1);
  // The same again would be a second one: it is refused, whatever became of the first.
  expect((await responder.post(path, { reason, ...service })).status).toBe(409);
  await world.advance(2 * HOUR);
  expect(writes(world)).toEqual(written);
});

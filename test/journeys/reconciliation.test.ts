import { expect, test } from 'vitest';
import { promisedFor } from '../../local/partners/index.ts';
import type { Action } from '../../lambdas/contracts/index.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const reason = 'Agreed with the customer.';
const inHours = (world: World, hours: number): string => new Date(world.now() + hours * 60 * MINUTE).toISOString();

/** A case of its own for each order, with what its systems know. */
async function lateOrder(world: World, number: number): Promise<string> {
  const name = `SHP-${String(number)}`;
  world.partners.erp.put(name, {
    SalesOrder: `450000${String(number)}`,
    TotalNetAmount: '900.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(inHours(world, 30)),
  });
  world.partners.crm.put(name, null);
  world.partners.tms.put(name, { id: name, mode: 'road', carrier: 'Northline', serviceLevel: 'standard' });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: name }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(MINUTE);
  const found = (await world.cases()).find(({ references }) => references.some(({ value }) => value === name));
  return `/v1/cases/${found!.id}/actions`;
}

test('of four writings three are changed by others: the night finds the three, each is one case, and the next night none', async () => {
  const world = await openWorld({ startAt: '2026-03-02T01:50:00Z' });
  const responder = world.as(PEOPLE.responder.email);
  const paths = [await lateOrder(world, 1), await lateOrder(world, 2), await lateOrder(world, 3)];
  const promisedAt = inHours(world, 60);
  for (const path of paths) await responder.post(path, { type: 'promise_date', promisedAt, reason });
  const extra = { amount: { amount: '90.00', currency: 'EUR' }, basis: { serviceLevel: 'standard' } };
  const express = { type: 'expedite', subject: 'SHP-3', change: { serviceLevel: 'express' }, ...extra };
  await responder.post(paths[2]!, { ...express, reason });
  await world.advance(2 * MINUTE);
  const done: Action[] = [];
  for (const path of paths) done.push(...(await responder.get(path)).json.actions);
  expect(done.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed']);

  world.partners.erp.change('SHP-1', promisedFor(inHours(world, 90)));
  world.partners.erp.change('SHP-2', { RequestedDeliveryDate: null, YY1_PromisedAt_SDH: null });
  world.partners.tms.change('SHP-3', { serviceLevel: 'standard' });
  const drifts = async () => (await world.cases()).filter(({ type }) => type === 'integration.write_back_drift');
  expect(await drifts()).toEqual([]);
  // 02:00 UTC.
  await world.advance(8 * MINUTE);
  const found = await drifts();
  expect(found.map(({ references }) => references[0]?.value).sort()).toEqual(['4500001', '4500002', 'SHP-3']);
  expect(found.map(({ signals }) => signals)).toEqual([1, 1, 1]);
  expect(found.map(({ reasonText }) => reasonText)).toContainEqual(
    expect.stringContaining('serviceLevel is standard instead of express'),
  );

  // Begun again, in the same night.
  const writings = world.engine.provisioned.resources.find(
    ({ type, logicalId }) => type === 'AWS::SQS::Queue' && logicalId.includes('WritingsQueue'),
  );
  await world.operate('sqs', 'SendMessage', { QueueUrl: writings!.ref, MessageBody: '{"night":true}' });
  await world.advance(2 * MINUTE);
  const asBefore = found.map(({ id }) => [id, 1]).sort();
  expect((await drifts()).map(({ id, signals }) => [id, signals]).sort()).toEqual(asBefore);

  // And in the next night: each stands there as it did, and somebody has it already.
  await world.advance(24 * 60 * MINUTE);
  expect((await drifts()).map(({ id, signals }) => [id, signals]).sort()).toEqual(asBefore);
});

test('what was taken back is no drift: its case asks for nothing any more', async () => {
  const world = await openWorld({ startAt: '2026-03-05T01:50:00Z' });
  const responder = world.as(PEOPLE.responder.email);
  const path = await lateOrder(world, 4);
  const change = { document: 'DOC-1', reference: 'SHP-4' };
  await responder.post(path, { type: 'document_attachment', change, reason });
  await world.advance(MINUTE);
  expect((await responder.get(path)).json.actions).toMatchObject([{ state: 'confirmed' }]);
  await world.as(PEOPLE.lead.email).post(path.replace('/actions', '/withdraw'), { reason });
  await world.advance(2 * MINUTE);
  const states = (await responder.get(path)).json.actions.map(({ state }: Action) => state).sort();
  expect(states).toEqual(['compensated', 'confirmed']);
  // 02:00 UTC, and the night after.
  await world.advance(8 * MINUTE);
  await world.advance(24 * 60 * MINUTE);
  expect((await world.cases()).filter(({ type }) => type === 'integration.write_back_drift')).toEqual([]);
});

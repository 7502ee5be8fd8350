import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import type { Action, Case } from '../../lambdas/contracts/index.ts';
import { linkIn } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import { promisedFor } from '../../local/partners/index.ts';

/** An order that is promised a day from now and arrives a day after that. */
function knowLate(world: World, shipment: string, order: string, amount: string): string {
  const at = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
  world.partners.erp.put(shipment, {
    SalesOrder: order,
    TotalNetAmount: amount,
    TransactionCurrency: 'EUR',
    ...promisedFor(at(24)),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  // A customer for whom no service case is opened.
  world.partners.crm.put(shipment, { name: 'Harbor Point Clinic', tier: 'Silver' });
  world.partners.tms.put(shipment, { id: shipment, references: [shipment], mode: 'road', estimatedArrival: at(48.5) });
  return at(24);
}

async function promised(world: World, order: string): Promise<string> {
  const url = `http://erp.partner.test/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder('${order}')`;
  const answer = await world.partners.handle(new Request(url, { headers: { authorization: 'Bearer x' } }));
  return ((await answer.json()) as { YY1_PromisedAt_SDH: string }).YY1_PromisedAt_SDH;
}

interface Reported {
  readonly id: string;
  takeBack(): Promise<void>;
  record(): Promise<Case | undefined>;
  actions(): Promise<readonly Action[]>;
}

async function report(world: World, shipment: string, occurredAt = '2026-03-02T08:30:00Z'): Promise<Reported> {
  const body = { references: [{ kind: 'shipment', value: shipment }], occurredAt };
  const { json } = await world.postSignal({ ...body, kind: 'exception', type: 'transport.delay' });
  await world.advance(2 * MINUTE);
  const lead = world.as(PEOPLE.lead.email);
  const { id } = (await lead.get(`/v1/cases?reference=shipment:${shipment}`)).json.items[0];
  return {
    id,
    takeBack: async () => {
      expect((await world.postSignal({ ...body, kind: 'retraction', retracts: json.signals[0].id })).status).toBe(202);
      await world.advance(2 * MINUTE);
    },
    record: async () => (await world.cases()).find((record) => record.id === id),
    actions: async () => (await lead.get(`/v1/cases/${id}/actions`)).json.actions,
  };
}
const patches = (world: World, order: string): number =>
  world.partners.erp.requests.filter(
    ({ method, path, status }) => method === 'PATCH' && status === 204 && path.includes(order),
  ).length;
const undoing = (actions: readonly Action[]): Action | undefined => actions.find(({ undoes }) => undoes !== undefined);

test('taken back after people were called and the ERP was changed: each is corrected by a step of its own, once', async () => {
  const world = await openWorld();

  // Small: written by itself, and taken back by itself.
  const before = knowLate(world, 'SO-1', '4500001', '9000.00');
  const small = await report(world, 'SO-1');
  const [written] = await small.actions();
  expect(written).toMatchObject({ state: 'confirmed' });
  expect(await promised(world, '4500001')).toBe(written?.change['promisedAt']);
  expect(world.told).toHaveLength(2);
  await small.takeBack();
  expect(await small.record()).toMatchObject({ state: 'withdrawn' });
  expect(world.told.slice(2).map(({ headline }) => headline.includes('Withdrawn: '))).toEqual([true, true]);
  expect(await promised(world, '4500001')).toBe(before);
  expect(undoing(await small.actions())).toMatchObject({
    state: 'confirmed',
    undoes: written?.id,
    title: expect.stringContaining('the report was taken back'),
    proposedBy: { kind: 'system' },
  });
  expect(patches(world, '4500001')).toBe(2);
  const [compensated, by] = await small.actions();
  expect(compensated).toMatchObject({ id: written?.id, state: 'compensated', compensatedBy: by?.id });
  const journal = await world.journal(small.id);
  expect(verifyChain(journal, (await small.record())?.chainHash)).toMatchObject({ whole: true });
  // In one transaction with the confirmation of what takes it back.
  const ends = journal.filter(({ happening }) => /^Action(Confirmed|Compensated)$/.test(happening.what)).slice(1);
  expect(ends.map(({ happening }) => happening)).toMatchObject([
    { what: 'ActionConfirmed', actionId: by?.id },
    { what: 'ActionCompensated', actionId: written?.id, by: by?.id },
  ]);
  expect(ends[1]?.at).toBe(ends[0]?.at);

  // Large: nobody takes back behind the back of those who approved it.
  const large = knowLate(world, 'SO-2', '4500002', '90000.00');
  const big = await report(world, 'SO-2');
  const [asked] = await big.actions();
  const approver = world.as(PEOPLE.approver.email);
  await approver.post(`/v1/cases/${big.id}/actions/${asked?.id ?? ''}/approve`, { digest: asked?.digest });
  await world.advance(MINUTE);
  expect(await promised(world, '4500002')).toBe(asked?.change['promisedAt']);
  await big.takeBack();
  await world.advance(10 * MINUTE);
  expect(undoing(await big.actions())).toMatchObject({ state: 'awaiting_approval' });
  expect(await promised(world, '4500002')).toBe(asked?.change['promisedAt']);
  const mail = world.told.findLast(
    ({ to, headline }) => to === PEOPLE.approver.email && headline.includes('again'),
  )?.mail;
  const page = linkIn(mail?.text ?? '');
  expect((await world.request('GET', page)).text).toContain('the report was taken back');
  await world.request('POST', page, { body: 'decision=approve' });
  await world.advance(MINUTE);
  expect(await promised(world, '4500002')).toBe(large);

  // Somebody has promised another date since: it is theirs, and stays.
  knowLate(world, 'SO-3', '4500003', '9000.00');
  const third = await report(world, 'SO-3');
  const theirs = new Date(world.now() + 300 * HOUR).toISOString();
  world.partners.erp.change('SO-3', promisedFor(theirs));
  await third.takeBack();
  expect(undoing(await third.actions())).toMatchObject({ state: 'superseded' });
  // What was not taken back stays what it is.
  expect((await third.actions()).map(({ state }) => state).sort()).toEqual(['confirmed', 'superseded']);
  expect(await promised(world, '4500003')).toBe(theirs);

  // Nothing was written: there is nothing to take back, and the approval is not asked for any more.
  const untouched = knowLate(world, 'SO-4', '4500004', '90000.00');
  const fourth = await report(world, 'SO-4');
  await fourth.takeBack();
  expect((await fourth.actions()).map(({ state }) => state)).toEqual(['superseded']);
  expect(await promised(world, '4500004')).toBe(untouched);

  // Solved before it was taken back: it stays solved, and what was written for it is taken back all the same.
  const solvedBefore = knowLate(world, 'SO-5', '4500005', '9000.00');
  const fifth = await report(world, 'SO-5');
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${fifth.id}/resolve`, { resolution: 'solved' });
  await world.advance(2 * MINUTE);
  expect(await promised(world, '4500005')).not.toBe(solvedBefore);
  await fifth.takeBack();
  expect(await fifth.record()).toMatchObject({ state: 'resolved', retracted: 1 });
  expect(undoing(await fifth.actions())).toMatchObject({ state: 'confirmed' });
  expect(await promised(world, '4500005')).toBe(solvedBefore);
  expect(patches(world, '4500005')).toBe(2);
  expect(verifyChain(await world.journal(fifth.id), (await fifth.record())?.chainHash)).toMatchObject({ whole: true });

  // Solved while its approval was asked for: nobody is asked any more.
  const neverWritten = knowLate(world, 'SO-6', '4500006', '90000.00');
  const sixth = await report(world, 'SO-6');
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${sixth.id}/resolve`, { resolution: 'solved' });
  await world.advance(MINUTE);
  await sixth.takeBack();
  expect((await sixth.actions()).map(({ state }) => state)).toEqual(['superseded']);
  expect(await promised(world, '4500006')).toBe(neverWritten);

  // And hours later nothing of all that is done once more.
  const [told, writes] = [world.told.length, world.partners.erp.requests.length];
  await world.advance(6 * HOUR);
  expect(world.told).toHaveLength(told);
  expect(world.partners.erp.requests).toHaveLength(writes);
});

test('taken back, and reported again: the service case that was closed stays closed, and another one is open', async () => {
  const world = await openWorld({ startAt: '2026-03-16T08:00:00Z' });
  knowLate(world, 'SO-20', '4500020', '9000.00');
  world.partners.crm.put('SO-20', { name: 'Harbor Point Clinic', tier: 'Gold' });
  const serviceCases = () => world.partners.crm.cases.map(({ fields }) => fields['Status']);
  const first = await report(world, 'SO-20', '2026-03-16T08:30:00Z');
  expect(serviceCases()).toEqual(['New']);
  await first.takeBack();
  expect(serviceCases()).toEqual(['Closed']);
  const again = await report(world, 'SO-20', '2026-03-16T08:50:00Z');
  expect(again.id).toBe(first.id);
  expect(serviceCases()).toEqual(['Closed', 'New']);
  await again.takeBack();
  expect(serviceCases()).toEqual(['Closed', 'Closed']);
  await world.advance(3 * HOUR);
  expect(serviceCases()).toEqual(['Closed', 'Closed']);
  const states = (await first.actions()).filter(({ type }) => type === 'service_case').map(({ state }) => state);
  expect(states.sort()).toEqual(['compensated', 'compensated', 'confirmed', 'confirmed']);
});

test('taken back while nobody knows whether the ERP was changed: it is looked up, and corrected where it was', async () => {
  const world = await openWorld();
  const before = knowLate(world, 'SO-1', '4500001', '9000.00');
  // The change arrives, the answer does not, and then the ERP says nothing for a while.
  world.partners.erp.aroundWrites({
    after: () => {
      world.partners.erp.aroundWrites({});
      world.partners.erp.behave('fails');
      throw new TypeError('fetch failed');
    },
  });
  const reported = await report(world, 'SO-1');
  expect(await reported.actions()).toMatchObject([{ state: 'approved', mayBeWritten: true }]);
  await reported.takeBack();
  expect(await reported.record()).toMatchObject({ state: 'withdrawn' });
  world.partners.erp.behave('well');
  await world.advance(30 * MINUTE);
  expect((await reported.actions()).map(({ state }) => state)).toEqual(['compensated', 'confirmed']);
  expect(await promised(world, '4500001')).toBe(before);
  expect(patches(world, '4500001')).toBe(2);
});

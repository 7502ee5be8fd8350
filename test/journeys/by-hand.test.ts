import { expect, test } from 'vitest';
import { promisedFor } from '../../local/partners/index.ts';
import type { Action, Task } from '../../lambdas/contracts/index.ts';
import { addressIn, browser } from '../support/browser.ts';
import { edi214 } from '../support/edi.ts';
import { theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const ORDER = '4500017';

/** A new promise that was approved while SAP was there, and half an hour in which SAP has taken no change: it is by hand. */
async function handedOver(startAt: string) {
  const world = await openWorld({ startAt });
  const at = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
  world.partners.erp.put('SO-88213', {
    SalesOrder: ORDER,
    TotalNetAmount: '90000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(at(24)),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  world.partners.crm.put('SO-88213', { name: 'Harbor Point Clinic', tier: 'Silver' });
  const estimatedArrival = at(48.5);
  world.partners.tms.put('SO-88213', { id: 'SHP-1', references: ['SO-88213'], mode: 'road', estimatedArrival });
  await world.postEdi(edi214({ status: 'SD', reason: 'AI' }));
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = async (): Promise<Action> =>
    (await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/actions`)).json.actions[0];
  const task = async (): Promise<Task> =>
    (await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/tasks`)).json.tasks.find((one: Task) =>
      one.id.startsWith('by-hand-'),
    );
  const proposed = await action();
  world.partners.erp.behave('fails');
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${proposed.id}/approve`, {});
  await world.advance(29 * MINUTE);
  expect(await action()).toMatchObject({ state: 'approved' });
  expect(await task()).toBeUndefined();
  await world.advance(2 * MINUTE);
  const { byHand } = await action();
  const on = (verb: string, body: object = {}) =>
    world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/tasks/${byHand?.taskId ?? ''}/${verb}`, body);
  return { world, id, action, task, on, wanted: String(proposed.change['promisedAt']) };
}

const begin = { items: ['begin'] };
const writes = (world: World) => world.partners.erp.requests.filter(({ method }) => method === 'PATCH').length;
const whats = async (world: World, id: string) =>
  (await world.journal(id)).map(({ happening }) => happening).filter(({ what }) => /^(Action|Task)/.test(what));

test('SAP is down for an hour: a person changes the order by hand, and on return it is compared, not written', async () => {
  const { world, id, action, task, on, wanted } = await handedOver('2026-03-02T09:00:00.000Z');
  expect(await action()).toMatchObject({ state: 'by_hand', byHand: { round: 1 } });
  const { title, instructions = [], ...terms } = await task();
  expect(title).toMatch(/^By hand: Promise order 4500017 for/);
  expect(terms).toMatchObject({ function: 'customer_service', required: true, proof: 'number', state: 'open' });
  expect(instructions).toContainEqual(expect.stringContaining('VA02'));
  expect(instructions).toContainEqual(`ERP, SalesOrder ${ORDER}:`);
  expect(instructions).toContainEqual(expect.stringMatching(new RegExp(`: from 2026-03-03T09:.* to ${wanted}`)));
  const told = world.told.filter(({ headline }) => headline.includes('By hand, please'));
  expect([...new Set(told.map(({ to }) => to))]).toHaveLength(2);
  expect(told.find(({ mail }) => mail !== undefined)?.mail?.text).toContain('VA02');
  const { json } = await world.as(PEOPLE.lead.email).get('/v1/actions?state=by_hand');
  expect(json.items).toHaveLength(1);
  // It is required: nobody ends the case over it.
  const resolved = await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  expect(resolved).toMatchObject({ status: 409, json: { detail: expect.stringContaining('By hand') } });

  expect((await on('done', { note: `Order ${ORDER}` })).status).toBe(409);
  expect((await on('tick', begin)).status).toBe(200);
  const retried = await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/actions/${(await action()).id}/retry`, {});
  expect(retried).toMatchObject({ status: 409, json: { detail: expect.stringContaining('by hand') } });
  // SAP is there for people first.
  world.partners.erp.behave('well');
  await world.advance(20 * MINUTE);
  expect(await action()).toMatchObject({ state: 'by_hand' });
  world.partners.erp.change('SO-88213', promisedFor(wanted));
  expect((await on('done', { note: 'saved' })).status).toBe(409);
  expect((await on('done', { note: `Order ${ORDER}` })).status).toBe(200);
  await world.advance(MINUTE);
  expect(await action()).toMatchObject({ state: 'confirmed', wroteAt: expect.any(String) });
  expect(await whats(world, id)).toContainEqual(expect.objectContaining({ what: 'ActionConfirmed', found: 'by_hand' }));
  await world.advance(18 * HOUR);
  // What a person has written for us is compared at night like what we have written, and is no drift.
  expect((await world.cases()).map(({ type }) => type)).not.toContain('integration.write_back_drift');
  expect(writes(world)).toBe(0);
});

test('nobody has begun when SAP is back: it is written once, and whoever begins a moment later is told so', async () => {
  const { world, id, action, task, on, wanted } = await handedOver('2026-03-09T09:00:00.000Z');
  await world.advance(29 * MINUTE);
  world.partners.erp.behave('well');
  await world.advance(16 * MINUTE);
  expect(await action()).toMatchObject({ state: 'confirmed' });
  expect(writes(world)).toBe(1);
  expect(await task()).toMatchObject({ state: 'not_needed', endedBy: 'actions' });
  expect(await on('tick', begin)).toMatchObject({ status: 409 });
  expect(await on('open', { note: 'I did it too' })).toMatchObject({ status: 409 });
  expect((await whats(world, id)).map(({ what }) => what)).toContain('ActionResumed');
  await world.advance(2 * HOUR);
  expect(writes(world)).toBe(1);
  expect(world.partners.erp.requests.filter(({ method, status }) => method === 'PATCH' && status === 204)).toHaveLength(
    1,
  );
  expect(wanted).toBeTruthy();
});

test('something else stands there when SAP is back: nothing is written over it, and whoever has the case is told the difference', async () => {
  const { world, id, action, on } = await handedOver('2026-03-16T09:00:00.000Z');
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/acknowledge`);
  await on('tick', begin);
  const other = new Date(world.now() + 99 * HOUR).toISOString();
  world.partners.erp.change('SO-88213', promisedFor(other));
  await on('done', { note: `Order ${ORDER}` });
  await world.advance(5 * MINUTE);
  // SAP is down still: what was done cannot be seen yet.
  expect(await action()).toMatchObject({ state: 'by_hand' });
  world.partners.erp.behave('well');
  await world.advance(16 * MINUTE);
  expect(await action()).toMatchObject({
    state: 'unconfirmed',
    problem: expect.stringContaining(`promisedAt is ${other}`),
  });
  const told = world.told.filter(({ headline }) => headline.includes('Not written'));
  expect(told.map(({ to }) => to).sort()).toEqual(['U0JONAS', 'jonas.weber@example.com']);
  const { json } = await world.as(PEOPLE.lead.email).get('/v1/actions?state=unconfirmed');
  expect(json.items).toHaveLength(1);
  await world.advance(HOUR);
  expect(writes(world)).toBe(0);
});

test('said to be done, and SAP says what it said before: a person is told; given back before anybody begins: it is tried again', async () => {
  const said = await handedOver('2026-03-23T09:00:00.000Z');
  await said.on('tick', begin);
  await said.on('done', { note: `Order ${ORDER}` });
  said.world.partners.erp.behave('well');
  await said.world.advance(16 * MINUTE);
  expect(await said.action()).toMatchObject({ state: 'unconfirmed', problem: expect.stringContaining('before') });
  expect(writes(said.world)).toBe(0);

  const given = await handedOver('2026-04-20T09:00:00.000Z');
  const { id } = await given.action();
  const retry = () => given.world.as(PEOPLE.lead.email).post(`/v1/cases/${given.id}/actions/${id}/retry`, {});
  expect((await retry()).json).toMatchObject({ outcome: 'changed', action: { state: 'approved' } });
  expect(await given.task()).toMatchObject({ state: 'not_needed', endedBy: 'ines-duarte' });
  await given.world.advance(34 * MINUTE);
  // Down still: it goes to a person again, by a task of its own.
  expect(await given.action()).toMatchObject({ state: 'by_hand', byHand: { round: 2 } });
  expect(
    new Set(given.world.told.filter(({ headline }) => headline.includes('By hand')).map(({ at }) => at)).size,
  ).toBe(2);
  given.world.partners.erp.behave('well');
  await given.world.advance(20 * MINUTE);
  expect(await given.action()).toMatchObject({ state: 'confirmed' });
  expect(writes(given.world)).toBe(1);
});

test('whoever is asked to do it by hand needs the mail only: takes it, is told what is missing, and says that it is done', async () => {
  const { world, id, action, wanted } = await handedOver('2026-05-04T09:00:00.000Z');
  const { open, send } = browser(world);
  const told = world.told.findLast(({ headline, mail }) => mail !== undefined && headline.includes('By hand, please'));
  const page = addressIn(world, told?.to ?? '', 'Say how it stands');
  const asked = await open(page);
  expect(asked.text).toContain('VA02');
  expect(asked.text).toContain('I do it now');
  // It is required, so nobody leaves it out; and nobody ends the case over it.
  expect(asked.buttons).toEqual(['done', 'tick', 'blocked']);
  const end = (await open(addressIn(world, told?.to ?? '', 'The case as it is now'))).links.get('It is over') ?? '';
  const early = await send(end, { decision: 'resolve', manner: 'solved' });
  expect(early).toMatchObject({ status: 409, title: 'That is not possible now' });
  expect(early.text).toContain('By hand');

  expect((await send(page, { decision: 'tick' })).status).toBe(400);
  expect(await send(page, { decision: 'tick', points: 'begin' })).toMatchObject({ status: 200, title: 'Ticked' });
  const numberless = await send(page, { decision: 'done', note: 'saved' });
  expect(numberless).toMatchObject({ status: 409 });
  expect(numberless.text).toContain('by which number');
  world.partners.erp.behave('well');
  world.partners.erp.change('SO-88213', promisedFor(wanted));
  expect(await send(page, { decision: 'done', note: `Order ${ORDER}` })).toMatchObject({ status: 200 });
  await world.advance(MINUTE);
  expect(await action()).toMatchObject({ state: 'confirmed' });
  expect((await open(page)).title).toBe('Nothing to do');
  expect(writes(world)).toBe(0);
  const ended = (await world.journal(id)).filter(({ happening }) => happening.what === 'TaskEnded');
  expect(ended).toMatchObject([{ happening: { via: 'link', as: 'done' } }]);
});

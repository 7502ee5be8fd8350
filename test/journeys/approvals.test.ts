import { expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { linkIn, theCase } from '../support/journey.ts';
import { knowLate, late, promiseInErp, theAction, writes } from '../support/late-order.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** Two of the customer's own side decide within four hours; after that it is for one of operations, within two. */
const twoThenOthers = (text: string): string =>
  text.replace(
    /(action: promise_date\n.*\n) +approval: .*\n/,
    `$1    approval:
      functions: [customer_service, account_management]
      count: 2
      within: PT4H
      otherwise: { functions: [operations_management], count: 1, within: PT2H }
`,
  );

/** The check of the pack wants two who may approve any amount. */
const danMayAll = (text: string): string => text.replace('customer_service, upTo: 50000', 'customer_service');

async function waiting(): Promise<{ readonly world: World; readonly promised: string; readonly path: string }> {
  const world = await openWorld({
    packDirectory: changedPack({ 'governance.yaml': twoThenOthers, 'organisation.yaml': danMayAll }),
  });
  const { promised } = knowLate(world, '50000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  return { world, promised, path: `/v1/cases/${id}/actions/${(await theAction(world)).id}` };
}
const messages = (world: World) => world.partners.slack.messages.filter(({ text }) => text.includes('Approve?'));
const asked = (world: World) => messages(world).map(({ channel }) => channel);
const buttonsIn = ({ blocks }: { readonly blocks: readonly unknown[] }) =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"([a-z]+)-action"/g)].map(([, name]) => name);

test('those who were asked do not answer in time: others are asked, decide from the beginning, and it is written once', async () => {
  const { world, promised, path } = await waiting();
  const [amelie, tom] = [world.as(PEOPLE.approver.email), world.as(PEOPLE.treasurer.email)];
  const { digest, governance } = await theAction(world);
  expect(governance.otherwise).toMatchObject({ functions: ['operations_management'] });
  // Two are wanted, so three of those who may are asked; nobody of operations, who would only have to look on.
  expect(asked(world).toSorted()).toEqual(['U0AMELIE', 'U0INES', 'U0KARIM']);
  const first = messages(world);
  expect(JSON.stringify(first)).toContain('after that it goes to operations management.');
  expect((await tom.post(`${path}/approve`, { digest })).status).toBe(403);
  // One of two agrees, and nobody else looks at it.
  expect((await amelie.post(`${path}/approve`, { digest })).json.action.state).toBe('awaiting_approval');
  await world.advance(3.5 * HOUR);
  expect(messages(world)).toHaveLength(3);

  await world.advance(HOUR);
  const { id } = await theCase(world);
  const journal = async () => (await world.journal(id)).filter(({ happening }) => 'actionId' in happening);
  expect((await journal()).map(({ happening }) => happening.what)).toEqual([
    'ActionProposed',
    'NoticeClaimed',
    'ActionApproved',
    'ApprovalEscalated',
    'NoticeClaimed',
  ]);
  expect(await theAction(world)).toMatchObject({ state: 'awaiting_approval', approvals: [] });
  // Inês and Karim were asked for the customer's side, and are asked once more for operations.
  const then = messages(world).slice(first.length);
  expect(then.map(({ channel }) => channel).toSorted()).toEqual(['U0INES', 'U0KARIM', 'U0TOM']);
  for (const one of then) expect(JSON.stringify(one)).toContain('after that it expires.');
  for (const one of then) expect(buttonsIn(one)).toEqual(['approve', 'refuse', 'decide']);
  for (const one of messages(world).slice(0, first.length)) {
    expect(JSON.stringify(one)).toContain('Nobody had decided in time: it has gone to operations management.');
    expect(JSON.stringify(one)).not.toMatch(/"button"|Decide by/);
  }
  // It is no more for those who had their time: not by the API, and not by the link of their mail.
  const refused = await amelie.post(`${path}/approve`, { digest });
  expect([refused.status, refused.json.detail]).toEqual([403, 'It takes an approver of operations management.']);
  const mail = world.told.find(
    ({ to, headline }) => to === PEOPLE.approver.email && headline.includes('Approve?'),
  )?.mail;
  const page = await world.request('POST', linkIn(mail?.text ?? ''), { body: 'decision=approve' });
  expect(page.text).toContain('It takes an approver of operations management.');
  expect(await promiseInErp(world)).toBe(promised);
  expect(writes(world)).toBe(0);

  expect((await tom.post(`${path}/approve`, { digest })).status).toBe(200);
  await world.advance(2 * HOUR);
  expect(await theAction(world)).toMatchObject({ state: 'confirmed', approvals: [{ person: 'tom-baker' }] });
  expect(await promiseInErp(world)).not.toBe(promised);
  expect(writes(world)).toBe(1);
  expect(world.told.filter(({ headline }) => headline.includes('Nobody approved in time'))).toEqual([]);
});

test('the others do not answer either: it expires, whoever has the case is told, and nothing is written', async () => {
  const { world, promised, path } = await waiting();
  await world.advance(4.5 * HOUR);
  expect(await theAction(world)).toMatchObject({ state: 'awaiting_approval' });
  const before = world.told.length;
  await world.advance(2 * HOUR);
  expect(await theAction(world)).toMatchObject({ state: 'expired' });
  const told = world.told.slice(before).filter(({ headline }) => headline.includes('pprove'));
  expect(told.length).toBeGreaterThan(0);
  for (const { headline } of told) expect(headline).toContain('Nobody approved in time: ');
  const late_ = await world.as(PEOPLE.treasurer.email).post(`${path}/approve`, {});
  expect(late_.status).toBe(409);
  await world.advance(5 * HOUR);
  expect(messages(world)).toHaveLength(6);
  expect(await promiseInErp(world)).toBe(promised);
  expect(writes(world)).toBe(0);
});

test('a function each: one of either is not enough, a second one of the same function neither, and nobody for both', async () => {
  const world = await openWorld({ startAt: '2026-03-03T09:00:00Z' });
  knowLate(world, '9000.00');
  world.partners.crm.put('SO-88213', { name: 'Aldergrove Clinics', tier: 'Platinum' });
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const wish = {
    type: 'supplier_allocation',
    change: { supplier: 'Corvo Castings', sku: 'SKU-5', units: 12 },
    amount: { amount: '800.00', currency: 'EUR' },
    reason: 'Theirs come on Thursday.',
  };
  const { action } = (await world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/actions`, wish)).json;
  // The goods of a platinum customer: fulfilment and operations management, one person of each.
  expect(action.governance).toMatchObject({
    functions: ['fulfilment', 'operations_management'],
    of: 'each',
    count: 2,
    reasons: [{ rule: 'special-case' }, { rule: 'always-approved' }],
  });
  const path = `/v1/cases/${id}/actions/${action.id}/approve`;
  const { digest } = action;
  const bought = () => world.partners.procurement.requests.filter(({ method }) => method === 'PATCH').length;
  const [tom, karim] = [world.as(PEOPLE.treasurer.email), world.as(PEOPLE.chief.email)];
  expect((await tom.post(path, { digest })).json.action.state).toBe('awaiting_approval');
  expect((await tom.post(path, { digest })).json.outcome).toBe('unchanged');
  const second = await karim.post(path, { digest });
  expect([second.status, second.json.detail]).toEqual([
    403,
    'Somebody of your function has approved it: another function is missing.',
  ]);
  await world.advance(10 * MINUTE);
  expect(bought()).toBe(0);
  const mail = world.told.find(
    ({ to, headline }) => to === 'sofia.lindqvist@example.com' && headline.includes('Approve?'),
  )?.mail;
  expect(mail?.text).toContain(
    'It takes somebody for each of fulfilment and operations management, and you may be one of them.',
  );
  await world.request('POST', linkIn(mail?.text ?? ''), { body: 'decision=approve' });
  await world.advance(5 * MINUTE);
  const { actions } = (await karim.get(`/v1/cases/${id}/actions`)).json;
  expect(actions.find((one: Action) => one.id === action.id)).toMatchObject({
    state: 'confirmed',
    approvals: [{ person: 'tom-baker' }, { person: 'sofia-lindqvist' }],
  });
  expect(bought()).toBe(1);
});

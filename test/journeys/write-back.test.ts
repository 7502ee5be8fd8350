import { describe, expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { linkIn, theCase } from '../support/journey.ts';
import { knowLate, late, promiseInErp, theAction, writes } from '../support/late-order.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import { promisedFor } from '../../local/partners/index.ts';

const whats = async (world: World): Promise<readonly string[]> =>
  (await world.journal((await theCase(world)).id))
    .map(({ happening }) => happening.what)
    .filter((what) => what.startsWith('Action'));

test('a small order: the new promise date is proposed, governed as automatic, written once and confirmed', async () => {
  const world = await openWorld();
  const { promised } = knowLate(world, '9000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  expect(await theCase(world)).toMatchObject({ type: 'transport.delay' });
  const action = await theAction(world);
  expect(action).toMatchObject({
    state: 'confirmed',
    type: 'promise_date',
    basis: { promisedAt: promised },
    attempts: 1,
  });
  // 48.5 hours and four more, to the next full hour.
  expect(action.change['promisedAt']).toBe(
    new Date(Math.ceil((Date.parse('2026-03-02T09:00:00Z') + 52.5 * HOUR) / HOUR) * HOUR).toISOString(),
  );
  expect(await promiseInErp(world)).toBe(action.change['promisedAt']);
  expect(writes(world)).toBe(1);
  expect(await whats(world)).toEqual(['ActionProposed', 'ActionAttempted', 'ActionConfirmed']);
  await world.advance(30 * HOUR);
  expect(writes(world)).toBe(1);
});

test('a large order: nothing is written until somebody else than the proposer approves what they were shown', async () => {
  const world = await openWorld();
  const { promised } = knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  expect(action).toMatchObject({ state: 'awaiting_approval', governance: { decision: 'approval', count: 1 } });
  // Those who may approve so much for customer service were asked, and nobody else.
  const asked = world.told.filter(({ headline }) => headline.includes('Approve?'));
  expect([...new Set(asked.map(({ to }) => to))].sort()).toEqual([
    'U0AMELIE',
    'U0INES',
    'amelie.roy@example.com',
    'ines.duarte@example.com',
  ]);
  await world.advance(HOUR);
  expect(await promiseInErp(world)).toBe(promised);

  const path = `/v1/cases/${id}/actions/${action.id}/approve`;
  const approver = world.as(PEOPLE.approver.email);
  expect((await world.as(PEOPLE.responder.email).post(path, {})).status).toBe(403);
  expect((await approver.post(path, { digest: 'another' })).status).toBe(409);
  expect((await approver.post(path, { digest: action.digest })).json).toMatchObject({ outcome: 'changed' });
  await world.advance(MINUTE);
  expect((await approver.post(path, { digest: action.digest })).json).toMatchObject({ outcome: 'unchanged' });
  expect(await theAction(world)).toMatchObject({ state: 'confirmed', approvals: [{ person: 'amelie-roy' }] });
  expect(await promiseInErp(world)).toBe(action.change['promisedAt']);
  expect(writes(world)).toBe(1);
});

test('refused: nothing is written, and nobody is asked again', async () => {
  const world = await openWorld();
  const { promised } = knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  const approver = world.as(PEOPLE.approver.email);
  const refused = await approver.post(`/v1/cases/${id}/actions/${action.id}/refuse`, { reason: 'It will be in time' });
  expect(refused.json).toMatchObject({ outcome: 'changed', action: { state: 'refused' } });
  expect((await approver.post(`/v1/cases/${id}/actions/${action.id}/approve`, {})).status).toBe(409);
  const told = world.told.filter(({ headline }) => headline.includes('Approve?')).length;
  await world.advance(8 * HOUR);
  expect(await promiseInErp(world)).toBe(promised);
  expect(world.told.filter(({ headline }) => headline.includes('Approve?'))).toHaveLength(told);
});

test('nobody approves in time: it expires, whoever owns the case hears of it, and a late approval does nothing', async () => {
  const world = await openWorld();
  const { promised } = knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/acknowledge`);
  await world.advance(4 * HOUR);
  expect(await theAction(world)).toMatchObject({ state: 'expired' });
  const heard = world.told.filter(({ headline }) => headline.includes('Nobody approved'));
  expect(heard.map(({ to }) => to).sort()).toEqual(['U0JONAS', 'jonas.weber@example.com']);
  const late_ = await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  expect(late_.status).toBe(409);
  await world.advance(HOUR);
  expect(await promiseInErp(world)).toBe(promised);
  expect(writes(world)).toBe(0);
});

test('a person proposes: the proposer never approves it, another one does', async () => {
  const world = await openWorld();
  knowLate(world, '90000.00');
  world.partners.tms.put('SO-88213', { id: 'SHP-1', references: ['SO-88213'], mode: 'road' });
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const promisedAt = new Date(world.now() + 72 * HOUR).toISOString();
  // Karim leads and approves, but not what he has proposed himself.
  const lead = world.as(PEOPLE.chief.email);
  const proposed = await lead.post(`/v1/cases/${id}/actions`, {
    type: 'promise_date',
    promisedAt,
    reason: 'The carrier called',
  });
  expect(proposed.json).toMatchObject({ outcome: 'changed', action: { state: 'awaiting_approval' } });
  await world.advance(MINUTE);
  const action = await theAction(world);
  expect(world.told.filter(({ headline }) => headline.includes('Approve?')).map(({ to }) => to)).not.toContain(
    'U0KARIM',
  );
  const own = await world.as(PEOPLE.chief.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  expect(own).toMatchObject({ status: 403, json: { detail: expect.stringContaining('somebody else') } });
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  await world.advance(MINUTE);
  expect(await promiseInErp(world)).toBe(promisedAt);
});

test('somebody changes another field of the order meanwhile (412): read again, decided again, written once', async () => {
  const world = await openWorld();
  knowLate(world, '9000.00');
  let raced = false;
  world.partners.erp.aroundWrites({
    before: () => {
      if (!raced) world.partners.erp.change('SO-88213', { DeliveryPriority: 'HIGH' });
      raced = true;
    },
  });
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  expect(world.partners.erp.requests.filter(({ method }) => method === 'PATCH').map(({ status }) => status)).toEqual([
    412, 204,
  ]);
  expect(await theAction(world)).toMatchObject({ state: 'confirmed', attempts: 1 });
});

test('somebody has promised a later date meanwhile: ours is not forced upon it', async () => {
  const world = await openWorld();
  knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  const later = new Date(world.now() + 200 * HOUR).toISOString();
  world.partners.erp.change('SO-88213', promisedFor(later));
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  await world.advance(MINUTE);
  expect(await theAction(world)).toMatchObject({ state: 'superseded' });
  expect(await promiseInErp(world)).toBe(later);
  expect(writes(world)).toBe(0);
});

test('somebody has promised another date that is still too early: proposed anew on it, and asked anew', async () => {
  const world = await openWorld();
  knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  const other = new Date(world.now() + 30 * HOUR).toISOString();
  world.partners.erp.change('SO-88213', promisedFor(other));
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  await world.advance(MINUTE);
  const { json } = await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/actions`);
  const states = json.actions.map((one: Action) => [one.state, one.basis['promisedAt'] === other]).sort();
  expect(states).toEqual([
    ['awaiting_approval', true],
    ['superseded', false],
  ]);
  expect(await promiseInErp(world)).toBe(other);
});

test('the ERP is down for an hour with actions queued: tried with growing pauses until a person is asked, written once it is back, once', async () => {
  const world = await openWorld();
  knowLate(world, '9000.00');
  // It goes down between the facts and the writing.
  world.partners.erp.aroundWrites({
    before: () => {
      world.partners.erp.behave('fails');
      world.partners.erp.aroundWrites({});
    },
  });
  await world.postEdi(late());
  await world.advance(29 * MINUTE);
  expect(await theAction(world)).toMatchObject({ state: 'approved', mayBeWritten: true });
  await world.advance(31 * MINUTE);
  expect(await theAction(world)).toMatchObject({ state: 'by_hand', mayBeWritten: true });
  const tries = (await whats(world)).filter((what) => what === 'ActionAttempted').length;
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(12);
  world.partners.erp.behave('well');
  await world.advance(20 * MINUTE);
  expect(await theAction(world)).toMatchObject({ state: 'confirmed' });
  expect(world.partners.erp.requests.filter(({ method, status }) => method === 'PATCH' && status === 204)).toHaveLength(
    1,
  );
});

test('the answer to a write is lost: the ERP is asked what became of it, and nothing is written twice', async () => {
  const world = await openWorld();
  knowLate(world, '9000.00');
  let lost = 0;
  world.partners.erp.aroundWrites({
    after: () => {
      lost += 1;
      throw new TypeError('fetch failed');
    },
  });
  await world.postEdi(late());
  await world.advance(10 * MINUTE);
  expect(lost).toBe(1);
  expect(await theAction(world)).toMatchObject({ state: 'confirmed', attempts: 2 });
  expect((await world.journal((await theCase(world)).id)).map(({ happening }) => happening)).toContainEqual(
    expect.objectContaining({ what: 'ActionConfirmed', found: 'there_already' }),
  );
});

test('withdrawn while it waits for an approval: it is not asked for any more, and nothing is written', async () => {
  const world = await openWorld();
  const { promised } = knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/withdraw`, { reason: 'Not ours' });
  const answer = await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  expect(answer.status).toBe(409);
  await world.advance(5 * HOUR);
  expect(await theAction(world)).toMatchObject({ state: 'superseded' });
  expect(await promiseInErp(world)).toBe(promised);
});

test('the execution of an action dies: the auditor starts another one, and it is written once', async () => {
  const world = await openWorld();
  knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const action = await theAction(world);
  const machines = await world.engine.kernel.call({ kind: 'root' }, 'sfn', 'ListStateMachines', {});
  const machine = machines.stateMachines.find(({ name }: { name: string }) => name.includes('Action'));
  const running = await world.engine.kernel.call({ kind: 'root' }, 'sfn', 'ListExecutions', {
    stateMachineArn: machine.stateMachineArn,
    statusFilter: 'RUNNING',
  });
  for (const { executionArn } of running.executions)
    await world.engine.kernel.call({ kind: 'root' }, 'sfn', 'StopExecution', { executionArn });
  await world.as(PEOPLE.approver.email).post(`/v1/cases/${id}/actions/${action.id}/approve`, {});
  await world.advance(5 * MINUTE);
  expect(await theAction(world)).toMatchObject({ state: 'confirmed', generation: 2 });
  expect(writes(world)).toBe(1);
});

test('approved on the signed page: opening it changes nothing, saying yes writes, and the link does nothing more', async () => {
  const world = await openWorld();
  const { promised } = knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const mail = world.told.find(
    ({ to, headline }) => to === 'amelie.roy@example.com' && headline.includes('Approve?'),
  )?.mail;
  const path = linkIn(mail?.text ?? '');
  const page = await world.request('GET', path);
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Promise order 4500017') });
  await world.advance(MINUTE);
  expect(await promiseInErp(world)).toBe(promised);
  expect((await world.request('POST', path, { body: 'decision=perhaps' })).status).toBe(400);
  expect((await world.request('POST', path, { body: 'decision=approve' })).text).toContain('Approved');
  expect((await world.request('POST', path, { body: 'decision=approve' })).status).not.toBe(500);
  await world.advance(MINUTE);
  const action = await theAction(world);
  expect(action).toMatchObject({ state: 'confirmed', approvals: [{ person: 'amelie-roy' }] });
  expect(await promiseInErp(world)).toBe(action.change['promisedAt']);
  expect((await world.request('GET', path)).text).toContain('Nothing to decide');
  expect(writes(world)).toBe(1);
});

describe('approved by a button in Slack', () => {
  const asking = (world: World, user: string) =>
    world.partners.slack.messages.find(({ channel, text }) => channel === user && text.includes('Approve?'));
  const buttons = (message: { readonly blocks: readonly unknown[] } | undefined): any[] =>
    (message?.blocks ?? []).flatMap((block: any) => (block.type === 'actions' ? block.elements : []));

  async function waiting(startAt?: string): Promise<{ world: World; promised: string; action: Action }> {
    const world = await openWorld(startAt === undefined ? {} : { startAt });
    const { promised } = knowLate(world, '90000.00');
    await world.postEdi(late());
    await world.advance(2 * MINUTE);
    return { world, promised, action: await theAction(world) };
  }

  test('yes, by two at once and twice: written once, what they were shown, and every message that asked says who has decided', async () => {
    const { world, action, promised } = await waiting();
    const message = asking(world, 'U0AMELIE');
    expect(buttons(message).map(({ action_id }) => action_id)).toEqual([
      'approve-action',
      'refuse-action',
      'decide-action',
    ]);
    // A slip of the thumb is no approval: Slack asks once more, and says what it is.
    expect(buttons(message)[0].confirm.text.text).toContain(action.title);
    await world.advance(MINUTE);
    expect(await promiseInErp(world)).toBe(promised);
    const clicks = await Promise.all([
      world.clickSlack(message, 'approve-action'),
      world.clickSlack(asking(world, 'U0INES'), 'approve-action'),
      world.clickSlack(message, 'approve-action'),
    ]);
    expect(clicks).toEqual(clicks.map(() => ({ outcome: 'taken' })));
    await world.advance(MINUTE);
    expect(await theAction(world)).toMatchObject({ state: 'confirmed', approvals: [{}] });
    expect((await theAction(world)).approvals).toHaveLength(1);
    expect(await promiseInErp(world)).toBe(action.change['promisedAt']);
    expect(writes(world)).toBe(1);
    const approvals = (await world.journal((await theCase(world)).id)).filter(
      ({ happening }) => happening.what === 'ActionApproved',
    );
    expect(approvals).toMatchObject([{ happening: { via: 'slack', digest: action.digest }, touch: true }]);
    // Who came too late is told how it stands, and nobody else is told anything.
    expect(world.partners.slack.whispers).toHaveLength(2);
    for (const user of ['U0AMELIE', 'U0INES']) {
      const said = JSON.stringify(asking(world, user)?.blocks);
      expect(said).toMatch(/(Amélie Roy|Inês Duarte) has approved it, /);
      expect(said).not.toMatch(/"button"|What to do|Decide by/);
    }
  });

  test('no: nothing is written, and the messages say so; who may not, or is shown something else, changes nothing', async () => {
    const { world, action, promised } = await waiting('2026-03-03T09:00:00Z');
    const message = asking(world, 'U0AMELIE');
    const before = await whats(world);
    // Mei may approve nothing of customer service, and of a stranger nobody knows who they are.
    await world.clickSlack(message, 'approve-action', 'U0MEI');
    await world.clickSlack(message, 'refuse-action', 'U0MEI');
    await world.clickSlack(message, 'approve-action', 'U0STRANGER');
    // The page behind the third button is opened by Slack itself, which tells us of it: nothing happens by that.
    await world.clickSlack(message, 'decide-action');
    expect(world.partners.slack.whispers.map(({ user, text }) => `${user} ${text}`)).toEqual([
      expect.stringMatching(/^U0MEI .*It takes an approver of customer service/),
      expect.stringMatching(/^U0MEI .*It takes an approver of customer service/),
      expect.stringMatching(/^U0STRANGER .*Slack member ID/),
    ]);
    expect(await whats(world)).toEqual(before);

    // Of a proposal that has changed since, of another case, or made up.
    const [approve] = buttons(message);
    const value = JSON.parse(approve.value);
    const tampered = [
      [{ ...value, digest: 'f'.repeat(64) }, 'The proposal is not the one that you were shown.'],
      [{ ...value, case: `case_${'0'.repeat(32)}` }, 'This case is not here any more.'],
      [{ ...value, action: `act_${'0'.repeat(32)}` }, 'has no action'],
      [{ ...value, as: 'ines-duarte' }, 'This button does nothing any more.'],
    ] as const;
    for (const [changed, says] of tampered) {
      approve.value = JSON.stringify(changed);
      await world.clickSlack(message, 'approve-action');
      expect(world.partners.slack.whispers.at(-1)?.text).toContain(says);
    }
    expect(await whats(world)).toEqual(before);

    expect(await world.clickSlack(message, 'refuse-action')).toEqual({ outcome: 'taken' });
    await world.advance(MINUTE);
    expect(await theAction(world)).toMatchObject({ id: action.id, state: 'refused' });
    for (const user of ['U0AMELIE', 'U0INES'])
      expect(JSON.stringify(asking(world, user)?.blocks)).toContain('Amélie Roy has refused it, ');
    const told = world.told.length;
    await world.advance(5 * HOUR);
    expect(world.told.slice(told).filter(({ headline }) => headline.includes('pprove'))).toEqual([]);
    expect(await promiseInErp(world)).toBe(promised);
    expect(writes(world)).toBe(0);
  });

  test('in time or not at all: what has expired says so, and its buttons are gone', async () => {
    const { world, promised } = await waiting('2026-03-04T09:00:00Z');
    const old = asking(world, 'U0AMELIE');
    await world.advance(5 * HOUR);
    const said = JSON.stringify(asking(world, 'U0AMELIE')?.blocks);
    expect(said).toContain('Nobody has decided in time: nothing was written.');
    expect(said).not.toContain('"button"');
    // A phone may still show it as it was.
    expect(await world.clickSlack(old, 'approve-action')).toEqual({ outcome: 'no-such-button' });
    expect(await promiseInErp(world)).toBe(promised);
  });
});

test('while somebody is away their delegate is asked and decides, the record says for whom, and not a minute longer', async () => {
  const away = (to: string): string =>
    "zone: America/Toronto,\n      delegates: [{ to: jonas-weber, from: '2026-03-05T00:00:00Z', until: 'UNTIL' }],".replace(
      'UNTIL',
      to,
    );
  const packDirectory = changedPack({
    'organisation.yaml': (text) =>
      text.replace(/(id: amelie-roy,[^}]*\}\],\n\s+)zone: America\/Toronto,/, `$1${away('2026-03-05T11:00:00Z')}`),
  });
  const world = await openWorld({ startAt: '2026-03-05T09:00:00Z', packDirectory });
  const { promised } = knowLate(world, '90000.00');
  await world.postEdi(late());
  await world.advance(2 * MINUTE);
  const action = await theAction(world);
  const asked = world.partners.slack.messages.filter(({ text }) => text.includes('Approve?'));
  expect(asked.map(({ channel }) => channel)).toContain('U0JONAS');
  const toJonas = asked.find(({ channel }) => channel === 'U0JONAS');
  // Somebody to whom nothing was lent, by the same button.
  await world.clickSlack(toJonas, 'approve-action', 'U0MEI');
  expect(await promiseInErp(world)).toBe(promised);
  await world.clickSlack(toJonas, 'approve-action');
  await world.advance(MINUTE);
  expect(await theAction(world)).toMatchObject({
    state: 'confirmed',
    approvals: [{ person: 'jonas-weber', for: 'amelie-roy' }],
  });
  expect(await promiseInErp(world)).toBe(action.change['promisedAt']);

  // She is back: it is hers again.
  await world.advance(2 * HOUR);
  const { id } = await theCase(world);
  const promisedAt = new Date(world.now() + 90 * HOUR).toISOString();
  const wish = { type: 'promise_date', promisedAt, reason: 'The carrier called' };
  const lead = world.as(PEOPLE.chief.email);
  const { json } = await lead.post(`/v1/cases/${id}/actions`, wish);
  await world.advance(MINUTE);
  const proposed: string = json.action.id;
  const again = world.partners.slack.messages.filter(({ blocks }) => JSON.stringify(blocks).includes(proposed));
  expect(again.map(({ channel }) => channel)).not.toContain('U0JONAS');
  expect(again.map(({ channel }) => channel)).toContain('U0AMELIE');
  await world.clickSlack(again[0], 'approve-action', 'U0JONAS');
  const { actions } = (await lead.get(`/v1/cases/${id}/actions`)).json;
  expect(actions.find((one: Action) => one.id === proposed).state).toBe('awaiting_approval');
});

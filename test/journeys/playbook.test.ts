import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import type { Task } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';

const brief = ({ id, state, dueAt }: Task): string => `${id} ${state} ${dueAt.slice(11, 16)}`;

test('a case says what its playbook wants: in the API, in the message, until it is done or not needed', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  const tasks = async (): Promise<readonly Task[]> => (await responder.get(`/v1/cases/${id}`)).json.tasks;
  const end = (task: string, verb: string, body: object = {}) =>
    responder.post(`/v1/cases/${id}/tasks/${task}/${verb}`, body);

  expect((await tasks()).map(brief)).toEqual([
    'check-address open 11:00',
    'new-slot open 13:00',
    'redeliver open 17:00',
  ]);
  expect((await responder.get(`/v1/cases/${id}/tasks`)).json.tasks).toEqual(await tasks());
  // What waits for something else is not asked for yet.
  const first = world.told.find(({ channel }) => channel === 'email')?.mail?.text;
  expect(first).toContain('Check address and contact (customer service, by Mon, Mar 2, 05:00 CST)');
  expect(first).toContain('Then 2 more');
  expect(first).not.toContain('Agree a new slot with the customer');
  expect(JSON.stringify(world.told.find(({ channel }) => channel === 'slack')?.slack?.blocks)).toContain(
    'Check address and contact',
  );

  // Out of turn, unknown, without a reason, without the right, without a token: nothing changes.
  const { version } = await theCase(world);
  expect(await end('new-slot', 'done')).toMatchObject({
    status: 409,
    json: { detail: expect.stringContaining('“Check address and contact”') },
  });
  expect(await end('dance', 'done')).toMatchObject({
    status: 404,
    json: { detail: expect.stringContaining('it has check-address, new-slot, redeliver') },
  });
  expect((await end('check-address', 'undo')).status).toBe(404);
  expect((await end('check-address', 'not-needed')).json.errors).toMatchObject([{ pointer: '/note' }]);
  const viewer = await world.as(PEOPLE.viewer.email).post(`/v1/cases/${id}/tasks/check-address/done`);
  expect(viewer).toMatchObject({ status: 403, json: { detail: 'None of your roles may end task.' } });
  expect((await world.request('POST', `/v1/cases/${id}/tasks/check-address/done`)).status).toBe(401);
  expect((await theCase(world)).version).toBe(version);

  // Done, twice: once. And the next call asks for what comes then.
  expect((await end('check-address', 'done', { note: 'Mrs Example confirmed it.' })).json).toMatchObject({
    outcome: 'changed',
    case: { state: 'triaged', playbook: { id: 'failed-delivery', tasks: 3, open: 2 } },
  });
  expect((await end('check-address', 'done')).json).toMatchObject({ outcome: 'unchanged' });
  await world.advance(15 * MINUTE);
  const second = world.told.findLast(({ channel }) => channel === 'email')?.mail?.text;
  expect(second).toContain('Agree a new slot with the customer');
  expect(second).not.toContain('Check address and contact (');

  // Whoever has the case and ends a task works on it.
  await responder.post(`/v1/cases/${id}/acknowledge`);
  expect((await end('new-slot', 'not-needed', { note: 'They collect it themselves.' })).json).toMatchObject({
    case: { state: 'in_progress', playbook: { open: 1 } },
  });
  expect((await tasks()).find((task) => task.id === 'new-slot')).toMatchObject({
    state: 'not_needed',
    endedBy: 'jonas-weber',
  });
  // Of words that people write only the digest is in the chain.
  const entries = await world.journal(id);
  const ended = entries.filter(({ happening }) => happening.what === 'TaskEnded');
  expect(ended.map(({ personal, touch }) => [personal?.['text']?.value, touch])).toEqual([
    ['Mrs Example confirmed it.', true],
    ['They collect it themselves.', true],
  ]);
  expect(verifyChain(entries, (await theCase(world)).chainHash)).toMatchObject({ whole: true });

  // The trouble comes back: so does the work.
  await responder.post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(10 * MINUTE);
  await responder.post(`/v1/cases/${id}/reopen`, { reason: 'Nobody collected it.' });
  await world.advance(MINUTE);
  expect((await tasks()).map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  expect((await theCase(world)).playbook).toEqual({ id: 'failed-delivery', tasks: 3, open: 3 });
});

test('taken before its facts were known: the playbook begins all the same, once, and nobody is called for it', async () => {
  // Functions of one file share their memory: this is another day.
  const world = await openWorld({ startAt: '2026-03-09T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S1');
  for (const system of ['erp', 'tms', 'crm'] as const) world.partners[system].behave('slow');
  await world.postEdi(edi214());
  await world.advance(2_000);
  const { id, state } = await theCase(world);
  expect(state).toBe('open');
  const responder = world.as(PEOPLE.responder.email);
  expect((await responder.post(`/v1/cases/${id}/acknowledge`)).status).toBe(200);
  await world.advance(MINUTE);
  expect(await theCase(world)).toMatchObject({
    state: 'acknowledged',
    acknowledgedBy: 'jonas-weber',
    playbook: { id: 'failed-delivery', tasks: 3, open: 3 },
  });
  const whats = async () => (await world.journal(id)).map(({ happening }) => happening.what);
  expect((await whats()).filter((what) => what === 'PlaybookStarted')).toHaveLength(1);
  expect(await whats()).not.toContain('EscalationStepClaimed');
  expect(world.told).toEqual([]);

  // Dying and looking again begins it no second time.
  world.restart();
  await world.advance(10 * MINUTE);
  expect((await whats()).filter((what) => what === 'PlaybookStarted')).toHaveLength(1);
  const done = await responder.post(`/v1/cases/${id}/tasks/check-address/done`);
  expect(done.json).toMatchObject({ outcome: 'changed', case: { state: 'in_progress', playbook: { open: 2 } } });

  // Somebody has the owner called: the tasks that were set stay as they are.
  const lead = world.as(PEOPLE.lead.email);
  expect((await lead.post(`/v1/cases/${id}/escalate`, { reason: 'The consignee has called.' })).status).toBe(200);
  await world.advance(MINUTE);
  expect(world.told.length).toBeGreaterThan(0);
  expect((await theCase(world)).playbook).toMatchObject({ tasks: 3, open: 2 });
  expect((await whats()).filter((what) => what === 'PlaybookStarted')).toHaveLength(1);
  expect(verifyChain(await world.journal(id), (await theCase(world)).chainHash)).toMatchObject({ whole: true });
});

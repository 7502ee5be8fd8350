import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import type { Task } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import { promisedFor } from '../../local/partners/index.ts';

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
  expect((await theCase(world)).playbook).toMatchObject({ id: 'failed-delivery', tasks: 3, open: 3 });
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

test('damaged goods: nobody resolves the case before they were inspected, point by point, and the claim is open', async () => {
  const world = await openWorld({ startAt: '2026-03-16T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postSignal({
    kind: 'exception',
    type: 'cargo.damaged',
    references: [{ kind: 'shipment', value: 'SO-88213' }],
    occurredAt: '2026-03-16T08:30:00Z',
  });
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  const lead = world.as(PEOPLE.lead.email);
  const end = (by: typeof lead, task: string, verb: string, body: object = {}) =>
    by.post(`/v1/cases/${id}/tasks/${task}/${verb}`, body);
  const taskOf = async (task: string) =>
    (await responder.get(`/v1/cases/${id}/tasks`)).json.tasks.find((one: Task) => one.id === task);

  expect(await taskOf('inspect')).toMatchObject({
    required: true,
    waits: ['“Hold the goods until somebody has looked at them”'],
  });
  const early = await responder.post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  expect(early).toMatchObject({
    status: 409,
    json: {
      type: 'https://fairlead.dev/problems/tasks-open',
      errors: [{ pointer: '/tasks/inspect' }, { pointer: '/tasks/claim' }],
    },
  });
  const other = `case_${'0'.repeat(32)}`;
  const noTask = await lead.post('/v1/bulk', { command: 'tick', cases: [id], body: { items: ['photos'] } });
  expect(noTask).toMatchObject({ status: 400, json: { errors: [{ pointer: '/task' }] } });
  const waived = { command: 'waive', task: 'claim', cases: [id, other], body: { note: 'x' } };
  expect((await responder.post('/v1/bulk', waived)).status).toBe(403);
  const ticked = { command: 'tick', task: 'inspect', cases: [id, other], body: { items: ['photos'] } };
  expect((await responder.post('/v1/bulk', ticked)).json.results).toMatchObject([
    { outcome: 'changed' },
    { outcome: 'refused', problem: { status: 404 } },
  ]);
  expect((await responder.post('/v1/bulk', { ...ticked, command: 'untick' })).json).toMatchObject({ changed: 1 });
  const bulk = await lead.post('/v1/bulk', { command: 'resolve', cases: [id], body: { resolution: 'solved' } });
  expect(bulk.json.results).toMatchObject([{ outcome: 'refused', problem: { status: 409 } }]);

  expect((await end(responder, 'quarantine', 'done')).status).toBe(200);
  expect((await end(responder, 'inspect', 'done')).json.detail).toContain('“Photos of the goods and of their packing”');
  expect((await end(responder, 'inspect', 'tick', { items: ['photos', 'log'] })).json.outcome).toBe('changed');
  const mail = [{ title: 'His mail', url: 'https://dms.example/mail/3' }];
  const noon = { note: 'The surveyor comes at noon.', attachments: mail };
  expect((await end(responder, 'inspect', 'block', noon)).status).toBe(200);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  await lead.post(`/v1/cases/${id}/escalate`, { reason: 'It is worse than it looked.' });
  await world.advance(MINUTE);
  // Who is called next reads what is left and what stands in the way.
  expect(world.told.findLast(({ channel }) => channel === 'email')?.mail?.text).toMatch(
    /Inspect, with photos and the temperature log \(logistics, by .*, required, 1 of 3 points open, blocked\)/,
  );
  expect((await end(responder, 'inspect', 'open', { note: 'He is here.' })).json.case.playbook.open).toBe(4);
  expect((await end(responder, 'inspect', 'tick', { items: ['count'] })).status).toBe(200);
  const attachments = [{ title: 'Survey', url: 'https://dms.example/survey/7', sha256: 'a'.repeat(64) }];
  expect((await end(responder, 'inspect', 'done', { attachments: [{ title: 'x', url: 'http://plain' }] })).status).toBe(
    400,
  );
  expect((await end(responder, 'inspect', 'done', { note: 'Crushed.', attachments })).status).toBe(200);
  expect(await taskOf('inspect')).toMatchObject({ state: 'done', checked: ['photos', 'count', 'log'], waits: [] });

  // The claim is for finance; a responder can neither leave it out nor waive it.
  expect(await end(responder, 'claim', 'done')).toMatchObject({
    status: 403,
    json: { type: 'https://fairlead.dev/problems/task-of-others', detail: expect.stringContaining('Tom Baker') },
  });
  expect((await end(responder, 'claim', 'not-needed', { note: 'x' })).status).toBe(403);
  expect((await end(responder, 'claim', 'waive', { note: 'x' })).json.detail).toContain('waive task');
  expect((await end(lead, 'claim', 'waive', {})).json.errors).toMatchObject([{ pointer: '/note' }]);
  expect((await responder.post(`/v1/cases/${id}/resolve`, { resolution: 'solved' })).json.errors).toHaveLength(1);
  expect((await end(lead, 'claim', 'waive', { note: 'Below the deductible.' })).status).toBe(200);
  expect((await responder.post(`/v1/cases/${id}/resolve`, { resolution: 'solved' })).status).toBe(200);
  expect((await end(responder, 'claim', 'open', { note: 'x' })).status).toBe(409);

  const entries = await world.journal(id);
  const moves = entries.flatMap(({ happening, personal }) =>
    happening.what.startsWith('Task') && 'taskId' in happening
      ? [
          `${happening.what} ${happening.taskId}${Object.keys(personal ?? {})
            .map((key) => ` ${key}`)
            .join('')}`,
        ]
      : [],
  );
  expect(moves).toEqual([
    'TaskChecked inspect',
    'TaskChecked inspect',
    'TaskEnded quarantine',
    'TaskChecked inspect',
    'TaskBlocked inspect text attachments',
    'TaskOpened inspect text',
    'TaskChecked inspect',
    'TaskEnded inspect text attachments',
    'TaskEnded claim text',
  ]);
  expect(verifyChain(entries, (await theCase(world)).chainHash)).toMatchObject({ whole: true });
});

test('a task waits for a report: the container comes back once it is unloaded, and not because somebody expects that', async () => {
  const world = await openWorld({ startAt: '2026-03-23T09:00:00Z' });
  const references = [{ kind: 'container', value: 'MSCU1234566' }] as const;
  const report = (milestone: object, occurredAt: string) =>
    world.postSignal({ kind: 'progress', milestone, references, occurredAt });
  // From before the trouble: it tells nothing of this time.
  await report({ name: 'unloaded', at: 'actual' }, '2026-03-01T08:00:00Z');
  await world.postSignal({
    kind: 'exception',
    type: 'transport.detention',
    references,
    occurredAt: '2026-03-23T08:00:00Z',
  });
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  const done = (task: string) => responder.post(`/v1/cases/${id}/tasks/${task}/done`);
  expect((await done('find-cause')).status).toBe(200);
  await report({ name: 'unloaded', at: 'estimated' }, '2026-03-23T09:00:00Z');
  await world.advance(MINUTE);
  expect(await done('return-equipment')).toMatchObject({
    status: 409,
    json: { detail: expect.stringContaining('a report that the goods are unloaded or delivered') },
  });
  await report({ name: 'unloaded', at: 'actual' }, '2026-03-23T09:01:00Z');
  await world.advance(MINUTE);
  const { tasks } = (await responder.get(`/v1/cases/${id}/tasks`)).json;
  expect(tasks.map((one: { waits: string[] }) => one.waits)).toEqual([[], [], []]);
  expect((await done('return-equipment')).json).toMatchObject({ outcome: 'changed' });
});

test('a task that is late is told once to who is on duty for it and to whoever has the case; one that waits for it when it is done, and nobody while it waits for somebody outside', async () => {
  const world = await openWorld({ startAt: '2026-03-09T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S3');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  await responder.post(`/v1/cases/${id}/start`);
  const about = () =>
    world.told.filter(({ headline, mail }) =>
      /Overdue: (?:Check|Agree|Order|\d+ tasks)/.test(mail?.subject ?? headline),
    );
  await world.advance(118 * MINUTE);
  expect(about()).toEqual([]);
  await world.advance(3 * MINUTE);
  const first = about();
  const readers = first.map(({ channel, to }) => `${channel} ${to}`);
  expect(readers).toContain('slack U0JONAS');
  expect(new Set(readers).size).toBe(readers.length);
  expect(first.length).toBeLessThanOrEqual(2);
  expect(first[0]?.headline).toContain('Overdue: Check address and contact (Failed delivery');
  expect(JSON.stringify(first.map(({ slack }) => slack?.blocks))).toContain('not done by the due time');
  const looked = async () =>
    (await world.journal(id)).flatMap(({ happening }) => (happening.what === 'TasksLookedAt' ? [happening.late] : []));
  expect(await looked()).toEqual([['check-address']]);

  // Two hours later the next one is due, but waits: nobody can do anything about it but the first.
  await world.advance(2 * HOUR);
  expect(about()).toHaveLength(first.length);
  await responder.post(`/v1/cases/${id}/tasks/check-address/done`, { note: 'It is right.' });
  await world.advance(MINUTE);
  expect(about().length).toBeGreaterThan(first.length);
  expect(about().at(-1)?.headline).toContain('Overdue: Agree a new slot with the customer');
  expect((await looked()).filter((late) => late.length > 0)).toEqual([['check-address'], ['new-slot']]);

  // While it waits for the customer, nobody hears of the last one; afterwards once.
  await responder.post(`/v1/cases/${id}/tasks/new-slot/done`, { note: 'Friday.' });
  const until = new Date(world.now() + 6 * HOUR).toISOString();
  await responder.post(`/v1/cases/${id}/pause`, { waitingFor: 'customer', until, reason: 'They are away.' });
  const before = about().length;
  await world.advance(5 * HOUR);
  expect(about()).toHaveLength(before);
  await world.advance(2 * HOUR);
  expect(about().length).toBeGreaterThan(before);
  expect((await looked()).flat()).toEqual(['check-address', 'new-slot', 'redeliver']);
  const total = about().length;
  await world.advance(6 * HOUR);
  expect(about()).toHaveLength(total);

  // What was taken for done and was not: it is told again, once, although nothing else becomes due.
  const openAgain = (task: string) =>
    responder.post(`/v1/cases/${id}/tasks/${task}/open`, { note: 'They say that it was not so.' });
  expect((await openAgain('new-slot')).status).toBe(200);
  await world.advance(MINUTE);
  expect(about().length).toBeGreaterThan(total);
  for (const { headline } of about().slice(total)) expect(headline).toContain('Overdue: Agree a new slot');
  const again = about().length;
  await world.advance(6 * HOUR);
  expect(about()).toHaveLength(again);
});

test('the account team hears at once of a hold that others work on, and of a rejected load only once the promise is near: each once', async () => {
  const world = await openWorld({ startAt: '2026-03-16T09:00:00Z' });
  const report = async (type: string, reference: { kind: string; value: string }) => {
    const occurredAt = new Date(world.now() - 10 * MINUTE).toISOString();
    await world.postSignal({ kind: 'exception', type, references: [reference], occurredAt });
    await world.advance(2 * MINUTE);
    const found = (await world.cases()).find(({ references }) =>
      references.some(({ value }) => value === reference.value),
    );
    return found?.id ?? '';
  };
  const told = async (caseId: string) =>
    (await world.notices(caseId))
      .filter(({ purpose }) => purpose === 'task_set')
      .map(({ taskIds, state }) => [taskIds, state]);

  const hold = await report('compliance.customs_hold', { kind: 'container', value: 'MSCU1234565' });
  expect(await told(hold)).toEqual([[['tell-account-team'], 'handed_over']]);
  const heard = world.told.filter(({ headline }) => headline.includes('For you: Tell the account team'));
  expect(heard).toHaveLength(1);
  expect(JSON.stringify(heard[0]?.slack?.blocks)).toMatch(
    /You are on duty for account management.*Tell the account team \(account management, by /,
  );

  const promised = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
  world.partners.erp.put('SHP-1', { SalesOrder: '4500001', ...promisedFor(promised(60)) });
  world.partners.erp.put('SHP-2', { SalesOrder: '4500002', ...promisedFor(promised(30)) });
  const far = await report('transport.capacity_rejected', { kind: 'shipment', value: 'SHP-1' });
  const near = await report('transport.capacity_rejected', { kind: 'shipment', value: 'SHP-2' });
  expect(await told(far)).toEqual([]);
  expect(await told(near)).toEqual([[['tell-account-team'], 'handed_over']]);
  for (const id of [hold, far, near]) await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
  await world.advance(2 * HOUR);
  expect(await told(hold)).toHaveLength(1);
  expect(await told(near)).toHaveLength(1);
});

import { describe, expect, test } from 'vitest';
import { rights } from '../../lambdas/api/rights.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBriefly } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

const reason = 'Talked to the customer';

test('snoozed: nobody is called until then, broken promises are journaled on time, and then it goes on', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const until = new Date(world.now() + 2 * HOUR).toISOString();
  const lead = world.as(PEOPLE.lead.email);
  expect((await lead.post(`/v1/cases/${id}/snooze`, { until, reason })).status).toBe(200);
  await world.advance(118 * MINUTE);
  expect(world.told).toHaveLength(2);
  expect(
    (await world.journal(id))
      .filter(({ happening }) => happening.what === 'ClockBreached')
      .map(({ at }) => at.slice(11, 16)),
  ).toEqual(['09:15', '10:00']);
  await world.advance(5 * MINUTE);
  // The second step was due long ago.
  expect(toldBriefly(world).slice(2)).toEqual([
    '11:02 email dan.okafor@example.com',
    '11:02 email ines.duarte@example.com',
    '11:02 slack U0DAN',
    '11:02 slack U0INES',
  ]);
});

test('rights do not stop at a team, and the journal says who has acted; what is bound to a function stays with it', async () => {
  const world = await openWorld({ startAt: '2026-03-24T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S1');
  world.partners.erp.change('SO-88213', { TotalNetAmount: '90000.00' });
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id, owner } = await theCase(world);
  // Jonas is of the transport desk, and of no rota that this case calls.
  expect(owner?.team).toBe('customer-service');
  expect((await world.notices(id)).map(({ person }) => person)).not.toContain(PEOPLE.responder.person);
  const jonas = world.as(PEOPLE.responder.email);
  expect((await jonas.get(`/v1/cases/${id}`)).status).toBe(200);
  expect((await jonas.post(`/v1/cases/${id}/acknowledge`)).status).toBe(200);
  const entry = (await world.journal(id)).find(({ happening }) => happening.what === 'CaseAcknowledged');
  expect(entry).toMatchObject({ actor: { kind: 'person', id: PEOPLE.responder.person }, touch: true });
  // Tom may approve for finance and operations, Karim for account management: each for that, of whatever team the case is.
  const promisedAt = new Date(world.now() + 90 * HOUR).toISOString();
  const proposed = await jonas.post(`/v1/cases/${id}/actions`, { type: 'promise_date', promisedAt, reason });
  const { id: action, governance } = proposed.json.action;
  expect(governance.functions).not.toContain('finance');
  const before = (await theCase(world)).version;
  const by = async (email: string) =>
    (await world.as(email).post(`/v1/cases/${id}/actions/${String(action)}/approve`, {})).status;
  expect(await by(PEOPLE.responder.email)).toBe(403);
  expect(await by(PEOPLE.treasurer.email)).toBe(403);
  expect((await theCase(world)).version).toBe(before);
  expect(await by(PEOPLE.approver.email)).toBe(200);
});

test('escalated by hand: the next level is called at once, and who had it has it no more', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S3');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  expect((await responder.post(`/v1/cases/${id}/escalate`, { reason })).json).toMatchObject({
    outcome: 'changed',
    case: { state: 'triaged' },
  });
  // Two people at once: the second click finds it done.
  expect((await responder.post(`/v1/cases/${id}/escalate`, { reason })).json).toMatchObject({ outcome: 'unchanged' });
  await world.advance(MINUTE);
  const levelTwo = toldBriefly(world).slice(2);
  expect(levelTwo.join()).toContain('ines.duarte@example.com');
  await world.advance(5 * MINUTE);
  expect(toldBriefly(world).slice(2)).toEqual(levelTwo);
});

test('assigned to a person: they are called, whoever is on duty; the team that had it is not', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S3');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const before = world.told.length;
  const lead = world.as(PEOPLE.lead.email);
  const given = await lead.post(`/v1/cases/${id}/assign`, { team: 'logistics', person: 'mei-tan', reason });
  expect(given.json).toMatchObject({ outcome: 'changed', case: { owner: { team: 'logistics', person: 'mei-tan' } } });
  await world.advance(2 * MINUTE);
  expect(
    world.told
      .slice(before)
      .map(({ to }) => to)
      .sort(),
  ).toEqual(['U0MEI', 'mei.tan@example.com']);
  expect((await lead.get('/v1/cases?team=logistics')).json.items).toHaveLength(1);
  expect((await lead.get('/v1/cases?team=customer-service')).json.items).toHaveLength(0);
});

test('resolved and opened again by a person: the ladder starts anew; withdrawn by a person: nobody is called any more', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const lead = world.as(PEOPLE.lead.email);
  await lead.post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(10 * MINUTE);
  const before = world.told.length;
  expect((await lead.post(`/v1/cases/${id}/reopen`, { reason })).json).toMatchObject({ outcome: 'changed' });
  await world.advance(2 * MINUTE);
  expect(world.told.length).toBe(before + 2);
  expect((await lead.post(`/v1/cases/${id}/withdraw`, { reason })).json).toMatchObject({
    case: { state: 'withdrawn' },
  });
  await world.advance(MINUTE);
  const told = world.told.length;
  await world.advance(5 * HOUR);
  expect(world.told.length).toBe(told);
  expect((await lead.post(`/v1/cases/${id}/escalate`, { reason })).status).toBe(409);
});

test('severity raised by hand: the promise gets shorter, and the next level is called by it', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S3');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/severity`, { level: 'S1', reason });
  await world.advance(16 * MINUTE);
  expect(toldBriefly(world).slice(2).join()).toContain('ines.duarte@example.com');
  const entry = (await world.journal(id)).find(({ happening }) => happening.what === 'SeverityChanged');
  expect(entry).toMatchObject({ touch: true, actor: { id: 'ines-duarte' }, personal: { text: { value: reason } } });
});

describe('every route, by every role', () => {
  type Right = keyof typeof rights;
  type Call = readonly [method: 'GET' | 'POST' | 'PUT', path: string, right: Right, body?: unknown];
  const action = `act_${'0'.repeat(32)}`;
  /** All that people can ask about a case, with the right that it takes; a right that no route takes yet is told below. */
  const calls = (id: string): readonly Call[] => [
    ['GET', '/v1/cases?team=transport-desk', 'see-cases'],
    ['GET', '/v1/cases?reference=shipment:SO-88213', 'see-cases'],
    ['GET', '/v1/sources/x/quarantine', 'see-quarantine'],
    ['POST', '/v1/sources/x/replay-quarantine', 'mend-quarantine', {}],
    ['GET', '/v1/mails', 'decide-mail'],
    ['GET', '/v1/sources/x/mails/y', 'decide-mail'],
    ['POST', '/v1/sources/x/mails/y/decide', 'decide-mail', { act: 'no-trouble', reason }],
    ['GET', '/v1/mappings', 'see-mappings'],
    ['POST', '/v1/mappings/x/try', 'administer-mappings', { text: 'a;b' }],
    ['GET', '/v1/policy', 'see-policy'],
    ['POST', '/v1/policy/check', 'see-policy', {}],
    ['GET', '/v1/policy/drafts', 'see-policy'],
    ['GET', '/v1/policy/publications/1', 'see-policy'],
    ['POST', '/v1/policy/drafts/x/propose', 'write-policy'],
    ['POST', '/v1/policy/drafts/x/discard', 'write-policy', { reason }],
    ['POST', '/v1/policy/drafts/x/approve', 'publish-policy', { digest: '0'.repeat(64) }],
    ['POST', '/v1/policy/drafts/x/send-back', 'publish-policy', { reason }],
    ['POST', '/v1/policy/drafts/x/publish', 'publish-policy', {}],
    ['POST', '/v1/policy/publications/9/roll-back', 'publish-policy', { reason }],
    ['POST', '/v1/policy/publications/9/withdraw', 'publish-policy', { reason }],
    ['GET', '/v1/policy/simulations/x', 'see-policy'],
    ['GET', '/v1/rotas', 'see-policy'],
    ['GET', '/v1/rotas/transport', 'see-policy'],
    ['POST', '/v1/policy/calendars', 'see-policy', {}],
    ['POST', '/v1/policy/rates', 'see-policy', {}],
    ['POST', '/v1/rotas/transport/changes', 'change-rota', {}],
    ['POST', '/v1/rotas/transport/absences', 'change-rota', {}],
    ['POST', `/v1/rotas/transport/changes/rot_${'0'.repeat(32)}/revoke`, 'change-rota', { reason }],
    ['GET', '/v1/rotas/transport/feeds', 'change-rota'],
    ['POST', `/v1/rotas/transport/feeds/feed_${'0'.repeat(32)}/revoke`, 'change-rota'],
    ['PUT', '/v1/policy/simulations/x', 'simulate-policy', { draft: 'none' }],
    ['POST', '/v1/policy/signal-files', 'simulate-policy', {}],
    ['GET', '/v1/policy/moves/x', 'see-policy'],
    ['POST', '/v1/policy/moves/x/start', 'publish-policy', { reason }],
    ['POST', '/v1/policy/moves/x/stop', 'publish-policy'],
    ['GET', '/v1/dead-letters', 'see-dead-letters'],
    ['GET', '/v1/dead-letters/inbound-intake', 'see-dead-letters'],
    ['GET', '/v1/dead-letters/inbound-intake/history', 'see-dead-letters'],
    ['POST', '/v1/dead-letters/inbound-intake/redrive', 'mend-dead-letters', {}],
    ['POST', '/v1/dead-letters/inbound-intake/letters/x/redrive', 'mend-dead-letters', {}],
    ['POST', '/v1/dead-letters/inbound-intake/letters/x/discard', 'mend-dead-letters', { reason }],
    // Before anybody has written a word.
    ['POST', `/v1/cases/${id}/erase`, 'erase-personal-data', { reason }],
    ['GET', `/v1/cases/${id}`, 'see-cases'],
    ['GET', `/v1/cases/${id}/journal`, 'see-cases'],
    ['GET', `/v1/cases/${id}/signals`, 'see-cases'],
    ['GET', `/v1/cases/${id}/playbook`, 'see-cases'],
    ['GET', `/v1/cases/${id}/tasks`, 'see-cases'],
    ['GET', `/v1/cases/${id}/actions`, 'see-cases'],
    ['GET', '/v1/actions?state=failed', 'see-cases'],
    ['POST', '/v1/bulk', 'acknowledge', { command: 'acknowledge', cases: [id] }],
    ['POST', `/v1/cases/${id}/acknowledge`, 'acknowledge', {}],
    ['POST', `/v1/cases/${id}/start`, 'start-work', {}],
    ['POST', `/v1/cases/${id}/notes`, 'add-note', { text: reason }],
    ['POST', `/v1/cases/${id}/tasks/check-address/done`, 'end-task', {}],
    ['POST', `/v1/cases/${id}/tasks/new-slot/not-needed`, 'end-task', { note: reason }],
    ['POST', `/v1/cases/${id}/tasks/redeliver/waive`, 'waive-task', { note: reason }],
    ['POST', `/v1/cases/${id}/escalate`, 'escalate', { reason }],
    ['POST', `/v1/cases/${id}/snooze`, 'snooze', { until: '2026-03-02T12:00:00Z', reason }],
    ['POST', `/v1/cases/${id}/end-snooze`, 'snooze', { reason }],
    ['POST', `/v1/cases/${id}/pause`, 'pause', { waitingFor: 'carrier', until: '2026-03-02T12:00:00Z', reason }],
    ['POST', `/v1/cases/${id}/resume`, 'pause', { reason }],
    ['POST', `/v1/cases/${id}/customer-told`, 'tell-customer', {}],
    ['POST', `/v1/cases/${id}/ask-partner`, 'ask-partner', { partner: 'Northline', address: 'desk@carrier.example' }],
    ['POST', `/v1/cases/${id}/assign`, 'assign', { team: 'logistics', reason }],
    ['POST', `/v1/cases/${id}/severity`, 'set-severity', { level: 'S1', reason }],
    [
      'POST',
      `/v1/cases/${id}/actions`,
      'propose-action',
      { type: 'promise_date', promisedAt: '2026-03-20T12:00:00Z', reason },
    ],
    ['POST', `/v1/cases/${id}/actions/${action}/approve`, 'approve-action', {}],
    ['POST', `/v1/cases/${id}/actions/${action}/refuse`, 'approve-action', {}],
    ['POST', `/v1/cases/${id}/actions/${action}/retry`, 'retry-action', {}],
    ['POST', `/v1/cases/${id}/actions/${action}/undo`, 'propose-action', { reason }],
    ['POST', `/v1/cases/${id}/resolve`, 'resolve', { resolution: 'solved' }],
    ['POST', `/v1/cases/${id}/reopen`, 'reopen', { reason }],
    ['POST', `/v1/cases/${id}/split`, 'regroup', { cases: [id], reason }],
    ['POST', `/v1/cases/${id}/merge`, 'regroup', { into: id, reason }],
    ['POST', `/v1/cases/${id}/move`, 'regroup', { reason }],
    ['POST', '/v1/customer-opt-outs', 'tell-customer', { address: 'nobody@example.org', wants: 'no-mail', reason }],
    ['GET', '/v1/silences', 'see-cases'],
    ['GET', `/v1/silences/sil_${'0'.repeat(32)}`, 'see-cases'],
    ['POST', '/v1/silences', 'silence', {}],
    ['POST', `/v1/silences/sil_${'0'.repeat(32)}/end`, 'silence', { reason }],
    ['GET', '/v1/sources', 'see-sources'],
    // Refused for its rights before its body is looked at.
    ['POST', '/v1/sources', 'administer-sources', {}],
    ['POST', `/v1/cases/${id}/withdraw`, 'withdraw', { reason }],
  ];

  test('is allowed or refused as the matrix says; without a token it is 401, and nothing of a refusal reaches the journal', async () => {
    const world = await openWorld();
    knowShipment(world, 'SO-88213', 'S3');
    await world.postEdi(edi214());
    await world.advance(2 * MINUTE);
    const { id } = await theCase(world);
    const refused: string[] = [];
    for (const [method, path, right, body] of calls(id)) {
      const anonymous = await world.request(method, path, body === undefined ? {} : { body: JSON.stringify(body) });
      expect(anonymous.status, path).toBe(401);
      // Those who may not first: what they are refused is still possible then.
      const may = ({ roles }: { readonly roles: readonly string[] }): boolean =>
        roles.some((role) => rights[right].some((one) => one === role));
      const people = Object.values(PEOPLE).toSorted((left, right_) => Number(may(left)) - Number(may(right_)));
      for (const person of people) {
        const { version } = await theCase(world);
        const caller = world.as(person.email);
        const put = async () =>
          world.request(method, path, {
            headers: { authorization: await world.tokenOf(person.email) },
            body: JSON.stringify(body),
          });
        const asked = { GET: () => caller.get(path), POST: () => caller.post(path, body), PUT: put };
        const { status, json } = await asked[method]();
        expect([path, person.email, status !== 403].join(' ')).toBe([path, person.email, may(person)].join(' '));
        if (may(person)) continue;
        refused.push(`${method} ${path}`);
        expect(json.detail).toContain('None of your roles may');
        expect((await theCase(world)).version).toBe(version);
      }
    }
    expect(new Set(refused).size).toBe(calls(id).length);
    // The one that every known caller may ask, and the rights that show more or have no route yet.
    expect((await world.as(PEOPLE.nobody.email).get('/v1/me')).json.roles).toEqual([]);
    const tried = new Set(calls(id).map(([, , right]) => right));
    expect(Object.keys(rights).filter((right) => ![...tried].some((one) => one === right))).toEqual([
      'see-personal-data',
      'see-quarantined-payload',
      'see-dead-letter-text',
    ]);
    // Words of people: whole for whoever may see them, digests for all others.
    const [holder, other] = [PEOPLE.responder, PEOPLE.viewer];
    const textsOf = async ({ email }: { readonly email: string }): Promise<readonly unknown[]> =>
      (await world.as(email).get(`/v1/cases/${id}/journal`)).json.entries.flatMap(({ personal }: any) =>
        Object.values<any>(personal ?? {}).map(({ value }) => value),
      );
    const seen = await textsOf(holder);
    expect(seen).toContain(reason);
    expect(seen.every((text) => typeof text === 'string')).toBe(true);
    expect(new Set(await textsOf(other))).toEqual(new Set([undefined]));
  });

  test.each([
    ['snooze', { until: 'tomorrow', reason }, '/until'],
    ['snooze', { until: '2026-03-02T12:00:00Z' }, '/reason'],
    ['severity', { level: 'S9', reason }, '/level'],
    ['assign', { reason }, '/'],
    ['withdraw', { reason: ' ' }, '/reason'],
    ['escalate', { reason, extra: 1 }, '/extra'],
  ])('a body that does not fit names the field: %s %j', async (name, body, pointer) => {
    const world = await openWorld();
    const answer = await world.as(PEOPLE.lead.email).post(`/v1/cases/case_${'0'.repeat(32)}/${name}`, body);
    expect(answer.status).toBe(400);
    expect(answer.json.errors[0].pointer).toBe(pointer);
  });
});

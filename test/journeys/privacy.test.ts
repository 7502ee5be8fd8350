import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, linkIn, theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('no secret, no token, no address and nothing that people wrote is in a log', async () => {
  const world = await openWorld();
  world.partners.erp.behave('fails');
  await world.postEdi(edi214());
  await world.postEdi('ISA*00*not an interchange of HARBOR POINT CLINIC');
  await world.postEdi(edi214(), { secret: 'a wrong secret' });
  await world.advance(2 * MINUTE);
  const link = linkIn(world.told.find(({ channel }) => channel === 'email')?.mail?.text ?? '');
  await world.clickSlack(world.partners.slack.messages[0], 'acknowledge', 'U0STRANGER');
  await world.request('GET', link);
  await world.request('POST', link);
  const { id } = await theCase(world);
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/notes`, { text: 'Spoke to Mrs Example on 555-0100.' });
  await world
    .as(PEOPLE.lead.email)
    .post(`/v1/cases/${id}/resolve`, { resolution: 'solved', note: 'She will be there at noon.' });
  await world.advance(2 * MINUTE);

  const lines = world.events
    .filter(({ kind }) => kind === 'lambda.log' || kind === 'apigateway.access')
    .map((event) => JSON.stringify(event));
  // It is the log that was looked at, and it tells what happened.
  expect(lines.join('\n')).toContain('signal.taken_in');
  expect(lines.join('\n')).toContain('notice.outcome');
  expect(lines.join('\n')).toContain('POST /v1/slack/interactions');
  const secrets = [
    world.source.secret,
    world.source.path.split('/').at(-1) ?? '',
    link.split('/').at(-1) ?? '',
    'xoxb-test',
    'U0STRANGER',
    'topsecret',
  ];
  const personal = [
    '@example.com',
    'Okafor',
    'Duarte',
    'HARBOR POINT',
    'Mrs Example',
    '555-0100',
    'at noon',
    'Duluth',
    'DULUTH',
  ];
  for (const hidden of [...secrets, ...personal]) {
    expect(
      lines.find((line) => line.includes(hidden)),
      hidden,
    ).toBeUndefined();
  }

  // The record of calls: one line of the gateway for each, and what only the function knows, by the same id.
  const parsed = (kind: string): any[] =>
    world.events
      .filter((event: any) => event.kind === kind && event['line'].startsWith('{'))
      .map((event: any) => JSON.parse(event['line']));
  const calls = parsed('apigateway.access');
  const answered = parsed('lambda.log').filter(({ code }) => code === 'call.answered');
  const of = (route: string, status: string): any => {
    const call = calls.find((line) => line.route === route && line.status === status);
    return { ...call, ...answered.find(({ requestId }) => requestId === call?.requestId) };
  };
  expect(of('/v1/cases/{caseId}/{command}', '200')).toMatchObject({
    method: 'POST',
    refusal: '-',
    subject: expect.any(String),
    call: 'POST /v1/cases/{caseId}/notes',
    person: 'jonas-weber',
    roles: 'responder',
    caseId: id,
  });
  expect(of('/v1/webhooks/{pathKey}', '202')).toMatchObject({
    source: 'northline-edi',
    sourceId: 'northline-edi',
    signals: 1,
  });
  expect(of('/v1/webhooks/{pathKey}', '401')).toMatchObject({ problem: 'signature-wrong' });
  expect((await world.request('GET', '/v1/me')).status).toBe(401);
  const refused = parsed('apigateway.access').at(-1);
  expect(refused).toMatchObject({ route: '/v1/me', status: '401', refusal: 'UNAUTHORIZED', subject: '-' });
  const [entry] = (await world.journal(id)).filter(({ happening }) => happening.what === 'NoteAdded');
  expect(calls.map(({ requestId }) => requestId)).toContain(entry?.cause.id);
});

test('the descriptions of API and events are there for everybody, and are not sent again to who has them', async () => {
  const world = await openWorld({ startAt: '2026-04-06T09:00:00Z' });
  const page = await world.request('GET', '/v1/docs');
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const { json, headers } = await world.request('GET', '/v1/openapi.json');
  expect(json.openapi).toBe('3.1.1');
  const again = await world.request('GET', '/v1/openapi.json', { headers: { 'if-none-match': headers['etag'] ?? '' } });
  expect([again.status, again.text]).toEqual([304, '']);
  expect((await world.request('GET', '/v1/asyncapi.json')).json.asyncapi).toBe('3.0.0');
  expect((await world.request('GET', '/v1/asyncapi.yaml')).text).toContain('asyncapi: 3.0.0');
});

test('what people have written is erased on demand: by right, whole journal, and the export as it was', async () => {
  const world = await openWorld({ startAt: '2026-04-13T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S3');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  const admin = world.as(PEOPLE.admin.email);
  const words = 'Mrs Example of 5 Harbor Road has called';
  await responder.post(`/v1/cases/${id}/notes`, { text: words });
  await responder.post(`/v1/cases/${id}/resolve`, { resolution: 'solved', note: words });
  await world.advance(MINUTE);
  const before = await world.journal(id);
  const reason = 'Asked for by the person';
  expect((await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/erase`, { reason })).status).toBe(403);
  expect((await admin.post(`/v1/cases/${id}/erase`, {})).json.errors).toMatchObject([{ pointer: '/reason' }]);
  expect(JSON.stringify(await world.journal(id))).toContain(words);

  // Twice at once, and once more: erased once, and nothing breaks.
  const both = await Promise.all([1, 2].map(() => admin.post(`/v1/cases/${id}/erase`, { reason })));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect((await admin.post(`/v1/cases/${id}/erase`, { reason })).json).toMatchObject({ outcome: 'unchanged' });
  const after = await world.journal(id);
  expect(JSON.stringify(after)).not.toContain('Mrs Example');
  expect(JSON.stringify((await responder.get(`/v1/cases/${id}/signals`)).json)).not.toContain('"text"');
  expect(verifyChain(after, (await theCase(world)).chainHash)).toMatchObject({ whole: true });
  expect(after.slice(0, before.length).map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
  expect(after.find(({ happening }) => happening.what === 'PersonalDataErased')).toMatchObject({
    actor: { kind: 'person' },
    happening: { entries: 2, reason },
  });
  // A forged entry is found as before.
  const forged = after.map((entry) => (entry.sequence === 2 ? { ...entry, at: '2026-01-01T00:00:00.000Z' } : entry));
  expect(verifyChain(forged)).toMatchObject({ whole: false, sequence: 2 });

  // What a sender gave as the reason stands in the case too.
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SO-99' }],
    occurredAt: '2026-04-13T08:00:00Z',
    reason: { scheme: 'house', code: 'X1', text: words },
  });
  await world.advance(2 * MINUTE);
  const other = (await world.cases()).find((record) => record.id !== id);
  expect(other?.reasonText).toBe(words);
  expect(
    (await world.as(PEOPLE.admin.email).post(`/v1/cases/${other?.id ?? ''}/erase`, { reason: 'Asked' })).status,
  ).toBe(200);
  const erased = await world.as(PEOPLE.viewer.email).get(`/v1/cases/${other?.id ?? ''}`);
  expect([erased.status, erased.text.includes('X1'), erased.text.includes('Mrs Example')]).toEqual([200, true, false]);
});

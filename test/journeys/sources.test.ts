import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { applyPlan, describePlan, planSources } from '../../bin/set-up/plan-sources.ts';
import { invite } from '../../bin/set-up/set-up.ts';
import { sourcesByApi } from '../../bin/set-up/sources-by-api.ts';
import { sourceWish } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';

const ADMIN = 'ada.admin@example.com';

/** Functions remember sources for a minute, and those of this file share a process: each journey has a day of its own. */
async function openWithAdmin(startAt: string): Promise<World> {
  const world = await openWorld({ startAt });
  const invited = invite(world.deployment, { email: ADMIN, person: 'ada-admin', roles: ['platform_admin'] });
  await Promise.all([invited, world.settle()]);
  return world;
}

const WISH = {
  id: 'ocean-visibility',
  title: 'Ocean visibility',
  format: 'canonical',
  authentication: { scheme: 'terminal49' },
  zone: 'UTC',
  region: 'eu',
  businessUnit: 'retail',
};

/** Each number is a report of its own. */
function post(world: World, path: string, secret: string, number: number): Promise<Answer> {
  const body = JSON.stringify({
    kind: 'exception',
    type: 'transport.delay',
    occurredAt: '2026-03-02T08:00:00Z',
    references: [{ kind: 'shipment', value: `SO-${String(number)}` }],
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'X-T49-Webhook-Signature': signature };
  return world.request('POST', path, { headers, body });
}

test('a secret is changed under traffic: old and new are taken meanwhile, the old one is refused after, nothing is lost', async () => {
  const world = await openWithAdmin('2026-03-02T09:00:00Z');
  const admin = world.as(ADMIN);
  expect((await world.as(PEOPLE.lead.email).post('/v1/sources', WISH)).status).toBe(403);
  const wrong = await admin.post('/v1/sources', { ...WISH, format: 'ups-xml' });
  expect([wrong.status, wrong.json.errors]).toMatchObject([
    400,
    [{ pointer: '/format', detail: expect.stringContaining('carrier-ups-xml') }],
  ]);
  const registered = await admin.post('/v1/sources', WISH);
  expect([registered.status, registered.headers['location']]).toEqual([201, 'sources/ocean-visibility']);
  const { secret: old, source } = registered.json;
  expect(JSON.stringify(source)).not.toMatch(/apiKeyValue|pathKey/);
  const answers: Answer[] = [];
  const send = async (secret: string): Promise<number> => {
    const answer = await post(world, source.path, secret, answers.length);
    answers.push(answer);
    return answer.status;
  };

  expect(await send(old)).toBe(202);
  await world.advance(MINUTE);
  const rotated = (await admin.post('/v1/sources/ocean-visibility/rotate-secret')).json;
  // The function still remembers the old text; a new secret is good at once all the same.
  expect([await send(rotated.secret), await send(old), await send(rotated.secret), await send(old)]).toEqual([
    202, 202, 202, 202,
  ]);
  expect((await admin.post('/v1/sources/ocean-visibility/rotate-secret')).status).toBe(409);
  await world.advance(MINUTE);
  expect((await admin.post('/v1/sources/ocean-visibility/retire-secret')).status).toBe(200);
  await world.advance(6 * MINUTE);
  expect([await send(old), await send(rotated.secret)]).toEqual([401, 202]);

  await world.advance(5 * MINUTE);
  const taken = answers.filter(({ status }) => status === 202);
  expect(await world.cases()).toHaveLength(taken.length);
  const history = (await admin.get('/v1/sources/ocean-visibility/history')).json.items;
  expect(history.map(({ act, actor }: any) => [act, actor.id])).toEqual([
    ['registered', 'ada-admin'],
    ['secret_rotated', 'ada-admin'],
    ['secret_retired', 'ada-admin'],
  ]);
  expect(JSON.stringify(history)).not.toContain(old);
});

test('a quota that is used up is 429 until midnight, and the next day is taken', async () => {
  const world = await openWithAdmin('2026-03-10T23:30:00Z');
  const admin = world.as(ADMIN);
  const { secret, source } = (await admin.post('/v1/sources', { ...WISH, limits: { quotaPerDay: 2 } })).json;
  const statuses = [];
  for (const number of [1, 2, 3]) statuses.push((await post(world, source.path, secret, number)).status);
  expect(statuses).toEqual([202, 202, 429]);
  const refused = await post(world, source.path, secret, 3);
  expect(refused.headers['retry-after']).toBe(String((30 * MINUTE) / 1000));
  expect(refused.json.type).toBe('https://fairlead.dev/problems/quota-exceeded');
  // Who cannot sign uses nothing up.
  expect((await post(world, source.path, 'not the secret', 4)).status).toBe(401);
  await world.advance(30 * MINUTE);
  expect((await post(world, source.path, secret, 3)).status).toBe(202);
  await world.advance(MINUTE);
  expect(await world.cases()).toHaveLength(3);
});

test('a change names the version that it has seen, and a source that is switched off is nobody within a minute', async () => {
  const world = await openWithAdmin('2026-03-20T09:00:00Z');
  const admin = world.as(ADMIN);
  const { secret, source } = (await admin.post('/v1/sources', WISH)).json;
  const token = await world.tokenOf(ADMIN);
  const put = (body: object, version?: string) =>
    world.request('PUT', '/v1/sources/ocean-visibility', {
      headers: { authorization: token, ...(version === undefined ? {} : { 'If-Match': version }) },
      body: JSON.stringify(body),
    });
  const { etag = '' } = (await admin.get('/v1/sources/ocean-visibility')).headers;
  const better = { ...WISH, title: 'Ocean', limits: { tier: 'large' } };
  expect([(await put(better)).status, (await put(better, etag)).status, (await put(WISH, etag)).status]).toEqual([
    428, 200, 412,
  ]);
  expect((await put({ ...WISH, region: '' }, '"2"')).json.errors).toMatchObject([{ pointer: '/region' }]);
  expect((await post(world, source.path, secret, 1)).status).toBe(202);
  await admin.post('/v1/sources/ocean-visibility/switch-off');
  await world.advance(MINUTE);
  expect((await post(world, source.path, secret, 2)).status).toBe(403);
  expect((await admin.get('/v1/sources')).json.items).toContainEqual({
    id: 'ocean-visibility',
    title: 'Ocean',
    format: 'canonical',
    enabled: false,
  });
});

test('a payload that nobody could read is replayed after its registration was mended: case and owner, once', async () => {
  const world = await openWithAdmin('2026-04-02T09:00:00Z');
  const admin = world.as(ADMIN);
  const wish = { ...WISH, id: 'yard-edi', issuer: 'NRTH', contentTypes: ['application/edi-x12'] };
  const { secret, source } = (await admin.post('/v1/sources', wish)).json;
  const body = edi214();
  const headers = {
    'content-type': 'application/edi-x12',
    'X-T49-Webhook-Signature': createHmac('sha256', secret).update(body).digest('hex'),
  };
  expect((await world.request('POST', source.path, { headers, body })).status).toBe(422);
  const quarantine = `/v1/sources/yard-edi/quarantine`;
  const [kept] = (await admin.get(`${quarantine}?state=open`)).json.items;
  expect((await world.as(PEOPLE.auditor.email).get(`${quarantine}/${kept.id}`)).text).not.toContain('SO-88213');
  expect((await world.as(PEOPLE.lead.email).get(`${quarantine}/${kept.id}`)).status).toBe(403);

  const { etag = '' } = (await admin.get('/v1/sources/yard-edi')).headers;
  const mended = await world.request('PUT', '/v1/sources/yard-edi', {
    headers: { authorization: await world.tokenOf(ADMIN), 'If-Match': etag },
    body: JSON.stringify({ ...wish, format: 'x12-214' }),
  });
  expect(mended.status).toBe(200);
  await world.advance(5 * MINUTE);
  expect([await world.cases(), world.told]).toEqual([[], []]);
  const replayed = (await admin.post(`${quarantine}/${kept.id}/replay`)).json;
  expect(replayed).toMatchObject({ outcome: 'replayed', signals: [expect.any(String)] });
  await world.advance(2 * MINUTE);
  const [opened] = (await admin.get(`/v1/cases?signal=${replayed.signals[0]}`)).json.items;
  expect(opened).toMatchObject({ type: 'transport.delivery_failed', state: 'triaged' });
  const told = world.told.length;
  expect(told).toBeGreaterThan(0);

  expect((await admin.post(`${quarantine}/${kept.id}/replay`)).json.outcome).toBe('unchanged');
  expect((await admin.post('/v1/sources/yard-edi/replay-quarantine')).json.items).toEqual([]);
  await world.advance(2 * MINUTE);
  expect([(await world.cases()).length, world.told.length]).toEqual([1, told]);
});

test('files are applied through the API by whoever may administer sources; again they do nothing, and a reader is told that he may not', async () => {
  const world = await openWithAdmin('2026-04-06T09:00:00Z');
  const by = (email: string) =>
    sourcesByApi('http://fairlead.example/dev/v1', email, async (url, { method = 'GET', body, headers } = {}) => {
      const { authorization: who, ...others } = Object.fromEntries(new Headers(headers));
      const path = new URL(url instanceof Request ? url.url : url).pathname.replace('/dev', '');
      const answer = await world.request(method, path, {
        headers: { ...others, authorization: await world.tokenOf(who ?? '') },
        ...(typeof body === 'string' ? { body: Buffer.from(body) } : {}),
      });
      return new Response(JSON.stringify(answer.json), { status: answer.status });
    });
  const admin = by(ADMIN);
  const apply = async (wish: object): Promise<readonly string[]> => {
    const plan = await planSources(admin, [sourceWish.parse(wish)]);
    return [...describePlan(plan).filter((line) => !line.startsWith('no file')), ...(await applyPlan(admin, plan))];
  };
  const [first, done, told] = await apply(WISH);
  expect([first, done]).toEqual([
    'register  ocean-visibility',
    expect.stringMatching(/^done {6}ocean-visibility: POST \/v1\/webhooks\/\w{24,}$/),
  ]);
  const secret = /told once: (\w+)/.exec(told ?? '')?.[1] ?? '';
  expect((await post(world, /\/v1\S+/.exec(done ?? '')?.[0] ?? '', secret, 1)).status).toBe(202);
  expect(await apply(WISH)).toEqual(['keep      ocean-visibility']);
  const changed = await apply({ ...WISH, silence: { allowed: 'PT2H' } });
  expect(changed.slice(0, 2)).toEqual(['change    ocean-visibility', expect.stringContaining('silence: nothing')]);
  await expect(by(PEOPLE.responder.email).read('ocean-visibility')).rejects.toThrow('None of your roles');
});

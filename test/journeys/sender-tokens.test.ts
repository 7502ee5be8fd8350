import { beforeAll, expect, test } from 'vitest';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/*
 * Systems that fetch a token before they report (OAuth 2.0 client credentials, RFC 6749 section 4.4).
 */
const wish = (id: string) => ({
  id,
  title: `Events of ${id}`,
  format: 'canonical',
  zone: 'Europe/Berlin',
  region: 'eu',
  businessUnit: 'retail',
  authentication: { scheme: 'oauth' },
});

interface Sender {
  readonly path: string;
  readonly clientId: string;
  readonly secret: string;
}

let world: World;
const admin = () => world.as(PEOPLE.admin.email);
async function register(id: string): Promise<Sender> {
  const { status, json } = await admin().post('/v1/sources', wish(id));
  expect([status, json.source?.authentication]).toMatchObject([
    201,
    { scheme: 'oauth', scope: 'fairlead/report', tokenUrl: expect.stringMatching(/^https:.*\/oauth2\/token$/) },
  ]);
  return { path: json.source.path, clientId: json.source.authentication.clientId, secret: json.secret };
}
const fetchToken = ({ clientId, secret }: Sender): { status: number; token: string } => {
  const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
  const { status, body } = world.engine.cognito.token({
    authorization: undefined,
    body: new URLSearchParams(fields).toString(),
  });
  return { status, token: JSON.parse(body).access_token ?? '' };
};
const report = (number: number) => ({
  kind: 'exception',
  type: 'transport.delay',
  references: [{ kind: 'shipment', value: `SO-${String(number)}` }],
  occurredAt: '2026-03-02T07:00:00Z',
});
const send = async ({ path }: Sender, token: string, number = 1) =>
  world.request('POST', path, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(report(number)),
  });

beforeAll(async () => {
  world = await openWorld({ startAt: '2026-03-02T08:00:00Z' });
});

test('registering makes the client; its token reports, and no other one does', async () => {
  const [carrier, other] = [await register('carrier'), await register('other')];
  expect(other.clientId).not.toBe(carrier.clientId);
  const { token } = fetchToken(carrier);
  expect((await send(carrier, token)).status).toBe(202);
  await world.advance(2 * MINUTE);
  expect((await world.cases()).map(({ type }) => type)).toEqual(['transport.delay']);

  const strangers = [fetchToken(other).token, await world.tokenOf(PEOPLE.admin.email), `${token.slice(0, -4)}AAAA`, ''];
  for (const stranger of strangers) expect((await send(carrier, stranger, 2)).status).toBe(401);
  expect(fetchToken({ ...carrier, secret: other.secret }).status).toBe(400);

  // Nobody reads the secret again.
  const shown = await admin().get('/v1/sources/carrier');
  expect(shown.text).toContain(carrier.clientId);
  expect(shown.text).not.toContain(carrier.secret);

  await world.advance(HOUR);
  const late = await send(carrier, token, 3);
  expect([late.status, late.json.detail]).toEqual([401, expect.stringContaining('expired')]);
  expect(await world.cases()).toHaveLength(1);
});

test('two secrets are good while the sender changes over; what was lost on its way is replaced', async () => {
  const sender = await register('rotating');
  const rotate = async (): Promise<Sender> => {
    const { status, json } = await admin().post('/v1/sources/rotating/rotate-secret', {});
    expect(status).toBe(200);
    return { ...sender, secret: json.secret };
  };
  const lost = await rotate();
  const fresh = await rotate();
  expect([sender, lost, fresh].map((one) => fetchToken(one).status)).toEqual([200, 400, 200]);
  for (const outcome of [200, 200])
    expect((await admin().post('/v1/sources/rotating/retire-secret')).status).toBe(outcome);
  // Asked for twice it is done once.
  const { items } = (await admin().get('/v1/sources/rotating/history')).json;
  expect(items.filter(({ act }: { act: string }) => act === 'secret_retired')).toHaveLength(1);
  expect([sender, lost, fresh].map((one) => fetchToken(one).status)).toEqual([400, 400, 200]);
  expect((await send(sender, fetchToken(fresh).token, 4)).status).toBe(202);
});

test('a client goes on when the registration is changed or the engine starts again, and is made once', async () => {
  const sender = await register('lasting');
  const seen = await admin().get('/v1/sources/lasting');
  const change = async (authentication: object, version: string) =>
    world.request('PUT', '/v1/sources/lasting', {
      headers: {
        authorization: await world.tokenOf(PEOPLE.admin.email),
        'content-type': 'application/json',
        'if-match': version,
      },
      body: JSON.stringify({ ...wish('lasting'), title: 'Another title', authentication }),
    });
  const changed = await change({ scheme: 'oauth' }, seen.headers['etag'] ?? '');
  expect([changed.status, changed.json.source.authentication.clientId]).toEqual([200, sender.clientId]);
  expect(changed.json).not.toHaveProperty('secret');
  world.restart();
  expect((await send(sender, fetchToken(sender).token, 5)).status).toBe(202);

  // By another proof meanwhile, and back again: a token of it is none then.
  const signed = await change({ scheme: 'fairlead-hmac' }, changed.headers['etag'] ?? '');
  // A registration is remembered for a minute.
  await world.advance(2 * MINUTE);
  expect([signed.status, (await send(sender, fetchToken(sender).token, 6)).status]).toEqual([200, 401]);
  const back = await change({ scheme: 'oauth' }, signed.headers['etag'] ?? '');
  await world.advance(2 * MINUTE);
  expect(back.json.source.authentication.clientId).toBe(sender.clientId);
  expect((await send(sender, fetchToken(sender).token, 7)).status).toBe(202);
});

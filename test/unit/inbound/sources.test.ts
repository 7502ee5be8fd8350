import { createHmac, X509Certificate } from 'node:crypto';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyPlan, describePlan, planSources } from '../../../bin/set-up/plan-sources.ts';
import { problem, sourceRegistration, sourceWish } from '../../../lambdas/contracts/index.ts';
import { checkCertificate } from '../../../lambdas/inbound/check-certificate.ts';
import { decideQuota, quotaDay } from '../../../lambdas/inbound/decide-quota.ts';
import { CERTIFICATE } from './certificate.ts';
import { openInbound, registerFor, sourcesFor } from './inbound-fixture.ts';
import type { InboundFixture, RegisteredSource } from './inbound-fixture.ts';

const START = '2026-03-02T14:00:00.000Z';
const admin = { kind: 'person', id: 'root' } as const;
const report = {
  kind: 'exception',
  type: 'transport.delay',
  references: [{ kind: 'shipment', value: 'SO-1' }],
  occurredAt: '2026-03-02T13:00:00Z',
};
const body = JSON.stringify(report);

let fixture: InboundFixture;
beforeAll(() => {
  Object.assign(process.env, { REFERENCE_TABLE: 'reference', RAW_BUCKET: 'raw-bucket', EVENT_BUS: 'fairlead' });
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(() => true);
});
afterAll(() => vi.restoreAllMocks());
beforeEach(() => {
  vi.resetModules();
  fixture = openInbound(START);
});
afterEach(() => fixture.close());

const signed = (secret: string, text = body): Record<string, string> => ({
  'X-T49-Webhook-Signature': createHmac('sha256', secret).update(text).digest('hex'),
});

async function send(
  { registration }: Pick<RegisteredSource, 'registration'>,
  headers: Record<string, string>,
  { text = body, identity = {} }: { text?: string; identity?: object } = {},
) {
  const { handler } = await import('../../../lambdas/inbound/receive-signal.handler.ts');
  const event = {
    body: Buffer.from(text).toString('base64'),
    isBase64Encoded: true,
    headers: { 'Content-Type': 'application/json', ...headers },
    requestContext: { identity, authorizer: { sourceId: registration.id } },
  };
  const answer = await handler(event as any, { awsRequestId: 'request-1' } as any);
  return { ...answer, json: JSON.parse(answer.body) };
}

const itemsOf = async (pk: string): Promise<any[]> => {
  const { Items } = await fixture.call('dynamodb', 'Query', {
    TableName: 'reference',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  });
  return Items.map((item: any) => unmarshall(item));
};
const ocean = (settings: object = {}): Promise<RegisteredSource> =>
  registerFor(fixture, { id: 'ocean', format: 'canonical', authentication: { scheme: 'terminal49' }, ...settings });

describe('a sender that signs no time', () => {
  it('is taken once, and its repetition is answered as the first with no effect, also a year later', async () => {
    const source = await ocean();
    const first = await send(source, signed(source.secret));
    expect([first.statusCode, first.json.signals.length]).toEqual([202, 1]);
    fixture.setTime('2027-03-01T00:00:00.000Z');
    const again = await send(source, signed(source.secret));
    expect([again.statusCode, again.json]).toEqual([
      202,
      {
        signals: [],
        quarantined: [],
        takenBefore: { at: START, signals: 1 },
        links: { cases: `/v1/cases?signal=${first.json.signals[0].id}` },
      },
    ]);
    expect(fixture.published).toHaveLength(1);
    const other = await send(source, signed(source.secret, `${body} `), { text: `${body} ` });
    expect(other.json.signals[0].id).toBe(first.json.signals[0].id);
  });

  it('is not remembered for what was not taken: refused, unreadable, in part, or while the bus was down', async () => {
    const source = await ocean();
    expect((await send(source, signed('wrong secret'))).statusCode).toBe(401);
    expect((await send(source, signed(source.secret, '{}'), { text: '{}' })).statusCode).toBe(422);
    const half = JSON.stringify({ signals: [report, {}] });
    expect((await send(source, signed(source.secret, half), { text: half })).statusCode).toBe(202);
    expect((await send(source, signed(source.secret, half), { text: half })).json.quarantined).toHaveLength(1);
    fixture.busIs(() => new Error('down'));
    expect((await send(source, signed(source.secret))).statusCode).toBe(503);
    fixture.busIs(() => undefined);
    expect((await send(source, signed(source.secret))).json.signals).toHaveLength(1);
  });
});

describe('refusals name the header and the mend', () => {
  it.each<[string, (secret: string) => Record<string, string>, string, string]>([
    ['missing', () => ({}), 'missing', 'Send x-t49-webhook-signature: <hex HMAC-SHA-256 of the raw body>'],
    ['malformed', () => ({ 'X-T49-Webhook-Signature': 'abc' }), 'malformed', '<hex HMAC-SHA-256'],
    ['wrong', () => signed('wrong secret'), 'wrong', 'Sign the raw bytes'],
  ])('%s', async (_what, headers, why, mend) => {
    const source = await ocean();
    const answer = await send(source, headers(source.secret));
    const said = problem.parse(answer.json);
    expect([said.status, said.type]).toEqual([401, `https://fairlead.dev/problems/signature-${why}`]);
    expect(said.errors).toMatchObject([
      { pointer: 'header x-t49-webhook-signature', mend: expect.stringContaining(mend) },
    ]);
    expect(await fixture.keys('')).toEqual([]);
    expect(await itemsOf('USAGE#ocean')).toEqual([]);
  });

  it('of media types that a source does not send', async () => {
    const source = await ocean({ contentTypes: ['application/json'] });
    const answer = await send(source, { ...signed(source.secret), 'Content-Type': 'text/plain; charset=utf-8' });
    expect([answer.statusCode, answer.json.detail]).toEqual([415, expect.stringContaining('application/json')]);
    expect((await send(source, signed(source.secret))).statusCode).toBe(202);
  });
});

describe('a quota that is counted by us', () => {
  const texts = ['1', '2', '3', '4'].map((value) =>
    JSON.stringify({ ...report, references: [{ kind: 'shipment', value }] }),
  );
  it('lets the last in and the next wait for midnight; the next day is new', async () => {
    const source = await ocean({ limits: { quotaPerDay: 2 } });
    const answers = [];
    for (const text of texts.slice(0, 3)) answers.push(await send(source, signed(source.secret, text), { text }));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 429]);
    expect(answers.map(({ headers }) => headers?.['ratelimit'])).toEqual([
      '"day";r=1;t=36000',
      '"day";r=0;t=36000',
      '"day";r=0;t=36000',
    ]);
    expect(answers[2]?.headers).toMatchObject({ 'retry-after': '36000', 'content-type': 'application/problem+json' });
    expect(problem.parse(answers[2]?.json).detail).toContain('2 requests a day');
    expect(fixture.published).toHaveLength(2);
    expect(await itemsOf('USAGE#ocean')).toMatchObject([{ sk: '2026-03-02', used: 2 }]);
    fixture.setTime('2026-03-03T00:00:00.000Z');
    const text = texts[2] ?? '';
    expect((await send(source, signed(source.secret, text), { text })).statusCode).toBe(202);
  });

  it.each([
    [1, true, 2],
    [3, true, 0],
    [4, false, 0],
  ])('after %i of 3 requests: let in %s, %i left', (used, ok, left) => {
    const decision = decideQuota({ quota: 3, used, now: Date.parse('2026-03-02T23:59:59.500Z') });
    expect(decision).toMatchObject({ ok, headers: { ratelimit: `"day";r=${String(left)};t=1` } });
    expect(quotaDay(Date.parse('2026-03-02T23:59:59.999Z'))).toBe('2026-03-02');
  });
});

describe('mutual TLS', () => {
  const shown = { clientCertPem: CERTIFICATE, subjectDN: 'CN=north,O=Northline', issuerDN: 'CN=Test CA' };
  const { fingerprint256 } = new X509Certificate(CERTIFICATE);

  it.each<[string, object[], boolean]>([
    ['its fingerprint', [{ fingerprint: fingerprint256 }], true],
    ['its subject', [{ subject: 'CN=north,O=Northline' }], true],
    ['its subject and issuer', [{ subject: 'CN=north,O=Northline', issuer: 'CN=Test CA' }], true],
    ['one of two', [{ subject: 'CN=other' }, { fingerprint: fingerprint256 }], true],
    ['another fingerprint', [{ fingerprint: fingerprint256.replace(/^../, '00') }], false],
    ['its subject of another issuer', [{ subject: 'CN=north,O=Northline', issuer: 'CN=Other CA' }], false],
  ])('takes a certificate by %s: %#', (_what, allowed, ok) => {
    expect(checkCertificate(shown, allowed).ok).toBe(ok);
  });

  it('is the only proof of a source without signature, and there is none without a certificate', async () => {
    const authentication = { scheme: 'mutual-tls' } as const;
    await expect(ocean({ authentication })).rejects.toThrow('the certificate is the only proof');
    const source = await ocean({ authentication, clientCertificates: [{ fingerprint: fingerprint256 }] });
    expect(source.secret).toBe('');
    const identity = { clientCert: shown };
    expect((await send(source, {}, { identity })).statusCode).toBe(202);
    // The default domain shows no certificate: whoever calls there proves nothing.
    const bare = await send(source, {}, { identity: { clientCert: null } });
    expect([bare.statusCode, bare.json.type]).toEqual([401, 'https://fairlead.dev/problems/certificate-missing']);
  });

  it('is asked beside a signature where both are wanted', async () => {
    const source = await ocean({ clientCertificates: [{ subject: 'CN=other' }] });
    const answer = await send(source, signed(source.secret), { identity: { clientCert: shown } });
    expect([answer.statusCode, answer.json.type]).toEqual([401, 'https://fairlead.dev/problems/certificate-unknown']);
  });
});

describe('the registry', () => {
  const wish = (settings: object = {}) =>
    sourceWish.parse({
      id: 'ocean',
      title: 'Ocean',
      format: 'canonical',
      authentication: { scheme: 'terminal49' },
      zone: 'UTC',
      region: 'eu',
      businessUnit: 'retail',
      ...settings,
    });
  const secretOf = async (): Promise<object> => {
    const { SecretString } = await fixture.call('secretsmanager', 'GetSecretValue', {
      SecretId: 'fairlead/test/source/ocean',
    });
    return JSON.parse(SecretString);
  };
  const planKeys = async (tier: 'standard' | 'large'): Promise<string[]> => {
    const { items } = await fixture.call('apigateway', 'GetUsagePlanKeys', { usagePlanId: fixture.usagePlans[tier] });
    return items.map(({ id }: { id: string }) => id);
  };

  it('refuses the id under which replies to our own messages come', () => {
    const refused = sourceWish.safeParse({ ...wish(), id: 'reply' });
    expect(refused.error?.issues).toMatchObject([{ path: ['id'], message: expect.stringContaining('another id') }]);
    expect(sourceWish.safeParse({ ...wish(), id: 'reply-desk' }).success).toBe(true);
  });

  it('refuses a zone that there is not, in which no time could be read', () => {
    const refused = sourceWish.safeParse({ ...wish(), zone: 'Europe/Berln' });
    expect(refused.error?.issues).toMatchObject([{ path: ['zone'] }]);
    expect(sourceWish.safeParse({ ...wish(), zone: 'Europe/Berlin' }).success).toBe(true);
  });

  it('makes path, key, plan and secret of a wish, and records who asked; a second of that id is refused', async () => {
    const sources = sourcesFor(fixture);
    const result: any = await sources.register(wish({ limits: { tier: 'large' } }), admin);
    expect(result.registration).toMatchObject({ version: 1, enabled: true, limits: { tier: 'large' } });
    expect(await secretOf()).toEqual({ current: result.secret });
    expect([await planKeys('large'), await planKeys('standard')]).toEqual([[result.registration.apiKeyId], []]);
    expect(await sources.list()).toEqual([{ id: 'ocean', title: 'Ocean', format: 'canonical', enabled: true }]);
    expect(await sources.history('ocean')).toMatchObject([{ act: 'registered', actor: admin, at: START, version: 1 }]);
    expect(await sources.register(wish(), admin)).toMatchObject({ ok: false, problem: { status: 409 } });
  });

  it('takes the secret that the vendor has chosen, if it fits the scheme', async () => {
    const sources = sourcesFor(fixture);
    expect(await sources.register(wish(), admin, 'short')).toMatchObject({ ok: false, problem: { status: 400 } });
    expect(await sources.read('ocean')).toBeUndefined();
    expect(await sources.register(wish(), admin, 'chosen by them')).toMatchObject({ secret: 'chosen by them' });
    expect(await secretOf()).toEqual({ current: 'chosen by them' });
  });

  it('goes on where it died between the table, the secret and the key', async () => {
    const runtime: any = Reflect.get(globalThis, Symbol.for('fairlead.runtime'));
    const call = runtime.call;
    for (const dying of ['CreateSecretCommand', 'CreateApiKeyCommand', 'CreateUsagePlanKeyCommand']) {
      runtime.call = (client: string, command: string, input: unknown) =>
        command === dying ? Promise.reject(new Error('killed')) : call(client, command, input);
      await expect(sourcesFor(fixture).register(wish(), admin)).rejects.toThrow('killed');
    }
    runtime.call = call;
    expect(await sourcesFor(fixture).read('ocean')).toMatchObject({ enabled: false });
    const other = wish({ title: 'Another wish' });
    expect(await sourcesFor(fixture).register(other, admin)).toMatchObject({ ok: false, problem: { status: 409 } });
    const result: any = await sourcesFor(fixture).register(wish(), admin);
    expect(result.registration.enabled).toBe(true);
    expect(await secretOf()).toEqual({ current: result.secret });
    expect(await planKeys('standard')).toEqual([result.registration.apiKeyId]);
    expect(await sourcesFor(fixture).history('ocean')).toHaveLength(1);
  });

  it('changes what was seen and nothing else, says what differs, and moves the key with the tier', async () => {
    const sources = sourcesFor(fixture);
    const { registration }: any = await sources.register(wish(), admin);
    const larger = wish({ limits: { tier: 'large' }, title: 'Ocean, all ports' });
    expect(await sources.change(larger, 1, admin)).toMatchObject({ registration: { version: 2, enabled: true } });
    expect([await planKeys('large'), await planKeys('standard')]).toEqual([[registration.apiKeyId], []]);
    expect(await sources.change(wish(), 1, admin)).toMatchObject({ ok: false, problem: { status: 412 } });
    expect(await sources.change(larger, 2, admin)).toMatchObject({ unchanged: true, registration: { version: 2 } });
    expect((await sources.history('ocean')).at(-1)).toMatchObject({
      act: 'changed',
      changes: [
        { field: 'limits', from: '{"tier":"standard"}', to: '{"tier":"large"}' },
        { field: 'title', from: '"Ocean"', to: '"Ocean, all ports"' },
      ],
    });
  });

  it('does not change to a scheme that the secret does not fit', async () => {
    const sources = sourcesFor(fixture);
    await sources.register(wish(), admin, 'chosen, and no base64');
    const base64 = wish({ authentication: { scheme: 'samsara' } });
    expect(await sources.change(base64, 1, admin)).toMatchObject({ ok: false, problem: { status: 400 } });
    expect(await sources.read('ocean')).toMatchObject({ version: 1, authentication: { scheme: 'terminal49' } });
  });

  it('is brought to what files say, and doing it again does nothing', async () => {
    const sources = sourcesFor(fixture);
    await sources.register(wish({ id: 'other' }), admin);
    const apply = async (settings: object): Promise<[readonly string[], readonly string[]]> => {
      const plan = await planSources(sources, [wish(settings)]);
      return [describePlan(plan), await applyPlan(sources, plan)];
    };
    const [first, told] = await apply({});
    expect(first).toEqual(['register  ocean', 'no file   other: left alone']);
    const secret = /told once: (\w+)/.exec(told.join())?.[1];
    expect(await secretOf()).toEqual({ current: secret });
    expect(await apply({})).toEqual([['keep      ocean', 'no file   other: left alone'], []]);
    const [changed] = await apply({ silence: { allowed: 'PT2H' } });
    expect(changed.slice(0, 2)).toEqual(['change    ocean', '            silence: nothing → {"allowed":"PT2H"}']);
    expect(await sources.read('ocean')).toMatchObject({ version: 2, enabled: true, silence: { allowed: 'PT2H' } });
  });

  it('of two changes at once lets one through', async () => {
    const sources = sourcesFor(fixture);
    await sources.register(wish(), admin);
    const results = await Promise.all(['A', 'B', 'C'].map((title) => sources.change(wish({ title }), 1, admin)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sources.history('ocean')).toHaveLength(2);
  });

  it('rotates a secret once at a time, and drops the one before when asked', async () => {
    const sources = sourcesFor(fixture);
    const { secret: old }: any = await sources.register(wish(), admin);
    const { secret: fresh }: any = await sources.rotateSecret('ocean', admin);
    expect(await secretOf()).toEqual({ current: fresh, previous: old });
    expect(await sources.rotateSecret('ocean', admin)).toMatchObject({ ok: false, problem: { status: 409 } });
    expect(await secretOf()).toEqual({ current: fresh, previous: old });
    await sources.retireSecret('ocean', admin);
    expect(await secretOf()).toEqual({ current: fresh });
    expect(await sources.retireSecret('ocean', admin)).toMatchObject({ unchanged: true });
    expect((await sources.history('ocean')).map(({ act }) => act)).toEqual([
      'registered',
      'secret_rotated',
      'secret_retired',
    ]);
  });

  it('of two rotations at once tells one secret, and it is the one that is good', async () => {
    const sources = sourcesFor(fixture);
    const { secret: old }: any = await sources.register(wish(), admin);
    const results: any[] = await Promise.all([1, 2, 3].map(() => sources.rotateSecret('ocean', admin)));
    const told = results.flatMap(({ secret }) => secret ?? []);
    expect(told).toHaveLength(1);
    expect(await secretOf()).toEqual({ current: told[0], previous: old });
  });

  it('goes on with a rotation that died after its record: the old secret is not lost', async () => {
    const runtime: any = Reflect.get(globalThis, Symbol.for('fairlead.runtime'));
    const call = runtime.call;
    const sources = sourcesFor(fixture);
    const { secret: old }: any = await sources.register(wish(), admin);
    runtime.call = (client: string, command: string, input: unknown) =>
      command === 'PutSecretValueCommand' ? Promise.reject(new Error('killed')) : call(client, command, input);
    await expect(sources.rotateSecret('ocean', admin)).rejects.toThrow('killed');
    runtime.call = call;
    const { secret: fresh }: any = await sources.rotateSecret('ocean', admin);
    expect(await secretOf()).toEqual({ current: fresh, previous: old });
  });

  it('reads what was registered before it had versions and tiers, and changes it', async () => {
    const before = {
      contract: 'source/1',
      id: 'ocean',
      title: 'Ocean',
      format: 'canonical',
      authentication: { scheme: 'fairlead-hmac', secretId: 'fairlead/test/source/ocean', toleranceSeconds: 300 },
      pathKey: 'p'.repeat(48),
      apiKeyId: 'key',
      apiKeyValue: 'value',
      zone: 'UTC',
      region: 'eu',
      businessUnit: 'retail',
      enabled: true,
    };
    expect(sourceRegistration.parse(before)).toEqual({
      ...before,
      version: 1,
      limits: { tier: 'standard' },
      secretsInRotation: false,
    });
    const { marshall } = await import('@aws-sdk/util-dynamodb');
    const Item = marshall({ pk: 'SOURCE#ocean', sk: 'SOURCE', registration: before });
    await fixture.call('dynamodb', 'PutItem', { TableName: 'reference', Item });
    expect(await sourcesFor(fixture).switchTo('ocean', false, admin)).toMatchObject({ registration: { version: 2 } });
    expect(await sourcesFor(fixture).list()).toMatchObject([{ id: 'ocean', enabled: false }]);
    expect(await sourcesFor(fixture).switchTo('ocean', true, admin)).toMatchObject({ registration: { version: 3 } });
  });
});

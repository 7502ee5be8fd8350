import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { problem, signalReceived } from '../../../lambdas/contracts/index.ts';
import { signBody } from '../../../lambdas/inbound/index.ts';
import { edi214 } from '../../support/edi.ts';
import { openInbound, registerFor, sourcesFor } from './inbound-fixture.ts';
import type { InboundFixture, RegisteredSource } from './inbound-fixture.ts';

const START = '2026-03-02T14:00:00.000Z';
const seconds = Date.parse(START) / 1000;
const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const down = (): Error => Object.assign(new Error('the bus is down'), { name: 'ServiceUnavailable' });

let fixture: InboundFixture;
let edi: RegisteredSource;
let json: RegisteredSource;
const written: string[] = [];

beforeAll(() => {
  Object.assign(process.env, { REFERENCE_TABLE: 'reference', RAW_BUCKET: 'raw-bucket', EVENT_BUS: 'fairlead' });
  // What leaves a function leaves by its output.
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(...String(chunk).split('\n')) > 0);
});
afterAll(() => vi.restoreAllMocks());
beforeEach(async () => {
  vi.resetModules();
  written.length = 0;
  fixture = openInbound(START);
  edi = await registerFor(fixture, { id: 'north-edi', format: 'x12-214', issuer: 'NRTH' });
  json = await registerFor(fixture, { id: 'tms', format: 'canonical' });
});
afterEach(() => fixture.close());

interface Ask {
  readonly source?: RegisteredSource;
  readonly body: string | Buffer;
  readonly headers?: Record<string, string>;
  /** Seconds that the sender's clock is away. */
  readonly skew?: number;
  readonly secret?: string;
}

async function sendRaw({ source = edi, body, headers = {}, skew = 0, secret = source.secret }: Ask) {
  const { handler } = await import('../../../lambdas/inbound/receive-signal.handler.ts');
  const bytes = Buffer.from(body);
  const event = {
    body: bytes.toString('base64'),
    isBase64Encoded: true,
    headers: { 'Fairlead-Signature': signBody(bytes, secret, seconds + skew), ...headers },
    requestContext: { identity: {}, authorizer: { sourceId: source.registration.id } },
  };
  return handler(event as any, { awsRequestId: 'request-1' } as any);
}
async function send(ask: Ask) {
  const answer = await sendRaw(ask);
  return { ...answer, json: JSON.parse(answer.body) };
}
const metric = (name: string): number | undefined =>
  written
    .filter((line) => line.includes(`"${name}":`))
    .map((line) => JSON.parse(line)[name] as number)
    .at(-1);
const quarantined = async (id: string): Promise<any[]> => {
  const { Items } = await fixture.call('dynamodb', 'Query', {
    TableName: 'reference',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `QUARANTINE#${id}` } },
  });
  return Items.map((item: any) => unmarshall(item));
};
const sweep = async () => {
  const { handler } = await import('../../../lambdas/inbound/sweep-pending.handler.ts');
  return handler({}, { awsRequestId: 'request-2' } as any);
};

const report = {
  kind: 'exception',
  type: 'transport.delay',
  references: [{ kind: 'shipment', value: 'SO-1' }],
  occurredAt: '2026-03-02T13:00:00Z',
};

it('puts mail into the inbox, where a function of its own reads it: 202, and nothing is read here', async () => {
  const desk = await registerFor(fixture, { id: 'desk-mail', format: 'email' });
  const { statusCode, json: said } = await send({
    source: desk,
    body: 'From: a@b.example\r\n\r\nShipment SO-1 is late.',
  });
  expect([statusCode, said]).toEqual([202, { signals: [], quarantined: [], links: {} }]);
  const { Contents } = await fixture.call('s3', 'ListObjectsV2', { Bucket: 'raw-bucket' });
  expect(Contents.map(({ Key }: any) => Key)).toEqual([expect.stringMatching(/^inbox\/desk-mail\/2026-03-02T/)]);
});

describe('an X12 214 with its signature', () => {
  it('is kept as it came, published once, and answered with where to look', async () => {
    const body = edi214();
    const answer = await send({ body, headers: { traceparent: TRACE, 'Content-Type': 'application/edi-x12' } });
    expect(answer.statusCode).toBe(202);
    const [{ id }] = answer.json.signals;
    expect(answer.json).toEqual({
      signals: [{ id, kind: 'exception', type: 'transport.delivery_failed', at: '2026-03-02T02:15:00.000-06:00' }],
      quarantined: [],
      links: { cases: `/v1/cases?signal=${id}` },
    });
    const [key = ''] = await fixture.keys('raw/north-edi/2026-03-02/');
    expect(await fixture.text(key)).toBe(body);
    expect(fixture.published).toMatchObject([
      { EventBusName: 'fairlead', Source: 'fairlead', DetailType: 'SignalReceived', Time: new Date(START) },
    ]);
    const { signal } = signalReceived.parse(JSON.parse(fixture.published[0].Detail));
    expect(signal).toMatchObject({
      id,
      source: { id: 'north-edi', format: 'x12-214', version: '004010' },
      region: 'na',
      businessUnit: 'retail',
      receivedAt: START,
      raw: { key },
      traceparent: TRACE,
    });
    expect(signal.references).toContainEqual({ kind: 'shipment', value: 'SO-88213', issuer: 'NRTH' });
    expect(await fixture.keys('pending/')).toEqual([]);
    expect(await quarantined('north-edi')).toEqual([]);
    expect([metric('SignalsAccepted'), metric('PayloadsQuarantined')]).toEqual([1, 0]);
  });

  it('that comes again has the same id, also in another envelope', async () => {
    const first = await send({ body: edi214() });
    const again = await send({ body: edi214({ control: '000000999' }), skew: 5 });
    expect(again.json.signals[0].id).toBe(first.json.signals[0].id);
    const other = await send({ body: edi214({ time: '0216' }) });
    expect(other.json.signals[0].id).not.toBe(first.json.signals[0].id);
  });

  it('is answered with a functional acknowledgement where the sender asks for it, and signals are published all the same', async () => {
    const answer = await sendRaw({ body: edi214(), headers: { accept: 'application/edi-x12' } });
    expect([answer.statusCode, answer.headers?.['content-type']]).toEqual([202, 'application/edi-x12']);
    expect(answer.body).toMatch(/^ISA\*[^~]*~\nGS\*FA\*[\s\S]*AK5\*A~\nAK9\*A\*1\*1\*1~/);
    expect(fixture.published).toHaveLength(1);
    const wrong = await sendRaw({
      body: edi214().replace('AT7*', 'AT7*Q9'),
      headers: { accept: 'application/edi-x12' },
    });
    expect([wrong.statusCode, wrong.headers?.['content-type']]).toEqual([422, 'application/edi-x12']);
    expect(wrong.body).toMatch(/AK5\*R\*5~\nAK9\*R\*1\*1\*0~/);
    expect(await quarantined('north-edi')).toHaveLength(1);
  });

  it('begins a trace where the sender has none', async () => {
    await send({ body: edi214() });
    await send({ body: edi214(), headers: { traceparent: 'nonsense' } });
    for (const { Detail } of fixture.published)
      expect(JSON.parse(Detail).signal.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

describe('who is not who it says', () => {
  it.each<[string, Omit<Ask, 'body'>, string]>([
    ['with no signature', { headers: { 'Fairlead-Signature': '' } }, 'missing'],
    ['with a signature of another form', { headers: { 'Fairlead-Signature': 'sha256=00' } }, 'malformed'],
    ['with the signature of another secret', { secret: 'guess' }, 'wrong'],
    ['with a signature that is too old: a replay', { skew: -301 }, 'stale'],
    ['with a signature from ahead', { skew: 301 }, 'stale'],
  ])('%s is refused, and nothing of it is kept', async (_how, ask, why) => {
    const answer = await send({ body: edi214(), ...ask });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers?.['content-type']).toBe('application/problem+json');
    expect(problem.parse(answer.json)).toMatchObject({
      status: 401,
      type: `https://fairlead.dev/problems/signature-${why}`,
    });
    expect([await fixture.keys(''), await quarantined('north-edi'), fixture.batches]).toEqual([[], [], []]);
    expect([metric('SignalsAccepted'), metric('PayloadsQuarantined')]).toEqual([0, 0]);
  });

  it('is let in with the secret before while they are rotated', async () => {
    await fixture.call('secretsmanager', 'PutSecretValue', {
      SecretId: 'fairlead/test/source/north-edi',
      SecretString: JSON.stringify({ current: 'new', previous: edi.secret }),
    });
    expect((await send({ body: edi214() })).statusCode).toBe(202);
    expect((await send({ body: edi214(), secret: 'new' })).statusCode).toBe(202);
    expect((await send({ body: edi214(), secret: 'newer' })).statusCode).toBe(401);
  });
});

describe('what cannot be read', () => {
  const cut = edi214().replace(/SE\*[^]*$/, '');

  it('whole is a 422 that says where and what to do; the payload and a record are kept, nothing is published', async () => {
    const answer = await send({ body: cut, headers: { 'content-type': 'text/plain' } });
    expect(answer.statusCode).toBe(422);
    expect(problem.parse(answer.json).errors).toMatchObject([
      {
        pointer: expect.stringContaining('(SE)'),
        detail: expect.stringContaining('without SE'),
        mend: expect.any(String),
      },
    ]);
    const [key = ''] = await fixture.keys('raw/');
    expect(await fixture.text(key)).toBe(cut);
    const [record] = await quarantined('north-edi');
    expect(record).toMatchObject({ sk: record.id, at: START, rawKey: key, contentType: 'text/plain', rejected: 1 });
    expect(answer.json.instance).toContain(record.id);
    expect(fixture.published).toEqual([]);
    expect([metric('SignalsAccepted'), metric('PayloadsQuarantined')]).toEqual([0, 1]);
  });

  it('in part is named beside what was read', async () => {
    const answer = await send({
      source: json,
      body: JSON.stringify({ signals: [report, { ...report, occurredAt: 'today' }] }),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(202);
    expect(answer.json.signals).toHaveLength(1);
    expect(answer.json.quarantined).toMatchObject([
      { part: 'signal 2', pointer: '/signals/1/occurredAt', mend: expect.stringContaining('ISO 8601') },
    ]);
    const [record] = await quarantined('tms');
    expect(record.id).toBe(answer.json.quarantined[0].id);
    expect(fixture.published).toHaveLength(1);
    expect([metric('SignalsAccepted'), metric('PayloadsQuarantined')]).toEqual([1, 1]);
  });

  it('of another media type than JSON is a 415, and of more than 4 MB a 413', async () => {
    const xml = await send({ source: json, body: '<signal/>', headers: { 'content-type': 'application/xml' } });
    expect([xml.statusCode, xml.json.type]).toEqual([415, 'https://fairlead.dev/problems/media-type']);
    const large = await send({ body: Buffer.alloc(4_000_001, 'x') });
    expect([large.statusCode, large.json.links]).toEqual([413, { upload: '/v1/sources/north-edi/uploads' }]);
    expect(await fixture.keys('')).toEqual([]);
  });

  it('leaves no word of a payload in the log', async () => {
    await send({ body: cut.replace('HARBOR POINT CLINIC', 'JANE DOE') });
    await send({ source: json, body: '{"kind":"JANE DOE"}' });
    expect(written.join('\n')).not.toMatch(/JANE|DULUTH|SO-88213/);
    expect(written.join('\n')).toContain('call.answered');
  });
});

describe('a bus that fails', () => {
  it('is tried three times with pauses of no fixed length; then 503, and the sweep publishes what was kept', async () => {
    fixture.busIs(down);
    const answer = await send({ body: edi214() });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '30', 'content-type': 'application/problem+json' });
    expect(fixture.batches).toEqual([1, 1, 1]);
    expect(new Set(fixture.pauses).size).toBe(2);
    expect(await fixture.keys('pending/')).toHaveLength(1);
    expect(metric('SignalsAccepted')).toBe(0);

    expect(await sweep()).toEqual({ published: 0, left: 1, unreadable: 0 });
    expect(await fixture.keys('pending/')).toHaveLength(1);
    fixture.busIs(() => undefined);
    expect(await sweep()).toEqual({ published: 1, left: 0, unreadable: 0 });
    expect(await fixture.keys('pending/')).toEqual([]);
    expect(fixture.published).toHaveLength(1);
    signalReceived.parse(JSON.parse(fixture.published[0].Detail));
    expect(await sweep()).toEqual({ published: 0, left: 0, unreadable: 0 });
  });

  it('in part is asked again for that part only', async () => {
    fixture.busIs((batch) => (batch === 0 ? [1] : undefined));
    const signals = [1, 2, 3].map((value) => ({ ...report, references: [{ kind: 'shipment', value: `SO-${value}` }] }));
    const answer = await send({ source: json, body: JSON.stringify({ signals }) });
    expect(answer.statusCode).toBe(202);
    expect(fixture.batches).toEqual([3, 1]);
    const ids = fixture.published.map(({ Detail }) => JSON.parse(Detail).signal.id);
    expect(ids.sort()).toEqual(answer.json.signals.map(({ id }: { id: string }) => id).sort());
  });

  it('keeps only what the bus did not take', async () => {
    fixture.busIs((_batch, entries) => (entries.length === 3 ? [0, 2] : entries.map((_entry, index) => index)));
    const signals = [1, 2, 3].map((value) => ({ ...report, references: [{ kind: 'shipment', value: `SO-${value}` }] }));
    expect((await send({ source: json, body: JSON.stringify({ signals }) })).statusCode).toBe(503);
    const [key = ''] = await fixture.keys('pending/');
    const kept = JSON.parse(await fixture.text(key)).signals.map(({ references }: any) => references[0].value);
    expect(kept).toEqual(['SO-1', 'SO-3']);
    expect(fixture.published).toHaveLength(1);
  });

  it('does not hold up what comes after a file that nobody can read', async () => {
    await fixture.call('s3', 'PutObject', {
      Bucket: 'raw-bucket',
      Key: 'pending/2026-01-01.json',
      Body: '{"signals":[7]}',
    });
    fixture.busIs(down);
    await send({ body: edi214() });
    fixture.busIs(() => undefined);
    expect(await sweep()).toEqual({ published: 1, left: 0, unreadable: 1 });
    expect(await fixture.keys('pending/')).toEqual(['pending/2026-01-01.json']);
  });
});

describe('many reports in one payload', () => {
  it(
    'are published by tens; what would keep the sender waiting is accepted and swept',
    { timeout: 60_000 },
    async () => {
      const whole = edi214();
      const at7 = (number: number) =>
        `LX*${number}~\nAT7*X6*NS***20260302*${String(Math.floor(number / 60) % 24).padStart(2, '0')}${String(number % 60).padStart(2, '0')}*CT~\nL11*D-${number}*DO~\n`;
      const body = whole.replace(
        /LX\*1~[^]*US~\n(?=SE)/,
        Array.from({ length: 2600 }, (_, index) => at7(index)).join(''),
      );
      const answer = await send({ body });
      expect(answer.statusCode).toBe(202);
      expect([answer.json.signals.length, answer.json.moreSignals]).toEqual([1000, 1600]);
      expect(answer.json.warnings).toBe(1);
      expect([fixture.batches.length, Math.max(...fixture.batches), fixture.published.length]).toEqual([200, 10, 2000]);
      expect(await fixture.keys('pending/')).toHaveLength(2);
      expect(await sweep()).toEqual({ published: 600, left: 0, unreadable: 0 });
      const ids = fixture.published.map(({ Detail }) => JSON.parse(Detail).signal.id);
      expect(new Set(ids).size).toBe(2600);
    },
  );
});

describe('the authorizer', () => {
  const ask = async (pathKey: string | undefined, headers: Record<string, string> | null = {}) => {
    const { handler } = await import('../../../lambdas/inbound/authorize-source.handler.ts');
    const pathParameters = pathKey === undefined ? null : { pathKey };
    return handler({ pathParameters, headers, methodArn: 'arn:method' } as any, { awsRequestId: 'request' } as any);
  };
  const effect = ({ policyDocument }: any) => policyDocument.Statement[0].Effect;

  it('finds a source by its path, and lends it its key', async () => {
    const answer = await ask(edi.registration.pathKey);
    expect(answer).toEqual({
      principalId: 'north-edi',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: 'arn:method' }],
      },
      context: { sourceId: 'north-edi' },
      usageIdentifierKey: edi.registration.apiKeyValue,
    });
    expect(edi.registration.apiKeyValue).toMatch(/^.{20,}$/);
  });

  it('finds a source of canonical reports by name', async () => {
    expect(await ask(undefined, { 'Fairlead-Source': 'tms' })).toMatchObject({ context: { sourceId: 'tms' } });
  });

  it.each<[string, () => [string | undefined, Record<string, string> | null]]>([
    ['an unknown path', () => ['x'.repeat(48), {}]],
    ['a path that is none', () => ['../..', {}]],
    ['an unknown name', () => [undefined, { 'fairlead-source': 'nobody' }]],
    ['a name that is none', () => [undefined, { 'fairlead-source': 'A#B' }]],
    ['no name', () => [undefined, null]],
    ['a vendor by name: vendors have their path', () => [undefined, { 'fairlead-source': 'north-edi' }]],
    ['an unknown path beside a known name', () => ['x'.repeat(48), { 'fairlead-source': 'tms' }]],
  ])('denies %s', async (_what, given) => {
    const answer = await ask(...given());
    expect(effect(answer)).toBe('Deny');
    expect(answer).not.toHaveProperty('context');
    expect(answer).not.toHaveProperty('usageIdentifierKey');
  });

  it('denies a source that is switched off', async () => {
    await sourcesFor(fixture).switchTo('north-edi', false, { kind: 'person', id: 'root' });
    expect(effect(await ask(edi.registration.pathKey))).toBe('Deny');
  });
});

describe('registering a source', () => {
  it('makes its secret, its key in the plan, and a path that nobody guesses', async () => {
    const { registration, secret } = edi;
    expect(registration.authentication).toEqual({
      scheme: 'fairlead-hmac',
      secretId: 'fairlead/test/source/north-edi',
      toleranceSeconds: 300,
    });
    const stored = await fixture.call('secretsmanager', 'GetSecretValue', {
      SecretId: 'fairlead/test/source/north-edi',
    });
    expect(JSON.parse(stored.SecretString)).toEqual({ current: secret });
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(registration.pathKey).toMatch(/^[0-9a-f]{48}$/);
    const { items } = await fixture.call('apigateway', 'GetUsagePlanKeys', {
      usagePlanId: fixture.usagePlans.standard,
    });
    expect(items.map(({ id }: { id: string }) => id)).toContain(registration.apiKeyId);
    expect(json.registration.pathKey).not.toBe(registration.pathKey);
  });
});

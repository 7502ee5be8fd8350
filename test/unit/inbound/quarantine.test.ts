import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceWish } from '../../../lambdas/contracts/index.ts';
import { signBody } from '../../../lambdas/inbound/index.ts';
import { redactPayload } from '../../../lambdas/inbound/redact-payload.ts';
import { edi214 } from '../../support/edi.ts';
import { openInbound, registerFor, sourcesFor } from './inbound-fixture.ts';
import type { InboundFixture, RegisteredSource } from './inbound-fixture.ts';

const START = '2026-03-02T14:00:00.000Z';
const DAY = 86_400_000;
const LATER = '2026-03-04T08:00:00.000Z';
const QUARANTINE = '/v1/sources/{sourceId}/quarantine';

let fixture: InboundFixture;
let source: RegisteredSource;
let clock = START;
beforeAll(() => {
  Object.assign(process.env, { REFERENCE_TABLE: 'reference', RAW_BUCKET: 'raw-bucket', EVENT_BUS: 'fairlead' });
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(() => true);
});
afterAll(() => vi.restoreAllMocks());
beforeEach(async () => {
  vi.resetModules();
  fixture = openInbound(START);
  clock = START;
  // Registered with the wrong format: nothing of an X12 214 is canonical JSON.
  source = await registerFor(fixture, { id: 'north', format: 'canonical', contentTypes: ['application/edi-x12'] });
});
afterEach(() => fixture.close());

const setTime = (instant: string): void => fixture.setTime((clock = instant));

async function send(body: string | Buffer = edi214(), headers: Record<string, string> = {}) {
  const { handler } = await import('../../../lambdas/inbound/receive-signal.handler.ts');
  const bytes = Buffer.from(body);
  const event = {
    body: bytes.toString('base64'),
    isBase64Encoded: true,
    headers: {
      'Content-Type': 'application/edi-x12',
      'Fairlead-Signature': signBody(bytes, source.secret, Date.parse(clock) / 1000),
      ...headers,
    },
    requestContext: { identity: {}, authorizer: { sourceId: 'north' } },
  };
  const answer = await handler(event as any, { awsRequestId: 'request-1' } as any);
  return { ...answer, json: JSON.parse(answer.body) };
}
async function ask(method: string, resource: string, parameters: object = {}, body?: unknown, role = 'platform_admin') {
  const { handler } = await import('../../../lambdas/api/serve-quarantine.handler.ts');
  const event = {
    httpMethod: method,
    resource,
    pathParameters: { sourceId: 'north', ...parameters },
    queryStringParameters: null,
    headers: {},
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { authorizer: { claims: { sub: 'x', 'custom:person': `${role}-1`, 'cognito:groups': role } } },
  };
  const answer = await handler(event as any, { awsRequestId: 'request-2' } as any);
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}
const list = async () => (await ask('GET', QUARANTINE)).json.items;
const look = (quarantineId: string, role?: string) =>
  ask('GET', `${QUARANTINE}/{quarantineId}`, { quarantineId }, undefined, role);
const tell = (quarantineId: string, command: string, body?: unknown, role?: string) =>
  ask('POST', `${QUARANTINE}/{quarantineId}/{command}`, { quarantineId, command }, body, role);
const replayAll = (body?: unknown) => ask('POST', '/v1/sources/{sourceId}/replay-quarantine', {}, body);

async function quarantineOne(body?: string): Promise<string> {
  const answer = await send(body);
  expect(answer.statusCode).toBe(422);
  return answer.json.instance.split(':').at(-1);
}
async function mend(): Promise<void> {
  setTime(LATER);
  const wish = { id: 'north', format: 'x12-214', title: 'North', zone: 'America/Chicago', region: 'na' };
  const found = await sourcesFor(fixture).read('north');
  const next = sourceWish.parse({ ...wish, businessUnit: 'retail', issuer: 'NRTH' });
  const result = await sourcesFor(fixture).change(next, found?.version ?? 0, { kind: 'person', id: 'ada' });
  expect(result.ok).toBe(true);
}
const signalsOf = (): any[] => fixture.published.map(({ Detail }) => JSON.parse(Detail).signal);

describe('a payload in quarantine', () => {
  it('is one however often it comes, and says what was wrong, without its headers and where it lies', async () => {
    const id = await quarantineOne();
    expect(await quarantineOne()).toBe(id);
    const [item, ...others] = await list();
    expect(others).toEqual([]);
    expect(item).toMatchObject({ id, state: 'open', times: 2, rejected: 1, at: START, acts: [] });
    expect(Object.keys(item)).not.toContain('rawKey');
    expect(Object.keys(item)).not.toContain('headers');
  });

  it('is seen whole by who mends, by its shape by who audits, and by nobody else', async () => {
    const id = await quarantineOne();
    const { payload } = (await look(id)).json;
    expect(Buffer.from(payload.base64, 'base64').toString()).toBe(edi214());
    const audited = (await look(id, 'auditor')).json;
    expect(audited.payload).toMatchObject({ size: edi214().length });
    expect(audited.payload.redacted).toContain('ST*999*');
    expect(JSON.stringify(audited)).not.toContain('SO-88213');
    expect(JSON.stringify(audited)).not.toContain(payload.base64);
    expect((await look(id, 'lead')).status).toBe(403);
    expect((await tell(id, 'replay', {}, 'auditor')).status).toBe(403);
    expect((await look('rcp_none')).status).toBe(404);
  });
});

describe('a replay', () => {
  it('after the mend publishes what was reported, as of when it came, and is noted with who and when; again it is nothing', async () => {
    const id = await quarantineOne();
    await mend();
    const { json } = await tell(id, 'replay');
    expect(json).toEqual({ id, outcome: 'replayed', signals: [signalsOf()[0].id] });
    expect(signalsOf()).toMatchObject([
      { type: 'transport.delivery_failed', receivedAt: START, source: { id: 'north', format: 'x12-214' } },
    ]);
    expect((await list())[0]).toMatchObject({
      state: 'replayed',
      rejected: 0,
      acts: [{ act: 'replayed', at: LATER, actor: { id: 'platform_admin-1' }, signals: 1 }],
    });
    expect((await tell(id, 'replay')).json.outcome).toBe('unchanged');
    expect((await replayAll()).json.items).toEqual([]);
    expect(fixture.published).toHaveLength(1);
    // The sender sends it once more, now in the usual way: the same signal.
    await send();
    expect(new Set(signalsOf().map((signal) => signal.id)).size).toBe(1);
  });

  it('of what is still unreadable leaves it, with its new reasons', async () => {
    const id = await quarantineOne(edi214().replace('AT7*', 'AT7*Q9'));
    const before = (await list())[0].rejections;
    await mend();
    expect((await tell(id, 'replay')).json).toMatchObject({ id, outcome: 'still_unreadable', signals: [] });
    const [item] = await list();
    expect(item).toMatchObject({ state: 'open', acts: [{ act: 'replayed', signals: 0, rejected: 1 }] });
    expect(item.rejections).not.toEqual(before);
    expect(fixture.published).toEqual([]);
  });

  it('by two people at once makes the same signals, and one of them has done it', async () => {
    const id = await quarantineOne();
    await mend();
    const both = await Promise.all([tell(id, 'replay'), tell(id, 'replay')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(signalsOf().map((signal) => signal.id)).size).toBe(1);
    expect((await list())[0].acts).toHaveLength(1);
  });

  it('that dies between publishing and noting is done again with the same ids', async () => {
    const id = await quarantineOne();
    await mend();
    const seam: any = Reflect.get(globalThis, Symbol.for('fairlead.runtime'));
    const call = seam.call;
    seam.call = (client: string, command: string, input: unknown) =>
      command === 'PutItemCommand' ? Promise.reject(new Error('died')) : call(client, command, input);
    await expect(tell(id, 'replay')).rejects.toThrow('died');
    seam.call = call;
    expect((await list())[0]).toMatchObject({ state: 'open', acts: [] });
    expect((await tell(id, 'replay')).json.outcome).toBe('replayed');
    const [first, again] = signalsOf();
    expect(again).toEqual({ ...first, traceparent: again.traceparent });
  });

  it('while the bus is down leaves the signals to the sweep and is done', async () => {
    const id = await quarantineOne();
    await mend();
    fixture.busIs(() => new Error('the bus is down'));
    expect((await tell(id, 'replay')).json.outcome).toBe('replayed');
    expect(await fixture.keys('pending/')).toHaveLength(1);
    fixture.busIs(() => undefined);
    const { handler } = await import('../../../lambdas/inbound/sweep-pending.handler.ts');
    await handler({}, { awsRequestId: 'request-3' } as any);
    expect(signalsOf()).toMatchObject([{ type: 'transport.delivery_failed' }]);
  });

  it('of all of a source goes on from page to page and passes over what is settled', async () => {
    const bodies = ['1', '2', '3'].map((number) => edi214().replaceAll('SO-88213', `SO-${number}`));
    const ids = [];
    for (const body of bodies) ids.push(await quarantineOne(body));
    await tell(ids[0] ?? '', 'discard', { reason: 'a test of the carrier' });
    await mend();
    const done: string[] = [];
    let after: string | undefined;
    do {
      const { json } = await replayAll({ limit: 2, ...(after === undefined ? {} : { after }) });
      done.push(...json.items.map((item: any) => `${item.id} ${item.outcome}`));
      ({ after } = json);
    } while (after !== undefined);
    expect(done.sort()).toEqual([`${ids[1]} replayed`, `${ids[2]} replayed`].sort());
    expect(signalsOf()).toHaveLength(2);
  });

  it('keeps what a CloudEvent says in its headers, and forgets its proof', async () => {
    const headers = { 'ce-specversion': '1.0', 'ce-id': 'e1', 'ce-source': '/tms', 'ce-type': 'no.such.type' };
    await send('{}', headers);
    const { Items } = await fixture.call('dynamodb', 'Scan', { TableName: 'reference' });
    const [item] = Items.filter(({ pk }: any) => pk.S === 'QUARANTINE#north');
    expect(Object.keys(item.headers.M).sort()).toEqual(Object.keys(headers).sort());
  });

  it('of a payload that the bucket has forgotten is refused', async () => {
    const id = await quarantineOne();
    setTime(new Date(Date.parse(START) + 90 * DAY).toISOString());
    expect((await tell(id, 'replay')).status).toBe(410);
    expect((await look(id)).json.payload).toMatchObject({ outcome: 'gone' });
  });
});

describe('a file', () => {
  it('is listed, and neither read whole nor replayed while somebody waits', async () => {
    const { createQuarantine } = await import('../../../lambdas/inbound/adapters/quarantine.dynamo.ts');
    const id = `rcp_${'1'.repeat(32)}`;
    const plain = { id, sourceId: 'north', at: START, rawKey: 'raw/none', contentType: '', headers: {} };
    await createQuarantine('reference').keep({ ...plain, via: 'file', rejections: [] });
    expect((await look(id)).json.payload.outcome).toBe('file');
    await mend();
    expect((await tell(id, 'replay')).status).toBe(409);
    expect((await replayAll()).json.items).toMatchObject([{ id, outcome: 'refused', problem: { status: 409 } }]);
    expect((await tell(id, 'discard', { reason: 'a test' })).status).toBe(200);
  });
});

describe('a discard', () => {
  it('has a reason and stays as a record with who; the same bytes again do not open it, a replay after all does', async () => {
    const id = await quarantineOne();
    expect((await tell(id, 'discard', {})).json.errors).toMatchObject([{ pointer: '/reason' }]);
    expect((await tell(id, 'discard', { reason: 'a test' })).status).toBe(200);
    expect((await tell(id, 'discard', { reason: 'a test' })).status).toBe(409);
    await quarantineOne();
    expect((await list())[0]).toMatchObject({
      state: 'discarded',
      times: 2,
      acts: [{ act: 'discarded', reason: 'a test', actor: { kind: 'person', id: 'platform_admin-1' } }],
    });
    await mend();
    expect((await replayAll()).json.items).toEqual([]);
    expect((await tell(id, 'replay')).json.outcome).toBe('replayed');
    expect((await tell(id, 'discard', { reason: 'too late' })).status).toBe(409);
  });
});

describe('a redacted payload', () => {
  it.each([
    ['JSON', '{"name": "Zoë Müller 12", "list": ["Anna"]}', '{"name": "xxx xxxxxx 99", "list": ["xxxx"]}'],
    ['XML', '<To><Name>Anna</Name><Box n="7"/></To>', '<To><Name>xxxx</Name><Box x="9"/></To>'],
    ['EDIFACT', "UNB+UNOC:3'NAD+CN+++Anna Berg+B 1'", "UNB+xxxx:9'NAD+xx+++xxxx xxxx+x 9'"],
    ['text', 'Anna;Berg 1\n李;2', 'xxxx;xxxx 9\nx;9'],
  ])('in %s keeps what the format names', (_name, payload, redacted) => {
    expect(redactPayload(Buffer.from(payload))).toBe(redacted);
  });
});

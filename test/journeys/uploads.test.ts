import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signBody } from '../../lambdas/inbound/index.ts';
import { digestOf, put } from '../support/upload.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';

/** Three failed deliveries in one interchange, with remarks that make it as large as asked. */
function interchange(bytes: number): Buffer {
  const remark = `K1*${'DRIVER WAITED AT THE GATE '.repeat(40)}`;
  const remarks = Math.ceil(bytes / 3 / (remark.length + 2));
  const set = (n: number): readonly string[] => [
    `ST*214*000${String(n)}`,
    `B10*NL90000${String(n)}*SO-7000${String(n)}*NRTH`,
    ...Array.from({ length: remarks }, () => remark),
    'N1*CN*HARBOR POINT CLINIC',
    'N4*DULUTH*MN*55802*US',
    'LX*1',
    'AT7*AH*AQ***20260302*0215*CT',
    `SE*${String(7 + remarks)}*000${String(n)}`,
  ];
  const segments = [
    'ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEADTEST   *260302*0300*U*00401*000000301*0*P*>',
    'GS*QM*NRTH*FAIRLEADTEST*20260302*0300*301*X*004010',
    ...[1, 2, 3].flatMap(set),
    'GE*3*301',
    'IEA*1*000000301',
  ];
  return Buffer.from(`${segments.join('~\n')}~\n`);
}

const ask = (
  world: World,
  wish: object,
  { secret = world.source.secret, path = world.source.id } = {},
): Promise<Answer> => {
  const body = new TextEncoder().encode(JSON.stringify(wish));
  const signature = signBody(body, secret, Math.floor(world.now() / 1000));
  return world.request('POST', `/v1/sources/${path}/uploads`, {
    headers: { 'content-type': 'application/json', 'fairlead-signature': signature },
    body,
  });
};

const codeIn = ({ status, text }: { status: number; text: string }): string =>
  `${String(status)} ${/<Code>(\w+)</.exec(text)?.[1] ?? ''} ${/<Message>([^<]*)/.exec(text)?.[1] ?? ''}`;

const references = async (world: World): Promise<readonly string[]> =>
  (await world.cases()).map(({ references: [first], signals }) => `${first?.value ?? ''} ${String(signals)}`).sort();

describe('a payload that is too large for a request', () => {
  test('is refused with the way to upload it; uploaded, each of its reports arrives once, and once more uploaded changes nothing', async () => {
    const world = await openWorld();
    const body = interchange(10_000_000);
    expect(body.length).toBeGreaterThan(10_000_000);
    // The handler says it where it sees the body, the gateway where it does not.
    for (const size of [4_100_000, body.length]) {
      const refused = await world.postEdi(body.subarray(0, size).toString('latin1'));
      expect(refused.status).toBe(413);
      expect(refused.json).toMatchObject({ type: 'https://fairlead.dev/problems/payload-too-large' });
      expect(refused.json.links.upload.replace('{sourceId}', world.source.id)).toBe(
        `/v1/sources/${world.source.id}/uploads`,
      );
    }
    const wish = { name: 'march (1).edi', bytes: body.length, sha256: digestOf(body) };
    const granted = await ask(world, wish);
    expect(granted.status).toBe(201);
    expect(granted.json).toMatchObject({ method: 'PUT', bytes: body.length, expiresAt: '2026-03-02T09:15:00.000Z' });
    expect(await put(world, granted.json, body)).toMatchObject({ status: 200 });
    await world.advance(3 * MINUTE);
    expect(await references(world)).toEqual(['NL900001 1', 'NL900002 1', 'NL900003 1']);
    expect(world.told.length).toBeGreaterThan(0);
    const told = world.told.length;

    // The same address again, and a new address for the same content.
    await put(world, granted.json, body);
    await put(world, (await ask(world, { ...wish, name: 'again.edi' })).json, body);
    await world.advance(3 * MINUTE);
    expect(await references(world)).toEqual(['NL900001 1', 'NL900002 1', 'NL900003 1']);
    expect(world.told).toHaveLength(told);
    const files = await world.as(PEOPLE.auditor.email).get(granted.json.links.files);
    expect(files.json.items.map(({ state, signals }: any) => `${state} ${String(signals)}`)).toEqual([
      'repeated 0',
      'repeated 0',
      'taken 3',
    ]);
    expect(files.json.items.at(-1).name).toBe(granted.json.file);
  });

  test('its sender gets the report back by the address that was told: each row that could not be read, to nobody else and not for ever', async () => {
    const world = await openWorld();
    const body = Buffer.from(interchange(1000).toString().replaceAll('AT7*AH*AQ***20260302', 'AT7*AH*AQ***20261302'));
    const wish = { name: 'odd.edi', bytes: body.length, sha256: digestOf(body) };
    const { json: grant } = await ask(world, wish);
    const read = async (address: string): Promise<{ status: number; text: string }> =>
      put(world, { url: address, headers: {} }, new Uint8Array(), { method: 'GET' });
    // Nothing was read yet.
    expect(codeIn(await read(grant.report))).toMatch(/^403 AccessDenied/);
    await put(world, grant, body);
    await world.advance(MINUTE);
    const report = await read(grant.report);
    expect(report.status).toBe(200);
    expect(JSON.parse(report.text)).toMatchObject({
      contract: 'file-report/1',
      file: { name: grant.file, state: 'taken', rejected: 3, signals: 0 },
      rejected: [{ part: expect.stringContaining('LX 1'), mend: expect.any(String) }, {}, {}],
    });
    const other = await ask(world, { ...wish, name: 'again.edi' });
    await put(world, other.json, body);
    await world.advance(MINUTE);
    expect(JSON.parse((await read(other.json.report)).text)).toMatchObject({ file: { state: 'repeated' } });
    // The address is for this report, for reading, and for an hour.
    expect(codeIn(await read(grant.report.replace('odd.edi', 'again.edi')))).toMatch(/^403 SignatureDoesNotMatch/);
    expect(codeIn(await put(world, { url: grant.report, headers: {} }, body))).toMatch(/^403 SignatureDoesNotMatch/);
    await world.advance(60 * MINUTE);
    expect(codeIn(await read(grant.report))).toBe('403 AccessDenied Request has expired');
  });

  test('takes nothing by an address but what it was made for, and nothing after its time', async () => {
    const world = await openWorld();
    const body = interchange(1000);
    const other = interchange(9000);
    const { json: grant } = await ask(world, { name: 'a.edi', bytes: body.length, sha256: digestOf(body) });
    const refusals = {
      'another content of the size': await put(
        world,
        grant,
        Buffer.from(body.toString().replace('SO-70001', 'SO-79999')),
      ),
      'another size': await put(world, grant, other),
      'another size, said to be right': await put(world, grant, other, {
        headers: { 'content-length': String(body.length) },
      }),
      'another checksum': await put(world, grant, other, {
        headers: { 'x-amz-checksum-sha256': createHash('sha256').update(other).digest('base64') },
      }),
      'no checksum': await put(world, { ...grant, headers: {} }, body),
      'another key': await put(world, grant, body, { path: (path) => path.replace('a.edi', 'b.edi') }),
      'the inbox of another': await put(world, grant, body, {
        path: (path) => path.replace(world.source.id, world.signalSource.id),
      }),
      'longer good': await put(world, grant, body, {
        path: (path) => path.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'),
      }),
      'another header of S3': await put(world, grant, body, { headers: { 'x-amz-acl': 'public-read' } }),
      'reading instead': await put(world, grant, new Uint8Array(), { method: 'GET' }),
      nobody: await put(world, grant, body, { path: (path) => path.split('?')[0] ?? '' }),
      'a key of nobody': await put(world, grant, body, {
        path: (path) => path.replace(/ASIA[0-9A-F]+/, 'ASIA0000000000000000'),
      }),
    };
    expect(
      Object.fromEntries(
        Object.entries(refusals).map(([what, answer]) => [what, codeIn(answer).split(' ').slice(0, 2).join(' ')]),
      ),
    ).toEqual({
      'another content of the size': '400 BadDigest',
      'another size': '403 SignatureDoesNotMatch',
      'another size, said to be right': '400 BadDigest',
      'another checksum': '403 SignatureDoesNotMatch',
      'no checksum': '403 SignatureDoesNotMatch',
      'another key': '403 SignatureDoesNotMatch',
      'the inbox of another': '403 SignatureDoesNotMatch',
      'longer good': '403 SignatureDoesNotMatch',
      'another header of S3': '403 AccessDenied',
      'reading instead': '403 SignatureDoesNotMatch',
      nobody: '403 AccessDenied',
      'a key of nobody': '403 InvalidAccessKeyId',
    });
    await world.advance(15 * MINUTE + 1000);
    expect(codeIn(await put(world, grant, body))).toBe('403 AccessDenied Request has expired');
    await world.advance(MINUTE);
    expect(await world.cases()).toEqual([]);
  });

  test('is granted to whom the source is proved to be, for what may be read, and is not said to others', async () => {
    const world = await openWorld({
      sources: [
        {
          id: 'small-quota',
          title: 'Small quota',
          format: 'csv',
          mapping: 'wms-short-pick',
          zone: 'UTC',
          region: 'eu',
          businessUnit: 'retail',
          limits: { tier: 'standard', quotaPerDay: 2 },
        },
      ],
    });
    const wish = { name: 'a.csv', bytes: 100, sha256: '0'.repeat(64) };
    const wrong = await ask(world, wish, { secret: 'not the secret' });
    expect([wrong.status, wrong.json.type]).toEqual([401, 'https://fairlead.dev/problems/signature-wrong']);
    expect((await ask(world, wish, { path: 'nobody' })).status).toBe(403);
    // A report that somebody has caught is no wish.
    const caught = await ask(world, { type: 'transport.delay', occurredAt: '2026-03-02T09:00:00Z' });
    expect([caught.status, caught.json.errors.map(({ pointer }: any) => pointer)]).toEqual([
      400,
      ['/name', '/bytes', '/sha256', '/type', '/occurredAt'],
    ]);
    expect((await ask(world, { ...wish, name: '../b.csv' })).status).toBe(400);
    const large = await ask(world, { ...wish, bytes: 25_000_001 });
    expect([large.status, large.json.type]).toEqual([413, 'https://fairlead.dev/problems/file-too-large']);

    const [table] = world.sources;
    const asTable = { secret: table?.secret ?? '', path: 'small-quota' };
    expect((await ask(world, { ...wish, bytes: 500_000_000 }, asTable)).status).toBe(201);
    expect((await ask(world, { ...wish, bytes: 500_000_001 }, asTable)).status).toBe(413);
    const spent = await ask(world, wish, asTable);
    expect([spent.status, spent.headers['retry-after']]).toEqual([429, String(15 * 3600)]);
  });
});

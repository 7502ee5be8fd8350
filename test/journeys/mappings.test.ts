import { expect, test } from 'vitest';
import { signBody } from '../../lambdas/inbound/index.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';

const PATH = '/v1/mappings/yard-report';
const SAMPLE = ['Sendung;Geplant;Zugestellt', 'SO-1;01.03.2026;02.03.2026', 'SO-2;01.03.2026;01.03.2026'].join('\n');
/** As somebody writes it who takes days for months. */
const wrong = {
  contract: 'mapping/1',
  id: 'yard-report',
  title: 'Report of the yard',
  input: { dates: ['MM.dd.yyyy'] },
  references: [{ kind: 'shipment', value: 'Sendungsnummer' }],
  occurredAt: ['Zugestellt', 'Geplant'],
  troubles: [
    { type: 'transport.delay', when: { late: { actual: 'Zugestellt', promised: 'Geplant', tolerance: 'PT12H' } } },
  ],
};
const right = { ...wrong, input: { dates: ['dd.MM.yyyy'] }, references: [{ kind: 'shipment', value: 'Sendung' }] };

async function put(world: World, mapping: unknown, seen?: number): Promise<Answer> {
  const headers = {
    authorization: await world.tokenOf(PEOPLE.admin.email),
    ...(seen === undefined ? {} : { 'if-match': `"${String(seen)}"` }),
  };
  return world.request('PUT', PATH, { headers, body: JSON.stringify(mapping) });
}

const pointers = ({ json }: Answer): readonly string[] => json.errors.map(({ pointer }: any) => pointer);

test('a payload that a mapping cannot read is mended by API: seen, tried, saved, replayed; its trouble is one case, and the mapping can be taken back', async () => {
  const world = await openWorld({
    sources: [
      {
        id: 'yard',
        title: 'Yard',
        format: 'csv',
        mapping: 'yard-report',
        zone: 'Europe/Berlin',
        region: 'eu',
        businessUnit: 'retail',
      },
    ],
  });
  const admin = world.as(PEOPLE.admin.email);
  const [source] = world.sources;
  expect((await put(world, wrong)).json.mapping).toMatchObject({ version: 1 });

  const bytes = new TextEncoder().encode(SAMPLE);
  const sent = await world.request('POST', source?.path ?? '', {
    headers: {
      'content-type': 'text/csv',
      'fairlead-signature': signBody(bytes, source?.secret ?? '', Math.floor(world.now() / 1000)),
    },
    body: bytes,
  });
  expect(sent.status).toBe(422);
  const [quarantined] = (await admin.get('/v1/sources/yard/quarantine?state=open')).json.items;
  const { payload } = (await admin.get(`/v1/sources/yard/quarantine/${quarantined.id}`)).json;

  // What does not fit is said by field, before anything is saved.
  const misspelt = await put(
    world,
    { ...right, troubles: [{ type: 'transport.delay', when: { late: { actual: 'Zugestellt' } } }] },
    1,
  );
  expect([misspelt.status, pointers(misspelt)]).toEqual([400, ['/troubles/0/when/late/promised']]);
  const dates = await put(world, { ...right, input: { dates: ['DD.MM.YYYY'], zone: 'Europe/Berlim' } }, 1);
  expect([dates.status, pointers(dates)]).toEqual([400, ['/input/dates/0', '/input/zone']]);
  expect(pointers(await put(world, { ...right, troubles: [] }, 1))).toEqual(['/troubles']);
  expect(pointers(await put(world, { ...right, id: 'other' }, 1))).toEqual(['/id']);

  // Tried on the payload itself, without effect.
  const tried = await admin.post(`${PATH}/try`, { base64: payload.base64, zone: 'Europe/Berlin', mapping: right });
  expect(tried.json).toMatchObject({
    counts: { signals: 1, rejected: 0 },
    signals: [{ type: 'transport.delay', references: [{ kind: 'shipment', value: 'SO-1' }] }],
  });
  expect((await admin.post(`${PATH}/try`, { text: SAMPLE })).json.counts).toMatchObject({ signals: 0 });
  expect((await admin.post(`${PATH}/try`, { text: SAMPLE, base64: payload.base64 })).status).toBe(400);
  expect(pointers(await admin.post(`${PATH}/try`, { text: SAMPLE, mapping: { ...right, title: '' } }))).toEqual([
    '/mapping/title',
  ]);
  await world.advance(MINUTE);
  expect(await world.cases()).toEqual([]);
  expect((await admin.get(PATH)).headers['etag']).toBe('"1"');

  // Saved over the version that was seen, and no other; then replayed.
  expect((await put(world, right)).status).toBe(428);
  expect((await put(world, right, 3)).status).toBe(412);
  expect((await put(world, right, 1)).json.mapping).toMatchObject({ version: 2, input: { dates: ['dd.MM.yyyy'] } });
  expect((await admin.post('/v1/sources/yard/replay-quarantine')).json.items).toMatchObject([{ outcome: 'replayed' }]);
  await world.advance(2 * MINUTE);
  expect((await world.cases()).map(({ type, signals }) => `${type} ${String(signals)}`)).toEqual(['transport.delay 1']);
  expect((await admin.post(`/v1/sources/yard/quarantine/${quarantined.id}/replay`)).json.outcome).toBe('unchanged');

  // Taken back: a version of its own, with who and when.
  expect((await admin.post(`${PATH}/roll-back`, { version: 9 })).status).toBe(404);
  expect((await admin.post(`${PATH}/roll-back`, { version: 1 })).json.mapping).toMatchObject({
    version: 3,
    input: wrong.input,
  });
  const auditor = world.as(PEOPLE.auditor.email);
  const { items } = (await auditor.get(`${PATH}/versions`)).json;
  expect(items.map(({ mapping, restores }: any) => [mapping.version, restores])).toEqual([
    [3, 1],
    [2, undefined],
    [1, undefined],
  ]);
  expect(items[0]).toMatchObject({ actor: { kind: 'person' }, at: expect.stringMatching(/^2026-03-02T/) });
  const listed = (await auditor.get('/v1/mappings')).json.items;
  expect(listed).toContainEqual({ id: 'yard-report', title: 'Report of the yard', version: 3, own: true });
  expect(listed).toContainEqual(expect.objectContaining({ id: 'wms-short-pick', own: false }));
  expect((await auditor.post(`${PATH}/roll-back`, { version: 2 })).status).toBe(403);
});

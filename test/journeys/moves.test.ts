import { beforeAll, expect, test } from 'vitest';
import type { Case } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { digestOf, put as upload } from '../support/upload.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';
import { exception, tracking } from '../unit/intake/signals.ts';

const SHIPMENTS = ['SO-1', 'SO-2', 'SO-3', 'SO-4', 'SO-5', 'SO-6'] as const;
const reason = 'Gold customers were promised it';

let world: World;
let ids: Readonly<Record<string, string>>;
let author: ReturnType<World['as']>;
let publisher: ReturnType<World['as']>;

async function put(email: string, path: string, body: object): Promise<Answer> {
  return world.request('PUT', path, {
    headers: { authorization: await world.tokenOf(email) },
    body: JSON.stringify(body),
  });
}

/** Other bands, another team for deliveries, other times: written by one, approved by another. */
async function writeDraft(
  id: string,
  change: (files: Record<string, string>) => Record<string, string>,
): Promise<void> {
  const { base, files } = (await author.get('/v1/policy')).json;
  const written = await put(PEOPLE.author.email, `/v1/policy/drafts/${id}`, { title: id, base, files: change(files) });
  expect(written.status, written.text).toBe(200);
}
async function publish(id: string): Promise<void> {
  const { draft } = (await author.post(`/v1/policy/drafts/${id}/propose`)).json;
  await publisher.post(`/v1/policy/drafts/${id}/approve`, { digest: draft.digest });
  expect((await publisher.post(`/v1/policy/drafts/${id}/publish`)).json.outcome).toBe('changed');
  await world.advance(2 * MINUTE);
}
const stricter = (files: Record<string, string>): Record<string, string> => ({
  ...files,
  'severity.yaml': String(files['severity.yaml']).replace(/bands: \{[^}]*\}/, 'bands: { S1: 90, S2: 45, S3: 20 }'),
  'overlays/na.yaml':
    'overlay: { region: na }\nownership:\n  rules:\n    - { id: big-customers, team: transport-desk }\n',
});

/** The version that holds where a case is. */
async function versionsInForce(): Promise<(record: Pick<Case, 'region'>) => string> {
  const { current } = (await publisher.get('/v1/policy')).json;
  return (record) => current.overlays.find(({ region }: any) => region === record.region)?.version ?? current.version;
}

beforeAll(async () => {
  world = await openWorld({ startAt: '2026-05-04T09:00:00Z' });
  author = world.as(PEOPLE.author.email);
  publisher = world.as(PEOPLE.publisher.email);
  for (const [index, shipment] of SHIPMENTS.entries()) {
    knowShipment(world, shipment, index % 2 === 0 ? 'S1' : 'S3');
    await world.postEdi(edi214({ shipment, tracking: `NL-${shipment}`, control: String(index + 1).padStart(9, '0') }));
  }
  await world.advance(5 * MINUTE);
  const cases = await world.cases();
  ids = Object.fromEntries(
    SHIPMENTS.map((shipment) => [
      shipment,
      cases.find(({ references }) => references.some(({ value }) => value === shipment))?.id ?? '',
    ]),
  );
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${String(ids['SO-3'])}/acknowledge`);
  await writeDraft('stricter', stricter);
}, 240_000);

test('a draft with its overlays is simulated by API: numbers, a table, the cases behind each number; and nothing has happened', async () => {
  const before = { told: world.told.length, cases: await world.cases() };
  const begun = await put(PEOPLE.author.email, '/v1/policy/simulations/stricter', { draft: 'stricter' });
  expect(begun.json.simulation, begun.text).toMatchObject({ state: 'waiting' });
  await world.settle();
  const { simulation } = (await author.get('/v1/policy/simulations/stricter')).json;
  expect(simulation.state, JSON.stringify(simulation)).toBe('done');
  const { summary } = simulation;
  expect(summary).toMatchObject({ cases: SHIPMENTS.length, leftOut: 0, against: 'history' });
  expect(summary.changed.severity.count).toBeGreaterThan(0);
  expect(summary.table).toContain(`${String(SHIPMENTS.length)} cases`);
  expect(summary.reports).toMatchObject({ replayed: SHIPMENTS.length, changes: [], incidents: [], notReplayed: [] });
  const numbers = [
    ...Object.values<any>(summary.changed),
    ...summary.moves,
    ...summary.rows.flatMap((row: any) => [row.before, row.after]),
  ];
  for (const { behind, count } of numbers) {
    const found = await author.get(`/v1/policy/simulations/stricter/cases?behind=${encodeURIComponent(behind)}`);
    expect(found.json.items.length, behind).toBeLessThanOrEqual(count);
    expect(found.json.items.length > 0, behind).toBe(count > 0);
    for (const { id } of found.json.items) expect(Object.values(ids)).toContain(id);
  }
  const unknown = await author.get('/v1/policy/simulations/stricter/cases?behind=nothing');
  expect(unknown.status).toBe(404);
  // Once more it is the same one; another wish under its name is refused.
  const again = await put(PEOPLE.author.email, '/v1/policy/simulations/stricter', { draft: 'stricter' });
  expect(again.json.simulation).toEqual(simulation);
  // Told again a minute later that it is to be made, it is what it was, also in when it ended.
  await world.advance(MINUTE);
  const errands = world.engine.provisioned.resources.find(({ logicalId }) =>
    /AnswerErrandQueue[0-9A-F]{8}$/.test(logicalId),
  );
  const MessageBody = JSON.stringify({ kind: 'simulate', id: 'stricter' });
  await world.operate('sqs', 'SendMessage', { QueueUrl: errands?.ref, MessageBody });
  await world.advance(MINUTE);
  expect((await author.get('/v1/policy/simulations/stricter')).json.simulation).toEqual(simulation);
  const other = { draft: 'stricter', against: 'in-force' };
  expect((await put(PEOPLE.author.email, '/v1/policy/simulations/stricter', other)).status).toBe(409);
  await put(PEOPLE.author.email, '/v1/policy/simulations/beside', other);
  await world.settle();
  expect((await author.get('/v1/policy/simulations/beside')).json.simulation.summary.changed.severity.count).toBe(
    summary.changed.severity.count,
  );
  expect(await world.cases()).toEqual(before.cases);
  expect(world.told).toHaveLength(before.told);
});

test('a file of reports is simulated by API: uploaded by its digest, compared with the policy in force, and told where it cannot be read', async () => {
  const before = { told: world.told.length, cases: (await world.cases()).length };
  const late = exception('late', [tracking('T1')], { region: 'na' });
  const facts = { erp: { orderValue: { amount: '90000', currency: 'EUR' } }, tms: {}, crm: { tier: 'platinum' } };
  const simulateFile = async (id: string, text: string, uploads = true): Promise<any> => {
    const body = Buffer.from(text);
    const sha256 = digestOf(body);
    const grant = await author.post('/v1/policy/signal-files', { bytes: body.length, sha256 });
    expect(grant.status, grant.text).toBe(201);
    expect(grant.json).toMatchObject({ method: 'PUT', signals: sha256, bytes: body.length });
    if (uploads) {
      expect((await upload(world, grant.json, Buffer.from(text.toUpperCase()))).status).toBe(400);
      expect((await upload(world, grant.json, body)).status).toBe(200);
    }
    const wish = { draft: 'stricter', against: 'in-force', signals: sha256 };
    const begun = await put(PEOPLE.author.email, `/v1/policy/simulations/${id}`, wish);
    expect(begun.json.simulation, begun.text).toMatchObject({ state: 'waiting' });
    await world.settle();
    return (await author.get(`/v1/policy/simulations/${id}`)).json.simulation;
  };
  const lines = [
    { signal: late, facts },
    exception('again', [tracking('T1')], { region: 'na', receivedAt: '2026-03-02T10:00:00.000Z' }),
  ];
  const done = await simulateFile('file', lines.map((line) => `${JSON.stringify(line)}\n`).join('\n'));
  expect(done.state, JSON.stringify(done)).toBe('done');
  expect(done.summary).toMatchObject({ cases: 1, leftOut: 0, changed: { owner: { count: 1 } } });
  expect(done.summary.moves).toContainEqual(expect.objectContaining({ about: 'owner', to: 'transport-desk' }));
  expect(done.summary.reports).toMatchObject({ replayed: 2, casesBefore: 1, casesAfter: 1, changes: [] });

  const broken = await simulateFile('broken', `${JSON.stringify(late)}\n\n{ "signal": 1 }\n`);
  expect(broken).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('Line 3 of the file is no signal'),
  });
  const missing = await simulateFile('missing', `${JSON.stringify(late)}\n`, false);
  expect(missing).toMatchObject({ state: 'failed', problem: expect.stringContaining('is not there') });
  const sha256 = '0'.repeat(64);
  const large = await author.post('/v1/policy/signal-files', { bytes: 50_000_001, sha256 });
  expect(large.json, large.text).toMatchObject({ status: 400, errors: [{ pointer: '/bytes' }] });
  for (const [pointer, wish] of [
    ['/against', { signals: sha256 }],
    ['/signals', { signals: sha256, against: 'in-force', openedFrom: '2026-01-01T00:00:00Z' }],
  ] as const) {
    const refused = await put(PEOPLE.author.email, '/v1/policy/simulations/x', { draft: 'stricter', ...wish });
    expect(refused.json, refused.text).toMatchObject({ status: 400, errors: [{ pointer }] });
  }
  // No case has come of it, and nobody has heard of it.
  expect((await world.cases()).length).toBe(before.cases);
  expect(world.told).toHaveLength(before.told);
});

test('open cases keep their version until a publisher moves them: previewed first, then exactly that', async () => {
  await publish('stricter');
  const versionOf = await versionsInForce();
  const isThere = (record: Case): boolean => record.policyVersion === versionOf(record);
  expect((await world.cases()).some(isThere)).toBe(false);

  expect((await put(PEOPLE.author.email, '/v1/policy/moves/all', {})).status).toBe(403);
  const early = await put(PEOPLE.publisher.email, '/v1/policy/moves/all', {});
  expect(early.json.move, early.text).toMatchObject({ state: 'waiting' });
  await world.settle();
  const { move } = (await publisher.get('/v1/policy/moves/all')).json;
  expect(move, JSON.stringify(move)).toMatchObject({ state: 'previewed', preview: { cases: SHIPMENTS.length } });
  const foretold: Record<string, any> = {};
  for (const { id, change } of (await publisher.get('/v1/policy/moves/all/cases?behind=cases')).json.items)
    foretold[id] = change;
  expect(Object.keys(foretold).sort()).toEqual(Object.values(ids).sort());
  expect(move.preview.changed.severity.count).toBe(
    Object.values(foretold).filter(({ severity }) => severity !== undefined).length,
  );
  expect(move.preview.changed.severity.count).toBeGreaterThan(0);
  // A preview changes nothing.
  expect((await world.cases()).some(isThere)).toBe(false);

  // One is ended between preview and move.
  const lead = world.as(PEOPLE.lead.email);
  await lead.post(`/v1/cases/${String(ids['SO-6'])}/resolve`, { resolution: 'solved' });
  await world.advance(MINUTE);
  const before = Object.fromEntries((await world.cases()).map((record) => [record.id, record]));
  const started = await publisher.post('/v1/policy/moves/all/start', { reason });
  expect(started.json.move).toMatchObject({ state: 'moving', reason });
  await publisher.post('/v1/policy/moves/all/start', { reason });
  await world.advance(2 * MINUTE);
  const done = (await publisher.get('/v1/policy/moves/all')).json.move;
  expect(done).toMatchObject({ state: 'done', looked: 6, moved: 5, left: 1, failed: [] });

  for (const record of await world.cases()) {
    const was = before[record.id];
    const entries = (await world.journal(record.id)).filter(({ happening }) => happening.what === 'PolicyMoved');
    if (record.id === ids['SO-6']) {
      expect(record.policyVersion).toBe(was?.policyVersion);
      expect(entries).toEqual([]);
      continue;
    }
    expect(record.policyVersion).toBe(versionOf(record));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      touch: false,
      happening: { move: 'all', by: move.by, to: record.policyVersion, from: was?.policyVersion },
      personal: { text: { value: reason } },
    });
    expect(record.severity?.level).toBe(foretold[record.id].severity?.to ?? was?.severity?.level);
    expect(record.owner?.team).toBe(foretold[record.id].owner?.to.split(' ')[0] ?? was?.owner?.team);
    expect(record.acknowledgedBy).toBe(was?.acknowledgedBy);
  }
  // Once more there is nothing left to do.
  await put(PEOPLE.publisher.email, '/v1/policy/moves/again', { cases: [ids['SO-1'], ids['SO-6']] });
  await world.settle();
  expect((await publisher.get('/v1/policy/moves/again')).json.move.preview).toMatchObject({ cases: 0, notOpen: 2 });
  await world.advance(HOUR);
  for (const id of Object.values(ids))
    expect((await world.journal(id)).filter(({ happening }) => happening.what === 'PolicyMoved').length).toBeLessThan(
      2,
    );
});

test('a selection is moved, and a move whose policy is overtaken moves nobody', async () => {
  await writeDraft('third', (files) => ({
    ...files,
    'severity.yaml': String(files['severity.yaml']).replace(/bands: \{[^}]*\}/, 'bands: { S1: 80, S2: 50, S3: 25 }'),
  }));
  await publish('third');
  await put(PEOPLE.publisher.email, '/v1/policy/moves/one', { cases: [ids['SO-2']] });
  await world.settle();
  expect((await publisher.get('/v1/policy/moves/one')).json.move.preview).toMatchObject({ cases: 1, notOpen: 0 });
  await publisher.post('/v1/policy/moves/one/start', { reason });
  await put(PEOPLE.publisher.email, '/v1/policy/moves/late', { cases: [ids['SO-4']] });
  await world.advance(MINUTE);
  const versionOf = await versionsInForce();
  const isThere = async (shipment: string): Promise<boolean> =>
    (await world.cases()).some((record) => record.id === ids[shipment] && record.policyVersion === versionOf(record));
  expect(await isThere('SO-2')).toBe(true);
  expect(await isThere('SO-4')).toBe(false);

  await publisher.post('/v1/policy/publications/2/roll-back', { reason: 'Too many calls' });
  const refused = await publisher.post('/v1/policy/moves/late/start', { reason });
  expect([refused.status, refused.json.detail]).toEqual([409, expect.stringContaining('preview another move')]);
  expect((await publisher.get('/v1/policy/moves')).json.items.map(({ id }: any) => id).sort()).toEqual([
    'again',
    'all',
    'late',
    'one',
  ]);
});

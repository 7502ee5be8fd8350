import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { theCase, toldBesideClocks } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('the same webhook five times at once is one signal, one case, one call', async () => {
  const world = await openWorld();
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.postEdi(edi214())));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
  expect(new Set(answers.map(({ json }) => json.signals[0].id)).size).toBe(1);
  await world.advance(5 * MINUTE);
  expect(await theCase(world)).toMatchObject({ signals: 1 });
  expect(world.told).toHaveLength(2);
});

test('different reports of one trouble, at the same moment, are one case that knows them all', async () => {
  const world = await openWorld();
  const times = ['0215', '0220', '0225', '0230'];
  const answers = await Promise.all(times.map((time) => world.postEdi(edi214({ time }))));
  expect(new Set(answers.map(({ json }) => json.signals[0].id)).size).toBe(4);
  await world.advance(5 * MINUTE);
  const record = await theCase(world);
  expect(record).toMatchObject({ signals: 4, triagedSignals: 4 });
  expect(world.told).toHaveLength(2);
});

test('two shipments never merge, not even with one purchase order', async () => {
  const world = await openWorld();
  await Promise.all([
    world.postEdi(edi214({ tracking: 'NL1', shipment: 'SO-1' })),
    world.postEdi(edi214({ tracking: 'NL2', shipment: 'SO-2' })),
    // The same tracking number, issued by another carrier.
    world.postEdi(edi214({ tracking: 'NL1', shipment: 'SO-3', scac: 'SOTH' })),
  ]);
  await world.advance(5 * MINUTE);
  const cases = await world.cases();
  expect(cases).toHaveLength(3);
  expect(cases.every(({ signals }) => signals === 1)).toBe(true);
  const byOrder = await world.as(PEOPLE.viewer.email).get('/v1/cases?reference=purchase_order:PO-5521');
  expect(byOrder.json.items).toHaveLength(3);
});

test('progress opens no case', async () => {
  const world = await openWorld();
  expect((await world.postEdi(edi214({ status: 'X6', reason: 'NS' }))).json.signals[0].kind).toBe('progress');
  await world.advance(5 * MINUTE);
  expect(await world.cases()).toEqual([]);
  expect(world.told).toEqual([]);
});

test('a report that is taken back before anybody had it withdraws the case and says so', async () => {
  const world = await openWorld();
  const report = {
    kind: 'exception',
    type: 'transport.delay',
    occurredAt: '2026-03-02T08:00:00Z',
    references: [{ kind: 'shipment', value: 'SO-9' }],
  };
  const { json } = await world.postSignal(report);
  await world.advance(2 * MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'triaged' });
  const retraction = await world.postSignal({
    ...report,
    type: undefined,
    kind: 'retraction',
    retracts: json.signals[0].id,
  });
  expect(retraction.status).toBe(202);
  await world.advance(HOUR);
  expect(await theCase(world)).toMatchObject({ state: 'withdrawn', retracted: 1 });
  expect(world.told.map(({ headline }) => headline.includes('Withdrawn'))).toEqual([false, false, true, true]);
});

test('ERP down, then back: scored on what is known, the score says so; a cached answer serves the next time', async () => {
  const world = await openWorld();
  world.partners.erp.behave('fails');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const record = await theCase(world);
  expect(record.severity?.reasons.map(({ text }) => text)).toContain(
    'Scored without ERP: no answer, and nothing cached.',
  );
  expect(record.impact?.unknown).toEqual(['erp']);
  expect(world.told).toHaveLength(2);

  world.partners.erp.behave('well');
  await world.postEdi(edi214({ time: '0300' }));
  await world.advance(2 * MINUTE);
  expect(await theCase(world)).toMatchObject({ signals: 2, impact: { unknown: [] } });

  world.partners.erp.behave('refuses');
  await world.postEdi(edi214({ time: '0400' }));
  await world.advance(2 * MINUTE);
  const journal = await world.journal(record.id);
  const last = journal
    .map(({ happening }) => happening)
    .filter(({ what }) => what === 'SeverityChanged')
    .at(-1);
  expect(
    last?.what === 'SeverityChanged' ? last.facts.find(({ system }) => system === 'erp') : undefined,
  ).toMatchObject({ state: 'cached' });
});

test('malformed X12 is refused with what to mend, and kept', async () => {
  const world = await openWorld();
  const answer = await world.postEdi('ISA*00*this is not an interchange');
  expect(answer.status).toBe(422);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json).toMatchObject({
    status: 422,
    errors: [{ detail: expect.stringContaining('ISA'), mend: expect.any(String) }],
  });
  await world.advance(2 * MINUTE);
  expect(await world.cases()).toEqual([]);
  const kept = await world.engine.kernel.call({ kind: 'root' }, 'dynamodb', 'Scan', {
    TableName: world.deployment.outputs['ReferenceTableName'],
  });
  expect(kept.Items.filter((item: any) => item.pk.S === 'QUARANTINE#northline-edi')).toHaveLength(1);
});

test.each([
  ['a wrong secret', { secret: 'not the secret' }, 'signature-wrong'],
  ['no signature', { header: '' }, 'signature-missing'],
  ['a signature of another form', { header: 'sha256=abc' }, 'signature-malformed'],
] as const)('%s is refused and nothing of it is kept', async (_name, options, slug) => {
  const world = await openWorld();
  const answer = await world.postEdi(edi214(), options);
  expect(answer.status).toBe(401);
  expect(answer.json.type).toContain(slug);
  await world.advance(2 * MINUTE);
  expect(await world.cases()).toEqual([]);
  const { Contents = [] } = await world.engine.kernel.call({ kind: 'root' }, 's3', 'ListObjectsV2', {
    Bucket: world.deployment.outputs['RawBucketName'],
  });
  expect(Contents).toEqual([]);
});

test('a replay is refused once its time is over, and has no effect before', async () => {
  const world = await openWorld();
  const at = world.now();
  expect((await world.postEdi(edi214(), { at })).status).toBe(202);
  await world.advance(4 * MINUTE);
  expect((await world.postEdi(edi214(), { at })).status).toBe(202);
  await world.advance(2 * MINUTE);
  expect((await world.postEdi(edi214(), { at })).json.type).toContain('signature-stale');
  await world.advance(2 * MINUTE);
  expect(await theCase(world)).toMatchObject({ signals: 1 });
  expect(toldBesideClocks(world)).toHaveLength(2);
});

test('what the gateway refuses by itself, it refuses in words that help', async () => {
  const world = await openWorld();
  const stranger = await world.request('POST', '/v1/webhooks/0123456789abcdef0123456789abcdef', { body: edi214() });
  expect(stranger).toMatchObject({ status: 403, json: { status: 403, title: 'ACCESS_DENIED' } });
  expect(stranger.json.detail).toContain('known by this path');
  const nobody = await world.request('GET', '/v1/me');
  expect(nobody).toMatchObject({ status: 401, json: { status: 401, title: 'UNAUTHORIZED' } });
  expect(nobody.json.detail).toBe('Unauthorized: send an identity token of the user pool in the header authorization.');
  // A path that there is not, and a method of one that there is.
  for (const [method, path] of [
    ['GET', '/v1/case'],
    ['DELETE', '/v1/me'],
  ] as const)
    expect(await world.request(method, path)).toMatchObject({
      status: 404,
      json: { type: 'about:blank', status: 404, detail: expect.stringContaining('no such call') },
    });
});

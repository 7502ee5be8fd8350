import { describe, expect, test } from 'vitest';
import { bodyOf, KEY, NOW, openPartners, textOf } from './partners-support.ts';
import type { TestWorld } from './partners-support.ts';

const post = ({ ask }: TestWorld, target: string, body: unknown, key?: string): Promise<Response> =>
  ask(target, {
    method: 'POST',
    headers: { ...KEY, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });

test.each([
  [400, 'GET', 'wms/api/v1/stock'],
  [400, 'GET', 'wms/api/v1/stock?sku='],
  [405, 'POST', 'wms/api/v1/stock?sku=A'],
  [404, 'GET', 'wms/api/v1/holds/HLD-1'],
  [404, 'GET', 'wms/api/v2/stock?sku=A'],
  [405, 'PUT', 'wms/api/v1/holds'],
  [400, 'GET', 'trade/api/v1/declarations?mrn='],
  [404, 'GET', 'trade/api/v1/declaration?mrn=A'],
  [405, 'DELETE', 'trade/api/v1/declarations?mrn=A'],
  [400, 'GET', 'documents/api/v1/documents?kind=packing_list'],
  [404, 'GET', 'documents/api/v1/documents/DOC-1/attachments/x'],
  [405, 'GET', 'documents/api/v1/documents/DOC-1/attachments'],
  [405, 'DELETE', 'documents/api/v1/documents'],
])('%i for %s %s', async (status, method, target) => {
  const { ask } = openPartners();
  const response = await ask(target, { method });
  expect(response.status).toBe(status);
  expect(response.headers.has('allow')).toBe(status === 405);
  expect(await response.json()).toEqual({ status, message: expect.any(String) });
});

describe('made up', () => {
  test('stock agrees between deliveries of one SKU, and is plausible', async () => {
    const { ask } = openPartners();
    const bySku = new Map<string, unknown>();
    const seen = { without: 0, shared: 0 };
    for (let index = 0; index < 150; index += 1) {
      const [item] = (await bodyOf(ask(`wms/api/v1/stock?reference=D-${index}`))).items;
      const units = item.sites.reduce((sum: number, site: any) => sum + Number(site.availableUnits), 0);
      expect(item.coverDays).toBe(Math.round((units / item.dailyDemandUnits) * 10) / 10);
      expect(item.holds).toEqual([]);
      expect(new Set(item.sites.map((site: any) => site.site)).size).toBe(3);
      if (item.substitutes.length === 0) seen.without += 1;
      if (bySku.has(item.sku)) seen.shared += 1;
      expect(bySku.get(item.sku) ?? item).toEqual(item);
      bySku.set(item.sku, item);
      expect((await bodyOf(ask(`wms/api/v1/stock?sku=${item.sku}`))).items).toEqual([item]);
    }
    expect(seen.without).toBeGreaterThan(10);
    expect(seen.shared).toBeGreaterThan(5);
  });

  test('a SKU that was never seen goes by its own name', async () => {
    const { ask, partners } = openPartners();
    expect((await bodyOf(ask('wms/api/v1/stock?sku=ABC-1'))).items).toMatchObject([{ sku: 'ABC-1' }]);
    partners.wms.put('sku:ABC-2', null);
    expect((await bodyOf(ask('wms/api/v1/stock?sku=ABC-2'))).items).toEqual([]);
  });

  test('a declaration is held with a reason or not held at all; only missing documents make documents missing', async () => {
    const { ask } = openPartners();
    const seen = new Set<string>();
    for (let index = 0; index < 100; index += 1) {
      const [declaration] = (await bodyOf(ask(`trade/api/v1/declarations?container=MSKU${index}`))).declarations;
      expect(declaration.mrn).toMatch(/^26[A-Z]{2}[A-Z0-9]{13}\d$/);
      expect(Date.parse(declaration.freeTimeEndsAt)).toBeGreaterThan(NOW);
      expect(declaration.status === 'held').toBe(declaration.holdReason !== undefined);
      expect(declaration.missingDocuments.length > 0).toBe(declaration.holdReason?.code === 'DOC');
      seen.add(declaration.holdReason?.code ?? declaration.status);
    }
    expect([...seen].sort()).toEqual(['CLASS', 'DOC', 'EXAM', 'VALUE', 'lodged']);
  });

  test('an MRN that is asked for is the one that is answered', async () => {
    const mrn = '26DE12345678901234';
    const { ask } = openPartners();
    expect((await bodyOf(ask(`trade/api/v1/declarations?mrn=${mrn}`))).declarations).toMatchObject([{ mrn }]);
  });

  test('the repository has some of what customs misses, and not all', async () => {
    const { ask } = openPartners();
    const found = { some: 0, none: 0 };
    for (let index = 0; index < 100; index += 1) {
      const [{ missingDocuments }] = (await bodyOf(ask(`trade/api/v1/declarations?reference=S${index}`))).declarations;
      const { documents } = await bodyOf(ask(`documents/api/v1/documents?reference=S${index}`));
      const kinds = documents.map(({ kind }: any) => kind);
      expect(kinds).toEqual(expect.arrayContaining(['commercial_invoice', 'packing_list']));
      expect(new Set(documents.map(({ id }: any) => id)).size).toBe(documents.length);
      for (const kind of missingDocuments) found[kinds.includes(kind) ? 'some' : 'none'] += 1;
    }
    expect(found.some).toBeGreaterThan(0);
    expect(found.none).toBeGreaterThan(0);
  });
});

describe('WMS: quarantine', () => {
  const HOLD = { sku: 'A', site: 'Lyon', units: 12, lot: 'L1', reason: 'temperature excursion' };
  const open = (): TestWorld => {
    const world = openPartners();
    world.partners.wms.put('D', { sku: 'A', sites: [{ site: 'Lyon', availableUnits: 40 }] });
    return world;
  };
  const holdsOfStock = async ({ ask }: TestWorld): Promise<any> =>
    (await bodyOf(ask('wms/api/v1/stock?sku=A'))).items[0].holds;

  test('held, shown with the stock, looked up by its key, released', async () => {
    const world = open();
    const response = await post(world, 'wms/api/v1/holds', HOLD, 'k1');
    expect([response.status, response.headers.get('location')]).toEqual([201, '/api/v1/holds/HLD-1001']);
    const held = { id: 'HLD-1001', ...HOLD, status: 'held', heldAt: '2026-03-02T09:00:00.000Z' };
    expect(await response.json()).toEqual(held);
    expect(await holdsOfStock(world)).toEqual([held]);
    expect(world.partners.wms.holds).toEqual([held]);
    expect((await bodyOf(world.ask('wms/api/v1/holds?idempotencyKey=k1'))).holds).toEqual([held]);
    expect((await bodyOf(world.ask('wms/api/v1/holds?idempotencyKey=k2'))).holds).toEqual([]);
    const released = await world.ask('wms/api/v1/holds/HLD-1001', { method: 'DELETE' });
    expect([released.status, await released.json()]).toEqual([200, { ...held, status: 'released' }]);
    expect(await holdsOfStock(world)).toEqual([]);
  });

  test('the same key holds once; with another content it is refused; without a key it holds twice', async () => {
    const world = open();
    const statuses = async (...sent: readonly [unknown, string?][]): Promise<number[]> => {
      const all: number[] = [];
      for (const [body, key] of sent) all.push((await post(world, 'wms/api/v1/holds', body, key)).status);
      return all;
    };
    expect(await statuses([HOLD, 'k'], [HOLD, 'k'], [{ ...HOLD, units: 13 }, 'k'])).toEqual([201, 200, 422]);
    expect(world.partners.wms.holds).toHaveLength(1);
    expect(await statuses([HOLD], [HOLD])).toEqual([201, 201]);
    expect(world.partners.wms.holds).toHaveLength(3);
  });

  test.each([
    [{ ...HOLD, site: undefined }, 'site'],
    [{ ...HOLD, units: '12' }, 'units'],
    [{ ...HOLD, reason: '' }, 'reason'],
    [{ ...HOLD, colour: 'red' }, 'colour'],
    [[], 'body'],
  ])('400 for %j, and nothing is held', async (body, named) => {
    const world = open();
    const response = await post(world, 'wms/api/v1/holds', body, 'k');
    expect(response.status).toBe(400);
    expect((await bodyOf(response)).message).toContain(named);
    expect(world.partners.wms.holds).toEqual([]);
    // A refused request does not use its key up.
    expect((await post(world, 'wms/api/v1/holds', HOLD, 'k')).status).toBe(201);
  });
});

describe('document store', () => {
  const FILE = {
    reference: 'S1',
    kind: 'certificate_of_origin',
    title: 'Origin',
    mediaType: 'application/pdf',
    content: 'JVBERg==',
  };
  const kinds = async ({ ask }: TestWorld, query: string): Promise<string[]> =>
    (await bodyOf(ask(`documents/api/v1/documents?${query}`))).documents.map(({ kind }: any) => kind);

  test('finds by reference and kind', async () => {
    const world = openPartners();
    const file = (id: string, kind: string): object => ({ id, kind, title: id, mediaType: 'text/plain', bytes: 1 });
    world.partners.documents.put('S1', { files: [file('1', 'packing_list'), file('2', 'photo')] });
    world.partners.documents.put('S2', { files: [file('2', 'photo'), file('3', 'import_licence')] });
    expect(await kinds(world, 'reference=S1&reference=S2')).toEqual(['packing_list', 'photo', 'import_licence']);
    expect(await kinds(world, 'reference=S1&reference=S2&kind=photo&kind=import_licence')).toEqual([
      'photo',
      'import_licence',
    ]);
    expect(await kinds(world, 'reference=S1&kind=import_licence')).toEqual([]);
  });

  test('a stored document is found, once however often it is sent', async () => {
    const world = openPartners();
    world.partners.documents.put('S1', null);
    const first = await post(world, 'documents/api/v1/documents', FILE, 'k');
    const again = await post(world, 'documents/api/v1/documents', FILE, 'k');
    expect([first.status, again.status]).toEqual([201, 200]);
    const stored = await bodyOf(first);
    expect(await again.json()).toEqual(stored);
    expect(stored).toMatchObject({ kind: 'certificate_of_origin', bytes: 4 });
    expect(stored).not.toHaveProperty('content');
    expect(await kinds(world, 'reference=S1')).toEqual(['certificate_of_origin']);
    expect((await bodyOf(world.ask('documents/api/v1/documents?idempotencyKey=k'))).documents).toEqual([stored]);
    expect((await post(world, 'documents/api/v1/documents', { ...FILE, title: 'Other' }, 'k')).status).toBe(422);
    expect((await post(world, 'documents/api/v1/documents', { ...FILE, content: 'not base64!' })).status).toBe(400);
    expect(await kinds(world, 'reference=S1')).toEqual(['certificate_of_origin']);
  });

  test('a document that is there is attached to another reference, and stays where it was', async () => {
    const world = openPartners();
    world.partners.documents.put('S1', null);
    world.partners.documents.put('MRN1', { files: [] });
    const { id } = await bodyOf(post(world, 'documents/api/v1/documents', FILE));
    const attach = (reference: string, key?: string): Promise<Response> =>
      post(world, `documents/api/v1/documents/${id}/attachments`, { reference }, key);
    expect([(await attach('MRN1', 'a')).status, (await attach('MRN1', 'a')).status]).toEqual([201, 200]);
    expect((await attach('MRN1')).status).toBe(201);
    expect((await attach('S9', 'a')).status).toBe(422);
    expect(await kinds(world, 'reference=MRN1')).toEqual(['certificate_of_origin']);
    expect(await kinds(world, 'reference=S1')).toEqual(['certificate_of_origin']);
    const unknown = await post(world, 'documents/api/v1/documents/DOC-0-9/attachments', { reference: 'MRN1' });
    expect(unknown.status).toBe(404);
  });
});

// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
describe('CRM: service cases', () => {
  const CASES = 'crm/services/data/v62.0/sobjects/Case';
  const upsert = ({ ask }: TestWorld, key: string, body: unknown): Promise<Response> =>
    ask(`${CASES}/Fairlead_Key__c/${encodeURIComponent(key)}`, {
      method: 'PATCH',
      headers: KEY,
      body: JSON.stringify(body),
    });

  test('upsert creates one case and then changes it', async () => {
    const world = openPartners();
    const made = await upsert(world, 'act/1', { Subject: 'Late', Priority: 'High' });
    expect(made.status).toBe(201);
    const { id } = await bodyOf(made.clone());
    expect(await made.json()).toEqual({ id, success: true, errors: [], created: true });
    expect(id).toMatch(/^500[0-9A-Za-z]{15}$/);
    const again = await upsert(world, 'act/1', { Subject: 'Very late' });
    expect([again.status, await again.json()]).toEqual([200, { id, success: true, errors: [], created: false }]);
    expect(world.partners.crm.cases).toMatchObject([
      { id, externalId: 'act/1', fields: { Subject: 'Very late', Priority: 'High', Status: 'New' } },
    ]);
    for (const path of [id, `Fairlead_Key__c/${encodeURIComponent('act/1')}`]) {
      expect(await bodyOf(world.ask(`${CASES}/${path}`))).toMatchObject({ Id: id, Fairlead_Key__c: 'act/1' });
    }
  });

  test('create makes a case each time, but none with a key that is taken', async () => {
    const world = openPartners();
    const made = await post(world, CASES, { Subject: 'Late', Fairlead_Key__c: 'k' });
    expect([made.status, await made.json()]).toEqual([201, { id: expect.any(String), success: true, errors: [] }]);
    expect((await post(world, CASES, { Subject: 'Late' })).status).toBe(201);
    const double = await post(world, CASES, { Subject: 'Late', Fairlead_Key__c: 'k' });
    expect([double.status, (await bodyOf(double))[0].errorCode]).toEqual([400, 'DUPLICATE_VALUE']);
    expect(world.partners.crm.cases).toHaveLength(2);
  });

  test.each([
    [400, 'INVALID_FIELD', 'POST', CASES, '{"Colour":"red"}'],
    [400, 'INVALID_FIELD', 'PATCH', `${CASES}/Fairlead_Key__c/k`, '{"Fairlead_Key__c":"other"}'],
    [400, 'JSON_PARSER_ERROR', 'POST', CASES, '{"Subject":7}'],
    [400, 'JSON_PARSER_ERROR', 'POST', CASES, 'x'],
    [404, 'NOT_FOUND', 'GET', `${CASES}/Fairlead_Key__c/k`, undefined],
    [404, 'NOT_FOUND', 'GET', `${CASES}/500000000000000AAA`, undefined],
    [404, 'NOT_FOUND', 'PATCH', `${CASES}/Subject/k`, '{}'],
    [404, 'NOT_FOUND', 'GET', `${CASES}Comment/1`, undefined],
    [405, 'METHOD_NOT_ALLOWED', 'DELETE', CASES, undefined],
    [405, 'METHOD_NOT_ALLOWED', 'POST', `${CASES}/Fairlead_Key__c/k`, '{}'],
  ])('%i %s for %s %s', async (status, errorCode, method, target, body) => {
    const { ask, partners } = openPartners();
    const response = await ask(target, { method, headers: KEY, ...(body === undefined ? {} : { body }) });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual([{ message: expect.any(String), errorCode }]);
    expect(partners.crm.cases).toEqual([]);
  });
});

describe('webhook sink', () => {
  const send = ({ ask }: TestWorld, body = '{"a":"<script>"}'): Promise<Response> =>
    ask('sink/hooks/orders', { method: 'POST', headers: { 'fairlead-signature': 't=1,v1=ab' }, body });

  test('takes what comes without a token, byte for byte, with its headers', async () => {
    const world = openPartners();
    expect((await send(world)).status).toBe(204);
    const came = {
      at: NOW,
      path: '/hooks/orders',
      headers: expect.objectContaining({ 'fairlead-signature': 't=1,v1=ab' }),
      body: '{"a":"<script>"}',
      status: 204,
    };
    expect(world.partners.sink.received).toEqual([came]);
    expect(await bodyOf(world.ask('sink/received.json'))).toEqual([came]);
    const page = await textOf(world.ask('sink/'));
    expect(page).toContain('fairlead-signature: t=1,v1=ab');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(world.events).toEqual([{ kind: 'sink.received', path: '/hooks/orders', at: NOW, status: 204 }]);
  });

  test('is slow, fails, breaks the connection, has too many requests, and is well again; it shows all of them', async () => {
    const world = openPartners();
    const { sink } = world.partners;
    sink.behave('slow');
    expect((await send(world)).status).toBe(204);
    expect(world.slept).toEqual([5000]);
    sink.behave('fails');
    expect((await send(world)).status).toBe(503);
    sink.behave('refuses');
    await expect(send(world)).rejects.toThrow(new TypeError('fetch failed'));
    sink.behave({ rateLimited: 30 });
    const limited = await send(world);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
    sink.behave('well');
    expect((await send(world)).status).toBe(204);
    expect(sink.received.map(({ status }) => status)).toEqual([204, 503, 0, 429, 204]);
    expect((await world.ask('sink/hooks/orders')).status).toBe(405);
  });
});

import { describe, expect, test } from 'vitest';
import { SYSTEMS } from '../../local/partners/index.ts';
import { bodyOf, KEY, NOW, openPartners, textOf } from './partners-support.ts';
import type { TestWorld } from './partners-support.ts';

const orders = (filter: string, more = ''): string =>
  `erp/odata/v4/SalesOrders?$filter=${encodeURIComponent(filter)}${more}`;
const shipments = (...references: readonly string[]): string =>
  `tms/api/v1/shipments?${references.map((each) => `reference=${encodeURIComponent(each)}`).join('&')}`;
const FIELDS =
  'Account.Name, Account.Tier__c, Account.SafetyCritical__c, PenaltyAmount__c, CurrencyIsoCode, OpenComplaints__c';
const soql = (query: string): string => `crm/services/data/v62.0/query?q=${encodeURIComponent(query)}`;
const customers = (...references: readonly string[]): string =>
  soql(
    `SELECT ${FIELDS} FROM Shipment__c WHERE Reference__c IN (${references.map((r) => `'${r}'`).join(',')}) LIMIT 1`,
  );

/** One question to each system of record. */
const QUESTIONS = {
  erp: orders("DeliveryReference eq 'X'"),
  tms: shipments('X'),
  crm: customers('X'),
  wms: 'wms/api/v1/stock?reference=X',
  trade: 'trade/api/v1/declarations?reference=X',
  documents: 'documents/api/v1/documents?reference=X',
} as const;

describe('every system of record', () => {
  test.each(SYSTEMS)('%s wants a bearer token, and answers 401 in its own words', async (name) => {
    const { ask, partners } = openPartners();
    for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: 'Basic abc' }] as Record<
      string,
      string
    >[]) {
      const response = await ask(QUESTIONS[name], { headers });
      expect(response.status).toBe(401);
      expect(JSON.stringify(await response.json())).not.toContain('EUR');
    }
    expect((await ask(QUESTIONS[name])).status).toBe(200);
    expect(partners[name].requests.map(({ status }) => status)).toEqual([401, 401, 401, 200]);
  });

  test.each(SYSTEMS)('%s: slow, fails, nonsense, refuses, and well again', async (name) => {
    const { ask, partners, slept } = openPartners();
    partners[name].behave('slow');
    expect((await ask(QUESTIONS[name])).status).toBe(200);
    expect(slept).toEqual([5000]);
    partners[name].behave('fails');
    expect((await ask(QUESTIONS[name])).status).toBe(503);
    partners[name].behave('nonsense');
    const nonsense = await ask(QUESTIONS[name]);
    expect([nonsense.status, nonsense.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    partners[name].behave('refuses');
    await expect(ask(QUESTIONS[name])).rejects.toThrow(new TypeError('fetch failed'));
    partners[name].behave('well');
    expect((await ask(QUESTIONS[name])).headers.get('content-type')).toBe('application/json');
    expect(partners[name].requests.map(({ status }) => status)).toEqual([200, 503, 200, 0, 200]);
    expect(slept).toEqual([5000]);
  });

  test('one that misbehaves leaves the others as they are', async () => {
    const { ask, partners } = openPartners();
    partners.erp.behave('fails');
    expect((await ask(QUESTIONS.erp)).status).toBe(503);
    expect((await ask(QUESTIONS.tms)).status).toBe(200);
  });

  test.each(SYSTEMS)(
    '%s shows on its page what it was asked, escaped, without a token, also while it fails',
    async (name) => {
      const { ask, partners } = openPartners();
      await ask(`${name}/x?q=${encodeURIComponent('<script>alert(1)</script>')}`);
      partners[name].behave('fails');
      const page = await ask(`${name}/`, { headers: {} });
      const text = await page.text();
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(text).toContain('2026-03-02 09:00:00');
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).not.toContain('<script');
      expect(partners[name].requests).toHaveLength(1);
    },
  );

  test('the page shows the last 50, newest first', async () => {
    const { ask } = openPartners();
    for (let index = 0; index < 60; index += 1) await ask(`tms/api/v1/shipments?reference=R-${index}-`);
    const text = await textOf(ask('tms/'));
    expect(text).not.toContain('R-9-');
    expect(text.match(/R-\d+-/g)).toHaveLength(50);
    expect(text.indexOf('R-59-')).toBeLessThan(text.indexOf('R-10-'));
  });

  test('tells what it was asked, and a path that cannot be decoded does no harm', async () => {
    const { ask, events } = openPartners();
    await ask('crm/%E0%A4%A');
    expect(events).toEqual([
      { kind: 'partner.asked', partner: 'crm', at: NOW, method: 'GET', path: '/%E0%A4%A', status: 404 },
    ]);
    expect((await ask('erp/odata/v4/SalesOrders(%E0%A4%A)')).status).toBe(404);
  });

  test('a host that nobody plays does not answer', async () => {
    const { partners } = openPartners();
    for (const host of ['nobody.partner.test', 'erp.example.com', 'handle.partner.test']) {
      await expect(partners.handle(new Request(`http://${host}/`))).rejects.toThrow(TypeError);
    }
  });
});

describe('what is known', () => {
  const asked = async ({ ask }: TestWorld, reference: string): Promise<any[]> => [
    (await bodyOf(ask(orders(`DeliveryReference eq '${reference}'`)))).value,
    (await bodyOf(ask(shipments(reference)))).shipments,
    (await bodyOf(ask(customers(reference)))).records,
  ];

  test('a made-up document follows from its reference, is plausible, and agrees between the systems', async () => {
    const [one, other] = [openPartners(), openPartners()];
    const seen = { tiers: new Set(), currencies: new Set(), values: new Set() };
    for (let index = 0; index < 300; index += 1) {
      const [[order], [shipment], [record]] = await asked(one, `SO-${index}`);
      expect(await asked(other, `SO-${index}`)).toEqual([[order], [shipment], [record]]);
      expect(Number(order.TotalNetAmount)).toBeGreaterThanOrEqual(800);
      expect(Number(order.TotalNetAmount)).toBeLessThanOrEqual(250_000);
      expect(order.TotalNetAmount).toMatch(/^\d+\.\d\d$/);
      const days = (Date.parse(order.RequestedDeliveryDateTime) - NOW) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(-1);
      expect(days).toBeLessThanOrEqual(6);
      expect(['HIGH', 'NORMAL']).toContain(order.DeliveryPriority);
      expect(order.DeliveryReference).toBe(`SO-${index}`);
      expect(shipment.references).toEqual([`SO-${index}`]);
      expect(Date.parse(shipment.cutoffAt ?? 0)).toBeLessThan(Date.parse(shipment.estimatedArrival));
      expect(record.Account.Name).toBe(order.CustomerName);
      seen.tiers.add(record.Account.Tier__c);
      seen.currencies.add(order.TransactionCurrency);
      seen.values.add(order.TotalNetAmount);
    }
    expect([...seen.tiers].sort()).toEqual(['Gold', 'Platinum', 'Silver', 'Standard']);
    expect([...seen.currencies].sort()).toEqual(['CAD', 'EUR', 'USD']);
    expect(seen.values.size).toBeGreaterThan(200);
  });

  test('a promise that was shown does not move as time goes on', async () => {
    const world = openPartners();
    const [[before]] = await asked(world, 'SO-1');
    world.clock.now += 5 * 86_400_000;
    const [[after]] = await asked(world, 'SO-1');
    expect(after).toEqual(before);
  });

  test('put overrides, and null makes unknown', async () => {
    const world = openPartners();
    world.partners.erp.put('A', { SalesOrder: '1', CustomerName: 'Ada' });
    world.partners.tms.put('A', { id: 'S', references: ['A'] });
    world.partners.crm.put('A', { name: 'Ada', tier: 'Gold', penalty: 2500, currency: 'EUR', complaints: 1 });
    const [value, found, records] = await asked(world, 'A');
    expect(value).toEqual([{ '@odata.etag': 'W/"1"', DeliveryReference: 'A', SalesOrder: '1', CustomerName: 'Ada' }]);
    expect(found).toEqual([{ id: 'S', references: ['A'] }]);
    expect(records).toEqual([
      {
        attributes: { type: 'Shipment__c', url: '/services/data/v62.0/sobjects/Shipment__c/A' },
        Account: { attributes: { type: 'Account' }, Name: 'Ada', Tier__c: 'Gold', SafetyCritical__c: false },
        PenaltyAmount__c: 2500,
        CurrencyIsoCode: 'EUR',
        OpenComplaints__c: 1,
      },
    ]);
    for (const name of ['erp', 'tms', 'crm'] as const) world.partners[name].put('A', null);
    expect(await asked(world, 'A')).toEqual([[], [], []]);
  });

  test('of several references, what was put goes before what is made up, and unknown ones are passed over', async () => {
    const { ask, partners } = openPartners();
    partners.tms.put('known', { id: 'S' });
    partners.tms.put('gone', null);
    expect((await bodyOf(ask(shipments('other', 'known')))).shipments).toEqual([{ id: 'S' }]);
    expect((await bodyOf(ask(shipments('gone', 'fresh')))).shipments).toMatchObject([{ references: ['fresh'] }]);
    expect((await bodyOf(ask(shipments('gone')))).shipments).toEqual([]);
  });
});

describe('ERP: query', () => {
  // https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
  test.each([
    ["DeliveryReference eq 'O''Neill'", "O'Neill"],
    ["DeliveryReference eq 'a or b'", 'a or b'],
    ["DeliveryReference eq ' eq (''x'') '", " eq ('x') "],
    ["DeliveryReference eq ''", ''],
    ["(DeliveryReference eq 'A')", 'A'],
    ["(DeliveryReference eq 'A' or (DeliveryReference eq 'B'))", 'A'],
    ["DeliveryReference eq 'nothing' or DeliveryReference eq 'B'", 'B'],
  ])('%s finds %s', async (filter, reference) => {
    const { ask, partners } = openPartners();
    partners.erp.put('nothing', null);
    partners.erp.put(reference, { SalesOrder: '1' });
    const response = await ask(orders(filter, '&$top=1'));
    expect(response.headers.get('odata-version')).toBe('4.0');
    expect(await response.json()).toEqual({
      '@odata.context': '$metadata#SalesOrders',
      value: [{ '@odata.etag': 'W/"1"', DeliveryReference: reference, SalesOrder: '1' }],
    });
  });

  test.each([
    [501, "DeliveryReference eq 'A' and DeliveryReference eq 'B'"],
    [501, "DeliveryReference ne 'A'"],
    [501, "contains(DeliveryReference,'A')"],
    [501, "not (DeliveryReference eq 'A')"],
    [501, "CustomerName eq 'A'"],
    [501, 'DeliveryReference eq 7'],
    [501, "DeliveryReference eq 'A' or"],
    [501, "DeliveryReference eq 'A' DeliveryReference eq 'B'"],
    [501, "(DeliveryReference eq 'A'"],
    [501, "DeliveryReference eq 'A')"],
    [501, ''],
    [400, "DeliveryReference eq 'A"],
    [400, "DeliveryReference eq 'O'Neill'"],
  ])('%i for %s', async (status, filter) => {
    const { ask } = openPartners();
    const response = await ask(orders(filter));
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  test('a long filter is read in no time', async () => {
    const { ask } = openPartners();
    const filter = Array.from({ length: 2000 }, (_, index) => `DeliveryReference eq 'R${index}'`).join(' or ');
    expect((await ask(orders(filter))).status).toBe(200);
    expect((await ask(orders("'".repeat(5001)))).status).toBe(400);
  });

  test('$top, and options that are not supported', async () => {
    const { ask, partners } = openPartners();
    partners.erp.put('A', { SalesOrder: '1' });
    partners.erp.put('B', { SalesOrder: '2' });
    const both = "DeliveryReference eq 'A' or DeliveryReference eq 'B'";
    expect((await bodyOf(ask(orders(both)))).value).toHaveLength(2);
    expect((await bodyOf(ask(orders(both, '&$top=1')))).value).toHaveLength(1);
    expect((await bodyOf(ask(orders(both, '&$top=0')))).value).toEqual([]);
    expect((await ask(orders(both, '&$top=-1'))).status).toBe(400);
    expect((await ask(orders(both, '&$expand=Items'))).status).toBe(501);
    expect((await ask('erp/odata/v4/Deliveries')).status).toBe(404);
    expect((await ask('erp/odata/v4/SalesOrders', { method: 'POST', body: '{}' })).status).toBe(405);
  });
});

describe('ERP: change', () => {
  const ORDER = "erp/odata/v4/SalesOrders('4711')";
  const patch = ({ ask }: TestWorld, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    ask(ORDER, { method: 'PATCH', headers: { ...KEY, ...headers }, body: JSON.stringify(body) });
  const open = (): TestWorld => {
    const world = openPartners();
    world.partners.erp.put('R', { SalesOrder: '4711', DeliveryPriority: 'NORMAL' });
    return world;
  };
  const priority = async ({ ask }: TestWorld): Promise<[string, string]> => {
    const response = await ask(ORDER);
    return [response.headers.get('etag') ?? '', (await bodyOf(response)).DeliveryPriority];
  };

  test('an order by its key, with its ETag; one that was never shown is not there', async () => {
    const { ask, partners } = open();
    partners.erp.put("it's", { SalesOrder: "O'1" });
    const response = await ask(ORDER);
    expect(response.headers.get('etag')).toBe('W/"1"');
    expect(await response.json()).toMatchObject({
      '@odata.context': '$metadata#SalesOrders/$entity',
      '@odata.etag': 'W/"1"',
      SalesOrder: '4711',
      DeliveryReference: 'R',
    });
    expect((await ask("erp/odata/v4/SalesOrders('O''1')")).status).toBe(200);
    expect((await ask("erp/odata/v4/SalesOrders('4712')")).status).toBe(404);
    const [made] = (await bodyOf(ask(orders("DeliveryReference eq 'X'")))).value;
    expect(await bodyOf(ask(`erp/odata/v4/SalesOrders('${made.SalesOrder}')`))).toMatchObject(made);
  });

  test('428 without If-Match, 412 with a stale one; neither changes anything', async () => {
    const world = open();
    expect((await patch(world, { DeliveryPriority: 'HIGH' })).status).toBe(428);
    expect((await patch(world, { DeliveryPriority: 'HIGH' }, { 'if-match': 'W/"0"' })).status).toBe(412);
    expect(await priority(world)).toEqual(['W/"1"', 'NORMAL']);
  });

  test('204 with the new ETag; the old one is stale from then on', async () => {
    const world = open();
    const response = await patch(world, { DeliveryPriority: 'HIGH' }, { 'if-match': 'W/"1"' });
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([204, 'W/"2"', '']);
    expect(await priority(world)).toEqual(['W/"2"', 'HIGH']);
    expect((await patch(world, { DeliveryPriority: 'NORMAL' }, { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await patch(world, { DeliveryPriority: 'NORMAL' }, { 'if-match': '*' })).status).toBe(204);
  });

  test('a document that is put anew makes what was read before stale', async () => {
    const world = open();
    world.partners.erp.put('R', { SalesOrder: '4711', DeliveryPriority: 'LOW' });
    expect((await patch(world, { IsExpress: true }, { 'if-match': 'W/"1"' })).status).toBe(412);
  });

  test('the same Idempotency-Key changes once, and gets the same answer', async () => {
    const world = open();
    const headers = { 'if-match': 'W/"1"', 'idempotency-key': 'k1' };
    const first = await patch(world, { DeliveryPriority: 'HIGH' }, headers);
    await patch(world, { DeliveryPriority: 'LOW' }, { 'if-match': 'W/"2"' });
    const again = await patch(world, { DeliveryPriority: 'HIGH' }, headers);
    expect([first, again].map(({ status, headers: of }) => [status, of.get('etag')])).toEqual([
      [204, 'W/"2"'],
      [204, 'W/"2"'],
    ]);
    expect(await priority(world)).toEqual(['W/"3"', 'LOW']);
  });

  test('an Idempotency-Key with another change is refused, and a refused request does not use one up', async () => {
    const world = open();
    const key = { 'idempotency-key': 'k1' };
    expect((await patch(world, { IsExpress: true }, { ...key, 'if-match': 'W/"9"' })).status).toBe(412);
    expect((await patch(world, { IsExpress: true }, { ...key, 'if-match': 'W/"1"' })).status).toBe(204);
    expect((await patch(world, { IsExpress: false }, { ...key, 'if-match': 'W/"2"' })).status).toBe(422);
  });

  test.each([[{ SalesOrder: '1' }], [{ DeliveryPriority: 1 }], [{}], [[]], [null], [{ constructor: 'x' }]])(
    '400 for %j',
    async (body) => {
      const world = open();
      expect((await patch(world, body, { 'if-match': '*' })).status).toBe(400);
      expect(await priority(world)).toEqual(['W/"1"', 'NORMAL']);
    },
  );

  test('other methods are refused', async () => {
    const response = await open().ask(ORDER, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, PATCH']);
  });
});

test.each([
  [400, 'tms/api/v1/shipments'],
  [400, 'tms/api/v1/shipments?reference='],
  [404, 'tms/api/v2/shipments?reference=X'],
])('TMS: %i for %s', async (status, target) => {
  expect((await openPartners().ask(target)).status).toBe(status);
});

describe('CRM', () => {
  const where = (list: string, fields = 'Account.Name'): string =>
    soql(`SELECT ${fields} FROM Shipment__c WHERE Reference__c IN (${list}) LIMIT 1`);

  // https://developer.salesforce.com/docs/platform/salesforce-soql-sosl/guide/sforce-api-calls-soql-select-quotedstringescapes.html
  test.each([
    [String.raw`'O\'Neill'`, "O'Neill"],
    [String.raw`'a\\b'`, 'a\\b'],
    [String.raw`'\u00e9'`, 'é'],
    [`'a) LIMIT 1'`, 'a) LIMIT 1'],
    [`'x','y,z'`, 'y,z'],
    [`  'x' , 'y' `, 'y'],
  ])('IN (%s) finds %s', async (list, reference) => {
    const { ask, partners } = openPartners();
    partners.crm.put('x', null);
    partners.crm.put(reference, { name: 'Ada' });
    const body = await bodyOf(ask(where(list)));
    expect(body).toMatchObject({ totalSize: 1, done: true, records: [{ Account: { Name: 'Ada' } }] });
    expect(body.records[0]).not.toHaveProperty('PenaltyAmount__c');
  });

  test.each([
    ['MALFORMED_QUERY', where("'O'Neill'")],
    ['MALFORMED_QUERY', where(String.raw`'\x'`)],
    ['MALFORMED_QUERY', where("'a'").replace('Shipment__c', 'Lead')],
    ['MALFORMED_QUERY', where('')],
    ['MALFORMED_QUERY', where("'a',")],
    ['MALFORMED_QUERY', where("'a' OR 'b'")],
    ['MALFORMED_QUERY', 'crm/services/data/v62.0/query'],
    ['INVALID_FIELD', where("'a'", 'Account.Name, Secret__c')],
    ['INVALID_FIELD', where("'a'", 'constructor')],
  ])('%s for %s', async (errorCode, target) => {
    const response = await openPartners().ask(target);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual([{ message: expect.any(String), errorCode }]);
  });
});

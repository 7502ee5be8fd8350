import { describe, expect, test } from 'vitest';
import { SYSTEMS } from '../../local/partners/index.ts';
import { bodyOf, KEY, NOW, openPartners, textOf } from './partners-support.ts';
import type { TestWorld } from './partners-support.ts';

const ORDERS = 'erp/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder';
const orders = (filter: string, more = ''): string => `${ORDERS}?$filter=${encodeURIComponent(filter)}${more}`;
const deliveries = (reference: string): string =>
  `erp/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader?$filter=${encodeURIComponent(`BillOfLading eq '${reference}'`)}&$expand=to_DeliveryDocumentItem`;
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
  erp: orders("PurchaseOrderByCustomer eq 'X'"),
  tms: shipments('X'),
  crm: customers('X'),
  wms: 'wms/api/v1/stock?reference=X',
  procurement: 'procurement/api/v1/purchase-orders?reference=X',
  finance: 'finance/api/v1/invoices?reference=X',
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
    expect((await ask(`${ORDERS}(%E0%A4%A)`)).status).toBe(404);
  });

  test('a host that nobody plays does not answer', async () => {
    const { partners } = openPartners();
    for (const host of ['nobody.partner.test', 'erp.example.com', 'handle.partner.test']) {
      await expect(partners.handle(new Request(`http://${host}/`))).rejects.toThrow(TypeError);
    }
  });
});

describe('what is known', () => {
  const orderOf = async ({ ask }: TestWorld, reference: string): Promise<any[]> => {
    const [delivery] = (await bodyOf(ask(deliveries(reference)))).d.results;
    const [{ ReferenceSDDocument: number }] = delivery?.to_DeliveryDocumentItem.results ?? [{}];
    return number === undefined ? [] : (await bodyOf(ask(orders(`SalesOrder eq '${number}'`)))).value;
  };
  const asked = async (world: TestWorld, reference: string): Promise<any[]> => [
    await orderOf(world, reference),
    (await bodyOf(world.ask(shipments(reference)))).shipments,
    (await bodyOf(world.ask(customers(reference)))).records,
  ];

  test('a made-up document follows from its reference, is plausible, and agrees between the systems', async () => {
    const [one, other] = [openPartners(), openPartners()];
    const seen = { tiers: new Set(), currencies: new Set(), values: new Set() };
    for (let index = 0; index < 300; index += 1) {
      const [[order], [shipment], [record]] = await asked(one, `SO-${index}`);
      expect(await asked(other, `SO-${index}`)).toEqual([[order], [shipment], [record]]);
      expect(order.TotalNetAmount).toBeGreaterThanOrEqual(800);
      expect(order.TotalNetAmount).toBeLessThanOrEqual(250_000);
      const days = (Date.parse(order.YY1_PromisedAt_SDH) - NOW) / 86_400_000;
      expect(order.YY1_PromisedAt_SDH.slice(0, 10)).toBe(order.RequestedDeliveryDate);
      expect(days).toBeGreaterThanOrEqual(-1);
      expect(days).toBeLessThanOrEqual(6);
      expect(shipment.references).toEqual([`SO-${index}`]);
      expect(Date.parse(shipment.cutoffAt ?? 0)).toBeLessThan(Date.parse(shipment.estimatedArrival));
      seen.tiers.add(record.Account.Tier__c);
      seen.currencies.add(order.TransactionCurrency);
      seen.values.add(order.TotalNetAmount);
    }
    expect([...seen.tiers].sort()).toEqual(['Gold', 'Platinum', 'Silver', 'Standard']);
    expect([...seen.currencies].sort()).toEqual(['CAD', 'EUR', 'USD']);
    expect(seen.values.size).toBeGreaterThan(200);
  });

  const mailOf = async (world: TestWorld, reference: string): Promise<unknown> =>
    (
      await bodyOf(
        world.ask(
          soql(`SELECT Account.Service_Email__c FROM Shipment__c WHERE Reference__c IN ('${reference}') LIMIT 1`),
        ),
      )
    ).records[0].Account.Service_Email__c;

  test('with offers a shipment also says how it stands and who else takes it, and its customer where they are written to; without, neither', async () => {
    const [plain, offering] = [openPartners(), openPartners({ offers: true })];
    for (let index = 0; index < 50; index += 1) {
      const reference = `SO-${index}`;
      const [order, [shipment]] = await asked(offering, reference);
      const [sameOrder, [bare]] = await asked(plain, reference);
      const [record, quiet] = await Promise.all([mailOf(offering, reference), mailOf(plain, reference)]);
      expect(order).toEqual(sameOrder);
      expect(shipment).toMatchObject({ ...bare, status: 'in_transit', serviceLevel: 'standard' });
      const [other, express] = shipment.alternatives;
      expect(other.carrier).not.toBe(shipment.carrier);
      expect(express).toMatchObject({ carrier: shipment.carrier, serviceLevel: 'express' });
      expect(record).toMatch(/^service@[a-z-]+\.example\.com$/);
      expect(bare).not.toHaveProperty('status');
      expect(quiet).toBeNull();
    }
  });

  test('with offers a container stands by terms; nothing else does, and without offers nothing', async () => {
    const termsIn = async (world: TestWorld, reference: string): Promise<unknown> =>
      (await bodyOf(world.ask(`finance/api/v1/invoices?reference=${reference}`))).freeTime;
    const [plain, offering] = [openPartners(), openPartners({ offers: true })];
    for (let index = 0; index < 30; index += 1) {
      const box = `MSKU${String(1_000_000 + index)}`;
      const terms = await termsIn(offering, box);
      expect(terms).toMatchObject({ currency: 'EUR', rates: [{ fromDay: 1 }, { fromDay: 5 }] });
      expect(await termsIn(offering, box)).toEqual(terms);
      expect(await termsIn(plain, box)).toBeUndefined();
    }
    expect(await termsIn(offering, 'SO-1')).toBeUndefined();
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
    world.partners.erp.put('A', { SalesOrder: '1', DeliveryBlockReason: '01' });
    world.partners.tms.put('A', { id: 'S', references: ['A'] });
    world.partners.crm.put('A', { name: 'Ada', tier: 'Gold', penalty: 2500, currency: 'EUR', complaints: 1 });
    const [value, found, records] = await asked(world, 'A');
    expect(value).toMatchObject([{ '@odata.etag': 'W/"1"', SalesOrder: '1', DeliveryBlockReason: '01' }]);
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
    ["PurchaseOrderByCustomer eq 'O''Neill'", "O'Neill"],
    ["PurchaseOrderByCustomer eq 'a or b'", 'a or b'],
    ["PurchaseOrderByCustomer eq ' eq (''x'') '", " eq ('x') "],
    ["(PurchaseOrderByCustomer eq 'A')", 'A'],
    ["(PurchaseOrderByCustomer eq 'A' or (SalesOrder eq 'B'))", 'A'],
    ["SalesOrder eq 'nothing' or PurchaseOrderByCustomer eq 'B'", 'B'],
  ])('%s finds %s', async (filter, reference) => {
    const { ask, partners } = openPartners();
    partners.erp.put('nothing', null);
    partners.erp.put('put', { SalesOrder: '1', PurchaseOrderByCustomer: reference });
    const response = await ask(orders(filter, '&$top=1&$select=SalesOrder,PurchaseOrderByCustomer'));
    expect(response.headers.get('odata-version')).toBe('4.0');
    expect(await response.json()).toEqual({
      '@odata.context': '$metadata#SalesOrder',
      value: [{ '@odata.etag': 'W/"1"', SalesOrder: '1', PurchaseOrderByCustomer: reference }],
    });
  });

  test.each([
    [501, "SalesOrder eq 'A' and SalesOrder eq 'B'"],
    [501, "SalesOrder ne 'A'"],
    [501, "contains(SalesOrder,'A')"],
    [501, "not (SalesOrder eq 'A')"],
    [501, "SoldToParty eq 'A'"],
    [400, "CustomerName eq 'A'"],
    [501, 'SalesOrder eq 7'],
    [501, "SalesOrder eq 'A' or"],
    [501, "SalesOrder eq 'A' SalesOrder eq 'B'"],
    [501, "(SalesOrder eq 'A'"],
    [501, "SalesOrder eq 'A')"],
    [501, ''],
    [400, "SalesOrder eq 'A"],
    [400, "SalesOrder eq 'O'Neill'"],
  ])('%i for %s', async (status, filter) => {
    const { ask } = openPartners();
    const response = await ask(orders(filter));
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  test('a long filter is read in no time', async () => {
    const { ask } = openPartners();
    const filter = Array.from({ length: 2000 }, (_, index) => `SalesOrder eq 'R${index}'`).join(' or ');
    expect((await ask(orders(filter))).status).toBe(200);
    expect((await ask(orders("'".repeat(5001)))).status).toBe(400);
  });

  test('$top, and options that are not supported', async () => {
    const { ask, partners } = openPartners();
    partners.erp.put('A', { SalesOrder: '1' });
    partners.erp.put('B', { SalesOrder: '2' });
    const both = "SalesOrder eq '1' or SalesOrder eq '2'";
    expect((await bodyOf(ask(orders(both)))).value).toHaveLength(2);
    expect((await bodyOf(ask(orders(both, '&$top=1')))).value).toHaveLength(1);
    expect((await bodyOf(ask(orders(both, '&$top=0')))).value).toEqual([]);
    expect((await ask(orders(both, '&$top=-1'))).status).toBe(400);
    expect((await ask(orders(both, '&$orderby=SalesOrder'))).status).toBe(501);
    expect((await ask(orders(both, '&$expand=Items'))).status).toBe(400);
    expect((await ask(orders(both, '&$select=CustomerName'))).status).toBe(400);
    expect((await ask('erp/sap/opu/odata4/Deliveries')).status).toBe(404);
  });

  test('amounts are numbers, and text for who asks for numbers that lose nothing', async () => {
    const { ask, partners } = openPartners();
    partners.erp.put('A', { SalesOrder: '1', TotalNetAmount: '9007199254740993.10' });
    const exact = { headers: { ...KEY, accept: 'application/json;IEEE754Compatible=true' } };
    expect((await bodyOf(ask(`${ORDERS}('1')`, exact))).TotalNetAmount).toBe('9007199254740993.10');
    expect(typeof (await bodyOf(ask(`${ORDERS}('1')`))).TotalNetAmount).toBe('number');
  });
});

describe('ERP: change', () => {
  const ORDER = `${ORDERS}('4711')`;
  /** Token and session, as every caller has to fetch them. */
  const session = async ({ ask }: TestWorld): Promise<Record<string, string>> => {
    const { headers } = await ask(ORDER, { headers: { ...KEY, 'x-csrf-token': 'Fetch' } });
    const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return { 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie: cookies.join('; ') };
  };
  const patch = async (world: TestWorld, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    world.ask(ORDER, {
      method: 'PATCH',
      headers: { ...KEY, ...(await session(world)), ...headers },
      body: JSON.stringify(body),
    });
  const open = (): TestWorld => {
    const world = openPartners();
    world.partners.erp.put('R', { SalesOrder: '4711', ShippingCondition: '01' });
    return world;
  };
  const shipping = async ({ ask }: TestWorld): Promise<[string, string]> => {
    const response = await ask(ORDER);
    return [response.headers.get('etag') ?? '', (await bodyOf(response)).ShippingCondition];
  };

  test('an order by its key, with its ETag; one that was never shown is not there', async () => {
    const { ask, partners } = open();
    partners.erp.put("it's", { SalesOrder: "O'1" });
    const response = await ask(ORDER);
    expect(response.headers.get('etag')).toBe('W/"1"');
    expect(await response.json()).toMatchObject({
      '@odata.context': '$metadata#SalesOrder/$entity',
      '@odata.etag': 'W/"1"',
      SalesOrder: '4711',
    });
    expect((await ask(`${ORDERS}('O''1')`)).status).toBe(200);
    expect((await ask(`${ORDERS}('4712')`)).status).toBe(404);
    const [made] = (await bodyOf(ask(orders("PurchaseOrderByCustomer eq 'X'")))).value;
    expect(await bodyOf(ask(`${ORDERS}('${made.SalesOrder}')`))).toMatchObject(made);
  });

  // https://userapps.support.sap.com/sap/support/knowledge/en/3048103
  test('403 without the token of the session, with a token without its session, and after the session has ended', async () => {
    const world = open();
    const change = (headers: Record<string, string>): Promise<Response> =>
      world.ask(ORDER, {
        method: 'PATCH',
        headers: { ...KEY, 'if-match': '*', ...headers },
        body: '{"ShippingCondition":"10"}',
      });
    const [one, other] = [await session(world), await session(world)];
    const odd = [{}, { 'x-csrf-token': one['x-csrf-token']! }, { ...one, cookie: other['cookie']! }];
    for (const headers of odd) {
      const response = await change(headers);
      expect([response.status, response.headers.get('x-csrf-token')]).toEqual([403, 'Required']);
    }
    world.partners.erp.endSessions();
    expect((await change(one)).status).toBe(403);
    expect(await shipping(world)).toEqual(['W/"1"', '01']);
    expect((await change(await session(world))).status).toBe(200);
  });

  // https://userapps.support.sap.com/sap/support/knowledge/en/3514624
  test('428 without If-Match, 412 with a stale one; neither changes anything', async () => {
    const world = open();
    expect((await patch(world, { ShippingCondition: '10' })).status).toBe(428);
    expect((await patch(world, { ShippingCondition: '10' }, { 'if-match': 'W/"0"' })).status).toBe(412);
    expect(await shipping(world)).toEqual(['W/"1"', '01']);
  });

  test('the changed order, or 204 for who wants little; the old tag is stale from then on', async () => {
    const world = open();
    const little = { prefer: 'return=minimal', 'if-match': 'W/"1"' };
    const response = await patch(world, { ShippingCondition: '10' }, little);
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([204, 'W/"2"', '']);
    expect(await shipping(world)).toEqual(['W/"2"', '10']);
    expect((await patch(world, { ShippingCondition: '01' }, { 'if-match': 'W/"1"' })).status).toBe(412);
    const shown = await patch(world, { ShippingCondition: '01' }, { 'if-match': 'W/"2"' });
    expect([shown.status, (await bodyOf(shown)).ShippingCondition]).toEqual([200, '01']);
  });

  test('knows no Idempotency-Key: only the tag keeps a change from being made twice', async () => {
    const world = open();
    const headers = { 'if-match': '*', 'idempotency-key': 'k1' };
    await patch(world, { ShippingCondition: '10' }, headers);
    await patch(world, { ShippingCondition: '01' }, headers);
    expect(await shipping(world)).toEqual(['W/"3"', '01']);
  });

  test('a document that is put anew makes what was read before stale', async () => {
    const world = open();
    world.partners.erp.put('R', { SalesOrder: '4711', ShippingCondition: '02' });
    expect((await patch(world, { ShippingCondition: '10' }, { 'if-match': 'W/"1"' })).status).toBe(412);
  });

  test.each([[{ SalesOrder: '1' }], [{ ShippingCondition: 1 }], [{}], [[]], [null], [{ constructor: 'x' }]])(
    '400 for %j',
    async (body) => {
      const world = open();
      expect((await patch(world, body, { 'if-match': '*' })).status).toBe(400);
      expect(await shipping(world)).toEqual(['W/"1"', '01']);
    },
  );
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

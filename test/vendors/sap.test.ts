import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemDocuments } from '../../lambdas/actions/adapters/system-documents.ts';
import { CATALOGUE } from '../../lambdas/actions/catalogue.ts';
import { actionType } from '../../lambdas/contracts/index.ts';
import type { SubjectReference, SupplyPlan } from '../../lambdas/contracts/index.ts';
import { readDelivery, readErpAnswer } from '../../lambdas/enrichment/answers/read-erp-answer.ts';
import { askErp } from '../../lambdas/enrichment/ask-erp.ts';
import { deliveryQuestion, orderQuestion } from '../../lambdas/enrichment/questions/erp-questions.ts';
import { ENTITY_SETS, promisedFor } from '../../local/partners/erp-model.ts';
import { openPartners } from '../engine/partners-support.ts';
import type { TestWorld } from '../engine/partners-support.ts';
import { defaultPack } from '../support/pack.ts';
import { openStores } from '../unit/case/store-fixture.ts';
import type { StoreFixture } from '../unit/case/store-fixture.ts';
import { againstSap } from './hold-sap.ts';
import { READ_ONLY, SAP, SAP_CUSTOM_FIELD, SAP_CUSTOM_FIELDS } from './sap-metadata.ts';

const AT = '2026-03-03T16:30:00.000Z';
const SUBJECT = { region: 'eu', businessUnit: 'retail', references: [] };
let fixture: StoreFixture;
let world: TestWorld;
let odd: string[];
let asked: string[];

beforeEach(() => {
  fixture = openStores();
  world = openPartners();
  [odd, asked] = [[], []];
  vi.stubEnv('SYSTEM_SECRET_ERP', 'system');
  vi.stubEnv('SETTINGS_PREFIX', '/fairlead');
  fixture.answer(({ command }: any) =>
    command === 'GetParameterCommand'
      ? { Parameter: { Value: 'http://erp.partner.test' } }
      : { SecretString: JSON.stringify({ erp: { apiKey: 'key' } }) },
  );
  fixture.network(async (request) => {
    const copy = request.clone();
    const answer = await world.partners.handle(request);
    asked.push(`${request.method} ${String(answer.status)}`);
    odd.push(...(await againstSap(copy, answer)));
    return answer;
  });
  world.partners.erp.put('SO-1', { SalesOrder: '4711', TotalNetAmount: '10.50', ...promisedFor(AT) });
});
afterEach(() => {
  fixture.close();
  vi.unstubAllEnvs();
});

const references = (...kinds: readonly SubjectReference['kind'][]): readonly SubjectReference[] =>
  kinds.map((kind) => ({ kind, issuer: 'x', value: 'SO-1' }));

describe('the connector and the simulator of SAP, held against the published metadata', () => {
  it('the simulator has entity sets, keys, properties, navigation and types that SAP publishes, and no others', () => {
    for (const { version, service, name, key, properties, expands, updatable, creatable = [] } of ENTITY_SETS) {
      const published = SAP.find((set) => set.service === service && set.name === name);
      expect(published, name).toMatchObject({ version, key });
      const types = { ...published?.properties, ...SAP_CUSTOM_FIELDS };
      for (const [property, type] of Object.entries(properties))
        expect([property, types[property]]).toEqual([property, type]);
      for (const [navigation, below] of Object.entries(expands))
        expect(published?.navigation[navigation]).toMatchObject(below);
      for (const property of [...updatable, ...creatable]) expect(properties).toHaveProperty(property);
      expect(updatable.filter((property) => READ_ONLY.test(property))).toEqual([]);
      if (updatable.length > 0) expect(published).toMatchObject({ isUpdatable: true, hasEtag: true });
    }
  });

  it('fields that are not SAP’s are named as SAP names fields of a customer', () => {
    for (const name of Object.keys(SAP_CUSTOM_FIELDS)) expect(name).toMatch(SAP_CUSTOM_FIELD);
  });

  it('every question of enrichment follows it, and so does every answer', async () => {
    const kinds = [
      'shipment',
      'delivery',
      'tracking',
      'container',
      'bill_of_lading',
      'order',
      'purchase_order',
    ] as const;
    const ask = async (path: string): Promise<unknown> => {
      const request = new Request(`http://erp.partner.test${path}`, { headers: { authorization: 'Bearer k' } });
      const answer = await world.partners.handle(request);
      expect(answer.status, path).toBe(200);
      odd.push(...(await againstSap(request, answer)));
      return answer.json();
    };
    for (const kind of kinds) {
      const [ofDelivery, direct] = [deliveryQuestion(references(kind)), orderQuestion(references(kind))];
      expect(
        [ofDelivery, direct].filter((question) => question !== undefined),
        kind,
      ).toHaveLength(1);
      const delivery = ofDelivery === undefined ? undefined : readDelivery(await ask(ofDelivery));
      const ofOrder = orderQuestion(references(kind), delivery?.order === undefined ? [] : [delivery.order]);
      const facts = readErpAnswer(await ask(ofOrder!), delivery);
      if (delivery !== undefined) expect(facts).toMatchObject({ order: '4711', promisedAt: AT });
    }
    expect(odd).toEqual([]);
  });

  it.each([
    ['container', 'MRKU3700927', undefined],
    ['bill_of_lading', 'MAEU221876618', undefined],
    ['purchase_order', '4500000077', 'ours'],
  ] as const)('goods that come to us, asked by %s', async (kind, value, purchaseOrders) => {
    const best = { material: 'M-1', plant: '1010' };
    const numbers = { delivery: '180000123', container: 'MRKU3700927', billOfLading: 'MAEU221876618' };
    world.partners.erp.putComing({ ...numbers, purchaseOrder: '4500000077', items: [best] });
    const planned = [
      { category: 'VC', document: '4711', units: -60, on: '2026-03-05' },
      { category: 'LA', document: '180000123', source: '4500000077', units: 200, on: '2026-03-07' },
      { category: 'BE', document: '4500000088', units: 10, on: '2026-03-08' },
      { category: 'PA', document: '12345', units: 500, on: '2026-03-08' },
      { category: 'PP', document: '00000042', units: -900, on: '2026-03-06' },
    ];
    world.partners.erp.putSupply({ ...best, onHand: 100, planned });
    let told: readonly SupplyPlan[] = [];
    const get = async (path: string): Promise<unknown> => {
      const request = new Request(`http://erp.partner.test${path}`, { headers: { authorization: 'Bearer k' } });
      const answer = await world.partners.handle(request);
      expect(answer.status, path).toBe(200);
      odd.push(...(await againstSap(request, answer)));
      return answer.json();
    };
    const type = { ...defaultPack().types['supply.late']!, purchaseOrders };
    const facts = await askErp([{ kind, value, issuer: 'x' }], get, {
      type,
      tellSupplies: (supplies) => {
        told = supplies;
      },
    });
    expect(odd).toEqual([]);
    expect(facts).toMatchObject({ order: '4711', promisedAt: AT, purchaseOrder: '4500000077', sku: 'M-1' });
    expect(told).toEqual([
      {
        material: 'M-1',
        site: '1010',
        unit: 'EA',
        onHand: 100,
        demand: [{ document: '4711', isOrder: true, units: 60, on: '2026-03-05', promisedAt: AT }],
        // By our number all that is open of it is late; by the shipment what is on its way in it.
        receipts: [
          { document: '180000123', units: 200, on: '2026-03-07', isSubject: true },
          { document: '4500000088', units: 10, on: '2026-03-08' },
        ],
      },
    ]);
  });

  it('a purchase order of ours is not looked for among the orders of customers', async () => {
    const paths: string[] = [];
    const get = async (path: string): Promise<unknown> => {
      paths.push(decodeURIComponent(path));
      const headers = { authorization: 'Bearer k' };
      return (await world.partners.handle(new Request(`http://erp.partner.test${path}`, { headers }))).json();
    };
    const by = [{ kind: 'purchase_order', value: '4500000077', issuer: 'x' }] as const;
    const { types } = defaultPack();
    const tellSupplies = (): void => undefined;
    // A customer has ordered under the same number.
    world.partners.erp.put('SO-2', { SalesOrder: '4799', PurchaseOrderByCustomer: '4500000077' });
    expect(await askErp(by, get, { type: types['supply.late'], tellSupplies })).toBeUndefined();
    expect(paths.join()).not.toContain('PurchaseOrderByCustomer eq');
    expect(await askErp(by, get, { type: types['transport.delay'], tellSupplies })).toMatchObject({ order: '4799' });
  });

  it.each(actionType.options.filter((type) => CATALOGUE[type].system === 'erp'))(
    '%s is read, written under tag and token, and refused without: as published',
    async (type) => {
      const { made } = CATALOGUE[type];
      const system = systemDocuments()(type, SUBJECT);
      const subject = made === undefined ? '4711' : 'FL-0123456789abcdef01234567';
      const values = {
        promise_date: { promisedAt: '2026-03-09T08:00:00.000Z' },
        order_hold: { deliveryBlock: '01' },
        order_release: { deliveryBlock: '02' },
        replacement_order: { order: '4711', sku: 'SKU-7', units: 40, deliveryBlock: '' },
      }[type as 'promise_date'] as Record<string, string | number>;
      const before = await system.read(subject);
      const change = { values, etag: before!.etag, idempotencyKey: 'k' };
      expect(await system.write(subject, change)).toEqual({ answer: 'done' });
      const after = await system.read(subject);
      expect(after?.values).toMatchObject(values);
      // What is made has no tag to be stale; what is changed has.
      if (made === undefined) expect(await system.write(subject, change)).toEqual({ answer: 'changed-meanwhile' });
      else
        expect(await system.write(subject, { ...change, values: made.undone, etag: after!.etag })).toEqual({
          answer: 'done',
        });
      world.partners.erp.endSessions();
      const now = await system.read(subject);
      world.partners.erp.endSessions();
      const again = { values: made?.open ?? values, etag: now!.etag, idempotencyKey: 'k' };
      expect(await system.write(subject, again)).toEqual({ answer: 'done' });
      if (made === undefined) expect(asked).toContain('PATCH 403');
      expect(odd).toEqual([]);
    },
  );

  it('a promise moves the day of SAP and the moment of ours; a day that a planner moved in SAP counts', async () => {
    const system = systemDocuments()('promise_date', SUBJECT);
    const { etag } = (await system.read('4711'))!;
    await system.write('4711', { values: { promisedAt: '2026-03-09T08:00:00+01:00' }, etag, idempotencyKey: 'k' });
    const order = await world.ask(`erp${SAP[0].service}/SalesOrder('4711')`);
    expect(await order.json()).toMatchObject({
      RequestedDeliveryDate: '2026-03-09',
      YY1_PromisedAt_SDH: '2026-03-09T07:00:00.000Z',
    });
    world.partners.erp.change('SO-1', { RequestedDeliveryDate: '2026-03-12' });
    expect((await system.read('4711'))?.values).toEqual({ promisedAt: '2026-03-12T23:59:59.000Z' });
  });

  it.each([
    ['GET', "?$filter=DeliveryReference eq 'x'", undefined],
    ['GET', "?$filter=SalesOrder eq '1'&$select=CustomerName", undefined],
    ['GET', "?$filter=SalesOrder eq '1'&$expand=Items", undefined],
    ['PATCH', "('4711')", { IsExpress: true }],
    ['PATCH', "('4711')", { TotalNetAmount: '1' }],
  ])('and it notices what SAP does not have: %s %s', async (method, rest, body) => {
    const url = `http://erp.partner.test${SAP[0].service}/SalesOrder${rest}`;
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization: 'Bearer k', 'if-match': '*', 'x-csrf-token': 't', cookie: 'c' };
    const request = new Request(url, { method, headers, ...init });
    const copy = request.clone();
    const answer = await world.partners.handle(request);
    // The simulator refuses it as well.
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await againstSap(copy, answer)).not.toEqual([]);
  });
});

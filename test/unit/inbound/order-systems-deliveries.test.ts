import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import { parseJson } from '../../../lambdas/inbound/formats/json.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

function translate(format: string, body: unknown): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(`no translator for ${format}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return translator(payloadOf(text, 'application/json'), sender);
}
const typeOf = (draft: SignalDraft): string | undefined => ('type' in draft ? draft.type : draft.milestone?.name);
const types = (format: string, body: unknown) => translate(format, body).drafts.map(typeOf);
const refs = (format: string, body: unknown) =>
  translate(format, body).drafts.flatMap(({ references }) => references.map(({ kind, value }) => `${kind} ${value}`));

describe('a number of JSON', () => {
  it.each([
    ['that is an id keeps its digits', '{"a":820982911946154508}', { a: '820982911946154508' }],
    ['in a list', '[-820982911946154508,12345678901234567890]', ['-820982911946154508', '12345678901234567890']],
    ['that is exact is a number', '{"a":1772438400000000}', { a: 1772438400000000 }],
    ['of many fractions is one', '{"a":0.1234567890123456789}', { a: Number('0.1234567890123456789') }],
    ['with an exponent is one', '{"a":1234567890123456789e3}', { a: Number('1234567890123456789e3') }],
    ['of more than 64 bits is one', '{"a":123456789012345678901}', { a: Number('123456789012345678901') }],
    ['in a text is left alone', '{"a":"x\\" :820982911946154508, "}', { a: 'x" :820982911946154508, ' }],
  ])('%s', (_what, text, value) => {
    expect(parseJson(text)?.value).toEqual(value);
  });
});

describe('Shopify', () => {
  const fulfillmentOrder = (more: object) => ({
    fulfillment_order: { id: 'gid://shopify/FulfillmentOrder/1', ...more },
  });

  it('has orders of long numbers apart', () => {
    const order = (id: string) => `{"id":${id},"line_items":[],"financial_status":"paid","name":"#1"}`;
    expect(refs('shopify', order('820982911946154508'))).toContain('order 820982911946154508');
    expect(refs('shopify', order('820982911946154509'))).toContain('order 820982911946154509');
  });

  it('says why a fulfillment order is on hold by the hold that came with it', () => {
    const held = (reason: string) => ({
      ...fulfillmentOrder({ status: 'on_hold' }),
      created_fulfillment_hold: { id: 'x', reason },
    });
    expect(types('shopify', held('inventory_out_of_stock'))).toEqual(['inventory.shortfall']);
    expect(types('shopify', held('awaiting_payment'))).toEqual(['other']);
  });

  it('tells that a fulfillment service cannot complete what it had accepted', () => {
    expect(types('shopify', fulfillmentOrder({ status: 'incomplete' }))).toEqual(['transport.capacity_rejected']);
    expect(types('shopify', fulfillmentOrder({ status: 'in_progress', request_status: 'accepted' }))).toEqual([
      'booked',
    ]);
  });

  it('comes through EventBridge with its topic inside', () => {
    const event = (topic: string, payload: object) => ({
      'detail-type': 'shopifyWebhook',
      detail: { payload, metadata: { 'X-Shopify-Topic': topic } },
    });
    expect(types('shopify', event('fulfillments/update', { id: 1, order_id: 3, shipment_status: 'delayed' }))).toEqual([
      'transport.delay',
    ]);
    expect(translate('shopify', event('products/update', { id: 1 }))).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.stringContaining('products/update')],
    });
  });

  it('says what is disputed, and where stock is', () => {
    const dispute = {
      id: 1,
      order_id: 5,
      reason: 'product_not_received',
      status: 'needs_response',
      amount: '11.50',
      currency: 'CAD',
      evidence_due_by: '2026-03-02T08:00:00Z',
    };
    expect(translate('shopify', dispute).drafts).toMatchObject([
      { type: 'finance.pod_dispute', amounts: { disputed: { amount: '11.50', currency: 'CAD' } } },
    ]);
    expect(translate('shopify', { inventory_item_id: 7, location_id: 24826418, available: -1 }).drafts).toMatchObject([
      { type: 'inventory.shortfall', place: { code: '24826418' } },
    ]);
  });
});

describe('SAP', () => {
  it.each([
    [
      'the schema of Event Grid',
      [
        {
          id: '1',
          eventType: 'sap.s4.beh.outbounddelivery.v1.OutboundDelivery.Changed.v1',
          eventTime: '2026-03-02T08:00:00Z',
          data: { OutboundDelivery: '80000001' },
        },
      ],
      'delivery 80000001',
    ],
    [
      'CloudEvents 0.1 of ERP',
      {
        eventType: 'BO.BUS2032.CHANGED',
        eventID: 'a',
        eventTime: '2026-03-02T08:00:00Z',
        data: { KEY: [{ SALESDOCUMENT: '0000001234' }] },
      },
      'order 1234',
    ],
  ])('reads %s with its time', (_what, body, named) => {
    expect(refs('sap-s4', body)).toEqual([named]);
    expect(translate('sap-s4', body).drafts).toMatchObject([
      { kind: 'progress', occurredAt: '2026-03-02T08:00:00.000+00:00', timeBasis: 'sent' },
    ]);
  });

  it('passes over an object of ERP that is not followed', () => {
    const event = {
      eventType: 'BO.BUS1006.CHANGED',
      eventTime: '2026-03-02T08:00:00Z',
      data: { KEY: [{ PARTNER: '1' }] },
    };
    expect(translate('sap-s4', event)).toMatchObject({ drafts: [], rejections: [], warnings: [expect.anything()] });
  });
});

describe('Dynamics 365', () => {
  const changed = (table: string, ...attributes: readonly (readonly [string, unknown])[]) => ({
    MessageName: 'Update',
    PrimaryEntityName: table,
    PrimaryEntityId: '11111111-2222-3333-4444-555555555555',
    OperationId: 'o1',
    OperationCreatedOn: '/Date(1549392000000-0000)/',
    InputParameters: [
      { key: 'Target', value: { LogicalName: table, Attributes: attributes.map(([key, value]) => ({ key, value })) } },
    ],
  });

  it('is read where its data are text', () => {
    const data = JSON.stringify({
      BusinessEventId: 'PurchaseOrderConfirmedBusinessEvent',
      PurchaseOrderNumber: '00000123',
    });
    expect(types('dynamics-365', { data })).toEqual(['booked']);
    expect(translate('dynamics-365', { data: 'x' }).rejections).toHaveLength(1);
  });

  it('tells by Dataverse which row has changed, and when', () => {
    const order = changed('salesorder', ['statuscode', { Value: 4 }], ['ordernumber', 'ORD-1']);
    expect(refs('dynamics-365', order)).toEqual(['order ORD-1']);
    expect(translate('dynamics-365', order).drafts).toMatchObject([
      { kind: 'progress', occurredAt: '2019-02-05T18:40:00.000Z', reason: { code: 'dataverse.salesorder.Update' } },
    ]);
    expect(refs('dynamics-365', changed('salesorder'))).toEqual(['order 11111111-2222-3333-4444-555555555555']);
    expect(translate('dynamics-365', changed('contact'))).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.anything()],
    });
  });
});

describe('NetSuite', () => {
  it('is read as a saved search has it', () => {
    const result = {
      recordType: 'salesorder',
      id: '1',
      values: {
        tranid: 'SO1',
        item: [{ value: '12', text: 'Widget' }],
        quantity: '5',
        quantitybackordered: '2',
        status: [{ value: 'x', text: 'Pending Fulfillment' }],
        location: [],
      },
    };
    expect(types('netsuite', [result])).toEqual(['inventory.shortfall']);
    expect(refs('netsuite', [result])).toEqual(['order SO1', 'sku Widget']);
    const closed = { ...result, values: { ...result.values, status: [{ value: 'closed', text: 'Closed' }] } };
    expect(translate('netsuite', [closed])).toMatchObject({ drafts: [], rejections: [] });
  });

  it('is read as a script has it, line by line', () => {
    const line = (item: string, quantitybackordered: string) => ({ item, quantity: '5', quantitybackordered });
    const record = {
      id: '1',
      type: 'salesorder',
      fields: { tranid: 'SO2', trandate: '2026-03-02' },
      sublists: { item: { currentline: line('99', '9'), 'line 1': line('12', '2'), 'line 2': line('13', '0') } },
    };
    expect(types('netsuite', record)).toEqual(['inventory.shortfall', 'booked']);
    expect(refs('netsuite', record)).toEqual(['order SO2', 'sku 12', 'order SO2', 'sku 13']);
    expect(types('netsuite', { type: 'itemfulfillment', fields: { tranid: 'IF1' }, sublists: {} })).toEqual([
      'departed',
    ]);
  });

  it('is read as SuiteTalk REST has it, line by line', () => {
    const href = 'https://1.suitetalk.api.netsuite.com/services/rest/record/v1';
    const rest = {
      links: [{ rel: 'self', href: `${href}/salesOrder/77` }],
      id: '77',
      tranId: 'SO3',
      tranDate: '2026-03-01',
      status: { id: 'B', refName: 'Pending Fulfillment' },
      item: {
        items: [
          { line: 1, item: { id: '12', refName: 'Widget' }, quantity: 10, quantityBackOrdered: 6, units: '18' },
          { line: 2, item: { id: '13', refName: 'Gadget' }, quantity: 4, quantityBackOrdered: 0 },
        ],
      },
    };
    expect(types('netsuite', rest)).toEqual(['inventory.shortfall', 'booked']);
    expect(refs('netsuite', rest)).toEqual(['order SO3', 'sku Widget', 'order SO3', 'sku Gadget']);
    const closed = { ...rest, status: { id: 'H', refName: 'Closed' } };
    expect(translate('netsuite', closed)).toMatchObject({ drafts: [], rejections: [] });
    const purchase = {
      ...rest,
      links: [{ rel: 'self', href: `${href}/purchaseorder/78` }],
      dueDate: '2026-03-05',
      item: { items: [{ item: { refName: 'Widget' }, quantity: 1, expectedReceiptDate: '2026-03-20' }] },
    };
    expect(types('netsuite', purchase)).toEqual(['supply.late']);
  });
});

describe('Odoo', () => {
  it('says by its model what a number is of', () => {
    expect(refs('odoo', { _model: 'sale.order', name: 'S1', state: 'sale' })).toEqual(['order S1']);
    expect(refs('odoo', { _model: 'purchase.order', name: 'P1', state: 'purchase' })).toEqual(['purchase_order P1']);
    expect(refs('odoo', { _model: 'stock.picking', name: 'WH/OUT/1', state: 'done' })).toEqual(['delivery WH/OUT/1']);
  });

  it('has nothing departed of an order that is done', () => {
    expect(types('odoo', { _model: 'sale.order', name: 'S1', state: 'done' })).toEqual(['other']);
    expect(types('odoo', { _model: 'stock.picking', name: 'WH/OUT/1', state: 'done' })).toEqual(['departed']);
  });

  it('is read as a table of transfers, which knows no model', () => {
    const head =
      'name,state,picking_type_code,scheduled_date,date_deadline,date_done,quantity,inventory_quantity_set,inventory_quantity';
    const row = 'WH/OUT/1,done,outgoing,2026-03-02 08:00:00,2026-03-02 08:00:00,2026-03-03 08:00:00,,,';
    expect(types('odoo', `${head}\n${row}\n`)).toEqual(['transport.delay']);
  });

  it('is read in the page that its web client gets', () => {
    const transfer = {
      name: 'WH/IN/5',
      state: 'assigned',
      picking_type_code: 'incoming',
      scheduled_date: '2026-03-05 08:00:00',
      date_deadline: '2026-03-02 08:00:00',
      date_done: false,
    };
    expect(
      types('odoo', {
        jsonrpc: '2.0',
        id: 3,
        result: { length: 1, records: [transfer, { ...transfer, state: 'cancel' }] },
      }),
    ).toEqual(['supply.late']);
  });
});

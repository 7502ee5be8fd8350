import { describe, expect, it } from 'vitest';
import { translateSapS4 } from '../../../lambdas/inbound/formats/sap-s4.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

const translate = (body: unknown, headers = {}): Translation =>
  translateSapS4(
    payloadOf(typeof body === 'string' ? body : JSON.stringify(body), 'application/json', headers),
    sender,
  );
const typesOf = ({ drafts }: Translation): readonly string[] =>
  drafts.map((draft) => ('type' in draft ? draft.type : `${draft.milestone?.name ?? ''} ${draft.milestone?.at ?? ''}`));
const namesOf = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value }) => `${kind} ${value}`) ?? [];

const event = (type: string, data: object, more: object = {}): object => ({
  specversion: '1.0',
  type: `sap.s4.beh.${type}`,
  source: '/default/sap.s4.beh/100',
  id: '0894ef45-7741-1eea-b7be-ce30f48e9a1d',
  time: '2026-03-02T06:21:52Z',
  datacontenttype: 'application/json',
  data,
  ...more,
});
const created = event('outbounddelivery.v1.OutboundDelivery.Created.v1', { OutboundDelivery: '0080000012' });

const header = {
  DeliveryDocument: '80000012',
  DeliveryDocumentType: 'LF',
  DeliveryBlockReason: '',
  HeaderBillingBlockReason: '',
  OverallGoodsMovementStatus: 'A',
  CreationDate: '/Date(1772409600000)/',
  CreationTime: 'PT13H26M11S',
  to_DeliveryDocumentItem: { __deferred: { uri: 'https://erp.example/to_DeliveryDocumentItem' } },
};
const item = {
  DeliveryDocument: '80000012',
  DeliveryDocumentItem: '000010',
  ActualDeliveryQuantity: '10.000',
  OriginalDeliveryQuantity: '10.000',
  DeliveryQuantityUnit: 'PC',
  GoodsMovementStatus: 'A',
  GoodsMovementType: '601',
  Material: 'TG11',
  ReferenceSDDocument: '0000004711',
};

describe('a delivery', () => {
  const odd: readonly (readonly [string, object, readonly string[]])[] = [
    ['as it was created', {}, ['booked actual']],
    ['under a delivery block', { DeliveryBlockReason: '01' }, ['transport.delay']],
    ['under a shipment block', { ShipmentBlockReason: '03' }, ['transport.delay']],
    ['under a billing block', { HeaderBillingBlockReason: '08' }, ['finance.invoice_dispute']],
    ['held by the credit check', { TotalCreditCheckStatus: 'B' }, ['transport.delay']],
    ['released by the credit check', { TotalCreditCheckStatus: 'D' }, ['booked actual']],
    ['passed by the credit check', { TotalCreditCheckStatus: 'A' }, ['booked actual']],
    [
      'whose goods have left',
      { OverallGoodsMovementStatus: 'C', ActualGoodsMovementDate: '2026-03-01' },
      ['departed actual'],
    ],
    [
      'that left, and an old block',
      { OverallGoodsMovementStatus: 'C', DeliveryBlockReason: '01' },
      ['departed actual'],
    ],
    [
      'that left, and cannot be invoiced',
      { OverallGoodsMovementStatus: 'C', HeaderBillingBlockReason: '01' },
      ['finance.invoice_dispute'],
    ],
    ['that left partly', { OverallGoodsMovementStatus: 'B' }, ['booked actual']],
    ['that comes in', { DeliveryDocumentType: 'EL', OverallGoodsMovementStatus: 'C' }, ['delivered actual']],
    [
      'under two blocks',
      { DeliveryBlockReason: '01', HeaderBillingBlockReason: '08' },
      ['transport.delay', 'finance.invoice_dispute'],
    ],
  ];
  it.each(odd)('%s', (_name, change, expected) => {
    expect(typesOf(translate({ d: { ...header, ...change } }))).toEqual(expected);
  });

  it('has the time of its last change, in the zone of the source where none was sent', () => {
    const { drafts } = translate({ ...header, CreationDate: '2026-03-01' });
    expect(drafts[0]).toMatchObject({ occurredAt: '2026-03-01T13:26:11.000+01:00', timeBasis: 'source' });
    expect(namesOf(drafts[0])).toEqual(['delivery 80000012']);
  });

  it.each([
    ['the list of OData V2', { d: { results: [header, { ...header, DeliveryDocument: '80000013' }] } }],
    [
      'the list of OData V4',
      { '@odata.context': '$metadata#x', value: [header, { ...header, DeliveryDocument: '80000013' }] },
    ],
    ['the line of a log', { level: 'INFO', message: [header, { ...header, DeliveryDocument: '80000013' }] }],
    ['a bare list', [header, { ...header, DeliveryDocument: '80000013' }]],
  ])('is read from %s', (_name, body) => {
    expect(translate(body).drafts.map(namesOf)).toEqual([['delivery 80000012'], ['delivery 80000013']]);
  });
});

describe('an item of a delivery', () => {
  it('picked short is short stock', () => {
    const { drafts } = translate({ value: [{ ...item, ActualDeliveryQuantity: '7.000' }] });
    expect(drafts).toMatchObject([
      {
        type: 'inventory.shortfall',
        quantities: { ordered: { value: '10.000', unit: 'PC' }, confirmed: { value: '7.000', unit: 'PC' } },
        reason: { text: '7.000 of 10.000 PC can be delivered' },
      },
    ]);
    expect(namesOf(drafts[0])).toEqual(['delivery 80000012', 'sku TG11', 'order 4711']);
  });

  it('received short is a short supply, and comes from a purchase order', () => {
    const inbound = {
      ...item,
      DeliveryDocument: '180000047',
      DeliveryDocumentItemCategory: 'ELN',
      GoodsMovementType: '101',
    };
    const { drafts } = translate({ d: { ...inbound, ReferenceSDDocument: '4500000003', ActualDeliveryQuantity: '9' } });
    expect(typesOf({ drafts } as unknown as Translation)).toEqual(['supply.shortfall']);
    expect(namesOf(drafts[0])).toContain('purchase_order 4500000003');
  });

  it('that has handed its quantity to the batches below it is not short', () => {
    const main = { ...item, ActualDeliveryQuantity: '0.000' };
    const batch = (number: string, quantity: string) => ({
      ...item,
      DeliveryDocumentItem: number,
      HigherLvlItmOfBatSpltItm: '000010',
      OriginalDeliveryQuantity: '0.000',
      ActualDeliveryQuantity: quantity,
      Batch: number,
    });
    expect(typesOf(translate({ value: [main, batch('900001', '6.000'), batch('900002', '4.000')] }))).not.toContain(
      'inventory.shortfall',
    );
    expect(typesOf(translate({ value: [main, batch('900001', '6.000'), batch('900002', '3.000')] }))).toContain(
      'inventory.shortfall',
    );
  });

  it('below its header tells only its trouble, and a block that stands on both is one', () => {
    const body = {
      ...header,
      DeliveryBlockReason: '01',
      to_DeliveryDocumentItem: {
        results: [
          { ...item, ItemDeliveryBlockReason: '01' },
          { ...item, DeliveryDocumentItem: '000020', ActualDeliveryQuantity: '1' },
        ],
      },
    };
    expect(typesOf(translate({ d: body }))).toEqual(['transport.delay', 'inventory.shortfall']);
  });
});

describe('a goods movement', () => {
  const movement = {
    MaterialDocumentYear: '2026',
    MaterialDocument: '4900000011',
    MaterialDocumentItem: '1',
    Material: '21',
    QuantityInEntryUnit: '5',
    EntryUnit: 'PC',
  };
  it.each([
    ['101', {}, ['delivered actual'], 0],
    ['102', {}, ['inventory.mismatch'], 0],
    ['122', {}, ['supply.shortfall'], 0],
    ['344', {}, ['other actual'], 0],
    ['551', {}, ['cargo.damaged'], 0],
    ['552', {}, ['other actual'], 0],
    ['601', {}, ['departed actual'], 0],
    ['601', { GoodsMovementIsCancelled: true }, ['transport.delay'], 0],
    ['551', { GoodsMovementIsCancelled: true }, ['other actual'], 0],
    ['602', { Delivery: '80000012' }, ['transport.delay'], 0],
    ['702', {}, ['inventory.mismatch'], 0],
    ['Z01', {}, ['other actual'], 1],
    ['constructor', {}, ['other actual'], 1],
  ])('%s %o', (GoodsMovementType, more, expected, warnings) => {
    const translation = translate({ d: { ...movement, GoodsMovementType, ...more } });
    expect(typesOf(translation)).toEqual(expected);
    expect(translation.warnings).toHaveLength(warnings);
  });

  const count = {
    PhysicalInventoryDocument: '100000000',
    PhysicalInventoryDocumentItem: '1',
    Material: '21',
    // An item names no movement as long as its difference is not posted.
    MaterialDocument: '',
    MaterialDocumentItem: '0',
    PhysicalInventoryItemIsCounted: true,
    PhysicalInventoryLastCountDate: '/Date(1772409600000)/',
    BookQtyBfrCountInMatlBaseUnit: '8.500',
    MaterialBaseUnit: 'PC',
    Quantity: '8',
    UnitOfEntry: 'PC',
  };
  it.each([
    ['found less', {}, 'inventory.mismatch'],
    ['put right since', { MaterialDocument: '4900000011', MaterialDocumentItem: '1' }, 'inventory.mismatch'],
    ['found the same', { Quantity: '8.5' }, 'other actual'],
    ['not done', { PhysicalInventoryItemIsCounted: false }, 'other actual'],
    ['struck out', { PhysInvtryItemIsDeleted: true }, 'other actual'],
    ['in another unit', { UnitOfEntry: 'BOX' }, 'other actual'],
  ])('a count that is %s', (_name, more, expected) => {
    const translation = translate({ level: 'INFO', message: [{ ...count, ...more }] });
    expect(typesOf(translation)).toEqual([expected]);
    expect(translation.drafts[0]?.occurredAt).toBe('2026-03-02T00:00:00.000+01:00');
    expect(namesOf(translation.drafts[0])).toContain('customer_reference 100000000');
  });

  it('is told from inside its document, at the day of posting', () => {
    const body = {
      MaterialDocument: '4900000011',
      PostingDate: '2026-02-01',
      to_MaterialDocumentItem: { results: [{ ...movement, GoodsMovementType: '101', PurchaseOrder: '4500000003' }] },
    };
    const { drafts } = translate({ d: body });
    expect(drafts).toMatchObject([{ kind: 'progress', occurredAt: '2026-02-01T00:00:00.000+01:00' }]);
    expect(namesOf(drafts[0])).toEqual(['purchase_order 4500000003', 'sku 21', 'customer_reference 4900000011']);
  });
});

describe('a sales order', () => {
  const line = (change: object): object => ({
    SalesOrder: '1',
    SalesOrderItem: '10',
    OrderQuantityUnit: 'PC',
    ScheduleLineOrderQuantity: '0',
    ConfdOrderQtyByMatlAvailCheck: '0',
    DeliveredQtyInOrderQtyUnit: '0',
    ...change,
  });
  const asked = line({ ScheduleLine: '1', RequestedDeliveryDate: '2026-03-12', ScheduleLineOrderQuantity: '5' });
  const promised = (day: string, quantity: string, delivered = '0'): object =>
    line({
      ScheduleLine: '2',
      ConfirmedDeliveryDate: day,
      ConfdOrderQtyByMatlAvailCheck: quantity,
      DeliveredQtyInOrderQtyUnit: delivered,
    });

  it.each([
    ['confirmed in full and in time', [asked, promised('2026-03-12', '5')], ['booked actual']],
    ['confirmed late', [asked, promised('2026-03-14', '5')], ['transport.delay']],
    ['confirmed short', [asked, promised('2026-03-12', '4')], ['inventory.shortfall']],
    ['confirmed short and late', [asked, promised('2026-03-20', '4')], ['inventory.shortfall', 'transport.delay']],
    ['confirmed late, and delivered since', [asked, promised('2026-03-14', '5', '5')], ['booked actual']],
    [
      'blocked',
      [
        {
          ...(asked as Record<string, string>),
          DelivBlockReasonForSchedLine: '01',
          ConfdOrderQtyByMatlAvailCheck: '5',
        },
      ],
      ['transport.delay'],
    ],
  ])('%s', (_name, lines, expected) => {
    expect(typesOf(translate({ value: lines }))).toEqual(expected);
  });

  const orderItem = {
    SalesOrder: '1',
    SalesOrderItem: '10',
    RequestedQuantity: '5',
    RequestedQuantityUnit: 'PC',
    ConfdDelivQtyInOrderQtyUnit: '5',
    DeliveryStatus: 'A',
  };
  it.each([
    ['confirmed', {}, ['booked actual']],
    ['not confirmed in full', { ConfdDelivQtyInOrderQtyUnit: '3' }, ['inventory.shortfall']],
    ['without a word of confirmation', { ConfdDelivQtyInOrderQtyUnit: '' }, ['booked actual']],
    ['rejected', { ConfdDelivQtyInOrderQtyUnit: '0', SalesDocumentRjcnReason: '10' }, ['booked actual']],
    ['that is a service', { ConfdDelivQtyInOrderQtyUnit: '0', DeliveryStatus: '' }, ['booked actual']],
    ['delivered', { ConfdDelivQtyInOrderQtyUnit: '3', DeliveryStatus: 'C' }, ['booked actual']],
  ])('an item %s', (_name, change, expected) => {
    expect(typesOf(translate({ d: { ...orderItem, ...change } }))).toEqual(expected);
  });

  it('names the order of the customer', () => {
    const { drafts } = translate({
      d: { SalesOrder: '1', PurchaseOrderByCustomer: 'PO-77', TotalCreditCheckStatus: 'B' },
    });
    expect(drafts).toMatchObject([{ type: 'transport.delay', reason: { scheme: 'sap:CMGST', code: 'B' } }]);
    expect(namesOf(drafts[0])).toEqual(['order 1', 'customer_reference PO-77']);
  });
});

describe('a purchase order', () => {
  const line = {
    PurchasingDocument: '4500000001',
    PurchasingDocumentItem: '10',
    ScheduleLine: '1',
    ScheduleLineDeliveryDate: '2026-03-16',
    ScheduleLineOrderQuantity: '10.000',
    PurchaseOrderQuantityUnit: 'KG',
    ScheduleLineCommittedQuantity: '0.000',
  };
  const confirmed = (day: string, quantity: string): object => ({
    PurchaseOrder: '4500000001',
    PurchaseOrderItem: '10',
    SupplierConfirmationCategory: 'AB',
    SequentialNmbrOfSuplrConf: '1',
    DeliveryDate: day,
    ConfirmedQuantity: quantity,
  });

  it.each([
    ['whose supplier confirms nothing', [line], ['booked actual']],
    ['committed in part', [{ ...line, ScheduleLineCommittedQuantity: '4' }], ['supply.shortfall']],
    ['confirmed', [line, confirmed('2026-03-16', '10')], ['booked actual']],
    ['confirmed short', [line, confirmed('2026-03-16', '9.5')], ['supply.shortfall']],
    ['confirmed late', [line, confirmed('2026-03-17', '10')], ['supply.late']],
  ])('%s', (_name, value, expected) => {
    expect(typesOf(translate({ value }))).toEqual(expected);
  });

  it('with its items, expanded', () => {
    const body = {
      PurchaseOrder: '4500000001',
      Supplier: '100000',
      _PurchaseOrderItem: [
        {
          PurchaseOrderItem: '10',
          OrderQuantity: '10',
          PurchaseOrderQuantityUnit: 'KG',
          _PurchaseOrderScheduleLineTP: [{ ScheduleLine: '1', ScheduleLineDeliveryDate: '2026-03-16' }],
          _SupplierConfirmation: [
            { SequentialNmbrOfSuplrConf: '1', DeliveryDate: '2026-03-20', ConfirmedQuantity: '8' },
          ],
        },
      ],
    };
    const { drafts } = translate(body);
    expect(typesOf({ drafts } as unknown as Translation)).toEqual(['booked actual', 'supply.shortfall', 'supply.late']);
    expect(namesOf(drafts[1])).toEqual(['purchase_order 4500000001']);
  });
});

describe('a business event', () => {
  it('of a new delivery is progress with the id and the time of the event', () => {
    const { drafts } = translate(created);
    expect(drafts).toMatchObject([
      {
        kind: 'progress',
        milestone: { name: 'booked' },
        occurredAt: '2026-03-02T06:21:52.000+00:00',
        reportId: '/default/sap.s4.beh/100 0894ef45-7741-1eea-b7be-ce30f48e9a1d',
        reason: { code: 'OutboundDelivery.Created' },
      },
    ]);
    expect(namesOf(drafts[0])).toEqual(['delivery 80000012']);
  });

  it.each([
    [
      'a batch',
      [created, event('salesorder.v1.SalesOrder.Changed.v1', { SalesOrder: '7' })],
      {},
      ['booked actual', 'other actual'],
    ],
    [
      'binary mode',
      { OutboundDelivery: '80000012' },
      {
        'ce-type': 'sap.s4.beh.outbounddelivery.v1.OutboundDelivery.Created.v1',
        'ce-id': '1',
        'ce-source': '/s',
        'ce-specversion': '1.0',
      },
      ['booked actual'],
    ],
    [
      'a block that is set',
      event('salesorder.v1.SalesOrder.ItemBillingBlockStatusChanged.v1', {
        SalesOrder: '7',
        SalesOrderItem: '10',
        BillingBlockStatus: 'C',
        PreviousBillingBlockStatus: 'A',
      }),
      {},
      ['finance.invoice_dispute'],
    ],
    [
      'a block that is lifted',
      event('salesorder.v1.SalesOrder.DeliveryBlockStatusChanged.v1', {
        SalesOrder: '7',
        DeliveryBlockStatus: 'A',
        PreviousDeliveryBlockStatus: 'C',
      }),
      {},
      ['other actual'],
    ],
    [
      'a block of an order that is deleted',
      event('salesorder.v1.SalesOrder.Deleted.v1', { SalesOrder: '7', DeliveryBlockStatus: 'C' }),
      {},
      ['other actual'],
    ],
    [
      'goods that are issued',
      event('outbounddelivery.v1.OutboundDelivery.GoodsIssueStatusChanged.v1', {
        OutboundDelivery: '80000012',
        OverallGoodsMovementStatus: 'C',
      }),
      {},
      ['departed actual'],
    ],
    [
      'the wrapper of a connector',
      { api_schema: 'sap.s4.beh.purchaseorder.v1.PurchaseOrder.Created.v1', document_no: '4500000001' },
      {},
      ['booked actual'],
    ],
  ])('%s', (_name, body, headers, expected) => {
    const translation = translate(body, headers);
    expect([typesOf(translation), translation.rejections]).toEqual([expected, []]);
  });

  it('about nothing that is followed is passed over with a warning', () => {
    const { drafts, rejections, warnings } = translate(
      event('businesspartner.v1.BusinessPartner.Changed.v1', { BusinessPartner: '1000746' }),
    );
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings).toEqual([
      'sap.s4.beh.businesspartner.v1.BusinessP… is about nothing that is followed, and was passed over',
    ]);
  });
});

describe('what is none of it', () => {
  it.each([
    ['{', 'The body is no JSON.'],
    ['{}', 'There is neither a business event'],
    ['{"level":"ERROR","message":"convert error: Result data is not exist"}', 'There is neither a business event'],
  ])('%s is rejected', (body, detail) => {
    const { drafts, rejections } = translate(body);
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([
      { detail: expect.stringContaining(detail) as unknown, mend: expect.any(String) as unknown },
    ]);
  });

  it.each<[string, unknown]>([
    ['partners of a delivery', { message: [{ SDDocument: '80000000', PartnerFunction: 'SH', Customer: '1' }] }],
    ['another service', { d: { results: [{ __metadata: {}, Product: '21', ProductType: 'FERT', BaseUnit: 'PC' }] } }],
    ['a document with nothing in it', { level: 'INFO', message: { DeliveryDocument: '', Country: '', CityName: '' } }],
  ])('%s: documents that are not followed are passed over', (_name, body) => {
    const { drafts, rejections, warnings } = translate(body);
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });

  it('an answer without documents says nothing', () => {
    expect(translate({ d: { results: [] } })).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: ['the answer has no documents'],
    });
    expect(translate({ '@odata.context': '$metadata#x', value: [] })).toMatchObject({ drafts: [], rejections: [] });
  });
});

describe('an incoming invoice', () => {
  const invoice = {
    SupplierInvoice: '5105600123',
    FiscalYear: '2026',
    CompanyCode: '1010',
    DocumentDate: '/Date(1772409600000)/',
    SupplierInvoiceIDByInvcgParty: 'RE-77',
    DocumentCurrency: 'EUR',
    InvoiceGrossAmount: '1190.00',
    PaymentBlockingReason: '',
    SupplierInvoiceStatus: '5',
    ReverseDocument: '',
  };
  const line = {
    SupplierInvoice: '5105600123',
    FiscalYear: '2026',
    SupplierInvoiceItem: '000001',
    PurchaseOrder: '4500000042',
    PurchaseOrderItem: '00010',
    SuplrInvcItemHasPriceVariance: false,
  };
  const priced = { ...line, SuplrInvcItemHasPriceVariance: true };
  const blocked = { ...invoice, PaymentBlockingReason: 'R' };

  it.each<[string, unknown, readonly string[]]>([
    ['that is free', { d: invoice }, ['other actual']],
    ['blocked by the check of invoices', { d: blocked }, ['finance.invoice_dispute']],
    ['blocked by a person', { d: { ...invoice, PaymentBlockingReason: 'A' } }, ['finance.invoice_dispute']],
    ['skipped by the payment run', { d: { ...invoice, PaymentBlockingReason: '*' } }, ['other actual']],
    ['blocked, and reversed since', { d: { ...blocked, ReverseDocument: '5105600124' } }, ['other actual']],
    [
      'with a variance on one of its items',
      { d: { ...invoice, to_SuplrInvcItemPurOrdRef: { results: [line, priced] } } },
      ['finance.invoice_dispute'],
    ],
    [
      'blocked, with a variance: one trouble',
      { d: { ...blocked, to_SuplrInvcItemPurOrdRef: { results: [priced] } } },
      ['finance.invoice_dispute'],
    ],
    ['an item by itself', { value: [priced] }, ['finance.invoice_dispute']],
    ['an item without a variance', { value: [line] }, ['other actual']],
    [
      'two items with a variance',
      { value: [priced, { ...priced, SupplierInvoiceItem: '000002' }] },
      ['finance.invoice_dispute', 'finance.invoice_dispute'],
    ],
  ])('%s', (_what, body, expected) => {
    const translation = translate(body);
    expect(typesOf(translation)).toEqual(expected);
    expect([translation.rejections, translation.warnings]).toEqual([[], []]);
  });

  it('says why, how much, and of which invoice', () => {
    const [draft] = translate({
      d: {
        ...blocked,
        to_SuplrInvcItemPurOrdRef: { results: [priced, { ...line, SuplrInvcItemHasQtyVariance: 'X' }] },
      },
    }).drafts;
    expect(draft).toMatchObject({
      reason: { scheme: 'sap:ZLSPR', code: 'R', text: 'Invoice blocked: price, quantity' },
      amounts: { total: { amount: '1190.00', currency: 'EUR' } },
    });
    expect(namesOf(draft)).toEqual(['invoice 5105600123', 'customer_reference RE-77']);
    expect(namesOf(translate({ value: [priced] }).drafts[0])).toEqual([
      'purchase_order 4500000042',
      'invoice 5105600123',
    ]);
  });

  const told = (action: string, data: object) =>
    translate(event(`supplierinvoice.v1.SupplierInvoice.${action}.v1`, data)).drafts;
  const key = { CompanyCode: '1010', SupplierInvoice: '5105600123', FiscalYear: '2026' };

  it.each([
    ['Blocked', key, 'finance.invoice_dispute'],
    ['Blocked', { ...key, PaymentBlockingReason: 'A' }, 'finance.invoice_dispute'],
    ['Created', { ...key, PaymentBlockingReason: 'R' }, 'finance.invoice_dispute'],
    ['Created', key, 'other actual'],
    ['Released', { ...key, PaymentBlockingReason: 'R' }, 'other actual'],
    ['Cancelled', { ...key, PaymentBlockingReason: 'R' }, 'other actual'],
    ['Deleted', { ...key, PaymentBlockingReason: 'R' }, 'other actual'],
  ])('its event %s of %j is %s', (action, data, expected) => {
    const drafts = told(action, data);
    expect(typesOf({ drafts, format: '', rejections: [], warnings: [] })).toEqual([expected]);
    expect(namesOf(drafts[0])[0]).toBe('invoice 5105600123');
  });

  it('is told with what SAP calls it, and blocked in no words that say otherwise', () => {
    expect(told('Blocked', key)[0]?.reason).toEqual({
      scheme: 'sap:event',
      code: 'SupplierInvoice.Blocked',
      text: 'Supplier invoice blocked for payment',
    });
    expect(told('Blocked', { ...key, PaymentBlockingReason: 'A' })[0]?.reason).toEqual({
      scheme: 'sap:ZLSPR',
      code: 'A',
      status: 'Blocked',
      text: 'Payment block of a supplier invoice',
    });
  });
});

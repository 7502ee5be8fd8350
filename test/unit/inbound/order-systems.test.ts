import { describe, expect, it } from 'vitest';
import { translateAmazon } from '../../../lambdas/inbound/formats/amazon-sp-api.ts';
import { translateCloudEvents } from '../../../lambdas/inbound/formats/cloud-events-any.ts';
import { translateDynamics } from '../../../lambdas/inbound/formats/dynamics-365.ts';
import { translateShopify } from '../../../lambdas/inbound/formats/shopify.ts';
import type { Translation, Translator } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

const run = (translate: Translator, body: unknown, headers = {}, contentType = 'application/json'): Translation =>
  translate(payloadOf(typeof body === 'string' ? body : JSON.stringify(body), contentType, headers), sender);
const typesOf = ({ drafts }: Translation): readonly string[] =>
  drafts.map((draft) => ('type' in draft ? draft.type : (draft.milestone?.name ?? '')));
const namesOf = ({ drafts }: Translation): readonly string[] =>
  drafts[0]?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];

describe('Shopify', () => {
  const tracked = {
    id: 1,
    fulfillment_id: 26,
    order_id: 27,
    happened_at: '2026-03-02T10:00:00-05:00',
    city: 'Ottawa',
    province: 'Ontario',
    country: 'CA',
    address1: 'a street',
  };
  it.each([
    ['label_printed', 'booked'],
    ['in_transit', 'in_transit'],
    ['delivered', 'delivered'],
    ['picked_up', 'delivered'],
    ['attempted_delivery', 'transport.delivery_failed'],
    ['failure', 'transport.delivery_failed'],
    ['returning_to_sender', 'transport.delivery_failed'],
    ['delayed', 'transport.delay'],
    ['teleported', 'other'],
  ])('tracking that says %s is %s', (status, expected) => {
    const translation = run(
      translateShopify,
      { ...tracked, status },
      { 'x-shopify-topic': 'fulfillment_events/create' },
    );
    expect(typesOf(translation)).toEqual([expected]);
    expect(namesOf(translation)).toEqual(['shipment 26 north-edi', 'order 27 north-edi']);
    expect(translation.drafts[0]).toMatchObject({
      occurredAt: '2026-03-02T10:00:00.000-05:00',
      place: { locality: 'Ottawa' },
    });
    expect(JSON.stringify(translation.drafts)).not.toContain('a street');
    expect(translation.warnings).toHaveLength(expected === 'other' ? 1 : 0);
  });

  const fulfillment = {
    id: 25,
    order_id: 45,
    status: 'success',
    tracking_company: 'UPS',
    tracking_number: '1Z1',
    tracking_numbers: ['1Z1', '1Z2'],
    line_items: [],
    updated_at: '2026-03-02T10:00:00Z',
  };
  it.each<[string, object, string]>([
    ['shipped', {}, 'departed'],
    ['that failed', { status: 'failure' }, 'transport.delay'],
    ['whose parcel could not be delivered', { shipment_status: 'attempted_delivery' }, 'transport.delivery_failed'],
    ['that was cancelled after an attempt', { status: 'cancelled', shipment_status: 'attempted_delivery' }, 'other'],
    ['delivered', { shipment_status: 'delivered' }, 'delivered'],
  ])('a fulfillment %s', (_name, change, expected) => {
    const translation = run(translateShopify, { ...fulfillment, ...change });
    expect(typesOf(translation)).toEqual([expected]);
    expect(namesOf(translation)).toEqual([
      'shipment 25 north-edi',
      'tracking 1Z1 UPS',
      'tracking 1Z2 UPS',
      'order 45 north-edi',
    ]);
  });

  it.each<[string, object, string | undefined, string]>([
    [
      'an order',
      { id: 4, name: '#1001', line_items: [], financial_status: 'paid', fulfillments: [{ id: 1, status: 'failure' }] },
      undefined,
      'booked',
    ],
    [
      'an order that was cancelled for want of stock',
      {
        id: 4,
        line_items: [],
        financial_status: 'paid',
        cancelled_at: '2026-03-02T10:00:00Z',
        cancel_reason: 'inventory',
      },
      undefined,
      'inventory.shortfall',
    ],
    [
      'an order that the customer cancelled',
      {
        id: 4,
        line_items: [],
        financial_status: 'paid',
        cancelled_at: '2026-03-02T10:00:00Z',
        cancel_reason: 'customer',
      },
      undefined,
      'other',
    ],
    ['stock', { inventory_item_id: 3, location_id: 4, available: 0 }, undefined, 'other'],
    [
      'stock that is not there',
      { inventory_item_id: 3, location_id: 4, available: -2 },
      undefined,
      'inventory.shortfall',
    ],
    ['stock that nobody counts', { inventory_item_id: 3, location_id: 4, available: null }, undefined, 'other'],
    ['a refund', { id: 5, order_id: 6, refund_line_items: [], note: 'it broke' }, undefined, 'other'],
    [
      'a return of the wrong item',
      { id: 5, order_id: 6, return_line_items: [{ return_reason: 'wrong_item' }] },
      undefined,
      'cargo.mis_shipped',
    ],
    ['a return', { id: 5, order_id: 6, return_line_items: [{ return_reason: 'unwanted' }] }, undefined, 'other'],
    [
      'a return of which only the second line is our doing',
      { id: 5, order_id: 6, return_line_items: [{ return_reason: 'COLOR' }, { return_reason: 'DEFECTIVE' }] },
      undefined,
      'cargo.damaged',
    ],
    [
      'a chargeback: nothing came',
      { id: 1, order_id: 2, reason: 'product_not_received', status: 'needs_response', evidence_due_by: 'x' },
      'disputes/create',
      'finance.pod_dispute',
    ],
    [
      'a chargeback that was won',
      { id: 1, order_id: 2, reason: 'product_not_received', status: 'won', evidence_due_by: 'x' },
      'disputes/update',
      'other',
    ],
    [
      'an order on hold: out of stock',
      {
        fulfillment_order: {
          id: 'gid://shopify/FulfillmentOrder/8',
          order_id: 2,
          status: 'on_hold',
          request_status: 'unsubmitted',
          fulfillment_holds: [{ reason: 'inventory_out_of_stock' }],
        },
      },
      'fulfillment_orders/placed_on_hold',
      'inventory.shortfall',
    ],
    [
      'an order that the warehouse refused',
      { fulfillment_order: { id: 8, order_id: 2, status: 'open', request_status: 'rejected' } },
      undefined,
      'transport.capacity_rejected',
    ],
    [
      'an order on hold for money, and for its address',
      {
        fulfillment_order: {
          id: 8,
          status: 'on_hold',
          fulfillment_holds: [{ reason: 'awaiting_payment' }, { reason: 'incorrect_address' }],
        },
      },
      undefined,
      'transport.delay',
    ],
    [
      'an order that another place will send',
      { original_fulfillment_order: { id: 8, status: 'closed' }, moved_fulfillment_order: { id: 9, status: 'open' } },
      undefined,
      'booked',
    ],
    [
      'an order that waits for money',
      { fulfillment_order: { id: 8, status: 'on_hold', fulfillment_holds: [{ reason: 'awaiting_payment' }] } },
      undefined,
      'other',
    ],
    [
      'an order of which a subscription asked for some fields only, cancelled for want of stock',
      { id: 1, admin_graphql_api_id: 'gid://shopify/Order/1', cancel_reason: 'inventory', cancelled_at: '2026-03-02' },
      undefined,
      'inventory.shortfall',
    ],
  ])('%s', (_name, body, topic, expected) => {
    const translation = run(translateShopify, body, topic === undefined ? {} : { 'x-shopify-topic': topic });
    expect([typesOf(translation), translation.rejections]).toEqual([[expected], []]);
  });

  it.each<[unknown, object]>([
    ['{"product":{"id":1}}', {}],
    ['{"inventory_items":[{"id":1}]}', {}],
    [{ id: 1, title: 'Shirt' }, { 'x-shopify-topic': 'products/update' }],
    [{ id: 1, admin_graphql_api_id: 'gid://shopify/Customer/1' }, {}],
  ])('%s is about nothing that is followed, and is passed over', (body, headers) => {
    const { drafts, rejections, warnings } = run(translateShopify, body, headers);
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings[0]).toContain('passed over');
  });

  it.each(['{', '[]', '{}', '{"errors":{"base":["Not found"]}}', '{"id":1}', '7'])('%s is rejected', (body) => {
    expect(run(translateShopify, body)).toMatchObject({
      drafts: [],
      rejections: [{ mend: expect.any(String) as unknown }],
    });
  });
});

describe('Amazon', () => {
  const milestone = (code: string, occurredAt: string): object => ({
    status: { code },
    location: { address: { city: 'Austin', countryCode: 'US' } },
    occurredAt,
  });
  const milestones = (latest: object, history: readonly object[] = []): object => ({
    notificationType: 'SHIPMENT_TRACKING_MILESTONE_CHANGED',
    eventTime: '2026-03-02T12:00:00Z',
    notificationMetadata: { notificationId: 'n1' },
    payload: {
      shipmentTrackingMilestoneChangedNotification: {
        trackingDetail: { identifier: { aftn: 'AFTN1' }, latestMilestone: latest, milestoneHistory: history },
      },
    },
  });

  const step = (eventCode: string, eventTime: string): object => ({
    eventCode,
    eventTime,
    location: { city: 'San Bernardino', stateOrRegion: 'CA', countryCode: 'US', postalCode: '92404' },
  });
  it.each<[string, object[], string[]]>([
    ['an attempt', [step('DeliveryAttempted', '2026-03-02T09:00:00Z')], ['transport.delivery_failed']],
    ['nothing yet', [], ['in_transit']],
    [
      'delivered after an attempt, the latest first',
      [
        step('Delivered', '2026-03-03T09:00:00Z'),
        step('DeliveryAttempted', '2026-03-02T09:00:00Z'),
        step('PickupDone', '2026-03-01T09:00:00Z'),
      ],
      ['delivered', 'transport.delivery_failed'],
    ],
    ['lost', [step('Departed', '2026-03-01T09:00:00Z'), step('Lost', '2026-03-09T09:00:00Z')], ['transport.lost']],
  ])('an answer of getTracking: %s', (_name, eventHistory, expected) => {
    const payload = {
      trackingId: 'TBA000000000001',
      eventHistory,
      promisedDeliveryDate: '2026-03-04T03:00:00Z',
      summary: { status: 'InTransit' },
    };
    const translation = run(translateAmazon, { payload });
    expect([translation.rejections, translation.warnings, typesOf(translation)]).toEqual([[], [], expected]);
    expect(namesOf(translation)).toEqual(['tracking TBA000000000001 AMZN']);
  });

  it('an answer of getPackageTrackingDetails says where the parcel is by its current status', () => {
    const answer = (currentStatus: string, trackingEvents: readonly object[]): Translation =>
      run(translateAmazon, {
        payload: { packageNumber: 1, trackingNumber: '1ZX', carrierCode: 'UPS', currentStatus, trackingEvents },
      });
    const event = (eventDate: string, city: string): object => ({
      eventDate,
      eventAddress: { city, state: 'TX', country: 'US' },
      eventCode: 'EVENT_302',
      eventDescription: 'Out for delivery',
    });
    const translation = answer('UNDELIVERABLE', [
      event('2026-03-02T08:00:00Z', 'Dallas'),
      event('2026-03-02T10:00:00Z', 'Austin'),
    ]);
    expect([typesOf(translation), namesOf(translation)]).toEqual([['transport.delivery_failed'], ['tracking 1ZX UPS']]);
    expect(translation.drafts[0]).toMatchObject({
      occurredAt: '2026-03-02T10:00:00.000+00:00',
      place: { locality: 'Austin', region: 'TX', country: 'US' },
    });
    expect(typesOf(answer('DELIVERED', []))).toEqual(['delivered']);
    expect(run(translateAmazon, { payload: { currentStatus: 'DELIVERED' } }).rejections).toHaveLength(1);
  });

  it.each([
    ['DELIVERED', 'delivered'],
    ['SHIPPED', 'departed'],
    ['DELAYED', 'transport.delay'],
    ['DELIVERY_ATTEMPTED', 'transport.delivery_failed'],
    ['Undeliverable', 'transport.delivery_failed'],
    ['LOST', 'transport.lost'],
    ['SOMETHING_NEW', 'other'],
  ])('%s is %s', (code, expected) => {
    expect(typesOf(run(translateAmazon, milestones(milestone(code, '2026-03-02T11:00:00Z'))))).toEqual([expected]);
  });

  it('an attempt that failed is told once, as the latest milestone and as part of the history', () => {
    const attempt = milestone('DELIVERY_ATTEMPTED', '2026-03-01T11:00:00Z');
    const delay = milestone('DELAYED', '2026-02-28T11:00:00Z');
    const first = run(translateAmazon, milestones(attempt, [attempt, delay]));
    const then = run(translateAmazon, milestones(milestone('DELIVERED', '2026-03-02T11:00:00Z'), [attempt, delay]));
    expect(typesOf(first)).toEqual(['transport.delivery_failed']);
    expect(typesOf(then)).toEqual(['delivered', 'transport.delivery_failed']);
    const content = ({ part: _part, ...rest }: object & { part: string }): object => rest;
    expect(then.drafts.slice(1).map(content)).toEqual(first.drafts.map(content));
  });

  const order = (FulfillmentOrderStatus: string, FulfillmentShipmentStatus = 'PENDING'): object => ({
    NotificationType: 'FULFILLMENT_ORDER_STATUS',
    EventTime: '2026-03-02T12:00:00Z',
    Payload: {
      FulfillmentOrderStatusNotification: {
        SellerFulfillmentOrderId: 'S1',
        FulfillmentOrderStatus,
        FulfillmentShipment: {
          AmazonShipmentId: 'A1',
          FulfillmentShipmentStatus,
          info: { TrackingNumber: '1Z', CarrierCode: 'UPS' },
        },
      },
    },
  });
  it.each([
    [order('PROCESSING'), 'booked'],
    [order('COMPLETE', 'SHIPPED'), 'departed'],
    [order('CANCELLED', 'CANCELLED_BY_SELLER'), 'other'],
    [order('UNFULFILLABLE'), 'inventory.shortfall'],
    [order('COMPLETE_PARTIALLED'), 'inventory.shortfall'],
    [order('PROCESSING', 'CANCELLED_BY_FULFILLER'), 'inventory.shortfall'],
    [{ detail: order('UNFULFILLABLE'), source: 'aws.partner' }, 'inventory.shortfall'],
  ])('%o is %s', (body, expected) => {
    const translation = run(translateAmazon, body);
    expect(typesOf(translation)).toEqual([expected]);
    expect(namesOf(translation)).toEqual(['shipment A1 AMZN', 'tracking 1Z UPS', 'order S1 north-edi']);
  });

  it('an order of the marketplace whose parcel was refused', () => {
    const body = {
      NotificationType: 'ORDER_CHANGE',
      EventTime: '2026-03-02T12:00:00Z',
      Payload: {
        OrderChangeNotification: {
          AmazonOrderId: '903',
          Summary: { OrderStatus: 'Shipped', EasyShipShipmentStatus: 'RejectedByBuyer' },
        },
      },
    };
    expect(typesOf(run(translateAmazon, body))).toEqual(['transport.delivery_failed']);
  });

  it.each([
    ['SHIPPING', 'booked'],
    ['SHIPPED', 'departed'],
    ['UNFULFILLABLE', 'inventory.shortfall'],
  ])('an order that its seller fulfills and that is %s is %s', (OrderStatus, expected) => {
    const body = {
      NotificationType: 'MFN_ORDER_STATUS_CHANGE',
      EventTime: '2026-03-02T12:00:00Z',
      Payload: { MFNOrderStatusChangeNotification: { AmazonOrderId: '903', OrderStatus, SellerSKU: 'S' } },
    };
    const translation = run(translateAmazon, body);
    expect([typesOf(translation), translation.warnings]).toEqual([[expected], []]);
  });

  it('what is about no goods is passed over, and no notification is rejected', () => {
    expect(run(translateAmazon, { notificationType: 'PRICING_HEALTH' })).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.stringContaining('PRICING_HEALTH')],
    });
    expect(run(translateAmazon, {})).toMatchObject({ drafts: [], rejections: [{ pointer: '/notificationType' }] });
  });
});

describe('Dynamics 365', () => {
  const event = (BusinessEventId: string, more: object = { PurchaseOrderNumber: 'PO-1' }): object => ({
    BusinessEventId,
    ControlNumber: 5637166326,
    EventId: 'e1',
    EventTime: '/Date(1772445600000)/',
    MajorVersion: 0,
    MinorVersion: 0,
    ...more,
  });
  it.each<[object, string]>([
    [event('PurchaseOrderConfirmedBusinessEvent'), 'booked'],
    [event('PurchaseOrderReceivedBusinessEvent'), 'delivered'],
    [event('SalesOrderConfirmedBusinessEvent', { SalesOrderNumber: 'SO-1' }), 'booked'],
    [event('VendPurchaseOrderResponseRejectedBusinessEvent'), 'supply.shortfall'],
    [event('SalesOrderCreditHoldBusinessEvent', { SalesOrderNumber: 'SO-1' }), 'transport.delay'],
    [
      event('ContosoConfirmed', { PurchaseOrderNumber: 'PO-1', OrderedQuantity: 10, ConfirmedQuantity: 8 }),
      'supply.shortfall',
    ],
    [event('ContosoConfirmed', { SalesOrderNumber: 'SO-1', OrderedQuantity: 10, ConfirmedQuantity: 10 }), 'other'],
    [
      event('ContosoConfirmed', {
        PurchaseOrderNumber: 'PO-1',
        RequestedDeliveryDate: '2026-03-02',
        ConfirmedDeliveryDate: '2026-03-04',
      }),
      'supply.late',
    ],
    [{ type: 'x', data: event('ShipConfirm', { ShipmentId: 'S1' }) }, 'other'],
  ])('%o is %s', (body, expected) => {
    const translation = run(translateDynamics, body);
    expect(typesOf(translation)).toEqual([expected]);
    expect(translation.drafts[0]).toMatchObject({ occurredAt: '2026-03-02T10:00:00.000Z', reportId: 'e1' });
  });

  it('names its document; an event about none is passed over, and what is no event is rejected', () => {
    expect(namesOf(run(translateDynamics, event('PurchaseOrderConfirmedBusinessEvent')))).toEqual([
      'purchase_order PO-1 north-edi',
    ]);
    expect(run(translateDynamics, event('BankPositivePay', {}))).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.any(String)],
    });
    expect(run(translateDynamics, [{}]).rejections).toMatchObject([{ pointer: '/0/BusinessEventId' }]);
  });
});

describe('CloudEvents of any producer', () => {
  const event = { specversion: '1.0', id: '1', source: '/s', type: 't', data: { much: 'wow' } };
  const ours = {
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'S1' }],
    occurredAt: '2026-03-02T10:00:00Z',
  };
  it.each<[string, unknown, object, number, number]>([
    ['foreign data', event, {}, 0, 0],
    ['foreign data in base64', { ...event, data: undefined, data_base64: 'eyJtdWNoIjoid293In0=' }, {}, 0, 0],
    ['no data', { ...event, data: undefined }, {}, 0, 0],
    ['a batch of foreign data', [event, { ...event, id: '2' }], {}, 0, 0],
    [
      'binary, and no JSON',
      'Hello, World!',
      { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' },
      0,
      0,
    ],
    ['a signal of ours', { ...event, data: ours }, {}, 1, 0],
    ['a signal of ours with a mistake', { ...event, data: { ...ours, occurredAt: 'today' } }, {}, 0, 1],
    ['an event without an id', { ...event, id: '' }, {}, 0, 1],
    ['no event', { much: 'wow' }, {}, 0, 1],
    ['no JSON', '{', {}, 0, 1],
  ])('%s', (_name, body, headers, drafts, rejections) => {
    const translation = run(translateCloudEvents, body, headers);
    expect([translation.drafts.length, translation.rejections.length]).toEqual([drafts, rejections]);
    if (drafts + rejections === 0) expect(translation.warnings[0]).toContain('its data is no signal of ours');
  });
});

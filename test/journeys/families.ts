import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorldOptions } from '../support/world.ts';

type Source = NonNullable<WorldOptions['sources']>[number];

const SAMPLES = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
/** A payload of others, read where it is; undefined where it is not. */
function sample(file: string): string | undefined {
  try {
    return readFileSync(`${SAMPLES}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** The payload with something else in some places; each of them has to be there. */
function changed(text: string | undefined, ...changes: readonly (readonly [string, string])[]): string | undefined {
  return changes.reduce((now, [from, to]) => {
    if (now !== undefined && !now.includes(from)) throw new Error(`there is no ${from}`);
    return now?.replaceAll(from, to);
  }, text);
}

/** How one system reports trouble, and what becomes of it. */
export interface Family {
  readonly name: string;
  readonly source: Pick<Source, 'id' | 'format' | 'zone'> & Partial<Source>;
  /** A vendor of `test/unit/inbound/signatures.ts`. */
  readonly signs: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined where the sample is absent. */
  readonly trouble: string | undefined;
  readonly type: string;
  readonly key: string;
  /**
   * Under which ERP, TMS and CRM are to know it. SAP leads from a delivery to its order, and from no declaration and no purchase order of ours: there the trade tool and procurement say for
   * which order it is, so that a hold is scored by what is at stake (S1, as when it comes by container), and trouble of a supplier by the order that waits for it (S2).
   */
  readonly known: string;
  readonly owner: string;
  readonly level: 'S1' | 'S2' | 'S3' | 'S4';
  /** What the message has to say. */
  readonly says: readonly string[];
  /** What the same system says next, and how it leaves the case; `triaged` where it says more of the same trouble, or of something else. */
  readonly then?: { readonly payload: string | undefined; readonly state: 'resolved' | 'withdrawn' | 'triaged' };
}

const NETSUITE_PURCHASE = {
  items: [
    {
      tranid: 'PO-10442',
      type: 'PurchOrd',
      status: 'Pending Receipt',
      item: 'PUMP-77',
      location: 'Hamburg',
      quantity: '40',
      duedate: '2026-03-04',
      expectedreceiptdate: '2026-03-18',
      lastmodifieddate: '2026-03-02T07:00:00Z',
    },
  ],
};

const RAIL_STATUS = 'STS+1+P::HS:Rail Departed from In-Transit Locat';
const iftsta = sample('edifact-iftsta/apimeister_iftsta_rail.edi');
const canadaPost = sample('carrier-canadapost-xml/canada_post_delayed.xml');
const easyPost = sample('easypost/tracker_updated_event_body.json');
const trackAlert = sample('carrier-ups-trackalert/ups_trackalert_out_for_delivery.json');
const shopify = sample('shopify/fulfillment_event.json');
const inbound = sample('sap-s4/sap_inbound_delivery_item.json');
const transport = sample('dcsa-tnt/tnt-300-request-transport.json');
const portCall = sample('dcsa-portcall/portcall-post-request.json');
/** The arrival is no fact any more, but expected, and late. */
const EXPECTED_LATE: readonly (readonly [string, string])[] = [
  ['"eventClassifierCode": "ACT"', '"eventClassifierCode": "EST"'],
  ['"eventDateTime": "2026-01-20T12:30:00Z"', '"eventDateTime": "2026-03-05T12:30:00Z"'],
  ['"transportDetails": {', '"transportDetails": { "delayReasonCodes": ["WEA"],'],
];
const inspection = sample('epcis/Documents_TransactionEvent_with_sensorData.json');
const cloudEvent = sample('cloudevents/structured-event-0.json');

const CUSTOMS_HOLD = { name: 'customs', status: 'hold', description: 'CUSTOMS HOLD' };
const terminal49 = (event: string, about: object): string =>
  JSON.stringify({
    data: {
      id: `n-${JSON.stringify(about).length}`,
      type: 'webhook_notification',
      attributes: { event, created_at: '2026-03-02T09:00:00Z' },
      relationships: { reference_object: { data: { id: 'e1', type: 'transport_event' } } },
    },
    included: [
      {
        id: 's1',
        type: 'shipment',
        attributes: {
          bill_of_lading_number: 'MAEU221876618',
          shipping_line_scac: 'MAEU',
          port_of_discharge_locode: 'USLAX',
          port_of_discharge_name: 'Los Angeles',
        },
      },
      { id: 'c1', type: 'container', attributes: { number: 'MRKU3700927' } },
      { id: 'e1', type: 'transport_event', attributes: { timestamp: '2026-03-02T08:00:00Z', ...about } },
    ],
  });

const BLOCKED = {
  DeliveryDocument: '80000012',
  DeliveryDocumentType: 'LF',
  DeliveryBlockReason: '01',
  HeaderBillingBlockReason: '',
  CreationDate: '2026-03-02',
  CreationTime: 'PT06H26M11S',
};

const TENDER_REFUSED =
  [
    'ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEADTEST   *260302*0300*U*00401*000000301*0*P*>',
    'GS*GF*NRTH*FAIRLEADTEST*20260302*0300*301*X*004010',
    'ST*990*0001',
    'B1*NRTH*LOAD-4711*20260302*D',
    'N9*CN*LOAD-4711',
    'SE*4*0001',
    'GE*1*301',
    'IEA*1*000000301',
  ].join('~\n') + '~\n';

const ORDER_ANSWER =
  "UNB+UNOC:3+THEM:14+US:14+260302:0800+7'UNH+1+ORDRSP:D:96A:UN'BGM+231+O1+9'DTM+137:202603020700:203'RFF+ON:PO-88120'NAD+SU+4012345000009::9'LIN+1+7+4711:SA'UNT+7+1'UNZ+1+7'";

export const FAMILIES: readonly Family[] = [
  {
    name: 'UN/EDIFACT IFTSTA of a railway',
    source: { id: 'rail-iftsta', format: 'edifact', zone: 'America/New_York' },
    signs: 'our own',
    contentType: 'application/edifact',
    trouble: changed(iftsta, [RAIL_STATUS, 'STS+1+101::6:Held at the ramp'], ['202211190710', '202603020210']),
    type: 'transport.delay',
    key: 'KEY#transport#container#BIC#TRHU4561222',
    known: 'TRHU4561222',
    owner: 'transport_planning',
    level: 'S1',
    says: ['Delayed shipment', 'SYRACUSE', 'container TRHU4561222', 'Mon 2 Mar'],
    then: {
      payload: changed(iftsta, [RAIL_STATUS, 'STS+1+21::6'], ['202211190710', '202603020910']),
      state: 'resolved',
    },
  },
  {
    name: 'UN/EDIFACT ORDRSP of a supplier',
    source: { id: 'supplier-edifact', format: 'edifact', zone: 'Europe/Berlin' },
    signs: 'our own',
    contentType: 'application/edifact',
    trouble: ORDER_ANSWER,
    type: 'supply.shortfall',
    key: 'KEY#supply#order_line#SUPPLIER-EDIFACT#PO-88120#4012345000009#4711',
    known: 'PO-88120',
    owner: 'procurement',
    level: 'S2',
    says: ['Supplier delivers less', 'purchase order PO-88120'],
  },
  {
    name: 'ANSI X12 855 of a supplier',
    source: { id: 'supplier-x12', format: 'x12', zone: 'America/Chicago' },
    signs: 'our own',
    contentType: 'application/edi-x12',
    trouble: sample('x12-855/po_ack_minor_changes.edi'),
    type: 'supply.shortfall',
    key: 'KEY#supply#order_line#SUPPLIER-X12#XX-1234#SUPPLIER-X12#XX-1234',
    known: 'XX-1234',
    owner: 'procurement',
    level: 'S2',
    says: ['Supplier delivers less', 'XX-1234'],
  },
  {
    name: 'ANSI X12 990 of a carrier that takes no load',
    source: { id: 'carrier-x12', format: 'x12', zone: 'America/Chicago' },
    signs: 'our own',
    contentType: 'application/edi-x12',
    trouble: TENDER_REFUSED,
    type: 'transport.capacity_rejected',
    key: 'KEY#tender#shipment#CARRIER-X12#LOAD-4711',
    known: 'LOAD-4711',
    owner: 'transport_planning',
    level: 'S1',
    says: ['Carrier rejected the load', 'LOAD-4711'],
  },
  {
    name: 'a parcel carrier in XML (Canada Post)',
    source: { id: 'canada-post', format: 'carrier-canadapost-xml', zone: 'America/Toronto' },
    signs: 'user name and password',
    contentType: 'application/xml',
    trouble: changed(canadaPost, ['2016-01-', '2026-02-']),
    type: 'transport.delivery_failed',
    key: 'KEY#delivery#tracking#CPCC#8193030646706337',
    known: '8193030646706337',
    owner: 'customer_service',
    level: 'S1',
    says: ['Failed delivery', 'LEVIS', 'tracking 8193030646706337', 'Notice card left'],
    then: {
      payload: changed(canadaPost, ['2016-01-', '2026-02-'], ['1701', '1421'], ['18:22:43', '19:22:43']),
      state: 'resolved',
    },
  },
  {
    name: 'a parcel carrier in JSON (UPS Track Alert)',
    source: { id: 'ups-alerts', format: 'carrier-ups-trackalert', zone: 'America/New_York' },
    signs: 'UPS',
    contentType: 'application/json',
    trouble: changed(
      trackAlert,
      ['20240423', '20260302'],
      ['131519', '081519'],
      ['"OT"', '"48"'],
      ['Out for Delivery', 'The receiver was not available for delivery'],
      ['"021"', '"022"'],
    ),
    type: 'transport.delivery_failed',
    key: 'KEY#delivery#tracking#UPSN#1Z204W4R0308071865',
    known: '1Z204W4R0308071865',
    owner: 'customer_service',
    level: 'S1',
    says: ['Failed delivery', 'Charlotte', 'tracking 1Z204W4R0308071865', 'First attempt made', 'not available'],
    then: {
      payload: changed(
        trackAlert,
        ['20240423', '20260302'],
        ['131519', '103000'],
        ['"I"', '"D"'],
        ['"OT"', '"FS"'],
        ['"021"', '"011"'],
      ),
      state: 'resolved',
    },
  },
  {
    name: 'an aggregator (EasyPost)',
    source: { id: 'easypost', format: 'easypost', zone: 'Etc/UTC' },
    signs: 'EasyPost',
    contentType: 'application/json',
    trouble: changed(
      easyPost,
      ['"tracking_code":"1"', '"tracking_code":"794611120033"'],
      ['2024-08-02T18:50:00Z","source"', '2026-03-02T07:50:00Z","source"'],
      [
        '"message":"Arrived at FedEx location","description":"Arrived at FedEx location","status":"in_transit","status_detail":"arrived_at_facility","datetime":"2026',
        '"message":"Package undeliverable: address unknown","description":"","status":"failure","status_detail":"address_correction","datetime":"2026',
      ],
    ),
    type: 'transport.delivery_failed',
    key: 'KEY#delivery#tracking#FEDEX#794611120033',
    known: '794611120033',
    owner: 'customer_service',
    level: 'S1',
    says: ['Failed delivery', 'EDISON', 'tracking 794611120033', 'address unknown'],
    then: {
      payload: changed(
        easyPost,
        ['"tracking_code":"1"', '"tracking_code":"794611120033"'],
        ['2024-08-02T18:50:00Z","source"', '2026-03-02T11:50:00Z","source"'],
        [
          '"in_transit","status_detail":"arrived_at_facility","datetime":"2026',
          '"delivered","status_detail":"arrived_at_destination","datetime":"2026',
        ],
      ),
      state: 'resolved',
    },
  },
  {
    name: 'an ocean carrier by DCSA Track & Trace 3.0',
    source: { id: 'ocean-dcsa', format: 'dcsa-tnt', zone: 'Europe/Berlin' },
    signs: 'a bearer token',
    contentType: 'application/json',
    trouble: changed(transport, ...EXPECTED_LATE),
    type: 'transport.delay',
    key: 'KEY#transport#consignment#EXCO#BOOKING#ABC709951',
    known: 'ABC709951',
    owner: 'transport_planning',
    // A booking or a vessel is all that is named: the systems of record cannot say what is at stake.
    level: 'S3',
    says: ['Delayed shipment', 'Sample Port Terminal', 'booking ABC709951', 'Thu 5 Mar, 13:30 CET'],
    // The next estimate of the same voyage.
    then: {
      payload: changed(
        transport,
        ...EXPECTED_LATE,
        ['evt-trans-001', 'evt-trans-002'],
        ['2026-03-05T12:30:00Z', '2026-03-06T04:30:00Z'],
      ),
      state: 'triaged',
    },
  },
  {
    name: 'a port call by DCSA (a port is closed)',
    source: { id: 'port-calls', format: 'dcsa-portcall', zone: 'Europe/Amsterdam' },
    signs: 'our own',
    contentType: 'application/json',
    trouble: changed(portCall, ['2025-01-23', '2026-03-03']),
    type: 'transport.delay',
    key: 'KEY#transport#port_call#IMO#9321483#NLAMS',
    known: '9321483',
    owner: 'transport_planning',
    // A booking or a vessel is all that is named: the systems of record cannot say what is at stake.
    level: 'S3',
    says: ['Delayed shipment', 'Amsterdam', 'Port closed due to strike', 'vessel 9321483', 'Tue 3 Mar, 02:23 CET'],
    then: {
      payload: changed(
        portCall,
        ['"eventID": "3910eb91', '"eventID": "4910eb91'],
        ['"serviceDateTime": "2025-01-23', '"serviceDateTime": "2026-03-05'],
        ['2025-01-23', '2026-03-03'],
      ),
      state: 'triaged',
    },
  },
  {
    name: 'ocean visibility (Terminal49)',
    source: { id: 'terminal49', format: 'terminal49', zone: 'America/Los_Angeles' },
    signs: 'Terminal49',
    contentType: 'application/json',
    trouble: terminal49('container.updated', {
      changeset: { holds_at_pod_terminal: [[], [CUSTOMS_HOLD]] },
    }),
    type: 'compliance.customs_hold',
    key: 'KEY#customs#container#BIC#MRKU3700927',
    known: 'MRKU3700927',
    owner: 'trade_compliance',
    level: 'S1',
    says: ['Customs hold', 'CUSTOMS HOLD', 'container MRKU3700927', 'Los Angeles'],
    then: {
      payload: terminal49('container.updated', {
        timestamp: '2026-03-02T10:00:00Z',
        changeset: { holds_at_pod_terminal: [[CUSTOMS_HOLD], []] },
      }),
      state: 'resolved',
    },
  },
  {
    name: 'customs: advance intervention (ICS CC351A)',
    source: { id: 'customs-ics', format: 'customs-ics', zone: 'Europe/London' },
    signs: 'our own',
    contentType: 'application/xml',
    trouble: sample('customs-ics/Intervention.xml'),
    type: 'compliance.customs_hold',
    key: 'KEY#customs#declaration#MRN#12AB3C4D5E6F7G8H90',
    known: '12AB3C4D5E6F7G8H90',
    owner: 'trade_compliance',
    level: 'S1',
    says: ['Customs hold', 'Advance intervention', 'GOODS NOT TO BE LOADED', 'declaration 12AB3C4D5E6F7G8H90'],
  },
  {
    name: 'customs: control in transit, then release (NCTS CC060C, CC029C)',
    source: { id: 'customs-ncts', format: 'customs-ncts', zone: 'Europe/Berlin' },
    signs: 'our own',
    contentType: 'application/xml',
    trouble: changed(sample('customs-ncts/CC060C.xml'), ['2014-06-09', '2026-03-01']),
    type: 'compliance.customs_hold',
    key: 'KEY#customs#declaration#CUSTOMS-NCTS#STRING',
    known: 'string',
    owner: 'trade_compliance',
    level: 'S1',
    says: ['Customs hold', 'Control decision', 'declaration string'],
    then: {
      payload: changed(sample('customs-ncts/CC029C.xml'), ['2008-11-15', '2026-03-02']),
      state: 'resolved',
    },
  },
  {
    name: 'customs: rejected, then cleared (DMS)',
    source: { id: 'customs-dms', format: 'customs-wco-dms', zone: 'Europe/London' },
    signs: 'our own',
    contentType: 'application/xml',
    trouble: sample('customs-wco-dms/ex_rejected_obligation.xml'),
    type: 'compliance.customs_hold',
    key: 'KEY#customs#declaration#MRN#18GBJCUGF1ABRNE430',
    known: '18GBJCUGF1ABRNE430',
    owner: 'trade_compliance',
    level: 'S1',
    says: ['Customs hold', 'declaration 18GBJCUGF1ABRNE430', 'DMS10001'],
    then: {
      payload: changed(
        sample('customs-wco-dms/ex_accepted.xml'),
        ['18GBJCUGCBA6RLE437', '18GBJCUGF1ABRNE430'],
        ['2018012512054', '2018012513054'],
      ),
      state: 'resolved',
    },
  },
  {
    name: 'an ERP (SAP S/4HANA, inbound delivery)',
    source: { id: 's4-deliveries', format: 'sap-s4', zone: 'Asia/Tokyo' },
    signs: 'our own',
    contentType: 'application/json',
    trouble: changed(
      inbound,
      ['"ActualDeliveryQuantity": "1.000"', '"ActualDeliveryQuantity": "0.400"'],
      ['2022-09-16', '2026-03-02'],
    ),
    type: 'supply.shortfall',
    key: 'KEY#supply#delivery#S4-DELIVERIES#180000047',
    known: '180000047',
    owner: 'procurement',
    level: 'S2',
    says: ['Supplier delivers less', 'delivery 180000047', '0.400 of 1.000 PC'],
  },
  {
    name: 'an ERP (SAP S/4HANA, a delivery under a block)',
    source: { id: 's4-blocks', format: 'sap-s4', zone: 'Europe/Berlin' },
    signs: 'our own',
    contentType: 'application/json',
    trouble: JSON.stringify({ d: { ...BLOCKED, OverallGoodsMovementStatus: 'A' } }),
    type: 'transport.delay',
    key: 'KEY#transport#delivery#S4-BLOCKS#80000012',
    known: '80000012',
    owner: 'transport_planning',
    level: 'S1',
    says: ['Delayed shipment', 'delivery 80000012'],
  },
  {
    name: 'an order system (Shopify)',
    source: { id: 'shop', format: 'shopify', zone: 'America/New_York' },
    signs: 'Shopify',
    contentType: 'application/json',
    headers: { 'x-shopify-topic': 'fulfillment_events/create', 'x-shopify-api-version': '2024-10' },
    trouble: changed(
      shopify,
      ['label_printed', 'attempted_delivery'],
      ['2021-01-25T16:32:23-05:00', '2026-03-02T02:32:23-05:00'],
    ),
    type: 'transport.delivery_failed',
    key: 'KEY#delivery#shipment#SHOP#2608403447971',
    known: '2608403447971',
    owner: 'customer_service',
    level: 'S1',
    says: ['Failed delivery', 'shipment 2608403447971', 'a delivery was attempted'],
    then: {
      payload: changed(
        shopify,
        ['label_printed', 'delivered'],
        ['2021-01-25T16:32:23-05:00', '2026-03-02T04:32:23-05:00'],
        ['12584341209251', '12584341209252'],
      ),
      state: 'resolved',
    },
  },
  {
    name: 'a warehouse by EPCIS',
    source: { id: 'wms-epcis', format: 'epcis', zone: 'America/Denver' },
    signs: 'our own',
    contentType: 'application/json',
    trouble: inspection,
    type: 'cargo.damaged',
    key: 'KEY#cargo#tracking#GS1#(01)10614141073402(21)1',
    known: '(01)10614141073402(21)1',
    owner: 'logistics',
    level: 'S1',
    says: ['Damaged goods', 'objects 2', 'purchase order RE100099', 'Needs replacement'],
    // The event was wrong: it is taken back.
    then: {
      payload: changed(inspection, [
        '"type": "TransactionEvent",',
        '"type": "TransactionEvent", "errorDeclaration": { "declarationTime": "2020-07-03T02:05:00-06:00", "reason": "incorrect_data" },',
      ]),
      state: 'withdrawn',
    },
  },
  {
    name: 'a warehouse by mapping (short picks)',
    source: { id: 'wms-picks', format: 'csv', mapping: 'wms-short-pick', zone: 'Europe/Berlin' },
    signs: 'our own',
    contentType: 'text/csv',
    trouble: [
      'delivery;order;sku;warehouse;location;quantity_ordered;quantity_picked;unit;reason;picked_at',
      '80114402;4500017;PUMP-77;Hamburg 2;A-17-03;12;7;pcs;empty;02.03.2026 09:40',
      '80114403;4500018;PUMP-78;Hamburg 2;A-17-04;3;3;pcs;;02.03.2026 09:41',
    ].join('\r\n'),
    type: 'inventory.shortfall',
    key: 'KEY#inventory#delivery#WMS-PICKS#80114402',
    known: '80114402',
    owner: 'fulfilment',
    level: 'S1',
    says: ['Short stock', 'delivery 80114402', 'ordered 12 pcs', 'picked 7 pcs', 'Hamburg 2'],
  },
  {
    name: 'procurement by mapping (NetSuite)',
    source: { id: 'netsuite', format: 'json', mapping: 'netsuite', zone: 'Europe/Berlin' },
    signs: 'our own',
    contentType: 'application/json',
    trouble: JSON.stringify(NETSUITE_PURCHASE),
    type: 'supply.late',
    key: 'KEY#supply#order_line#NETSUITE#PO-10442#NETSUITE#PUMP-77',
    known: 'PO-10442',
    owner: 'procurement',
    level: 'S2',
    says: ['Supplier delivers late', 'purchase order PO-10442', 'sku PUMP-77', 'Promised 2026-03-04, now 2026-03-18'],
  },
  {
    name: 'CloudEvents of a system of our own',
    source: { id: 'events', format: 'cloudevents', zone: 'Europe/Berlin' },
    signs: 'Standard Webhooks',
    contentType: 'application/cloudevents+json',
    trouble: changed(
      cloudEvent,
      ['com.github.pull.create', 'com.example.reefer.alarm'],
      ['2019-11-06T11:08:00Z', '2026-03-02T08:08:00Z'],
      [
        '"much":"wow"',
        '"kind":"exception","type":"cargo.temperature_excursion","occurredAt":"2026-03-02T08:05:00Z","text":"11.4 °C where 2 to 8 °C are allowed","references":[{"kind":"container","value":"MSKU9070323"}]',
      ],
    ),
    type: 'cargo.temperature_excursion',
    key: 'KEY#cargo#container#EVENTS#MSKU9070323',
    known: 'MSKU9070323',
    owner: 'logistics',
    level: 'S1',
    says: ['Temperature excursion', 'container MSKU9070323', '11.4 °C'],
    // An event of somebody else's vocabulary is taken, and does nothing.
    then: { payload: cloudEvent, state: 'triaged' },
  },
  {
    name: 'CloudEvents in binary mode',
    source: { id: 'binary-events', format: 'cloudevents', zone: 'Europe/Berlin' },
    signs: 'Standard Webhooks',
    contentType: 'application/json',
    headers: {
      'ce-specversion': '1.0',
      'ce-type': 'com.example.reefer.alarm',
      'ce-source': '/reefer/7',
      'ce-id': 'a-1',
      'ce-time': '2026-03-02T07:00:00Z',
    },
    trouble: JSON.stringify({
      kind: 'exception',
      type: 'cargo.temperature_excursion',
      occurredAt: '2026-03-02T07:00:00Z',
      references: [{ kind: 'shipment', value: 'CHILL-19' }],
    }),
    type: 'cargo.temperature_excursion',
    key: 'KEY#cargo#shipment#BINARY-EVENTS#CHILL-19',
    known: 'CHILL-19',
    owner: 'logistics',
    level: 'S1',
    says: ['Temperature excursion', 'shipment CHILL-19'],
  },
];

import { readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorldOptions } from '../support/world.ts';
import { vendors } from '../unit/inbound/signatures.ts';

export const SAMPLES = fileURLToPath(new URL('../../../shared/samples/', import.meta.url));
export const samplesAreHere = existsSync(SAMPLES);

export interface Posted {
  readonly body: Buffer;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A system as it reports, from what it posts to what has to come of it. */
export interface Family {
  readonly name: string;
  readonly source: NonNullable<WorldOptions['sources']>[number];
  /** How the vendor proves who it is; our own signature where it has no way of its own. */
  readonly signs: keyof typeof vendors;
  /** Undefined where it is a real payload that is not on this machine. */
  readonly trouble: Posted | undefined;
  /** Type, and the reference that a person would look for. */
  readonly becomes: { readonly type: string; readonly reference: string; readonly owner: string };
  /** The same system says later that it is over; undefined where it never would. */
  readonly over?: Posted;
}

const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Posted => ({
  body: Buffer.from(JSON.stringify(value)),
  contentType: 'application/json',
  headers,
});
const text = (value: string, contentType: string): Posted => ({ body: Buffer.from(value), contentType });
const sample = (file: string, contentType: string): Posted | undefined =>
  samplesAreHere ? { body: readFileSync(SAMPLES + file), contentType } : undefined;
const source = (id: string, format: string, more: object = {}): Family['source'] => ({
  id,
  title: id.replaceAll('-', ' '),
  format,
  zone: 'Europe/Berlin',
  region: 'eu',
  businessUnit: 'retail',
  ...more,
});
const by = (scheme: string): object => ({ authentication: { scheme } });

const edifact = (message: string, ...segments: readonly string[]): Posted =>
  text(
    `UNB+UNOC:3+THEM:14+US:14+260302:0800+7'UNH+1+${message}:D:96A:UN'${segments.join("'")}'UNT+${String(segments.length + 2)}+1'UNZ+1+7'`,
    'application/edifact',
  );
const status = (code: string, time: string): Posted =>
  edifact(
    'IFTSTA',
    'BGM+23+M1+9',
    `DTM+137:${time}:203`,
    'NAD+CA+MAEU:160',
    'CNI+1+MAEU221876618',
    'EQD+CN+MRKU3700927',
    `STS+1+${code}`,
    `DTM+334:${time}:203`,
    'LOC+5+DEHAM:139:6',
  );

const portScan = (event: string, about: object): Posted =>
  json({
    data: {
      id: `n-${event}`,
      type: 'webhook_notification',
      attributes: { event, created_at: '2026-03-02T07:00:00Z' },
      relationships: { reference_object: { data: { id: 'e1', type: 'transport_event' } } },
    },
    included: [
      { id: 'c1', type: 'container', attributes: { number: 'TGHU6142535' } },
      { id: 'e1', type: 'transport_event', attributes: { timestamp: '2026-03-02T07:00:00Z', ...about } },
    ],
  });
const hold = { name: 'customs', status: 'hold', description: 'CUSTOMS HOLD' };

const parcel = (...details: readonly object[]): Posted =>
  json({
    object: 'Event',
    id: `evt_${String(details.length)}`,
    description: 'tracker.updated',
    result: {
      id: 'trk_1',
      object: 'Tracker',
      tracking_code: '9400100000000000000001',
      carrier: 'USPS',
      tracking_details: details.map((detail) => ({
        object: 'TrackingDetail',
        message: 'as the carrier says',
        tracking_location: { city: 'RENO', state: 'NV', country: 'US', zip: '89501' },
        ...detail,
      })),
    },
  });
const refused = { status: 'failure', status_detail: 'refused', datetime: '2026-03-02T07:00:00Z' };

const fulfillment = (state: string, at: string): Posted =>
  json(
    { id: 1, fulfillment_id: 2608403447971, order_id: 2776493818019, status: state, happened_at: at, city: 'Ottawa' },
    { 'x-shopify-topic': 'fulfillment_events/create' },
  );

const seen = (changes: object): Posted =>
  json({
    '@context': ['https://ref.gs1.org/standards/epcis/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-02T07:05:00Z',
    epcisBody: {
      eventList: [
        {
          type: 'ObjectEvent',
          eventTime: '2026-03-02T07:00:00Z',
          eventTimeZoneOffset: '+01:00',
          epcList: ['urn:epc:id:sscc:0614141.1234567890'],
          action: 'OBSERVE',
          bizStep: 'inspecting',
          readPoint: { id: 'urn:epc:id:sgln:0614141.12345.0' },
          ...changes,
        },
      ],
    },
  });

const delivery = (changes: object): Posted =>
  json({
    d: {
      DeliveryDocument: '80000012',
      DeliveryDocumentType: 'LF',
      DeliveryBlockReason: '',
      HeaderBillingBlockReason: '',
      OverallGoodsMovementStatus: 'A',
      CreationDate: '2026-03-02',
      CreationTime: 'PT06H26M11S',
      ...changes,
    },
  });

const tender = text(
  [
    'ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEADTEST   *260302*0300*U*00401*000000301*0*P*>',
    'GS*GF*NRTH*FAIRLEADTEST*20260302*0300*301*X*004010',
    'ST*990*0001',
    'B1*NRTH*LOAD-4711*20260302*D',
    'N9*CN*LOAD-4711',
    'SE*4*0001',
    'GE*1*301',
    'IEA*1*000000301',
  ].join('~\n') + '~\n',
  'application/edi-x12',
);

export const families: readonly Family[] = [
  {
    name: 'UN/EDIFACT of a forwarder (IFTSTA)',
    source: source('forwarder-edifact', 'edifact'),
    signs: 'our own',
    trouble: status('20', '202603020700'),
    becomes: { type: 'transport.delay', reference: 'MRKU3700927', owner: 'transport_planning' },
    over: status('21', '202603020815'),
  },
  {
    name: 'UN/EDIFACT of a supplier (ORDRSP)',
    source: source('supplier-edifact', 'edifact'),
    signs: 'our own',
    trouble: edifact('ORDRSP', 'BGM+231+O1+9', 'DTM+137:202603020700:203', 'RFF+ON:PO-88120', 'LIN+1+7++4711:SA'),
    becomes: { type: 'supply.shortfall', reference: 'PO-88120', owner: 'procurement' },
  },
  {
    name: 'X12 of a supplier (855), a real payload',
    source: source('supplier-x12', 'x12'),
    signs: 'our own',
    trouble: sample('x12-855/po_ack_minor_changes.edi', 'application/edi-x12'),
    becomes: { type: 'supply.shortfall', reference: 'XX-1234', owner: 'procurement' },
  },
  {
    name: 'X12 of a carrier that takes no load (990)',
    source: source('carrier-x12', 'x12'),
    signs: 'our own',
    trouble: tender,
    becomes: { type: 'transport.capacity_rejected', reference: 'LOAD-4711', owner: 'transport_planning' },
  },
  {
    name: 'a parcel carrier (Canada Post), a real payload',
    source: source('parcel-canadapost', 'carrier-canadapost-xml'),
    signs: 'our own',
    trouble: sample('carrier-canadapost-xml/canada_post_delayed.xml', 'application/xml'),
    becomes: { type: 'transport.delivery_failed', reference: '8193030646706337', owner: 'customer_service' },
  },
  {
    name: 'an aggregator of parcel carriers (EasyPost)',
    source: source('parcel-easypost', 'easypost', by('easypost')),
    signs: 'EasyPost',
    trouble: parcel(refused),
    becomes: { type: 'transport.delivery_failed', reference: '9400100000000000000001', owner: 'customer_service' },
    over: parcel(refused, {
      status: 'delivered',
      status_detail: 'arrived_at_destination',
      datetime: '2026-03-02T08:30:00Z',
    }),
  },
  {
    name: 'a parcel carrier that tells at once (UPS Track Alert)',
    source: source('parcel-ups-alert', 'carrier-ups-trackalert', by('ups')),
    signs: 'UPS',
    trouble: json({
      trackingNumber: '1Z204W4R0308071877',
      localActivityDate: '20260302',
      localActivityTime: '074500',
      activityLocation: { city: 'RENO', stateProvince: 'NV', postalCode: '89501', country: 'US' },
      activityStatus: { type: 'X', code: '48', description: 'The receiver was not available.' },
    }),
    becomes: { type: 'transport.delivery_failed', reference: '1Z204W4R0308071877', owner: 'customer_service' },
  },
  {
    name: 'an ocean carrier (DCSA port call), a real payload',
    source: source('ocean-dcsa', 'dcsa-portcall'),
    signs: 'our own',
    trouble: sample('dcsa-portcall/portcall-post-request.json', 'application/json'),
    becomes: { type: 'transport.delay', reference: '9321483', owner: 'transport_planning' },
  },
  {
    name: 'container tracking (Terminal49)',
    source: source('ocean-terminal49', 'terminal49', by('terminal49')),
    signs: 'Terminal49',
    trouble: portScan('container.updated', { changeset: { holds_at_pod_terminal: [[], [hold]] } }),
    becomes: { type: 'compliance.customs_hold', reference: 'TGHU6142535', owner: 'trade_compliance' },
  },
  {
    name: 'customs (ICS, CC351A), a real payload',
    source: source('customs-ics', 'customs-ics'),
    signs: 'our own',
    trouble: sample('customs-ics/Intervention.xml', 'application/xml'),
    becomes: { type: 'compliance.customs_hold', reference: '12AB3C4D5E6F7G8H90', owner: 'trade_compliance' },
  },
  {
    name: 'customs (NCTS, CC060C), a real payload',
    source: source('customs-ncts', 'customs-ncts'),
    signs: 'our own',
    trouble: sample('customs-ncts/CC060C.xml', 'application/xml'),
    becomes: { type: 'compliance.customs_hold', reference: '', owner: 'trade_compliance' },
  },
  {
    name: 'customs (WCO response with stray text behind it), a real payload',
    source: source('customs-wco', 'customs-wco-dms'),
    signs: 'our own',
    trouble: sample('customs-wco-dms/im_rejected_format.xml', 'application/xml'),
    becomes: { type: 'compliance.customs_hold', reference: '18GBJCUDH7A1RGWD50', owner: 'trade_compliance' },
  },
  {
    name: 'an ERP (SAP S/4HANA), a delivery under a block',
    source: source('erp-sap', 'sap-s4'),
    signs: 'our own',
    trouble: delivery({ DeliveryBlockReason: '01' }),
    becomes: { type: 'transport.delay', reference: '80000012', owner: 'transport_planning' },
  },
  {
    name: 'an ERP by a mapping (NetSuite)',
    source: source('erp-netsuite', 'netsuite'),
    signs: 'our own',
    trouble: json({
      items: [
        {
          type: 'SalesOrd',
          tranid: 'SO-5512',
          status: 'Pending Fulfillment',
          item: 'A-100',
          quantity: '10',
          quantitycommitted: '6',
          quantitybackordered: '4',
          units: 'PC',
          lastmodifieddate: '2026-03-02T07:00:00+01:00',
        },
      ],
    }),
    becomes: { type: 'inventory.shortfall', reference: 'SO-5512', owner: 'fulfilment' },
  },
  {
    name: 'a shop (Shopify)',
    source: source('shop-shopify', 'shopify', by('shopify')),
    signs: 'Shopify',
    trouble: fulfillment('attempted_delivery', '2026-03-02T07:00:00+01:00'),
    becomes: { type: 'transport.delivery_failed', reference: '2608403447971', owner: 'customer_service' },
    over: fulfillment('delivered', '2026-03-02T09:10:00+01:00'),
  },
  {
    name: 'a warehouse (GS1 EPCIS 2.0)',
    source: source('warehouse-epcis', 'epcis'),
    signs: 'our own',
    trouble: seen({ disposition: 'damaged' }),
    becomes: { type: 'cargo.damaged', reference: '106141412345678908', owner: 'logistics' },
  },
  {
    name: 'any system by CloudEvents in binary mode',
    source: source('any-cloudevents', 'cloudevents', by('standard-webhooks')),
    signs: 'Standard Webhooks',
    trouble: json(
      {
        kind: 'exception',
        type: 'cargo.temperature_excursion',
        occurredAt: '2026-03-02T07:00:00Z',
        references: [{ kind: 'shipment', value: 'CHILL-19' }],
      },
      {
        'ce-specversion': '1.0',
        'ce-type': 'com.example.reefer.alarm',
        'ce-source': '/reefer/7',
        'ce-id': 'a-1',
        'ce-time': '2026-03-02T07:00:00Z',
      },
    ),
    becomes: { type: 'cargo.temperature_excursion', reference: 'CHILL-19', owner: 'logistics' },
  },
];

import type { Signal } from '../../../contracts/index.ts';

type Milestone = NonNullable<Signal['milestone']>['name'];

/** Long names of Track and Trace 3.0 as the codes of 2.2 and of the betas: DCSA OpenAPI, TNT 2.2.0 and 3.0.0. A code that is in no row is its own. */
const CODES: Readonly<Record<string, string>> = {
  ACTUAL: 'ACT',
  ESTIMATED: 'EST',
  PLANNED: 'PLN',
  ARRIVED: 'ARRI',
  DEPARTED: 'DEPA',
  APPROACHING: 'APPR',
  LOADED: 'LOAD',
  DISCHARGED: 'DISC',
  GATED_IN: 'GTIN',
  GATED_OUT: 'GTOT',
  STUFFED: 'STUF',
  STRIPPED: 'STRP',
  PICKED_UP: 'PICK',
  DROPPED_OFF: 'DROP',
  INSPECTED: 'INSP',
  RESEALED: 'RSEA',
  REMOVED: 'RMVD',
  CROSSED: 'CROS',
  AVAILABLE_FOR_PICKUP: 'AVPU',
  AVAILABLE_FOR_DROP_OFF: 'AVDO',
  CUSTOMS_SELECTED_FOR_SCAN: 'CUSS',
  CUSTOMS_SELECTED_FOR_INSPECTION: 'CUSI',
  CUSTOMS_RELEASED: 'CUSR',
  ON_HOLD: 'HOLD',
  REJECTED: 'REJE',
  DECLINED: 'DECL',
  PENDING_UPDATE: 'PENU',
  CANCELLED: 'CANC',
  VOIDED: 'VOID',
  CONFIRMED: 'CONF',
  RELEASED: 'RELS',
  BOOKING: 'BKG',
  CARRIER_BOOKING_REQUEST: 'CBR',
  TRANSPORT_DOCUMENT: 'TRD',
  SHIPPING_INSTRUCTIONS: 'SHI',
  CUSTOMS_CLEARANCE: 'CUS',
  CARGO_SURVEY: 'CAS',
  CONTAINER_RELEASE_ORDER: 'CRO',
  DELIVERY_ORDER: 'DO',
  INVOICE: 'INV',
  VERIFIED_GROSS_MASS: 'VGM',
  DANGEROUS_GOODS_DECLARATION: 'DGD',
  OUT_OF_GAUGE_DECLARATION: 'OOG',
  EQUIPMENT_REFERENCE: 'EQ',
  PURCHASE_ORDER_REFERENCE: 'PO',
};

export function codeOf(sent: string | undefined): string {
  const word = (sent ?? '').trim().toUpperCase();
  return Object.hasOwn(CODES, word) ? (CODES[word] ?? word) : word;
}

export interface EventCode {
  readonly meaning: string;
  readonly milestone: Milestone;
  readonly trouble?: string;
}

/** Transport and equipment events. What customs picks out is not handed over before it is looked at. */
export const movements: ReadonlyMap<string, EventCode> = new Map<string, EventCode>([
  ['ARRI', { meaning: 'Arrived', milestone: 'arrived' }],
  ['DEPA', { meaning: 'Departed', milestone: 'departed' }],
  ['APPR', { meaning: 'Approaching', milestone: 'in_transit' }],
  ['LOAD', { meaning: 'Loaded', milestone: 'loaded' }],
  ['DISC', { meaning: 'Discharged', milestone: 'unloaded' }],
  ['GTIN', { meaning: 'Gated in', milestone: 'arrived' }],
  ['GTOT', { meaning: 'Gated out', milestone: 'departed' }],
  ['STUF', { meaning: 'Stuffed', milestone: 'other' }],
  ['STRP', { meaning: 'Stripped', milestone: 'other' }],
  ['PICK', { meaning: 'Picked up', milestone: 'picked_up' }],
  ['DROP', { meaning: 'Dropped off', milestone: 'arrived' }],
  ['INSP', { meaning: 'Inspected', milestone: 'other' }],
  ['RSEA', { meaning: 'Resealed', milestone: 'other' }],
  ['RMVD', { meaning: 'Removed', milestone: 'other' }],
  ['CROS', { meaning: 'Crossed', milestone: 'in_transit' }],
  ['AVPU', { meaning: 'Available for pick-up', milestone: 'available_for_delivery' }],
  ['AVDO', { meaning: 'Available for drop-off', milestone: 'other' }],
  ['CUSS', { meaning: 'Selected by customs for a scan', milestone: 'other', trouble: 'compliance.customs_hold' }],
  ['CUSI', { meaning: 'Selected by customs for inspection', milestone: 'other', trouble: 'compliance.customs_hold' }],
  ['CUSR', { meaning: 'Released by customs', milestone: 'customs_released' }],
]);

/** Documents that hold the goods themselves, and those of the booking; the others are papers that somebody has to put right. */
const HOLDS_GOODS = new Set(['CUS', 'SRM', 'CAS', 'CRO', 'DO']);
const BOOKING = new Set(['BKG', 'CBR']);

/**
 * What has become of a document. On hold, rejected, or waiting for an update of its sender: nothing goes on before somebody acts. A void paper was mostly replaced, so only a
 * booking that is gone is trouble: what was planned does not happen.
 */
export function troubleOfDocument(event: string, document: string): string | undefined {
  if (BOOKING.has(document)) {
    if (event === 'REJE' || event === 'DECL') return 'transport.capacity_rejected';
    if (event === 'CANC' || event === 'VOID') return 'transport.milestone_missed';
  }
  if (event === 'HOLD' && BOOKING.has(document)) return 'transport.delay';
  if (event === 'HOLD' || event === 'REJE' || event === 'DECL') {
    return HOLDS_GOODS.has(document) ? 'compliance.customs_hold' : 'compliance.document_missing';
  }
  return event === 'PENU' ? 'compliance.document_missing' : undefined;
}

export function milestoneOfDocument(event: string, document: string): Milestone {
  if (event === 'CONF' && BOOKING.has(document)) return 'booked';
  return event === 'RELS' && document === 'CUS' ? 'customs_released' : 'other';
}

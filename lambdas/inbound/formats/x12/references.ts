import type { SubjectReference } from '../../../contracts/index.ts';
import { CONTAINER_REGISTRY, containerNumber, SSCC_REGISTRY } from '../references.ts';
import type { Sender } from '../translator.ts';
import type { Segment } from './tokenize.ts';

type Kind = SubjectReference['kind'];

/**
 * X12 data element 128, reference identification qualifier: those that name something we know, and who gives such numbers. The carrier numbers its freight bills, waybills and
 * bookings; what shipper and consignee number is unique only among what this sender carries for us.
 */
const QUALIFIERS: ReadonlyMap<string, { readonly kind: Kind; readonly byCarrier: boolean }> = new Map([
  ['08', { kind: 'tracking', byCarrier: true }],
  ['2I', { kind: 'tracking', byCarrier: true }],
  ['CN', { kind: 'tracking', byCarrier: true }],
  ['WY', { kind: 'bill_of_lading', byCarrier: true }],
  ['BM', { kind: 'bill_of_lading', byCarrier: true }],
  ['MB', { kind: 'bill_of_lading', byCarrier: true }],
  ['OB', { kind: 'bill_of_lading', byCarrier: true }],
  ['BN', { kind: 'booking', byCarrier: true }],
  ['LO', { kind: 'load', byCarrier: true }],
  ['97', { kind: 'customer_reference', byCarrier: true }],
  ['SI', { kind: 'shipment', byCarrier: false }],
  ['DO', { kind: 'delivery', byCarrier: false }],
  ['PO', { kind: 'purchase_order', byCarrier: false }],
  ['OQ', { kind: 'order', byCarrier: false }],
  ['CO', { kind: 'order', byCarrier: false }],
  ['VN', { kind: 'order', byCarrier: false }],
  ['IN', { kind: 'invoice', byCarrier: false }],
  ['CR', { kind: 'customer_reference', byCarrier: false }],
  ['KK', { kind: 'customer_reference', byCarrier: false }],
  ['P8', { kind: 'customer_reference', byCarrier: false }],
  ['AO', { kind: 'customer_reference', byCarrier: false }],
  ['MA', { kind: 'customer_reference', byCarrier: false }],
  ['PK', { kind: 'customer_reference', byCarrier: false }],
]);

/** References that segments of a loop name, in their order. `carrier` is the SCAC, or whoever else numbers the carrier's papers. */
export function referencesIn(
  segments: readonly Segment[],
  carrier: string,
  { issuer }: Sender,
): readonly SubjectReference[] {
  const found: SubjectReference[] = [];
  const add = (kind: Kind, value: string | undefined, by: string): void => {
    if (value !== undefined) found.push({ kind, value, issuer: by });
  };
  for (const { tag, elements } of segments) {
    const first = filled(elements[0]);
    const second = filled(elements[1]);
    if (tag === 'L11') {
      const known = QUALIFIERS.get(second ?? '');
      if (second === 'EQ') add('container', containerNumber(first), CONTAINER_REGISTRY);
      else if (known !== undefined) add(known.kind, first, known.byCarrier ? carrier : issuer);
    } else if (tag === 'MAN') {
      if (first === 'GM') add('tracking', second, SSCC_REGISTRY);
      else if (first === 'CP') add('tracking', second, carrier);
    } else if (tag === 'MS2') {
      add('container', containerNumber(`${first ?? ''}${second ?? ''}`), CONTAINER_REGISTRY);
      add('container', containerNumber(second), CONTAINER_REGISTRY);
    } else if (tag === 'SPO' || tag === 'PRF') add('purchase_order', first, issuer);
    else if (tag === 'OID') {
      add('order', first, issuer);
      add('purchase_order', second, issuer);
    }
  }
  return found;
}

export function filled(value: string | undefined, most = 80): string | undefined {
  return value === undefined || value === '' ? undefined : value.slice(0, most);
}

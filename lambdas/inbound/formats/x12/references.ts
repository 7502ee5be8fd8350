import type { SubjectReference } from '../../../contracts/index.ts';
import { CONTAINER_REGISTRY, containerNumber, distinctReferences, SSCC_REGISTRY } from '../references.ts';
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
  ['FR', { kind: 'tracking', byCarrier: true }],
  ['AW', { kind: 'bill_of_lading', byCarrier: true }],
  ['BL', { kind: 'bill_of_lading', byCarrier: true }],
  ['TB', { kind: 'bill_of_lading', byCarrier: true }],
  ['6B', { kind: 'declaration', byCarrier: false }],
  ['IB', { kind: 'declaration', byCarrier: false }],
  ['SI', { kind: 'shipment', byCarrier: false }],
  ['DO', { kind: 'delivery', byCarrier: false }],
  ['PO', { kind: 'purchase_order', byCarrier: false }],
  ['OQ', { kind: 'order', byCarrier: false }],
  ['CO', { kind: 'order', byCarrier: false }],
  ['VN', { kind: 'order', byCarrier: false }],
  ['CG', { kind: 'purchase_order', byCarrier: false }],
  ['OP', { kind: 'purchase_order', byCarrier: false }],
  ['IN', { kind: 'invoice', byCarrier: false }],
  ['IV', { kind: 'invoice', byCarrier: false }],
  ['OI', { kind: 'invoice', byCarrier: false }],
  ['4H', { kind: 'invoice', byCarrier: false }],
  ['LT', { kind: 'lot', byCarrier: false }],
  ['BT', { kind: 'lot', byCarrier: false }],
  ['RZ', { kind: 'customer_reference', byCarrier: false }],
  ['WR', { kind: 'customer_reference', byCarrier: false }],
  ['CR', { kind: 'customer_reference', byCarrier: false }],
  ['KK', { kind: 'customer_reference', byCarrier: false }],
  ['P8', { kind: 'customer_reference', byCarrier: false }],
  ['AO', { kind: 'customer_reference', byCarrier: false }],
  ['MA', { kind: 'customer_reference', byCarrier: false }],
  ['PK', { kind: 'customer_reference', byCarrier: false }],
]);

/** References that segments of a loop name, in their order, each once and no more than a signal takes. `carrier` is the SCAC, or whoever else numbers the carrier's papers. */
export function referencesIn(
  segments: readonly Segment[],
  carrier: string,
  { issuer }: Sender,
): readonly SubjectReference[] {
  const found: SubjectReference[] = [];
  const add = (kind: Kind, value: string | undefined, by: string): void => {
    if (value !== undefined) found.push({ kind, value, issuer: by });
  };
  const addQualified = (qualifier: string | undefined, value: string | undefined): void => {
    const known = QUALIFIERS.get(qualifier ?? '');
    if (qualifier === 'EQ' || qualifier === 'OC') add('container', containerNumber(value), CONTAINER_REGISTRY);
    else if (known !== undefined) add(known.kind, value, known.byCarrier ? carrier : issuer);
  };
  for (const { tag, elements } of segments) {
    const first = filled(elements[0]);
    const second = filled(elements[1]);
    if (tag === 'L11') addQualified(second, first);
    else if (tag === 'REF' || tag === 'N9') addQualified(first, second);
    else if (tag === 'MAN') {
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
  return distinctReferences(found);
}

/** Who gives railcars, trailers and chassis their reporting marks. */
const MARKS_REGISTRY = 'AAR';

/** A container by ISO 6346, with the check digit where it is sent; else a railcar or trailer by its reporting mark. */
export function equipmentReference(initial = '', number = '', checkDigit = ''): SubjectReference | undefined {
  const whole = `${initial}${number}`.replace(/\s/g, '');
  if (number === '' || whole.length > 80) return undefined;
  const container =
    containerNumber(/^\d$/.test(checkDigit) && number.length === 6 ? `${whole}${checkDigit}` : whole) ??
    containerNumber(number);
  if (container !== undefined) return { kind: 'container', value: container, issuer: CONTAINER_REGISTRY };
  return initial === '' ? undefined : { kind: 'container', value: whole, issuer: MARKS_REGISTRY };
}

export function filled(value: string | undefined, most = 80): string | undefined {
  return value === undefined || value === '' ? undefined : value.slice(0, most);
}

/** SCAC of the carrier: N9 with SCA, or an N1 that gives it. */
export function scacIn(segments: readonly Segment[]): string | undefined {
  for (const { tag, elements } of segments) {
    if (tag === 'N9' && elements[0] === 'SCA') return filled(elements[1], 10);
    if (tag === 'N1' && elements[2] === '2' && (elements[0] === 'CA' || elements[0] === 'MC'))
      return filled(elements[3], 10);
  }
  return undefined;
}

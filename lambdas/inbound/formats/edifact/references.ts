import type { Place, SubjectReference } from '../../../contracts/index.ts';
import { containerNumber, IMO_REGISTRY, referenceTo, SSCC_REGISTRY } from '../references.ts';
import type { Sender } from '../translator.ts';
import type { Segment } from './tokenize.ts';

type Kind = SubjectReference['kind'];
/** Who gives a number: the carrier or supplier that the message is from, or we. */
type Giver = 'partner' | 'us';

/** UN/EDIFACT 1153, reference code qualifier: those that name something that we follow. */
const QUALIFIERS: ReadonlyMap<string, readonly [Kind, Giver]> = new Map<string, readonly [Kind, Giver]>([
  ['BM', ['bill_of_lading', 'partner']],
  ['MB', ['bill_of_lading', 'partner']],
  ['BH', ['bill_of_lading', 'partner']],
  ['AAM', ['bill_of_lading', 'partner']],
  ['AWB', ['bill_of_lading', 'partner']],
  ['HWB', ['bill_of_lading', 'partner']],
  ['MWB', ['bill_of_lading', 'partner']],
  ['AAS', ['bill_of_lading', 'partner']],
  ['BN', ['booking', 'partner']],
  ['EQ', ['container', 'partner']],
  ['AAQ', ['container', 'partner']],
  ['CN', ['tracking', 'partner']],
  ['CW', ['tracking', 'partner']],
  ['FF', ['customer_reference', 'partner']],
  ['SRN', ['shipment', 'us']],
  ['DQ', ['delivery', 'partner']],
  ['AAJ', ['delivery', 'partner']],
  ['AAK', ['shipment', 'partner']],
  ['VN', ['order', 'partner']],
  ['ON', ['purchase_order', 'us']],
  ['CO', ['purchase_order', 'us']],
  ['IV', ['invoice', 'partner']],
  ['ABT', ['declaration', 'us']],
  ['AAE', ['declaration', 'us']],
  ['CU', ['customer_reference', 'us']],
  ['CR', ['customer_reference', 'us']],
  ['SI', ['customer_reference', 'us']],
  ['UCN', ['customer_reference', 'us']],
  ['ACW', ['customer_reference', 'us']],
  ['SSX', ['customer_reference', 'partner']],
]);

/** References that segments name. `partner` is the carrier or supplier that numbers its own papers. */
export function referencesIn(
  segments: readonly Segment[],
  partner: string,
  { issuer }: Sender,
): readonly SubjectReference[] {
  return segments.flatMap(({ tag, elements }): readonly SubjectReference[] => {
    const [first = '', second = ''] = elements[0] ?? [];
    const number = elements[1]?.[0]?.trim();
    if (tag === 'RFF') {
      const [kind, giver] = QUALIFIERS.get(first.trim()) ?? [];
      return kind === undefined ? [] : referenceTo(kind, second, giver === 'us' ? issuer : partner);
    }
    // CN says that it is a container, also where its number is none of ISO 6346: the sender's own boxes are followed, too.
    if (tag === 'EQD' && first.trim() === 'CN') return referenceTo('container', number, partner);
    if (tag === 'EQD') return containerNumber(number) === undefined ? [] : referenceTo('container', number, partner);
    if (tag === 'SGP') return containerNumber(first) === undefined ? [] : referenceTo('container', first, partner);
    // Of a shipping unit by its SSCC. More than a few stand for the shipment, which is named besides.
    if (tag === 'GIN' && first === 'BJ') return referenceTo('tracking', number, SSCC_REGISTRY);
    if (tag === 'LIN') return itemIn(elements[2] ?? [], partner, issuer);
    if (tag === 'PIA') return elements.slice(1).flatMap((item) => itemIn(item, partner, issuer));
    return [];
  });
}

/** Item numbers, UN/EDIFACT 7143: GTIN, the buyer's, the supplier's. */
function itemIn([number, type = '']: readonly string[], partner: string, issuer: string): readonly SubjectReference[] {
  if (/^(EN|SRV|UP)$/.test(type)) return referenceTo('sku', number, SSCC_REGISTRY);
  if (/^(IN|BP)$/.test(type)) return referenceTo('sku', number, issuer);
  return /^(SA|VN|MF|NB)$/.test(type) ? referenceTo(type === 'NB' ? 'lot' : 'sku', number, partner) : [];
}

/** TDT: the ship by the number of its hull, else by its call sign, and by its name. */
export function vesselsOf(tdt: Segment | undefined, partner: string): readonly SubjectReference[] {
  const [identity = '', list = '', , name = ''] = (tdt?.elements[7] ?? []).map((component) => component.trim());
  const isImo = list === '146' || /^(IMO)?\d{7}$/.test(identity);
  return [
    ...referenceTo('vessel', isImo ? identity.replace(/^IMO/, '') : identity, isImo ? IMO_REGISTRY : 'ITU'),
    ...referenceTo('vessel', name, partner),
  ];
}

/** Who the message is from, as its parties say: carrier, supplier; else who sent the interchange. */
export function partnerOf(segments: readonly Segment[], roles: readonly string[]): string | undefined {
  for (const role of roles) {
    const found = segments.find(({ tag, elements }) => tag === 'NAD' && elements[0]?.[0]?.trim() === role);
    const code = found?.elements[1]?.[0]?.trim();
    if (code !== undefined && code !== '') return code.slice(0, 63);
  }
  return undefined;
}

const MOST_TEXT = 500;

/** What people wrote beside it. */
export function remarksIn(segments: readonly Segment[]): readonly string[] {
  return segments
    .filter(({ tag }) => tag === 'FTX')
    .map(({ elements }) => (elements[3] ?? []).filter(Boolean).join(' ').slice(0, MOST_TEXT))
    .filter((text) => text !== '');
}

/** A LOC as a place: the code with its country, or the name that was written with one behind it (`CHICAGO, IL, US`). */
export function placeOfLoc(segment: Segment | undefined): Place | undefined {
  const [code = '', , , name = ''] = (segment?.elements[1] ?? []).map((component) => component.trim());
  const [related = '', , , relatedName = ''] = (segment?.elements[2] ?? []).map((component) => component.trim());
  const ofCode = /^([A-Z]{2})[A-Z0-9]{3}$/.exec(code)?.[1];
  const ofName = /,\s*([A-Z]{2})$/.exec(name)?.[1];
  const country = [ofCode, ofName, related, relatedName].find((one) => /^[A-Z]{2}$/.test(one ?? ''));
  const words = name.replace(/(,\s*)+[A-Z]{2}$/, '').replace(/[,\s]+$/, '');
  const place = {
    ...(words === '' ? {} : { name: words.slice(0, 120) }),
    ...(code === '' ? {} : { code: code.slice(0, 60) }),
    ...(country === undefined ? {} : { country }),
  };
  return Object.keys(place).length === 0 ? undefined : place;
}

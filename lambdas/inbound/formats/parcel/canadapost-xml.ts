import type { Place } from '../../../contracts/index.ts';
import { placeFrom } from '../draft.ts';
import { readLocal } from '../local-time.ts';
import { referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementsAt, elementsNamed, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { offsetOfLetters } from '../zone-letters.ts';
import { carriers } from './carriers.ts';
import { canadaPostEvent } from './codes/canadapost.ts';
import { isoStamp, stampOf } from './fields.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { parcelsInXml, xmlEvents } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { meaningInWords } from './words.ts';

/** Canada Post Tracking, details and summaries: one parcel for each `tracking-detail` or `pin-summary`. */
export const translateCanadaPostXml = parcelsInXml('carrier-canadapost-xml', parcelsIn, readParcel);

function parcelsIn(root: XmlElement): Found<XmlElement> {
  const items = elementsNamed(root, 'tracking-detail', 'pin-summary').map((value) => ({ value, pointer: value.name }));
  if (items.length > 0) return { items };
  const message = elementsNamed(root, 'message')[0];
  if (message !== undefined)
    return { passedOver: `the message "${textAt(message, 'description') ?? textAt(message, 'code') ?? ''}"` };
  const detail = 'There is no tracking-detail in it.';
  return {
    rejections: [{ part: 'payload', pointer: root.name, detail, mend: 'Send the answer of the tracking service.' }],
  };
}

function readParcel(element: XmlElement, spot: Spot, sender: Sender): Parcel {
  const { issuer, carrier } = carriers.canadapost;
  const postalCode = textAt(element, 'destination-postal-id');
  const destination = placeFrom({
    postalCode,
    region: provinceOf(postalCode),
    country: provinceOf(postalCode) === undefined ? undefined : 'CA',
  });
  const due = (name: string) => {
    const day = textAt(element, name);
    return day === undefined ? undefined : isoStamp(day, `${spot.pointer}/${name}`, destination ?? {}, sender.zone);
  };
  const expected = due('expected-delivery-date');
  const occurrences = elementsAt(element, 'significant-events/occurrence');
  return {
    ...spot,
    carrier,
    references: [
      ...referenceTo('tracking', textAt(element, 'pin'), issuer),
      ...referenceTo('customer_reference', textAt(element, 'customer-ref-1'), sender.issuer),
      ...referenceTo('customer_reference', textAt(element, 'customer-ref-2'), sender.issuer),
    ],
    lane: { destination },
    // A summary has its only event in its own fields.
    events: xmlEvents(
      occurrences.length === 0 && textAt(element, 'event-date-time') !== undefined ? [element] : occurrences,
      spot,
      (one, at) => readOccurrence(one, at, sender),
    ),
    estimated: due('changed-expected-date') ?? expected,
    promised: expected,
    whyLater: textAt(element, 'changed-expected-delivery-reason'),
  };
}

/** The first letter of a postal code tells the province (Canada Post, "Addressing guidelines"). */
function provinceOf(postalCode: string | undefined): string | undefined {
  const provinces = {
    A: 'NL',
    B: 'NS',
    C: 'PE',
    E: 'NB',
    G: 'QC',
    H: 'QC',
    J: 'QC',
    K: 'ON',
    L: 'ON',
    M: 'ON',
    N: 'ON',
    P: 'ON',
    R: 'MB',
    S: 'SK',
    T: 'AB',
    V: 'BC',
    Y: 'YT',
  };
  const found = Object.entries(provinces).find(
    ([letter]) => postalCode?.startsWith(letter) === true && /^[A-Z]\d[A-Z]/.test(postalCode),
  );
  return found?.[1];
}

function readOccurrence(one: XmlElement, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const code = textAt(one, 'event-identifier') ?? textAt(one, 'event-type') ?? '';
  const text = textAt(one, 'event-description');
  const place = placeOf(one);
  const [day = '', clock = ''] = [textAt(one, 'event-date'), textAt(one, 'event-time')];
  const joined = textAt(one, 'event-date-time');
  const stamp =
    day === '' && joined !== undefined
      ? compactOf(joined, `${pointer}/event-date-time`, place ?? {}, sender)
      : stampOf(
          `${day} ${clock}`.trim(),
          readLocal(day, clock, offsetOfLetters(textAt(one, 'event-time-zone')), place ?? {}, sender.zone),
          `${pointer}/event-date`,
        );
  return { part, scheme: 'canadapost:event', code, known: meaningOf(code, text), stamp, place, text };
}

const PROVINCES = new Set('AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' '));

/** A summary has both in one: `SAINTE-FOY, QC`. What happens abroad has other regions. */
function placeOf(one: XmlElement): Place | undefined {
  const [, town, short] = /^(.*\S), *([A-Z]{2})$/.exec(textAt(one, 'event-location') ?? '') ?? [];
  const region = textAt(one, 'event-province') ?? short;
  return placeFrom({
    locality: textAt(one, 'event-site') ?? town ?? textAt(one, 'event-location'),
    region,
    country: region !== undefined && PROVINCES.has(region) ? 'CA' : undefined,
  });
}

/** A summary writes `20110204:104100`. */
function compactOf(text: string, pointer: string, place: Place, sender: Sender) {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] =
    /^(\d{4})(\d{2})(\d{2}):(\d{2})(\d{2})(\d{2})?$/.exec(text) ?? [];
  return stampOf(
    text,
    readLocal(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, undefined, place, sender.zone),
    pointer,
  );
}

/** Descriptions in which Canada Post itself says that something has gone wrong. */
const SAYS_EXCEPTION =
  /attempt|refus|return(ed|ing)? to sender|being returned|delay|undeliverable|(cannot|could not|unable to) be? ?deliver|incorrect|incomplete|unclaimed|damage|lost|missing|not located|misdirected|missorted|held|detained/i;

/** What is scanned on its way back has the codes of what is on its way: the description alone says that it is, in either language. */
const GOES_BACK = /(return|renvoy|retourn)[^.]{0,20} (to (the )?sender|à l'exp)/i;

function meaningOf(code: string, text: string | undefined): ParcelCode | undefined {
  const known = canadaPostEvent.get(code.toUpperCase().replace(/^0+(?=\d{2})/, ''));
  const mayGoBack = known !== undefined && known.trouble === undefined && known.milestone !== 'available_for_delivery';
  if (mayGoBack && text !== undefined && GOES_BACK.test(text)) return codeOfKind('returned', text);
  if (known !== undefined || text === undefined) return known;
  if (SAYS_EXCEPTION.test(text)) return meaningInWords(text);
  return /successfully delivered|^delivered/i.test(text) ? codeOfKind('delivered', text) : undefined;
}

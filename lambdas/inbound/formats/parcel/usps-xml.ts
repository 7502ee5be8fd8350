import type { Place } from '../../../contracts/index.ts';
import { placeFrom } from '../draft.ts';
import { readLocal } from '../local-time.ts';
import { referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementsAt, elementsNamed, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { carriers } from './carriers.ts';
import { countryNamed } from './countries.ts';
import { noStamp, stampOf } from './fields.ts';
import { readEnglishDay, readEnglishClock } from './english-time.ts';
import { codeOfKind } from './kinds.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { parcelsInXml, xmlEvents } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { uspsMeaning } from './usps-meaning.ts';

/** USPS Track and Confirm by fields (TrackV2): one parcel for each `TrackInfo`. A number that USPS does not know is passed over. */
export const translateUspsXml = parcelsInXml('carrier-usps-xml', parcelsIn, readParcel);

function parcelsIn(root: XmlElement): Found<XmlElement> {
  const infos = elementsNamed(root, 'TrackInfo');
  const known = infos.filter((info) => elementsAt(info, 'Error').length === 0 && !isUnknown(info));
  if (known.length > 0) return { items: known.map((value) => ({ value, pointer: 'TrackInfo' })) };
  const refusal = elementsNamed(root, 'Error')[0] ?? infos.find(isUnknown);
  if (refusal !== undefined)
    return {
      passedOver: `the error "${textAt(refusal, 'Description') ?? textAt(refusal, 'Number') ?? textAt(refusal, 'TrackSummary') ?? ''}"`,
    };
  const detail = 'There is no TrackInfo in it.';
  return { rejections: [{ part: 'payload', pointer: root.name, detail, mend: 'Send a TrackResponse of USPS.' }] };
}

/** Without fields, the error is a sentence where the latest event should stand. */
function isUnknown(info: XmlElement): boolean {
  return /^\s*(there is no record of|.{0,80}no (tracking|status) information|.{0,80}status information is not available)/i.test(
    elementsAt(info, 'TrackSummary')[0]?.text.slice(0, 300) ?? '',
  );
}

function readParcel(info: XmlElement, spot: Spot, sender: Sender): Parcel {
  const { issuer, carrier } = carriers.usps;
  const destination = endOf(info, 'Destination');
  const due = (...names: readonly string[]): Stamp | undefined => {
    const name = names.find((each) => textAt(info, `${each}Date`) !== undefined);
    if (name === undefined) return undefined;
    return englishStamp(
      textAt(info, `${name}Date`),
      textAt(info, `${name}Time`),
      `${spot.pointer}/${name}Date`,
      destination ?? {},
      sender,
    );
  };
  const events = [...elementsAt(info, 'TrackSummary'), ...elementsAt(info, 'TrackDetail')];
  return {
    ...spot,
    carrier,
    references: referenceTo('tracking', info.attributes.get('ID') ?? textAt(info, 'ID'), issuer),
    lane: { origin: endOf(info, 'Origin'), destination },
    events: xmlEvents(events, spot, (event, at) => readEvent(event, at, sender)),
    current: currentOf(info, spot),
    estimated: due('PredictedDelivery', 'ExpectedDelivery', 'GuaranteedDelivery'),
    promised: due('GuaranteedDelivery', 'ExpectedDelivery'),
  };
}

/** What USPS says of the whole, where all fields were asked for (Revision 1): late is a status, and no event. */
function currentOf(info: XmlElement, { part }: Spot): ParcelEvent {
  const status = textAt(info, 'Status') ?? '';
  return {
    part: `${part}, status`,
    scheme: 'usps:status',
    code: status,
    known: uspsMeaning(undefined, status),
    stamp: noStamp,
    text: textAt(info, 'StatusSummary'),
  };
}

function endOf(info: XmlElement, end: 'Origin' | 'Destination'): Place | undefined {
  const country = textAt(info, `${end}CountryCode`);
  return placeFrom({
    locality: textAt(info, `${end}City`),
    region: textAt(info, `${end}State`),
    country: country ?? (textAt(info, `${end}State`) === undefined ? undefined : 'US'),
    postalCode: textAt(info, `${end}Zip`),
  });
}

function readEvent(event: XmlElement, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  if (event.children.length === 0) return readSentence(event.text, { part, pointer }, sender);
  const code = textAt(event, 'EventCode');
  const text = textAt(event, 'Event') ?? event.text;
  const place = placeOf(event);
  return {
    part,
    scheme: 'usps:event',
    code: code ?? '',
    known: uspsMeaning(code, text),
    stamp: englishStamp(
      textAt(event, 'EventDate'),
      textAt(event, 'EventTime'),
      `${pointer}/EventDate`,
      place ?? {},
      sender,
    ),
    place,
    text,
  };
}

const SAID_DAY = /([A-Z][a-z]+ \d{1,2}, \d{4})/;
/** The oldest sentences name no year, and the place without a comma: `May 30 11:07 am NOTICE LEFT WILMINGTON DE 19801.`, `... on June 1 in Wilmington DE 19801.` */
const SAID_DAY_OF_YEAR = /(?:^| on )([A-Z][a-z]{2,8} \d{1,2})(?= \d{1,2}:\d{2} [ap]m | in )/;
const SAID_STATE = / ([A-Z]{2}) (\d{5})\.?$/;
const SAID_CLOCK = /(\d{1,2}:\d{2} [ap]m)/;
const SAID_PLACE = /(?:, | in )([A-Z][A-Z .'-]{1,60}), ([A-Z]{2}) (\d{5})/;

/**
 * Without fields an event is one sentence, "Out for Delivery, October 12, 2013, 10:16 am, BROOKLYN, NY 11201" or "Your item was delivered at 2:16 pm on October 12, 2013 in ...": its words
 * are all there is.
 */
function readSentence(text: string, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const day = SAID_DAY.exec(text)?.[1] ?? lastDayOf(SAID_DAY_OF_YEAR.exec(text)?.[1], sender);
  const [, clock] = SAID_CLOCK.exec(text) ?? [];
  const place = placeIn(text);
  const said =
    text
      .replace(/^(your item was |[A-Z][a-z]{2,8} \d{1,2} \d{1,2}:\d{2} [ap]m )/i, '')
      .split(',')[0]
      ?.trim() ?? '';
  return {
    part,
    scheme: 'usps:text',
    code: said.slice(0, 40),
    known:
      uspsMeaning(undefined, said) ?? codeOfKind(/^out for delivery/i.test(said) ? 'out_for_delivery' : 'other', said),
    stamp: englishStamp(day, clock, pointer, place ?? {}, sender),
    place,
    text,
  };
}

function placeIn(text: string): Place | undefined {
  const [, locality, region, postalCode] = SAID_PLACE.exec(text) ?? [];
  const [, state = region, code = postalCode] = region === undefined ? (SAID_STATE.exec(text) ?? []) : [];
  return placeFrom({ locality, region: state, postalCode: code, country: state === undefined ? undefined : 'US' });
}

/** A day without its year is the last one of that name: what is told has happened. */
function lastDayOf(day: string | undefined, { receivedAt }: Sender): string | undefined {
  if (day === undefined) return undefined;
  const year = Number(receivedAt.slice(0, 4));
  const tomorrow = new Date(Date.parse(receivedAt) + 24 * 3_600_000).toISOString().slice(0, 10);
  return `${day}, ${readEnglishDay(`${day}, ${year}`) > tomorrow ? year - 1 : year}`;
}

/** Events at home name a state and no country; abroad it is the other way round. */
function placeOf(event: XmlElement): Place | undefined {
  const country = textAt(event, 'EventCountry');
  const region = textAt(event, 'EventState');
  return placeFrom({
    locality: textAt(event, 'EventCity'),
    region,
    country: country === undefined ? (region === undefined ? undefined : 'US') : countryNamed(country),
    postalCode: textAt(event, 'EventZIPCode'),
  });
}

function englishStamp(
  day: string | undefined,
  clock: string | undefined,
  pointer: string,
  where: Place,
  sender: Sender,
): Stamp {
  const sent = [day, clock].filter((part) => part !== undefined).join(' ');
  const read =
    day === undefined
      ? undefined
      : readLocal(readEnglishDay(day), readEnglishClock(clock ?? ''), undefined, where, sender.zone);
  return { ...stampOf(sent, read, pointer), hasClock: clock !== undefined };
}

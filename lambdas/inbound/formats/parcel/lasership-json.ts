import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carriers } from './carriers.ts';
import { lasershipEvent } from './codes/lasership.ts';
import { anyList, isoStamp, objectsIn, optionalObject, optionalText } from './fields.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { meaningInWords } from './words.ts';

const place = { City: optionalText, State: optionalText, PostalCode: optionalText, Country: optionalText };

const event = z.object({
  ...place,
  DateTime: optionalText,
  UTCDateTime: optionalText,
  EventType: optionalText,
  EventLabel: optionalText,
  EventShortText: optionalText,
  EventLongText: optionalText,
  Reason: optionalText,
});

const order = z.object({
  OrderNumber: optionalText,
  EstimatedDeliveryDate: optionalText,
  Origin: optionalObject(place),
  Destination: optionalObject(place),
  Pieces: anyList,
  Events: z.array(z.unknown()).nullable(),
});

/** LaserShip tracking: one order, with the events of all its pieces. */
export const translateLasershipJson = parcelsInJson('carrier-lasership-json', orderIn, readOrder);

function orderIn(body: unknown): Found<unknown> {
  const refusal = z.object({ Error: z.literal(true), ErrorMessage: optionalText }).safeParse(body);
  if (refusal.success) return { passedOver: `the error "${refusal.data.ErrorMessage ?? ''}"` };
  return { items: itemsOf([body].flat(), '') };
}

function readOrder(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(order, value, spot);
  if (!('fits' in sent)) return sent;
  const { OrderNumber, EstimatedDeliveryDate, Origin, Destination, Pieces, Events } = sent.fits;
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.lasership;
  const destination = placeOf(Destination);
  return {
    ...spot,
    ...readEvents(event, Events ?? [], { part, pointer: `${pointer}/Events` }, (one, at) => readEvent(one, at, sender)),
    carrier,
    references: [
      ...objectsIn(Pieces, { TrackingNumber: optionalText }).flatMap(({ TrackingNumber }) =>
        referenceTo('tracking', TrackingNumber, issuer),
      ),
      ...referenceTo('order', OrderNumber, issuer),
    ],
    lane: { origin: placeOf(Origin), destination },
    estimated: isoStamp(EstimatedDeliveryDate, `${pointer}/EstimatedDeliveryDate`, destination ?? {}, sender.zone),
  };
}

function readEvent(sent: z.infer<typeof event>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const at = placeOf(sent);
  const words = [...new Set([sent.EventShortText ?? sent.EventLabel, sent.EventLongText, sent.Reason])]
    .filter((text) => text !== undefined)
    .join(': ');
  const utc = sent.UTCDateTime === undefined ? undefined : `${sent.UTCDateTime.replace(/Z$/, '')}Z`;
  return {
    part,
    scheme: 'lasership:EventType',
    code: sent.EventType ?? '',
    known: meaningOf(sent, words),
    stamp: isoStamp(
      utc ?? sent.DateTime,
      `${pointer}/${utc === undefined ? 'DateTime' : 'UTCDateTime'}`,
      at ?? {},
      sender.zone,
    ),
    place: at,
    text: words,
  };
}

/** Types and labels by which LaserShip itself says that something has gone wrong. */
const SAYS_EXCEPTION =
  /exception|attempt|fail|problem|undeliver|issue|delay|hold|held|damag|lost|missing|missort|misrout|refus|return|address|closed|not (home|available)|unavailable/i;

/** What has no code of its own is told by its type, which is words without blanks, and by what stands beside it; an exception that nothing explains is one all the same. */
function meaningOf({ EventType = '', EventLabel = '' }: z.infer<typeof event>, words: string): ParcelCode | undefined {
  const type = EventType.replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  const known = lasershipEvent.get(EventType);
  const inWords = meaningInWords(`${type}. ${words}`);
  if (known?.milestone === 'delivered' && inWords?.trouble === 'cargo.damaged')
    return codeOfKind('delivered_damaged', inWords.meaning);
  if (known !== undefined || !SAYS_EXCEPTION.test(`${type} ${EventLabel}`)) return known;
  if (inWords !== undefined) return inWords;
  return /exception/i.test(type) ? codeOfKind(/deliver/i.test(type) ? 'attempted' : 'delayed', words) : undefined;
}

function placeOf(sent: { readonly [Key in keyof typeof place]: string | undefined } | undefined) {
  return placeFrom({ locality: sent?.City, region: sent?.State, postalCode: sent?.PostalCode, country: sent?.Country });
}

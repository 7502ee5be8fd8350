import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { parseJson } from '../json.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carriers } from './carriers.ts';
import { countryNamed } from './countries.ts';
import { anyList, isoStamp, noStamp, optionalObject, optionalText } from './fields.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { uspsMeaning } from './usps-meaning.ts';

const event = z.object({
  eventType: optionalText,
  eventCode: optionalText,
  eventTimestamp: optionalText,
  GMTTimestamp: optionalText,
  GMTOffset: optionalText,
  eventCity: optionalText,
  eventState: optionalText,
  eventZIP: optionalText,
  eventZIPCode: optionalText,
  eventCountry: optionalText,
});

const expectation = optionalObject({
  expectedDeliveryDate: optionalText,
  expectedDeliveryTimeStamp: optionalText,
  predictedDeliveryDate: optionalText,
  predictedDeliveryTimeStamp: optionalText,
  guaranteedDeliveryDate: optionalText,
  guaranteedDeliveryTimeStamp: optionalText,
});

const parcel = z.object({
  trackingNumber: optionalText,
  trackingEvents: anyList,
  trackingEventHistory: anyList,
  status: optionalText,
  statusSummary: optionalText,
  destinationCity: optionalText,
  destinationState: optionalText,
  destinationZIP: optionalText,
  originCity: optionalText,
  originState: optionalText,
  originZIP: optionalText,
  deliveryDateExpectation: expectation,
  expectation,
});

const numbered = z.object({ trackingNumber: z.unknown() });

/**
 * USPS Tracking API v3: the answer about one parcel or several, and the push of a subscription, which has its events under another name and may wrap the parcel in `payload` or
 * `trackingInfo`. The push is read by the published reference and was not tried on one that USPS has sent.
 */
export const translateUspsV3 = parcelsInJson('carrier-usps-v3', parcelsIn, readParcel);

function parcelsIn(body: unknown): Found<unknown> {
  const wrapped = z.object({ payload: z.unknown().optional(), trackingInfo: z.unknown().optional() }).safeParse(body);
  const inside = wrapped.success ? unpacked(wrapped.data.payload ?? wrapped.data.trackingInfo) : undefined;
  const found = [inside ?? body].flat().filter((one) => numbered.safeParse(one).success);
  if (found.length > 0) return { items: itemsOf(found, '') };
  const refusal = z.object({ error: z.unknown() }).safeParse(body);
  if (refusal.success && refusal.data.error !== undefined) return { passedOver: 'the error of an answer' };
  const detail = 'There is no trackingNumber in it.';
  return {
    rejections: [
      { part: 'payload', pointer: '/trackingNumber', detail, mend: 'Send the answer or the push as it came.' },
    ],
  };
}

/** What is signed is the text of `payload`, so a push has it as one: JSON in JSON. */
function unpacked(sent: unknown): unknown {
  return typeof sent === 'string' ? parseJson(sent)?.value : sent;
}

function readParcel(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(parcel, value, spot);
  if (!('fits' in sent)) return sent;
  const { trackingNumber, trackingEvents, trackingEventHistory, status, ...rest } = sent.fits;
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.usps;
  const destination = homeOf(rest.destinationCity, rest.destinationState, rest.destinationZIP);
  const isPush = trackingEvents.length === 0;
  const at = { part, pointer: `${pointer}/${isPush ? 'trackingEventHistory' : 'trackingEvents'}` };
  const expected = rest.deliveryDateExpectation ?? rest.expectation;
  const due = (...times: readonly (string | undefined)[]): Stamp | undefined => {
    const time = times.find((each) => each !== undefined);
    return time === undefined
      ? undefined
      : isoStamp(time, `${pointer}/deliveryDateExpectation`, destination ?? {}, sender.zone);
  };
  const guaranteed = due(expected?.guaranteedDeliveryTimeStamp, expected?.guaranteedDeliveryDate);
  const planned = due(expected?.expectedDeliveryTimeStamp, expected?.expectedDeliveryDate);
  return {
    ...spot,
    ...readEvents(event, isPush ? trackingEventHistory : trackingEvents, at, (one, where) =>
      readEvent(one, where, sender),
    ),
    carrier,
    references: referenceTo('tracking', trackingNumber, issuer),
    lane: { origin: homeOf(rest.originCity, rest.originState, rest.originZIP), destination },
    current: {
      part: `${part}, status`,
      scheme: 'usps:status',
      code: status ?? '',
      known: uspsMeaning(undefined, status),
      stamp: noStamp,
      text: rest.statusSummary,
    },
    estimated: due(expected?.predictedDeliveryTimeStamp, expected?.predictedDeliveryDate) ?? planned ?? guaranteed,
    promised: guaranteed ?? planned,
  };
}

function readEvent(sent: z.infer<typeof event>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const country =
    sent.eventCountry === undefined
      ? sent.eventState === undefined
        ? undefined
        : 'US'
      : countryNamed(sent.eventCountry);
  const place = placeFrom({
    locality: sent.eventCity,
    region: sent.eventState,
    country,
    postalCode: sent.eventZIP ?? sent.eventZIPCode,
  });
  const local =
    sent.eventTimestamp === undefined ? undefined : `${sent.eventTimestamp.replace(/Z$/, '')}${sent.GMTOffset ?? ''}`;
  return {
    part,
    scheme: 'usps:event',
    code: sent.eventCode ?? '',
    known: uspsMeaning(sent.eventCode, sent.eventType),
    stamp: isoStamp(local ?? sent.GMTTimestamp, `${pointer}/eventTimestamp`, place ?? {}, sender.zone),
    place,
    text: sent.eventType,
  };
}

function homeOf(locality: string | undefined, region: string | undefined, postalCode: string | undefined) {
  return placeFrom({ locality, region, postalCode, country: region === undefined ? undefined : 'US' });
}

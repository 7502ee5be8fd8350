import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carriers } from './carriers.ts';
import { anyList, objectsIn, optionalObject, optionalText } from './fields.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { upsMeaning } from './ups-meaning.ts';
import { compactStamp } from './ups-xml.ts';

const address = optionalObject({
  city: optionalText,
  stateProvince: optionalText,
  countryCode: optionalText,
  country: optionalText,
  postalCode: optionalText,
});
const status = optionalObject({
  type: optionalText,
  code: optionalText,
  description: optionalText,
  statusCode: optionalText,
  descriptionCode: optionalText,
});

const activity = z.object({
  date: optionalText,
  time: optionalText,
  gmtOffset: optionalText,
  location: optionalObject({ address }),
  status,
});

const parcel = z.object({
  trackingNumber: optionalText,
  activity: anyList,
  currentStatus: status,
  deliveryDate: anyList,
  deliveryTime: optionalObject({ endTime: optionalText }),
  referenceNumber: anyList,
  packageAddress: anyList,
});

const answer = z.object({
  trackResponse: z.object({
    // Gateways that turn the older XML into JSON leave the list out around one.
    shipment: z.preprocess(
      (sent) => (sent !== null && typeof sent === 'object' && !Array.isArray(sent) ? [sent] : sent),
      z.array(z.object({ inquiryNumber: optionalText, package: anyList, warnings: anyList })),
    ),
  }),
});

const refusal = z.object({ response: z.object({ errors: z.array(z.object({ code: optionalText })) }) });

/** UPS Tracking, REST: one parcel for each package of an answer. */
export const translateUpsJson = parcelsInJson('carrier-ups-json', packagesIn, readPackage);

function passedOverAsRefusal(body: unknown): Found<never> | undefined {
  const refused = refusal.safeParse(body);
  return refused.success ? { passedOver: `the error "${refused.data.response.errors[0]?.code ?? ''}"` } : undefined;
}

function packagesIn(body: unknown): Found<unknown> {
  const refused = passedOverAsRefusal(body);
  if (refused !== undefined) return refused;
  const sent = readPart(answer, body, { part: 'payload', pointer: '' });
  if (!('fits' in sent)) return { rejections: sent };
  const shipments = sent.fits.trackResponse.shipment;
  const items = shipments.flatMap(({ package: packages }, index) =>
    itemsOf(packages, `/trackResponse/shipment/${String(index)}/package`),
  );
  return items.length === 0 ? { passedOver: 'an answer without packages' } : { items };
}

function readPackage(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(parcel, value, spot);
  if (!('fits' in sent)) return sent;
  const {
    trackingNumber,
    activity: activities,
    currentStatus,
    deliveryDate,
    deliveryTime,
    referenceNumber,
  } = sent.fits;
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.ups;
  const dates = objectsIn(deliveryDate, { type: optionalText, date: optionalText });
  const ends = objectsIn(sent.fits.packageAddress, { type: optionalText, address });
  const endOf = (type: string) => placeOf(ends.find((end) => end.type === type)?.address);
  const destination = endOf('DESTINATION');
  const due = (type: string, clock?: string): Stamp | undefined => {
    const day = dates.find((date) => date.type === type)?.date;
    return day === undefined
      ? undefined
      : compactStamp(day, clock, `${pointer}/deliveryDate`, destination ?? {}, sender);
  };
  const references = objectsIn(referenceNumber, { number: optionalText });
  return {
    ...spot,
    ...readEvents(activity, activities, { part, pointer: `${pointer}/activity` }, (one, at) =>
      readActivity(one, at, sender),
    ),
    carrier,
    references: [
      ...referenceTo('tracking', trackingNumber, issuer),
      ...references.flatMap(({ number }) => referenceTo('customer_reference', number, sender.issuer)),
    ],
    lane: { origin: endOf('ORIGIN'), destination },
    current: {
      part: `${part}, status`,
      ...statusOf(currentStatus),
      stamp: compactStamp(undefined, undefined, pointer, {}, sender),
    },
    estimated: due('RDD', deliveryTime?.endTime) ?? due('SDD', deliveryTime?.endTime),
    promised: due('SDD'),
  };
}

function readActivity(
  { date, time, gmtOffset, location, status: said }: z.infer<typeof activity>,
  { part, pointer }: Spot,
  sender: Sender,
): ParcelEvent {
  const place = placeOf(location?.address);
  return {
    part,
    ...statusOf(said),
    stamp: compactStamp(date, time, `${pointer}/date`, place ?? {}, sender, gmtOffset),
    place,
  };
}

export function statusOf(said: z.infer<typeof status>): Omit<ParcelEvent, 'part' | 'stamp'> {
  const { type, code, description, statusCode, descriptionCode } = said ?? {};
  const simplified = statusCode ?? descriptionCode;
  return {
    scheme: 'ups:activity',
    code: code ?? simplified ?? '',
    status: type,
    known: upsMeaning({ type, code, simplified, description }),
    text: description,
  };
}

function placeOf(sent: z.infer<typeof address>) {
  return placeFrom({
    locality: sent?.city,
    region: sent?.stateProvince,
    country: sent?.countryCode ?? sent?.country,
    postalCode: sent?.postalCode,
  });
}

const alert = z.object({
  trackingNumber: optionalText,
  localActivityDate: optionalText,
  localActivityTime: optionalText,
  gmtActivityDate: optionalText,
  gmtActivityTime: optionalText,
  activityLocation: address,
  activityStatus: status,
  scheduledDeliveryDate: optionalText,
  deliveryEndTime: optionalText,
});
/** What UPS answers to a subscription. */
const subscribed = z.object({ validTrackingNumbers: z.array(z.unknown()) });

/** UPS Track Alert: one activity of one parcel. It keeps no history, so it cannot tell whether a scheduled delivery has moved. */
export const translateUpsTrackAlert = parcelsInJson('carrier-ups-trackalert', alertsIn, readAlert);

function alertsIn(body: unknown): Found<unknown> {
  if (subscribed.safeParse(body).success) return { passedOver: 'the answer to a subscription' };
  return passedOverAsRefusal(body) ?? { items: itemsOf([body].flat(), '') };
}

function readAlert(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(alert, value, spot);
  if (!('fits' in sent)) return sent;
  const { trackingNumber, activityLocation, activityStatus, scheduledDeliveryDate, deliveryEndTime, ...times } =
    sent.fits;
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.ups;
  const place = placeOf(activityLocation);
  const { gmtActivityDate, gmtActivityTime, localActivityDate, localActivityTime } = times;
  const hasGmt = gmtActivityDate !== undefined && gmtActivityTime !== undefined;
  const stamp = hasGmt
    ? compactStamp(gmtActivityDate, gmtActivityTime, `${pointer}/gmtActivityDate`, {}, sender, 'Z')
    : compactStamp(localActivityDate, localActivityTime, `${pointer}/localActivityDate`, place ?? {}, sender);
  return {
    ...spot,
    carrier,
    references: referenceTo('tracking', trackingNumber, issuer),
    events:
      activityStatus === undefined ? [] : [{ part: `${part}, activity`, ...statusOf(activityStatus), stamp, place }],
    rejections: activityStatus === undefined ? [noStatus(spot)] : [],
    estimated: compactStamp(
      scheduledDeliveryDate,
      scheduledDeliveryDate === undefined ? undefined : deliveryEndTime,
      `${pointer}/scheduledDeliveryDate`,
      place ?? {},
      sender,
    ),
  };
}

function noStatus({ part, pointer }: Spot): Rejection {
  return {
    part,
    pointer: `${pointer}/activityStatus`,
    detail: 'It has no activityStatus.',
    mend: 'Send the message of Track Alert as it came.',
  };
}

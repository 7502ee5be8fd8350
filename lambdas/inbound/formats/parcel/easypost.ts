import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { rejectionsOf } from '../json.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carrierNamed } from './carriers.ts';
import { easypostDetail, easypostStatus } from './codes/easypost.ts';
import { anyList, isoStamp, noStamp, optionalObject, optionalText } from './fields.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';

const location = optionalObject({
  city: optionalText,
  state: optionalText,
  country: optionalText,
  zip: optionalText,
});

const detail = z.object({
  status: optionalText,
  status_detail: optionalText,
  datetime: optionalText,
  message: optionalText,
  tracking_location: location,
});

const tracker = z.object({
  tracking_code: optionalText,
  carrier: optionalText,
  shipment_id: optionalText,
  status: optionalText,
  status_detail: optionalText,
  est_delivery_date: optionalText,
  tracking_details: anyList,
  carrier_detail: optionalObject({
    guaranteed_delivery_date: optionalText,
    origin_tracking_location: location,
    destination_tracking_location: location,
  }),
});

const about = z.object({ object: z.string(), description: z.string().optional(), result: z.unknown().optional() });
const list = z.object({ trackers: z.array(z.unknown()) });
/** What its API answers with when it is asked for many of another kind. */
const otherList = z.object({ has_more: z.boolean() });

/** EasyPost: events of trackers, trackers alone, and lists of them. What is about another object is passed over. */
export const translateEasypost = parcelsInJson('easypost', trackersIn, readTracker);

function trackersIn(body: unknown): Found<unknown> {
  const listed = list.safeParse(body);
  if (listed.success)
    return { items: listed.data.trackers.map((value, index) => ({ value, pointer: `/trackers/${String(index)}` })) };
  if (otherList.safeParse(body).success) return { passedOver: 'a list of other objects' };
  const sent = about.safeParse(body);
  if (!sent.success) return { rejections: rejectionsOf(sent.error, 'payload', '', 'Send an Event or a Tracker.') };
  if (sent.data.object === 'Tracker') return { items: [{ value: body, pointer: '' }] };
  if (sent.data.object !== 'Event') return { passedOver: sent.data.object };
  const result = about.safeParse(sent.data.result);
  if (result.success && result.data.object === 'Tracker')
    return { items: [{ value: sent.data.result, pointer: '/result' }] };
  // An event that is looked up again comes without what it was about.
  if (sent.data.description?.startsWith('tracker.') === true && sent.data.result !== undefined) {
    const mend = 'Send the Tracker that the event is about.';
    return { rejections: [{ part: 'payload', pointer: '/result', detail: 'The event has no Tracker.', mend }] };
  }
  return { passedOver: sent.data.description ?? 'an event' };
}

function readTracker(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const read = readPart(tracker, value, spot);
  if (!('fits' in read)) return read;
  const { tracking_code, carrier, shipment_id, carrier_detail, est_delivery_date, status, status_detail } = read.fits;
  const { part, pointer } = spot;
  const known = carrierNamed(carrier);
  const due = (sent: string | undefined, name: string) => isoStamp(sent, `${pointer}/${name}`, {}, sender.zone);
  const details = { part, pointer: `${pointer}/tracking_details` };
  return {
    ...spot,
    ...readEvents(detail, read.fits.tracking_details, details, (sent, at) => readDetail(sent, at, sender)),
    carrier: known?.carrier,
    references: [
      ...referenceTo('tracking', tracking_code, known?.issuer ?? sender.issuer),
      ...referenceTo('shipment', shipment_id, 'EasyPost'),
    ],
    lane: {
      origin: placeOf(carrier_detail?.origin_tracking_location),
      destination: placeOf(carrier_detail?.destination_tracking_location),
    },
    current: {
      part: `${part}, status`,
      scheme: 'easypost:status_detail',
      code: status_detail ?? '',
      status,
      known: meaningOf(status, status_detail),
      stamp: noStamp,
    },
    estimated: due(est_delivery_date, 'est_delivery_date'),
    promised: due(carrier_detail?.guaranteed_delivery_date, 'carrier_detail/guaranteed_delivery_date'),
  };
}

function readDetail(sent: z.infer<typeof detail>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeOf(sent.tracking_location);
  return {
    part,
    scheme: 'easypost:status_detail',
    code: sent.status_detail ?? '',
    status: sent.status,
    known: meaningOf(sent.status, sent.status_detail),
    stamp: isoStamp(sent.datetime, `${pointer}/datetime`, place ?? {}, sender.zone),
    place,
    text: sent.message,
  };
}

function placeOf(sent: z.infer<typeof location>) {
  return placeFrom({ locality: sent?.city, region: sent?.state, country: sent?.country, postalCode: sent?.zip });
}

/** The detail says more than the status, but a parcel that lies ready to be fetched is not held up, and what is scanned on its way back is on its way back. */
function meaningOf(status: string | undefined, detailed: string | undefined): ParcelCode | undefined {
  const ofStatus = easypostStatus.get(status ?? '');
  const ofDetail = easypostDetail.get(detailed ?? '');
  if (ofDetail === undefined) return ofStatus;
  const isThere = ofStatus?.milestone === 'available_for_delivery' || ofStatus?.milestone === 'delivered';
  if (isThere && (ofDetail.trouble === undefined || ofDetail.trouble === 'transport.delay')) return ofStatus;
  return ofStatus?.isReturn === true ? { ...ofDetail, isReturn: true } : ofDetail;
}

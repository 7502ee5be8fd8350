import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carrierNamed } from './carriers.ts';
import { aftershipSubtag, aftershipTag } from './codes/aftership.ts';
import { countryNamed } from './countries.ts';
import { anyList, isoStamp, noStamp, optionalObject, optionalText } from './fields.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { meaningInWords } from './words.ts';

const checkpoint = z.object({
  tag: optionalText,
  subtag: optionalText,
  subtag_message: optionalText,
  message: optionalText,
  checkpoint_time: optionalText,
  city: optionalText,
  state: optionalText,
  zip: optionalText,
  postal_code: optionalText,
  country_name: optionalText,
  country_iso3: optionalText,
  country_region: optionalText,
});

const estimate = optionalObject({
  datetime: optionalText,
  datetime_max: optionalText,
  estimated_delivery_date: optionalText,
  estimated_delivery_date_max: optionalText,
});

const tracking = z.object({
  tracking_number: optionalText,
  slug: optionalText,
  tag: optionalText,
  subtag: optionalText,
  subtag_message: optionalText,
  order_id: optionalText,
  order_number: optionalText,
  checkpoints: anyList,
  expected_delivery: optionalText,
  latest_estimated_delivery: estimate,
  first_estimated_delivery: estimate,
  courier_estimated_delivery_date: estimate,
  aftership_estimated_delivery_date: estimate,
  promised_delivery_date: optionalText,
  order_promised_delivery_date: optionalText,
});

const numbered = z.object({ tracking_number: z.unknown() });
const bodies = z.object({
  event: z.string().optional(),
  event_type: z.string().optional(),
  msg: z.unknown().optional(),
  data: z.unknown().optional(),
});
const data = z.object({ tracking: z.unknown().optional(), trackings: z.array(z.unknown()).optional() });

/** AfterShip Tracking: webhooks, and trackings as the API has them. */
export const translateAftership = parcelsInJson('aftership', trackingsIn, readTracking);

function trackingsIn(body: unknown): Found<unknown> {
  if (numbered.safeParse(body).success) return { items: [{ value: body, pointer: '' }] };
  const sent = bodies.safeParse(body);
  const inside = data.safeParse(sent.data?.data);
  if (inside.data?.trackings !== undefined) return { items: itemsOf(inside.data.trackings, '/data/trackings') };
  const [value, pointer] =
    sent.data?.msg !== undefined
      ? [sent.data.msg, '/msg']
      : inside.data?.tracking !== undefined
        ? [inside.data.tracking, '/data/tracking']
        : [sent.data?.data, '/data'];
  if (numbered.safeParse(value).success) return { items: [{ value, pointer }] };
  // Labels of AfterShip Shipping have the name of their event elsewhere.
  const event = sent.data?.event ?? sent.data?.event_type;
  if (event !== undefined && !event.startsWith('tracking_')) return { passedOver: event };
  const detail = 'There is no tracking with a tracking_number in it.';
  return {
    rejections: [{ part: 'payload', pointer: '/msg', detail, mend: 'Send the webhook or the tracking as it came.' }],
  };
}

function readTracking(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(tracking, value, spot);
  if (!('fits' in sent)) return sent;
  const { tracking_number, slug, tag, subtag, subtag_message, order_id, order_number, checkpoints, ...dates } =
    sent.fits;
  const { part, pointer } = spot;
  const known = carrierNamed(slug);
  const due = (...times: readonly (string | undefined)[]): Stamp | undefined => {
    const time = times.find((each) => each !== undefined);
    return time === undefined ? undefined : isoStamp(time, `${pointer}/latest_estimated_delivery`, {}, sender.zone);
  };
  const promise = dates.promised_delivery_date ?? dates.order_promised_delivery_date;
  return {
    ...spot,
    ...readEvents(checkpoint, checkpoints, { part, pointer: `${pointer}/checkpoints` }, (one, at) =>
      readCheckpoint(one, at, sender),
    ),
    carrier: known?.carrier,
    references: [
      ...referenceTo('tracking', tracking_number, known?.issuer ?? sender.issuer),
      ...referenceTo('order', order_number, sender.issuer),
      ...referenceTo('order', order_id, sender.issuer),
    ],
    current: {
      part: `${part}, status`,
      ...codeOf(tag, subtag),
      known: meaningOf(tag, subtag, subtag_message),
      stamp: noStamp,
      text: subtag_message,
    },
    estimated: due(
      ...endsOf(dates.latest_estimated_delivery),
      ...endsOf(dates.courier_estimated_delivery_date),
      ...endsOf(dates.aftership_estimated_delivery_date),
      dates.expected_delivery,
    ),
    promised: due(promise, ...endsOf(dates.first_estimated_delivery)),
  };
}

/** A range is late when its end is. */
function endsOf(sent: z.infer<typeof estimate>): readonly (string | undefined)[] {
  return [sent?.datetime, sent?.datetime_max, sent?.estimated_delivery_date, sent?.estimated_delivery_date_max];
}

function readCheckpoint(sent: z.infer<typeof checkpoint>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeFrom({
    locality: sent.city,
    region: sent.state,
    postalCode: sent.zip ?? sent.postal_code,
    country: countryNamed(sent.country_name) ?? countryNamed(sent.country_iso3 ?? sent.country_region),
  });
  return {
    part,
    ...codeOf(sent.tag, sent.subtag),
    known: meaningOf(sent.tag, sent.subtag, sent.message),
    stamp: isoStamp(sent.checkpoint_time, `${pointer}/checkpoint_time`, place ?? {}, sender.zone),
    place,
    text: sent.message ?? sent.subtag_message,
  };
}

function codeOf(tag: string | undefined, subtag: string | undefined) {
  return subtag === undefined
    ? { scheme: 'aftership:tag', code: tag ?? '' }
    : { scheme: 'aftership:subtag', code: subtag, status: tag };
}

function meaningOf(tag = '', subtag = '', words?: string): ParcelCode | undefined {
  const known = aftershipSubtag.get(subtag) ?? aftershipTag.get(tag);
  if (aftershipSubtag.has(subtag) || tag !== 'Exception') return known;
  // An exception without a reason: the words of the carrier may name one.
  return meaningInWords(words) ?? known;
}

import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carrierNamed } from './carriers.ts';
import { track17Stage, track17Status, track17SubStatus } from './codes/track17.ts';
import { anyList, isoStamp, noStamp, objectsIn, optionalObject, optionalText } from './fields.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { meaningInWords } from './words.ts';

const address = optionalObject({
  country: optionalText,
  state: optionalText,
  city: optionalText,
  postal_code: optionalText,
});

const event = z.object({
  time_iso: optionalText,
  time_utc: optionalText,
  description: optionalText,
  stage: optionalText,
  sub_status: optionalText,
  address,
});

const info = optionalObject({
  shipping_info: optionalObject({ shipper_address: address, recipient_address: address }),
  latest_status: optionalObject({ status: optionalText, sub_status: optionalText, sub_status_descr: optionalText }),
  latest_event: z.unknown().optional(),
  time_metrics: optionalObject({ estimated_delivery_date: optionalObject({ from: optionalText, to: optionalText }) }),
  tracking: optionalObject({ providers: anyList }),
});

const tracked = z.object({ number: optionalText, carrier: optionalText, track_info: info });
const push = z.object({ event: z.string().optional(), data: z.unknown().optional() });
const answer = z.object({ data: z.object({ accepted: z.array(z.unknown()) }) });

/** 17TRACK API v2: pushes, and answers of gettrackinfo. */
export const translate17track = parcelsInJson('17track', trackedIn, readTracked);

function trackedIn(body: unknown): Found<unknown> {
  const polled = answer.safeParse(body);
  if (polled.success) return { items: itemsOf(polled.data.data.accepted, '/data/accepted') };
  const sent = push.safeParse(body);
  if (sent.data?.event !== undefined && sent.data.event !== 'TRACKING_UPDATED') return { passedOver: sent.data.event };
  const inside = z.object({ number: z.unknown() }).safeParse(sent.data?.data);
  if (inside.success) return { items: [{ value: sent.data?.data, pointer: '/data' }] };
  const detail = 'There is no data with a number in it.';
  return { rejections: [{ part: 'payload', pointer: '/data', detail, mend: 'Send the push as it came.' }] };
}

function readTracked(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(tracked, value, spot);
  if (!('fits' in sent)) return sent;
  const { number, carrier: key, track_info } = sent.fits;
  const { part, pointer } = spot;
  const providers = objectsIn(track_info?.tracking?.providers ?? [], {
    provider: optionalObject({ name: optionalText }),
    events: anyList,
  });
  const known = carrierNamed(providers[0]?.provider?.name ?? (key === undefined ? undefined : `17TRACK ${key}`));
  const { status, sub_status, sub_status_descr } = track_info?.latest_status ?? {};
  const all = providers.flatMap(({ events }) => events);
  const latest = track_info?.latest_event;
  // Where the status has no word of its own, those of the latest event are meant.
  const words = sub_status_descr ?? event.safeParse(latest).data?.description;
  const due = track_info?.time_metrics?.estimated_delivery_date;
  const to = placeOf(track_info?.shipping_info?.recipient_address);
  return {
    ...spot,
    ...readEvents(
      event,
      all.length === 0 && latest !== undefined ? [latest] : all,
      { part, pointer: `${pointer}/track_info/tracking` },
      (one, at) => readEvent(one, at, sender),
    ),
    carrier: known?.carrier,
    references: referenceTo('tracking', number, known?.issuer ?? sender.issuer),
    lane: { origin: placeOf(track_info?.shipping_info?.shipper_address), destination: to },
    current: {
      part: `${part}, status`,
      ...codeOf(sub_status ?? status),
      known: meaningOf(sub_status, words) ?? track17Status.get(status ?? ''),
      stamp: noStamp,
      text: sub_status_descr,
    },
    estimated: isoStamp(
      due?.to ?? due?.from,
      `${pointer}/track_info/time_metrics/estimated_delivery_date`,
      to ?? {},
      sender.zone,
    ),
  };
}

function readEvent(sent: z.infer<typeof event>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeOf(sent.address);
  const { sub_status, stage, description } = sent;
  // Ordinary scans have neither.
  const isPlain = sub_status === undefined && stage === undefined;
  return {
    part,
    ...codeOf(sub_status ?? stage),
    known: isPlain
      ? codeOfKind('other', description ?? '')
      : (meaningOf(sub_status, description) ?? track17Stage.get(stage ?? '')),
    stamp: isoStamp(sent.time_iso ?? sent.time_utc, `${pointer}/time_iso`, place ?? {}, sender.zone),
    place,
    text: description,
  };
}

function codeOf(code: string | undefined) {
  return { scheme: '17track:sub_status', code: code ?? '' };
}

function meaningOf(code: string | undefined, words: string | undefined): ParcelCode | undefined {
  if (code === 'Exception_Other') return meaningInWords(words) ?? track17Status.get('Exception');
  return track17SubStatus.get(code ?? '');
}

function placeOf(sent: z.infer<typeof address>) {
  return placeFrom({
    locality: sent?.city,
    region: sent?.state,
    country: sent?.country,
    postalCode: sent?.postal_code,
  });
}

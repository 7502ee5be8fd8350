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
  time_raw: optionalObject({ date: optionalText, time: optionalText, timezone: optionalText }),
  location: optionalText,
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
  misc_info: optionalObject({
    reference_number: optionalText,
    local_number: optionalText,
    local_provider: optionalText,
  }),
  tracking: optionalObject({ providers: anyList }),
});

const tracked = z.object({ number: optionalText, tag: optionalText, carrier: optionalText, track_info: info });
const push = z.object({ event: z.string().optional(), data: z.unknown().optional() });
const answer = z.object({ data: z.object({ accepted: z.array(z.unknown()) }) });

/** 17TRACK API v2: pushes, and answers of gettrackinfo. */
export const translate17track = parcelsInJson('17track', trackedIn, readTracked);

function trackedIn(body: unknown): Found<unknown> {
  const polled = answer.safeParse(body);
  if (polled.success) return acceptedIn(polled.data.data.accepted);
  const sent = push.safeParse(body);
  if (sent.data?.event !== undefined && sent.data.event !== 'TRACKING_UPDATED') return { passedOver: sent.data.event };
  const numbered = [sent.data?.data].flat().filter((one) => z.object({ number: z.unknown() }).safeParse(one).success);
  if (numbered.length === 1) return { items: [{ value: numbered[0], pointer: '/data' }] };
  if (numbered.length > 1) return { items: itemsOf(numbered, '/data') };
  const detail = 'There is no data with a number in it.';
  return { rejections: [{ part: 'payload', pointer: '/data', detail, mend: 'Send the push as it came.' }] };
}

function acceptedIn(accepted: readonly unknown[]): Found<unknown> {
  return accepted.length === 0
    ? { passedOver: 'an answer that knows none of its numbers' }
    : { items: itemsOf(accepted, '/data/accepted') };
}

function readTracked(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(tracked, value, spot);
  if (!('fits' in sent)) return sent;
  const { number, tag, carrier: key, track_info } = sent.fits;
  const { part, pointer } = spot;
  const providers = objectsIn(track_info?.tracking?.providers ?? [], {
    provider: optionalObject({ name: optionalText }),
    events: anyList,
  });
  const known = carrierNamed(providers[0]?.provider?.name ?? (key === undefined ? undefined : `17TRACK ${key}`));
  const { status, sub_status, sub_status_descr } = track_info?.latest_status ?? {};
  const all = providers.flatMap(({ events }) => events);
  const latest = track_info?.latest_event ?? undefined;
  const { reference_number, local_number, local_provider } = track_info?.misc_info ?? {};
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
    references: [
      ...referenceTo('tracking', number, known?.issuer ?? sender.issuer),
      // Under which the last carrier has it.
      ...referenceTo('tracking', local_number, carrierNamed(local_provider)?.issuer ?? sender.issuer),
      ...referenceTo('customer_reference', tag, sender.issuer),
      ...referenceTo('customer_reference', reference_number, sender.issuer),
    ],
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
  const place = placeOf(sent.address) ?? placeFrom({ name: sent.location });
  const { sub_status, stage, description } = sent;
  // Ordinary scans have neither.
  const isPlain = sub_status === undefined && stage === undefined;
  return {
    part,
    ...codeOf(sub_status ?? stage),
    known: isPlain
      ? codeOfKind('other', description ?? '')
      : (meaningOf(sub_status, description) ?? track17Stage.get(stage ?? '')),
    stamp: isoStamp(
      sent.time_iso ?? sent.time_utc ?? rawTime(sent.time_raw),
      `${pointer}/time_iso`,
      place ?? {},
      sender.zone,
    ),
    place,
    text: description,
  };
}

/** As the carrier wrote it, with or without its clock and zone. */
function rawTime(sent: z.infer<typeof event>['time_raw']): string | undefined {
  const { date, time, timezone = '' } = sent ?? {};
  if (date === undefined) return undefined;
  return time === undefined ? date : `${date}T${time}${timezone}`;
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

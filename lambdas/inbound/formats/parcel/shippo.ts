import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carrierNamed } from './carriers.ts';
import { shippoStatus, shippoSubstatus } from './codes/shippo.ts';
import { anyList, isoStamp, optionalObject, optionalText } from './fields.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';

const address = optionalObject({ city: optionalText, state: optionalText, zip: optionalText, country: optionalText });

const status = z.object({
  status: optionalText,
  substatus: z
    .union([
      z.object({ code: optionalText, text: optionalText }),
      z.string().transform((code) => ({ code, text: undefined })),
    ])
    .optional()
    .catch(undefined),
  status_details: optionalText,
  status_date: optionalText,
  location: address,
});

const track = z.object({
  carrier: optionalText,
  tracking_number: optionalText,
  eta: optionalText,
  original_eta: optionalText,
  address_from: address,
  address_to: address,
  tracking_status: status.optional().catch(undefined),
  tracking_history: anyList,
});

const webhook = z.object({ event: z.string(), data: z.unknown().optional() });

/** Shippo: the webhook `track_updated`, and a track as the API has it. */
export const translateShippo = parcelsInJson('shippo', trackIn, readTrack);

function trackIn(body: unknown): Found<unknown> {
  const sent = webhook.safeParse(body);
  if (sent.success && sent.data.event !== 'track_updated') return { passedOver: sent.data.event };
  const [value, pointer] = sent.success ? [sent.data.data, '/data'] : [body, ''];
  if (z.object({ tracking_number: z.unknown() }).safeParse(value).success) return { items: [{ value, pointer }] };
  const detail = 'There is no track with a tracking_number in it.';
  return {
    rejections: [{ part: 'payload', pointer: '/data', detail, mend: 'Send the webhook track_updated as it came.' }],
  };
}

function readTrack(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(track, value, spot);
  if (!('fits' in sent)) return sent;
  const {
    carrier: slug,
    tracking_number,
    eta,
    original_eta,
    address_from,
    address_to,
    tracking_status,
    tracking_history,
  } = sent.fits;
  const { part, pointer } = spot;
  const known = carrierNamed(slug);
  const to = placeOf(address_to);
  return {
    ...spot,
    ...readEvents(status, tracking_history, { part, pointer: `${pointer}/tracking_history` }, (one, at) =>
      readStatus(one, at, sender),
    ),
    carrier: known?.carrier,
    references: referenceTo('tracking', tracking_number, known?.issuer ?? sender.issuer),
    lane: { origin: placeOf(address_from), destination: to },
    current:
      tracking_status === undefined
        ? undefined
        : readStatus(tracking_status, { part: `${part}, status`, pointer: `${pointer}/tracking_status` }, sender),
    estimated: isoStamp(eta, `${pointer}/eta`, to ?? {}, sender.zone),
    promised: isoStamp(original_eta, `${pointer}/original_eta`, to ?? {}, sender.zone),
  };
}

function readStatus(sent: z.infer<typeof status>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeOf(sent.location);
  const code = sent.substatus?.code;
  const ofStatus = shippoStatus.get(sent.status ?? '');
  const detailed = shippoSubstatus.get(code ?? '');
  return {
    part,
    ...(code === undefined
      ? { scheme: 'shippo:status', code: sent.status ?? '' }
      : { scheme: 'shippo:substatus', code, status: sent.status }),
    known: code === 'other' ? ofStatus : (detailed ?? ofStatus),
    stamp: isoStamp(sent.status_date, `${pointer}/status_date`, place ?? {}, sender.zone),
    place,
    text: sent.status_details,
  };
}

function placeOf(sent: z.infer<typeof address>) {
  return placeFrom({ locality: sent?.city, region: sent?.state, country: sent?.country, postalCode: sent?.zip });
}

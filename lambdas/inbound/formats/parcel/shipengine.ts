import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carrierNamed } from './carriers.ts';
import { dhlCheckpoint } from './codes/dhl.ts';
import { shipengineDetail, shipengineStatus } from './codes/shipengine.ts';
import { fedexMeaning } from './fedex-meaning.ts';
import { anyList, isoStamp, noStamp, optionalText } from './fields.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { upsMeaning } from './ups-meaning.ts';
import { uspsMeaning } from './usps-meaning.ts';
import { meaningInWords } from './words.ts';

const coded = { status_code: optionalText, status_detail_code: optionalText };

const event = z.object({
  ...coded,
  occurred_at: optionalText,
  carrier_occurred_at: optionalText,
  description: optionalText,
  city_locality: optionalText,
  state_province: optionalText,
  postal_code: optionalText,
  country_code: optionalText,
  event_code: optionalText,
  latitude: z.number().optional().catch(undefined),
  longitude: z.number().optional().catch(undefined),
});

const track = z.object({
  ...coded,
  tracking_number: optionalText,
  carrier_code: optionalText,
  status_description: optionalText,
  carrier_status_description: optionalText,
  exception_description: optionalText,
  estimated_delivery_date: optionalText,
  events: anyList,
});

const webhook = z.object({ resource_type: z.string(), resource_url: optionalText, data: z.unknown().optional() });

/** The webhook of ShipEngine, and that of ShipStation v2, which is the same (https://docs.shipstation.com, "Webhook payload schemas"). */
const TRACK_EVENTS = new Set(['API_TRACK', 'TRACK_EVENT_V2']);

/** ShipEngine: its webhook about tracking, and tracking information as the API has it. */
export const translateShipengine = parcelsInJson('shipengine', trackIn, readTrack);

function trackIn(body: unknown): Found<unknown> {
  const sent = webhook.safeParse(body);
  if (sent.success && !TRACK_EVENTS.has(sent.data.resource_type)) return { passedOver: sent.data.resource_type };
  const carrier = sent.success ? carrierIn(sent.data.resource_url) : undefined;
  const [value, pointer] = sent.success ? [withCarrier(sent.data.data, carrier), '/data'] : [body, ''];
  if (z.object({ tracking_number: z.unknown() }).safeParse(value).success) return { items: [{ value, pointer }] };
  const detail = 'There is no tracking information with a tracking_number in it.';
  return {
    rejections: [{ part: 'payload', pointer: '/data', detail, mend: 'Send the webhook API_TRACK as it came.' }],
  };
}

/** The webhook names the carrier in the address of what it is about, and seldom in the data. */
function carrierIn(address: string | undefined): string | undefined {
  return /[?&]carrier_code=([a-z0-9_]{1,40})/i.exec(address ?? '')?.[1];
}

function withCarrier(data: unknown, carrier_code: string | undefined): unknown {
  const sent = z.looseObject({ carrier_code: optionalText }).safeParse(data);
  return sent.success && carrier_code !== undefined && sent.data.carrier_code === undefined
    ? { ...sent.data, carrier_code }
    : data;
}

function readTrack(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(track, value, spot);
  if (!('fits' in sent)) return sent;
  const { tracking_number, carrier_code, estimated_delivery_date, events, ...status } = sent.fits;
  const { part, pointer } = spot;
  const known = carrierNamed(carrier_code);
  const words = status.exception_description ?? status.carrier_status_description ?? status.status_description;
  return {
    ...spot,
    ...readEvents(event, events, { part, pointer: `${pointer}/events` }, (one, at) =>
      readEvent(one, known?.issuer, at, sender),
    ),
    carrier: known?.carrier,
    references: referenceTo('tracking', tracking_number, known?.issuer ?? sender.issuer),
    current: {
      part: `${part}, status`,
      ...codeOf(status),
      known: meaningOf(status, words),
      stamp: noStamp,
      text: words,
    },
    estimated: isoStamp(estimated_delivery_date, `${pointer}/estimated_delivery_date`, {}, sender.zone),
  };
}

function readEvent(
  sent: z.infer<typeof event>,
  issuer: string | undefined,
  { part, pointer }: Spot,
  sender: Sender,
): ParcelEvent {
  const { latitude, longitude } = sent;
  const place = placeFrom({
    locality: sent.city_locality,
    region: sent.state_province,
    postalCode: sent.postal_code,
    country: sent.country_code,
    latitude,
    longitude,
  });
  const isCoded = sent.status_code !== undefined || sent.status_detail_code !== undefined;
  return {
    part,
    ...(isCoded ? codeOf(sent) : { scheme: 'shipengine:event_code', code: sent.event_code ?? '' }),
    known: isCoded
      ? meaningOf(sent, sent.description, meaningOfCarrier(issuer, sent.event_code, sent.description))
      : meaningOfCarrier(issuer, sent.event_code, sent.description),
    stamp: isoStamp(sent.occurred_at ?? sent.carrier_occurred_at, `${pointer}/occurred_at`, place ?? {}, sender.zone),
    place,
    text: sent.description,
  };
}

interface Coded {
  readonly status_code?: string | undefined;
  readonly status_detail_code?: string | undefined;
}

function codeOf({ status_code, status_detail_code }: Coded) {
  if (status_detail_code === undefined) return { scheme: 'shipengine:status_code', code: status_code ?? '' };
  return { scheme: 'shipengine:status_detail_code', code: status_detail_code, status: status_code };
}

/** An exception without a detail is told by the words of the carrier, else by its own code. */
function meaningOf(
  { status_code, status_detail_code }: Coded,
  words: string | undefined,
  ofCarrier?: ParcelCode,
): ParcelCode | undefined {
  const detailed = shipengineDetail.get(status_detail_code ?? '');
  if (detailed !== undefined && status_detail_code !== 'CARRIER_STATUS_NOT_MAPPED') return detailed;
  const ofStatus = shipengineStatus.get(status_code ?? '');
  if (status_code !== 'EX') return ofStatus;
  return meaningInWords(words) ?? (ofCarrier?.trouble === undefined ? ofStatus : ofCarrier);
}

/** Older events have the carrier's own code alone. */
function meaningOfCarrier(
  issuer: string | undefined,
  code: string | undefined,
  description: string | undefined,
): ParcelCode | undefined {
  if (issuer === 'USPS') return uspsMeaning(code, description);
  if (issuer === 'FedEx') return fedexMeaning({ type: code, exception: undefined, words: description });
  if (issuer === 'UPSN') return upsMeaning({ type: undefined, code, description });
  return issuer === 'DHL' ? dhlCheckpoint.get(code ?? '') : undefined;
}

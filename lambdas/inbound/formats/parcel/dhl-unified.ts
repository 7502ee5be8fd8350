import * as z from 'zod';
import type { SubjectReference } from '../../../contracts/index.ts';
import { placeFrom } from '../draft.ts';
import { lookUp } from '../look-up.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { carriers } from './carriers.ts';
import { dhlCheckpoint, dhlExpressWords, dhlUnified } from './codes/dhl.ts';
import { areaPrinted } from './dhl-xml.ts';
import { anyList, isoStamp, objectsIn, optionalObject, optionalText } from './fields.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { meaningInWords } from './words.ts';

const location = optionalObject({
  address: optionalObject({ countryCode: optionalText, postalCode: optionalText, addressLocality: optionalText }),
});

const event = z.object({
  timestamp: optionalText,
  location,
  statusCode: optionalText,
  status: optionalText,
  description: optionalText,
  remark: optionalText,
  nextSteps: optionalText,
});

const shipment = z.object({
  id: optionalText,
  origin: location,
  destination: location,
  status: event.optional().catch(undefined),
  events: anyList,
  estimatedTimeOfDelivery: optionalText,
  estimatedDeliveryTimeFrame: optionalObject({ estimatedThrough: optionalText }),
  returnFlag: z.boolean().optional().catch(undefined),
  details: optionalObject({ references: anyList }),
});

const listed = z.object({ shipments: z.array(z.unknown()) });
const wrapped = z.object({ shipment: z.unknown() });
const single = z.object({ id: z.union([z.string(), z.number()]), status: z.unknown() });

/** DHL Shipment Tracking Unified, polled or pushed: one parcel for each shipment. */
export const translateDhlUnified = parcelsInJson('carrier-dhl-unified', shipmentsIn, readShipment);

function shipmentsIn(body: unknown): Found<unknown> {
  const list = listed.safeParse(body);
  if (list.success) return { items: itemsOf(list.data.shipments, '/shipments') };
  const inside = wrapped.safeParse(body);
  if (inside.success && inside.data.shipment !== undefined)
    return { items: [{ value: inside.data.shipment, pointer: '/shipment' }] };
  const problem = z.object({ title: z.string(), detail: optionalText, status: z.number() }).safeParse(body);
  if (problem.success) return { passedOver: `the answer "${problem.data.title}"` };
  const bare = [body].flat().filter((one) => single.safeParse(one).success);
  if (bare.length > 0) return { items: itemsOf(bare, '') };
  const detail = 'There are no shipments in it.';
  return {
    rejections: [{ part: 'payload', pointer: '/shipments', detail, mend: 'Send the answer or the push as it came.' }],
  };
}

function readShipment(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(shipment, value, spot);
  if (!('fits' in sent)) return sent;
  const { id, origin, destination, status, events, details, returnFlag, ...expected } = sent.fits;
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.dhl;
  const to = placeOf(destination);
  return {
    ...spot,
    ...readEvents(event, events, { part, pointer: `${pointer}/events` }, (one, at) =>
      readEvent(isSame(one, status) ? withWhatIsSent(status, one) : one, at, sender),
    ),
    carrier,
    references: [
      ...referenceTo('tracking', id, issuer),
      ...objectsIn(details?.references ?? [], { number: optionalText, type: optionalText }).flatMap((one) =>
        referenceOf(one.type, one.number, sender),
      ),
    ],
    lane: { origin: placeOf(origin), destination: to },
    current:
      status === undefined
        ? undefined
        : goingBack(readEvent(status, { part: `${part}, status`, pointer: `${pointer}/status` }, sender), returnFlag),
    estimated: isoStamp(
      expected.estimatedTimeOfDelivery ?? expected.estimatedDeliveryTimeFrame?.estimatedThrough,
      `${pointer}/estimatedTimeOfDelivery`,
      to ?? {},
      sender.zone,
    ),
  };
}

/** Types of references (same page as the statuses) whose numbers DHL gives. */
const BY_DHL: Readonly<Record<string, SubjectReference['kind']>> = {
  'container-number': 'container',
  housebill: 'bill_of_lading',
  'local-tracking-number': 'tracking',
  masterbill: 'bill_of_lading',
  'shipment-id': 'shipment',
};

function referenceOf(type: string | undefined, number: string | undefined, sender: Sender) {
  const kind = lookUp(BY_DHL, type);
  return kind === undefined
    ? referenceTo('customer_reference', number, sender.issuer)
    : referenceTo(kind, number, carriers.dhl.issuer);
}

/** The flag says of the whole that it goes back to who sent it, for as long as it does: whatever is delivered then is delivered there. */
function goingBack(event: ParcelEvent, returnFlag: boolean | undefined): ParcelEvent {
  if (returnFlag !== true) return event;
  const known = codeOfKind('returned', 'Returned to the shipper');
  return { ...event, scheme: 'dhl:returnFlag', code: 'true', known, stamp: { ...event.stamp, sent: '' } };
}

/** The latest event stands twice, as the status too, and often only there with its place. */
function isSame(one: z.infer<typeof event>, status: z.infer<typeof event> | undefined): boolean {
  if (one.timestamp === undefined || one.timestamp !== status?.timestamp) return false;
  return one.statusCode === undefined || one.statusCode === status.statusCode;
}

function withWhatIsSent(status: z.infer<typeof event> | undefined, one: z.infer<typeof event>): z.infer<typeof event> {
  const { location, statusCode, status: word } = status ?? {};
  return {
    ...one,
    location: one.location ?? location,
    statusCode: one.statusCode ?? statusCode,
    status: one.status ?? word,
  };
}

function readEvent(sent: z.infer<typeof event>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeOf(sent.location);
  const words = [sent.description, sent.remark, sent.nextSteps].filter((text) => text !== undefined).join(' ');
  return {
    part,
    scheme: 'dhl:statusCode',
    code: sent.statusCode ?? sent.status ?? '',
    status: sent.status === sent.statusCode ? undefined : sent.status,
    known: meaningOf(sent, words),
    stamp: isoStamp(sent.timestamp, `${pointer}/timestamp`, place ?? {}, sender.zone),
    place,
    text: words,
  };
}

/** Five statuses are few: a failure is told by the words of DHL, and so are holds, which it counts among what is on its way. */
function meaningOf(
  { statusCode = '', status = '', description = '' }: z.infer<typeof event>,
  words: string,
): ParcelCode | undefined {
  const group = statusCode.toLowerCase();
  const ofStatus = dhlUnified.get(group);
  const ofCode = /^[A-Z]{2}$/.test(status) ? dhlCheckpoint.get(status) : undefined;
  if (group === 'failure') return ofCode ?? meaningInWords(words) ?? ofStatus;
  const said = description === '' ? status : description;
  return (
    ofCode ??
    (group === 'delivered' ? undefined : dhlExpressWords.get(said.toLowerCase().replace(/[.\s]+$/, ''))) ??
    ofStatus
  );
}

/** DHL Express prints its areas with their country. DHL writes the street before the town in some countries: only what follows the last comma is the town. */
function placeOf(sent: z.infer<typeof location>) {
  const { countryCode, postalCode, addressLocality } = sent?.address ?? {};
  const printed = areaPrinted(addressLocality);
  if (printed.country !== undefined)
    return placeFrom({
      locality: printed.town,
      region: printed.region,
      country: countryCode ?? printed.country,
      postalCode,
    });
  const [area, town] = (addressLocality ?? '').split(',').map((part) => part.trim());
  return placeFrom({ locality: town ?? area, country: countryCode, postalCode });
}

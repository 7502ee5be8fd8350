import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { project44Status, project44Unfollowed } from './codes/visibility.ts';
import { anyList, isoStamp, objectsIn, optionalObject, optionalText } from './fields.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { meaningInWords } from './words.ts';

const address = { city: optionalText, state: optionalText, country: optionalText, postalCode: optionalText };

const update = z.object({
  timestamp: optionalText,
  dateTime: optionalText,
  statusCode: optionalText,
  type: optionalText,
  statusReason: optionalObject({ code: optionalText, description: optionalText }),
  description: optionalText,
  address: optionalObject(address),
  ...address,
});

/** What is planned or estimated and has not happened: only what has happened has a `dateTime`. */
const ahead = z.object({
  type: optionalText,
  timestamp: z.undefined().optional(),
  dateTime: z.null().optional(),
  plannedDateTime: optionalText,
  plannedEndDateTime: optionalText,
  estimateDateTime: optionalText,
});

const span = optionalObject({ startDateTime: optionalText, endDateTime: optionalText });
const stopStatus = {
  stopNumber: optionalText,
  statusCode: optionalText,
  arrivalEstimate: optionalObject({ estimatedArrivalWindow: span }),
};
const plannedStop = { stopNumber: optionalText, appointmentWindow: span };

const identified = optionalObject({ type: optionalText, value: optionalText });
const tracked = z.object({
  shipment: z.object({
    id: optionalText,
    identifiers: anyList,
    shipmentIdentifiers: anyList,
    carrierIdentifier: identified,
    shipmentStops: anyList,
  }),
  latestStatusUpdate: update.optional().catch(undefined),
  statusUpdates: anyList,
  latestStopStatuses: anyList,
  events: anyList,
});

/** project44: status updates of shipments, and movement events. Written from the published schema, and not tried on a payload that project44 has sent. */
export const translateProject44 = parcelsInJson(
  'project44',
  (body): Found<unknown> => ({ items: [{ value: body, pointer: '' }] }),
  readTracked,
);

function readTracked(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(tracked, value, spot);
  if (!('fits' in sent)) return sent;
  const { shipment, latestStatusUpdate, statusUpdates, latestStopStatuses, events } = sent.fits;
  const { part, pointer } = spot;
  const scac = shipment.carrierIdentifier?.type === 'SCAC' ? shipment.carrierIdentifier.value : undefined;
  const issuer = shipment.carrierIdentifier?.value ?? sender.issuer;
  const [list, name] = events.length > 0 ? [events, 'events'] : [statusUpdates, 'statusUpdates'];
  const due = (at: string | undefined, where: string): Stamp | undefined =>
    at === undefined ? undefined : isoStamp(at, `${pointer}/${where}`, {}, sender.zone);
  const expected = list.map((one) => aheadIn(one));
  const isAhead = new Set(expected.flatMap((one, index) => (one === undefined ? [] : [`${part}, event ${index + 1}`])));
  const delivery = expected.find((one) => one?.type === 'DELIVERY');
  const read = readEvents(update, list, { part, pointer: `${pointer}/${name}` }, (one, at) =>
    readUpdate(one, at, sender),
  );
  const identifiers = objectsIn([...shipment.identifiers, ...shipment.shipmentIdentifiers], {
    type: optionalText,
    value: optionalText,
  });
  return {
    ...spot,
    ...read,
    events: read.events.filter((event) => !isAhead.has(event.part)),
    carrier: { scac, name: scac === undefined ? shipment.carrierIdentifier?.value : undefined },
    references: [
      ...identifiers.flatMap((one) => referenceOf(one, issuer, sender)),
      ...referenceTo('shipment', shipment.id, 'project44'),
    ],
    current:
      latestStatusUpdate === undefined
        ? undefined
        : readUpdate(latestStatusUpdate, { part: `${part}, status`, pointer: `${pointer}/latestStatusUpdate` }, sender),
    estimated:
      due(
        objectsIn(latestStopStatuses, stopStatus).at(-1)?.arrivalEstimate?.estimatedArrivalWindow?.endDateTime,
        'latestStopStatuses',
      ) ?? due(delivery?.estimateDateTime, name),
    promised:
      due(
        objectsIn(shipment.shipmentStops, plannedStop).at(-1)?.appointmentWindow?.endDateTime,
        'shipment/shipmentStops',
      ) ?? due(delivery?.plannedEndDateTime ?? delivery?.plannedDateTime, name),
  };
}

function aheadIn(value: unknown): z.infer<typeof ahead> | undefined {
  const read = ahead.safeParse(value);
  if (!read.success) return undefined;
  const { plannedDateTime, estimateDateTime } = read.data;
  return plannedDateTime === undefined && estimateDateTime === undefined ? undefined : read.data;
}

/** The numbers of the carrier are its own; orders are the customer's. */
function referenceOf(
  { type = '', value }: { readonly type?: string | undefined; readonly value?: string | undefined },
  issuer: string,
  sender: Sender,
) {
  if (type === 'BILL_OF_LADING') return referenceTo('bill_of_lading', value, sender.issuer);
  if (type === 'PURCHASE_ORDER') return referenceTo('purchase_order', value, sender.issuer);
  if (type === 'ORDER') return referenceTo('order', value, sender.issuer);
  if (type === 'PRO' || type === 'TRACKING_NUMBER') return referenceTo('tracking', value, issuer);
  return referenceTo('customer_reference', value, sender.issuer);
}

function readUpdate(sent: z.infer<typeof update>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const at = sent.address ?? sent;
  const place = placeFrom({ locality: at.city, region: at.state, country: at.country, postalCode: at.postalCode });
  const status = sent.statusCode ?? sent.type ?? '';
  const why = sent.statusReason?.code;
  const words = sent.statusReason?.description ?? sent.description;
  return {
    part,
    ...(why === undefined
      ? { scheme: 'project44:status', code: status }
      : { scheme: 'project44:reason', code: why, status }),
    known: meaningOf(status, why, words),
    stamp: isoStamp(sent.timestamp ?? sent.dateTime, `${pointer}/timestamp`, place ?? {}, sender.zone),
    place,
    text: words,
  };
}

/**
 * A status says where it is, its reason what is the matter: "in transit" may be delayed or held. COMPLETED with a reason of the tracking itself was not delivered. An exception that says no
 * more is told by its words.
 */
function meaningOf(status: string, why = '', words: string | undefined): ParcelCode | undefined {
  const ofStatus = project44Status.get(status);
  const ofReason = project44Status.get(why);
  if (status === 'COMPLETED') return project44Unfollowed.get(why) ?? ofStatus;
  const isVague = why === 'EXCEPTION' || (why === '' && status === 'EXCEPTION');
  if (isVague) return meaningInWords(words) ?? ofReason ?? ofStatus;
  if (ofStatus?.milestone === 'delivered' || ofReason === undefined)
    return status === 'EXCEPTION' ? (meaningInWords(words) ?? ofStatus) : ofStatus;
  const isMore = ofReason.trouble !== undefined || (ofReason.milestone !== 'other' && ofStatus?.trouble === undefined);
  return isMore ? ofReason : ofStatus;
}

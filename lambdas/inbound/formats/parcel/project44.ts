import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { project44Status } from './codes/visibility.ts';
import { anyList, isoStamp, objectsIn, optionalObject, optionalText } from './fields.ts';
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
  const identifiers = objectsIn([...shipment.identifiers, ...shipment.shipmentIdentifiers], {
    type: optionalText,
    value: optionalText,
  });
  return {
    ...spot,
    ...readEvents(update, list, { part, pointer: `${pointer}/${name}` }, (one, at) => readUpdate(one, at, sender)),
    carrier: { scac, name: scac === undefined ? shipment.carrierIdentifier?.value : undefined },
    references: [
      ...identifiers.flatMap((one) => referenceOf(one, issuer, sender)),
      ...referenceTo('shipment', shipment.id, 'project44'),
    ],
    current:
      latestStatusUpdate === undefined
        ? undefined
        : readUpdate(latestStatusUpdate, { part: `${part}, status`, pointer: `${pointer}/latestStatusUpdate` }, sender),
    estimated: due(
      objectsIn(latestStopStatuses, stopStatus).at(-1)?.arrivalEstimate?.estimatedArrivalWindow?.endDateTime,
      'latestStopStatuses',
    ),
    promised: due(
      objectsIn(shipment.shipmentStops, plannedStop).at(-1)?.appointmentWindow?.endDateTime,
      'shipment/shipmentStops',
    ),
  };
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
  const ofStatus = project44Status.get(status);
  const isVague = ofStatus?.trouble !== undefined && status === 'EXCEPTION';
  return {
    part,
    ...(why === undefined
      ? { scheme: 'project44:status', code: status }
      : { scheme: 'project44:reason', code: why, status }),
    known: isVague ? (project44Status.get(why ?? '') ?? meaningInWords(words) ?? ofStatus) : ofStatus,
    stamp: isoStamp(sent.timestamp ?? sent.dateTime, `${pointer}/timestamp`, place ?? {}, sender.zone),
    place,
    text: words,
  };
}

import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { fourkitesMessage } from './codes/visibility.ts';
import { anyList, isoStamp, optionalText } from './fields.ts';
import type { Parcel, Stamp } from './parcel.ts';
import { itemsOf, parcelsInJson, readPart } from './translate-parcels.ts';
import type { Spot } from './translate-parcels.ts';

const message = z.object({
  MessageType: z.string(),
  FourKitesLoadId: optionalText,
  LoadNumber: optionalText,
  ProNumber: optionalText,
  ReferenceNumbers: anyList,
  Scac: optionalText,
  SCAC: optionalText,
  Carrier: optionalText,
  Timestamp: optionalText,
  StopType: optionalText,
  StopSequence: optionalText,
  StopName: optionalText,
  City: optionalText,
  State: optionalText,
  Country: optionalText,
  PostalCode: optionalText,
  ETA: optionalText,
  AppointmentTime: optionalText,
  Reason: optionalText,
});

/** FourKites: one update of a load. Written from the published schema, and not tried on a payload that FourKites has sent. */
export const translateFourkites = parcelsInJson(
  'fourkites',
  (body) => ({ items: itemsOf([body].flat(), '') }),
  readMessage,
);

function readMessage(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(message, value, spot);
  if (!('fits' in sent)) return sent;
  const { MessageType, FourKitesLoadId, LoadNumber, ProNumber, ReferenceNumbers, Reason, ...rest } = sent.fits;
  const { part, pointer } = spot;
  const scac = rest.Scac ?? rest.SCAC;
  const place = placeFrom({
    name: rest.StopName,
    locality: rest.City,
    region: rest.State,
    country: rest.Country,
    postalCode: rest.PostalCode,
  });
  // An estimate is of the stop that it names; only that of a delivery is one of the delivery.
  const isDelivery = rest.StopType === undefined || /deliver|drop/i.test(rest.StopType);
  const due = (at: string | undefined, name: string): Stamp | undefined =>
    at === undefined || !isDelivery ? undefined : isoStamp(at, `${pointer}/${name}`, place ?? {}, sender.zone);
  return {
    ...spot,
    carrier: { scac, name: rest.Carrier },
    references: [
      ...referenceTo('shipment', LoadNumber, sender.issuer),
      ...referenceTo('tracking', ProNumber, scac ?? rest.Carrier ?? sender.issuer),
      ...referenceTo('load', FourKitesLoadId, 'FourKites'),
      ...ReferenceNumbers.flatMap((number) =>
        typeof number === 'string' ? referenceTo('customer_reference', number, sender.issuer) : [],
      ),
    ],
    events: [
      {
        part: `${part}, message`,
        scheme: 'fourkites:MessageType',
        code: MessageType,
        status: rest.StopSequence,
        known: fourkitesMessage.get(MessageType.toUpperCase()),
        stamp: isoStamp(rest.Timestamp, `${pointer}/Timestamp`, place ?? {}, sender.zone),
        place,
        text: Reason,
      },
    ],
    estimated: due(rest.ETA, 'ETA'),
    promised: due(rest.AppointmentTime, 'AppointmentTime'),
  };
}

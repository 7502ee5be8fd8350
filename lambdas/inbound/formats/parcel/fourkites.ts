import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { fourkitesMessage } from './codes/visibility.ts';
import { textIn, treeOf, wordOf } from '../tree.ts';
import { codeOfKind } from './kinds.ts';
import { anyList, isoStamp, optionalText } from './fields.ts';
import type { Parcel, Stamp } from './parcel.ts';
import { itemsOf, parcelsInJson, readPart } from './translate-parcels.ts';
import type { Spot } from './translate-parcels.ts';

const message = z.object({
  MessageType: z.string(),
  FourKitesLoadId: optionalText,
  LoadNumber: optionalText,
  ProNumber: optionalText,
  BillOfLading: optionalText,
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
  StopUnlocode: optionalText,
  /** Of a load that was sent to FourKites: whether it was taken. */
  IsSuccess: z.boolean().optional().catch(undefined),
  Errors: anyList,
});

/** FourKites: one update of a load. Written from the published schema, and not tried on a payload that FourKites has sent. */
export const translateFourkites = parcelsInJson(
  'fourkites',
  (body) => ({ items: itemsOf([body].flat(), '') }),
  readMessage,
);

function readMessage(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(message, withCapitals(value), spot);
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
    code: rest.StopUnlocode,
  });
  const isRefused = rest.IsSuccess === false;
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
      ...referenceTo('bill_of_lading', rest.BillOfLading, sender.issuer),
      // A load that was not taken has none.
      ...referenceTo('load', FourKitesLoadId === '0' ? undefined : FourKitesLoadId, 'FourKites'),
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
        known: isRefused ? codeOfKind('unread', 'Not taken') : fourkitesMessage.get(MessageType.toUpperCase()),
        stamp: isoStamp(rest.Timestamp, `${pointer}/Timestamp`, place ?? {}, sender.zone),
        place,
        text: isRefused ? errorsIn(rest.Errors) : Reason,
      },
    ],
    estimated: due(rest.ETA, 'ETA'),
    promised: due(rest.AppointmentTime, 'AppointmentTime'),
  };
}

/** Names begin with a capital in some callbacks and not in others. */
function withCapitals(value: unknown): unknown {
  const tree = treeOf(value);
  if (tree === undefined) return value;
  return Object.fromEntries(
    Object.entries(tree).map(([name, one]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, one]),
  );
}

/** What is wrong with what we sent, as texts or as objects with one. */
function errorsIn(errors: readonly unknown[]): string {
  const texts = errors.map((one) => wordOf(one) ?? textIn(one, 'message') ?? textIn(one, 'msg') ?? textIn(one, 'code'));
  return texts.filter((text) => text !== undefined).join('. ');
}

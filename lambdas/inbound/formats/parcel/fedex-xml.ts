import type { SubjectReference } from '../../../contracts/index.ts';
import { placeFrom } from '../draft.ts';
import { lookUp } from '../look-up.ts';
import { referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementAt, elementsAt, elementsNamed, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { carriers } from './carriers.ts';
import { fedexMeaning } from './fedex-meaning.ts';
import { isoStamp, noStamp } from './fields.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { parcelsInXml, xmlEvents } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';

/** FedEx Track web service, any version: one parcel for each `TrackDetails`. */
export const translateFedexXml = parcelsInXml('carrier-fedex-xml', detailsIn, readDetails);

function detailsIn(root: XmlElement): Found<XmlElement> {
  const items = elementsNamed(root, 'TrackDetails').map((value) => ({ value, pointer: 'TrackDetails' }));
  if (items.length > 0) return { items };
  const refusal = elementsNamed(root, 'Notifications', 'Notification', 'Fault', 'cause')[0];
  if (refusal !== undefined) return { passedOver: `the answer "${textAt(refusal, 'Message') ?? refusal.name}"` };
  const detail = 'There are no TrackDetails in it.';
  return { rejections: [{ part: 'payload', pointer: root.name, detail, mend: 'Send a TrackReply of FedEx.' }] };
}

function readDetails(details: XmlElement, spot: Spot, sender: Sender): Parcel {
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.fedex;
  const destination = placeOf(elementAt(details, 'DestinationAddress'));
  const due = (...types: readonly string[]): Stamp | undefined => {
    const dated = elementsAt(details, 'DatesOrTimes').find((one) => types.includes(textAt(one, 'Type') ?? ''));
    const sent = textAt(dated, 'DateOrTimestamp');
    return sent === undefined ? undefined : isoStamp(sent, `${pointer}/DatesOrTimes`, destination ?? {}, sender.zone);
  };
  const oldEstimate = textAt(details, 'EstimatedDeliveryTimestamp');
  const identifiers = elementsAt(details, 'OtherIdentifiers').flatMap((one) => [
    one,
    ...elementsAt(one, 'PackageIdentifier'),
  ]);
  return {
    ...spot,
    carrier,
    references: [
      ...referenceTo('tracking', textAt(details, 'TrackingNumber'), issuer),
      ...identifiers.flatMap((one) => referenceOf(textAt(one, 'Type'), textAt(one, 'Value'), sender)),
    ],
    lane: { origin: placeOf(elementAt(details, 'ShipperAddress')), destination },
    events: xmlEvents(elementsAt(details, 'Events'), spot, (event, at) => readEvent(event, at, sender)),
    current: { part: `${part}, status`, ...currentOf(details), stamp: noStamp },
    estimated:
      oldEstimate === undefined
        ? due('ESTIMATED_DELIVERY')
        : isoStamp(oldEstimate, `${pointer}/EstimatedDeliveryTimestamp`, destination ?? {}, sender.zone),
    promised: due('COMMITMENT', 'STANDARD_TRANSIT'),
  };
}

/** Types of identifiers (Track web service, `TrackIdentifierType`; the same in REST) whose numbers FedEx gives: door tags, and the master of several pieces. */
const BY_FEDEX: Readonly<Record<string, SubjectReference['kind']>> = {
  TRACKING_NUMBER_OR_DOORTAG: 'tracking',
  STANDARD_MPS: 'shipment',
};
/** Those that the shipper gives and names. */
const BY_SHIPPER: Readonly<Record<string, SubjectReference['kind']>> = {
  BILL_OF_LADING: 'bill_of_lading',
  INVOICE: 'invoice',
  PURCHASE_ORDER: 'purchase_order',
};

/** What is neither is a reference of the customer. */
export function referenceOf(type: string | undefined, value: string | undefined, sender: Sender) {
  const kind = lookUp(BY_FEDEX, type);
  if (kind !== undefined) return referenceTo(kind, value, carriers.fedex.issuer);
  return referenceTo(lookUp(BY_SHIPPER, type) ?? 'customer_reference', value, sender.issuer);
}

function readEvent(event: XmlElement, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeOf(elementAt(event, 'Address'));
  const type = textAt(event, 'EventType');
  const exception = textAt(event, 'StatusExceptionCode');
  const words = textAt(event, 'StatusExceptionDescription') ?? textAt(event, 'EventDescription');
  return {
    part,
    ...fedexCode(type, exception),
    known: fedexMeaning({ type, exception, words }),
    stamp: isoStamp(textAt(event, 'Timestamp'), `${pointer}/Timestamp`, place ?? {}, sender.zone),
    place,
    text: words,
  };
}

/** The reason says more than the event, where there is one. */
export function fedexCode(type: string | undefined, exception: string | undefined) {
  if (exception === undefined) return { scheme: 'fedex:event', code: type ?? '' };
  return { scheme: 'fedex:exception', code: exception, status: type };
}

function currentOf(details: XmlElement) {
  const type = textAt(details, 'StatusDetail/Code') ?? textAt(details, 'StatusCode');
  const exception = textAt(details, 'StatusDetail/AncillaryDetails/Reason');
  const words =
    textAt(details, 'StatusDetail/AncillaryDetails/ReasonDescription') ??
    textAt(details, 'StatusDetail/Description') ??
    textAt(details, 'StatusDescription');
  return { ...fedexCode(type, exception), known: fedexMeaning({ type, exception, words }), text: words };
}

function placeOf(address: XmlElement | undefined) {
  return placeFrom({
    locality: textAt(address, 'City'),
    region: textAt(address, 'StateOrProvinceCode'),
    country: textAt(address, 'CountryCode'),
    postalCode: textAt(address, 'PostalCode'),
  });
}

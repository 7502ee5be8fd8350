import { placeFrom } from '../draft.ts';
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

/** Purchase orders and invoices are named as such, and so are door tags and other numbers of FedEx; the rest is the customer's. */
export function referenceOf(type = '', value: string | undefined, sender: Sender) {
  if (type.startsWith('TRACKING_NUMBER')) return referenceTo('tracking', value, carriers.fedex.issuer);
  const kind = type === 'PURCHASE_ORDER' ? 'purchase_order' : type === 'INVOICE' ? 'invoice' : 'customer_reference';
  return referenceTo(kind, value, sender.issuer);
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

import { placeFrom } from '../draft.ts';
import { readLocal } from '../local-time.ts';
import { referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementAt, elementsAt, elementsNamed, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { carriers } from './carriers.ts';
import { stampOf } from './fields.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { parcelsInXml, xmlEvents } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';
import { upsMeaning } from './ups-meaning.ts';
import { meaningInWords } from './words.ts';

/** UPS Tracking, XML and SOAP: one parcel for each package of a `TrackResponse`. */
export const translateUpsXml = parcelsInXml('carrier-ups-xml', packagesIn, readPackage);

interface Package {
  readonly shipment: XmlElement;
  readonly element: XmlElement;
}

function packagesIn(root: XmlElement): Found<Package> {
  const refusal = elementsNamed(root, 'Error', 'PrimaryErrorCode')[0];
  const shipments = elementsNamed(root, 'Shipment');
  const items = shipments.flatMap((shipment) => {
    const packages = elementsAt(shipment, 'Package');
    // Freight has its activities at the shipment.
    return (packages.length === 0 ? [shipment] : packages).map((element) => ({
      value: { shipment, element },
      pointer: element.name,
    }));
  });
  if (items.length > 0) return { items };
  if (refusal !== undefined)
    return {
      passedOver: `the error "${textAt(refusal, 'ErrorDescription') ?? textAt(refusal, 'Description') ?? refusal.name}"`,
    };
  const detail = 'There is no Shipment in it.';
  return { rejections: [{ part: 'payload', pointer: root.name, detail, mend: 'Send a TrackResponse of UPS.' }] };
}

function readPackage({ shipment, element }: Package, { part, pointer }: Spot, sender: Sender): Parcel {
  const { issuer, carrier } = carriers.ups;
  const number = textAt(element, 'TrackingNumber') ?? shipmentNumber(shipment);
  const destination = placeOf(elementAt(shipment, 'ShipTo/Address'));
  const due = (name: string): Stamp | undefined => {
    const day = textAt(element, `${name}Date`) ?? textAt(shipment, `${name}Date`);
    const clock = textAt(element, `${name}Time`) ?? textAt(shipment, `${name}Time`);
    return day === undefined
      ? undefined
      : compactStamp(day, clock, `${pointer}/${name}Date`, destination ?? {}, sender);
  };
  const scheduled = due('ScheduledDelivery');
  return {
    part,
    pointer,
    carrier,
    references: [
      ...referenceTo('tracking', number, issuer),
      ...referenceTo('shipment', shipmentNumber(shipment), issuer),
      ...[...elementsAt(shipment, 'ReferenceNumber'), ...elementsAt(element, 'ReferenceNumber')].flatMap((reference) =>
        referenceTo('customer_reference', textAt(reference, 'Value'), sender.issuer),
      ),
    ],
    lane: { origin: placeOf(elementAt(shipment, 'Shipper/Address')), destination },
    events: xmlEvents(elementsAt(element, 'Activity'), { part, pointer }, (activity, at) =>
      readActivity(activity, at, sender),
    ),
    estimated: due('RescheduledDelivery') ?? scheduled,
    promised: scheduled,
  };
}

function shipmentNumber(shipment: XmlElement): string | undefined {
  return textAt(shipment, 'ShipmentIdentificationNumber') ?? textAt(shipment, 'InquiryNumber/Value');
}

function readActivity(activity: XmlElement, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  // An activity of freight has its place and its words without anything around them, and no code.
  const place = placeOf(elementAt(activity, 'ActivityLocation/Address') ?? elementAt(activity, 'ActivityLocation'));
  const type = textAt(activity, 'Status/StatusType/Code') ?? textAt(activity, 'Status/Type');
  const code = textAt(activity, 'Status/StatusCode/Code') ?? textAt(activity, 'Status/Code');
  const description =
    textAt(activity, 'Status/StatusType/Description') ??
    textAt(activity, 'Status/Description') ??
    textAt(activity, 'Description');
  return {
    part,
    scheme: 'ups:activity',
    code: code ?? '',
    status: type,
    known: upsMeaning({ type, code, description }) ?? ofFreight(activity, description),
    stamp: compactStamp(textAt(activity, 'Date'), textAt(activity, 'Time'), `${pointer}/Date`, place ?? {}, sender),
    place,
    text: description,
  };
}

function ofFreight(activity: XmlElement, description: string | undefined): ParcelCode | undefined {
  if (elementAt(activity, 'Status') !== undefined || description === undefined) return undefined;
  return (
    meaningInWords(description) ?? codeOfKind(/^delivered/i.test(description) ? 'delivered' : 'other', description)
  );
}

function placeOf(address: XmlElement | undefined) {
  return placeFrom({
    locality: textAt(address, 'City'),
    region: textAt(address, 'StateProvinceCode'),
    country: textAt(address, 'CountryCode'),
    postalCode: textAt(address, 'PostalCode'),
  });
}

/** A day and a clock without marks, `20100910` and `180300`, by the clock of the place unless an offset is given. */
export function compactStamp(
  day: string | undefined,
  clock: string | undefined,
  pointer: string,
  where: { readonly region?: string | undefined; readonly country?: string | undefined },
  sender: Sender,
  offset?: string,
): Stamp {
  const sent = [day, clock].filter((part) => part !== undefined).join(' ');
  const iso = (day ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  // Where it went through a number, the hour has lost its nought.
  const time = (clock ?? '')
    .replace(/^\d{5}$/, '0$&')
    .replace(
      /^(\d{2})(\d{2})(\d{2})?$/,
      (_all, hour: string, minute: string, second = '00') => `${hour}:${minute}:${String(second)}`,
    );
  const read = day === undefined ? undefined : readLocal(iso, time, offset, where, sender.zone);
  return { ...stampOf(sent, read, pointer), hasClock: clock !== undefined };
}

import type { Place } from '../../../contracts/index.ts';
import { placeFrom } from '../draft.ts';
import { readLocal } from '../local-time.ts';
import { referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { elementAt, elementsAt, elementsNamed, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { carriers } from './carriers.ts';
import { dhlCheckpoint, dhlDisposition } from './codes/dhl.ts';
import { countryNamed } from './countries.ts';
import { isoStamp, stampOf } from './fields.ts';
import type { Parcel, ParcelEvent } from './parcel.ts';
import { parcelsInXml, xmlEvents } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';

/** DHL Express XML Services: one shipment for each `AWBInfo`, with the events of the shipment and of its pieces; and the older ECommerce interface with its `TrackingHistory`. */
export const translateDhlXml = parcelsInXml('carrier-dhl-xml', shipmentsIn, readShipment);

function shipmentsIn(root: XmlElement): Found<XmlElement> {
  const old = elementsNamed(root, 'Shipment').filter((shipment) => elementAt(shipment, 'TrackingNbr') !== undefined);
  const items = [...elementsNamed(root, 'AWBInfo'), ...old].map((value) => ({ value, pointer: value.name }));
  if (items.length > 0) return { items };
  const refusal = elementsNamed(root, 'Condition', 'Fault')[0];
  if (refusal !== undefined) return { passedOver: `the error "${textAt(refusal, 'ConditionData') ?? refusal.name}"` };
  const detail = 'There is no AWBInfo in it.';
  return { rejections: [{ part: 'payload', pointer: root.name, detail, mend: 'Send a TrackingResponse of DHL.' }] };
}

function readShipment(info: XmlElement, spot: Spot, sender: Sender): Parcel {
  const { issuer, carrier } = carriers.dhl;
  const shipment = elementAt(info, 'ShipmentInfo') ?? info;
  const areas = areasOf(shipment);
  const events = [
    ...elementsAt(shipment, 'ShipmentEvent'),
    ...elementsAt(info, 'Pieces/PieceInfo/PieceEvent'),
    ...elementsAt(info, 'TrackingHistory/Status'),
  ];
  const estimate = textAt(shipment, 'EstDlvyDateUTC');
  const due = estimate === undefined ? textAt(shipment, 'EstDlvyDate')?.replace(/ GMT/, '') : `${estimate}Z`;
  return {
    ...spot,
    carrier,
    references: [
      ...referenceTo('tracking', textAt(info, 'AWBNumber') ?? textAt(info, 'TrackingNbr'), issuer),
      ...elementsAt(shipment, 'ShipperReference/ReferenceID').flatMap(({ text }) =>
        referenceTo('customer_reference', text, sender.issuer),
      ),
      ...elementsAt(info, 'Pieces/PieceInfo/PieceDetails/LicensePlate').flatMap(({ text }) =>
        referenceTo('tracking', text, issuer),
      ),
    ],
    lane: { origin: endOf(shipment, 'Shipper'), destination: endOf(shipment, 'Consignee') },
    events: xmlEvents(events, spot, (event, at) => readEvent(event, areas, at, sender)),
    estimated:
      due === undefined ? undefined : isoStamp(due, `${spot.pointer}/ShipmentInfo/EstDlvyDate`, {}, sender.zone),
  };
}

/** The countries of the two service areas that the shipment itself names. */
function areasOf(shipment: XmlElement): ReadonlyMap<string, Place | undefined> {
  return new Map([
    [textAt(shipment, 'OriginServiceArea/ServiceAreaCode') ?? '', endOf(shipment, 'Shipper')],
    [textAt(shipment, 'DestinationServiceArea/ServiceAreaCode') ?? '', endOf(shipment, 'Consignee')],
  ]);
}

function endOf(shipment: XmlElement, name: 'Shipper' | 'Consignee'): Place | undefined {
  const end = elementAt(shipment, name);
  return placeFrom({
    locality: textAt(end, 'City'),
    region: textAt(end, 'DivisionCode'),
    country: textAt(end, 'CountryCode'),
    postalCode: textAt(end, 'PostalCode'),
  });
}

function readEvent(
  event: XmlElement,
  areas: ReadonlyMap<string, Place | undefined>,
  { part, pointer }: Spot,
  sender: Sender,
): ParcelEvent {
  const disposition = textAt(event, 'Disposition');
  const code = textAt(event, 'ServiceEvent/EventCode') ?? disposition ?? '';
  const area = elementAt(event, 'ServiceArea');
  const place =
    placeOfStation(elementAt(event, 'Location')) ??
    placeOfArea(textAt(area, 'ServiceAreaCode'), textAt(area, 'Description'), areas);
  const [day = '', clock = ''] = [textAt(event, 'Date'), textAt(event, 'Time')];
  const remarks = ['FurtherDetails', 'NextSteps'].flatMap((name) => textAt(event, `EventRemarks/${name}`) ?? []);
  return {
    part,
    scheme: 'dhl:checkpoint',
    code,
    known: dhlDisposition.get(disposition ?? '') ?? dhlCheckpoint.get(code),
    stamp: stampOf(
      `${day} ${clock}`.trim(),
      readLocal(day, clock.slice(0, 8), undefined, place ?? {}, sender.zone),
      `${pointer}/Date`,
    ),
    place,
    text: [textAt(event, 'ServiceEvent/Description') ?? textAt(event, 'StatusDesc'), ...remarks]
      .filter((text) => text !== undefined)
      .join(' ')
      .replace(/\s+/g, ' '),
  };
}

/** A station of the older interface; at home it names a state and no country. */
function placeOfStation(location: XmlElement | undefined): Place | undefined {
  const region = textAt(location, 'State');
  const country = countryNamed(textAt(location, 'Country'));
  return placeFrom({
    locality: textAt(location, 'City'),
    region,
    country: country ?? (region === undefined ? undefined : 'US'),
  });
}

/** DHL prints an area as `LEIPZIG - GERMANY`, `VAN NUYS,CA-USA` or `HONG KONG-HKG`. */
export function areaPrinted(printed: string | undefined) {
  const [, town = '', region, country] = /^(.*?)(?:,\s*([A-Z]{2}))?\s*-\s*([^-]*)$/.exec((printed ?? '').trim()) ?? [];
  return { town, region, country: countryNamed(country) };
}

function placeOfArea(
  code: string | undefined,
  printed: string | undefined,
  areas: ReadonlyMap<string, Place | undefined>,
): Place | undefined {
  const { town, region, country } = areaPrinted(printed);
  const known = areas.get(code ?? '');
  return placeFrom({
    code,
    locality: town === '' ? printed : town,
    region: region ?? (known?.country === 'US' || known?.country === 'CA' ? known.region : undefined),
    country: country ?? known?.country,
  });
}

import type { Place, SubjectReference } from '../../../contracts/index.ts';
import { readIsoTime } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import { shown } from '../look-up.ts';
import { referenceTo } from '../references.ts';
import type { Sender } from '../translator.ts';
import { codeOf } from './event-codes.ts';
import { placeOfCall, placeOfLocation, vesselOf, vesselReference, voyageOf } from './places.ts';
import type { RawEvent } from './schema.ts';

/** One event, in the codes of 2.2 whatever its version. */
export interface TntEvent {
  readonly part: string;
  /** Schemas of 2.2 ask for none, and some carriers send none: such an event is known by what it says. */
  readonly id: string | undefined;
  readonly type: string;
  readonly code: string;
  /** Document of a shipment event. */
  readonly document: string;
  readonly documentId: string;
  readonly at: 'actual' | 'estimated' | 'scheduled';
  readonly time: SentTime;
  /** When the event was made or last changed: of two of one thing the later one holds. */
  readonly told: SentTime;
  readonly delayReasons: readonly string[];
  readonly remarks: readonly string[];
  readonly references: readonly SubjectReference[];
  readonly place: Place | undefined;
  readonly carrier: string | undefined;
  /** What tells one call of one vessel from another; empty where nothing does. */
  readonly call: string;
  readonly isRetracted: boolean;
  readonly raw: RawEvent;
}

export interface EventFault {
  readonly pointer: string;
  readonly detail: string;
  readonly mend: string;
}

const TIME_MEND = 'Send an RFC 3339 time with its offset, for example 2026-03-02T08:00:00+01:00.';
const CLASSIFIERS: Readonly<Record<string, TntEvent['at']>> = { ACT: 'actual', EST: 'estimated', PLN: 'scheduled' };
const TYPES = ['SHIPMENT', 'TRANSPORT', 'EQUIPMENT', 'IOT', 'REEFER'];

export function normalizeEvent(raw: RawEvent, part: string, sender: Sender): TntEvent | EventFault {
  const grouped = raw.eventClassification;
  const type = codeOf(grouped?.eventType ?? grouped?.eventTypeCode ?? raw.eventType);
  if (!TYPES.includes(type)) {
    const detail = `"${shown(type)}" is no type of event.`;
    return { pointer: '/eventType', detail, mend: `Send one of ${TYPES.join(', ')}.` };
  }
  const classifier = codeOf(grouped?.eventClassifier ?? grouped?.eventClassifierCode ?? raw.eventClassifierCode);
  // What has become of a paper is always told afterwards, so some leave it out.
  const at = CLASSIFIERS[classifier === '' && type === 'SHIPMENT' ? 'ACT' : classifier];
  if (at === undefined) {
    const detail = `"${shown(classifier)}" is no classifier of an event.`;
    return { pointer: '/eventClassifierCode', detail, mend: 'Send ACT, EST or PLN.' };
  }
  const call = raw.transportDetails?.transportCall ?? raw.transportCall;
  const place = placeOfLocation(raw.eventLocation ?? raw.location) ?? placeOfCall(call);
  const times = timesOf(raw, place, sender);
  if ('detail' in times) return times;
  const document = raw.shipmentDetails?.documentReference;
  const carrier = carrierOf(raw);
  return {
    part,
    id: raw.eventID ?? undefined,
    type,
    code: subtypeOf(raw, type),
    document: codeOf(document?.type ?? document?.typeCode ?? raw.documentTypeCode),
    documentId: document?.reference ?? raw.documentID ?? raw.documentReference ?? '',
    at,
    ...times,
    delayReasons: [...(raw.transportDetails?.delayReasonCodes ?? []), raw.delayReasonCode ?? '']
      .map((code) => code.trim().toUpperCase())
      .filter((code) => code !== ''),
    remarks: [raw.changeRemark, raw.transportDetails?.changeRemark, raw.reason].filter(
      (remark) => remark !== undefined,
    ),
    references: referencesOf(raw, carrier ?? sender.issuer, sender),
    place,
    carrier,
    call: keyOfCall(call, place),
    isRetracted: raw.isRetracted === true,
    raw,
  };
}

function subtypeOf(raw: RawEvent, type: string): string {
  const grouped = raw.eventClassification;
  switch (type) {
    case 'SHIPMENT':
      return codeOf(grouped?.shipmentEventType ?? grouped?.shipmentEventTypeCode ?? raw.shipmentEventTypeCode);
    case 'TRANSPORT':
      return codeOf(grouped?.transportEventType ?? grouped?.transportEventTypeCode ?? raw.transportEventTypeCode);
    case 'EQUIPMENT':
      return codeOf(grouped?.equipmentEventType ?? grouped?.equipmentEventTypeCode ?? raw.equipmentEventTypeCode);
    case 'IOT':
      return codeOf(raw.iotDetails?.iotEventCode ?? grouped?.iotEventType ?? grouped?.iotEventTypeCode);
    default:
      return codeOf(grouped?.reeferEventType ?? grouped?.reeferEventTypeCode);
  }
}

/** An event is of no use without its time; one that was made in another century, or more than a year ahead, was not made by a clock. */
function timesOf(
  raw: RawEvent,
  place: Place | undefined,
  sender: Sender,
): Pick<TntEvent, 'time' | 'told'> | EventFault {
  const told = raw.eventUpdatedDateTime ?? raw.eventCreatedDateTime;
  const toldName = raw.eventUpdatedDateTime === undefined ? '/eventCreatedDateTime' : '/eventUpdatedDateTime';
  const read = (text: string | undefined, pointer: string): SentTime | EventFault =>
    (text === undefined ? undefined : readIsoTime(text, place ?? {}, sender.zone)) ?? {
      pointer,
      detail: text === undefined ? 'The time is missing.' : `"${shown(text)}" is no time.`,
      mend: TIME_MEND,
    };
  const time = read(raw.eventDateTime, '/eventDateTime');
  if ('detail' in time) return time;
  const made = read(told, toldName);
  if ('detail' in made) return made;
  const ahead = (Date.parse(made.occurredAt) - Date.parse(sender.receivedAt)) / 86_400_000;
  if (ahead > 366 || made.occurredAt < '2000') {
    return { pointer: toldName, detail: `An event cannot have been made at "${shown(told ?? '')}".`, mend: TIME_MEND };
  }
  return { time, told: made };
}

function carrierOf({ eventRouting, publisher }: RawEvent): string | undefined {
  const parties = eventRouting?.originatingParties ?? [];
  const party = parties.find(({ partyFunction }) => partyFunction === 'CA') ?? parties[0];
  return party?.partyCode ?? eventRouting?.originatingParty?.partyCode ?? publisher?.carrierCode;
}

function keyOfCall(call: RawEvent['transportCall'], place: Place | undefined): string {
  const id = call?.transportCallID ?? call?.transportCallReference;
  if (id !== undefined) return id;
  const { imo } = vesselOf(call);
  const voyage = voyageOf(call);
  if (imo === undefined && voyage === undefined) return '';
  return [imo, voyage, placeOfCall(call)?.code ?? place?.code].join(' ');
}

/** Who numbers a paper, by its type: the carrier its own, the others are ours. */
const PAPERS: Readonly<Record<string, { readonly kind: SubjectReference['kind']; readonly byCarrier: boolean }>> = {
  BKG: { kind: 'booking', byCarrier: true },
  CBR: { kind: 'booking', byCarrier: true },
  TRD: { kind: 'bill_of_lading', byCarrier: true },
  SHI: { kind: 'customer_reference', byCarrier: true },
  DO: { kind: 'delivery', byCarrier: true },
  INV: { kind: 'invoice', byCarrier: true },
  CUS: { kind: 'declaration', byCarrier: false },
  EQ: { kind: 'container', byCarrier: true },
  PO: { kind: 'purchase_order', byCarrier: false },
};

function referencesOf(raw: RawEvent, carrier: string, sender: Sender): readonly SubjectReference[] {
  const { shipmentDetails } = raw;
  const call = raw.transportDetails?.transportCall ?? raw.transportCall;
  const named = (sent: string | undefined, value: string | undefined): readonly SubjectReference[] => {
    const { kind, byCarrier } = PAPERS[codeOf(sent)] ?? { kind: 'customer_reference', byCarrier: false };
    return referenceTo(kind, value, byCarrier ? carrier : sender.issuer);
  };
  const documents = [shipmentDetails?.documentReference, ...(shipmentDetails?.additionalDocumentReferences ?? [])];
  return [
    ...referenceTo('container', raw.equipmentDetails?.equipmentReference ?? raw.equipmentReference, sender.issuer),
    ...named(raw.documentTypeCode, raw.documentID ?? raw.documentReference),
    ...documents.flatMap((one) => named(one?.type ?? one?.typeCode, one?.reference)),
    ...(raw.documentReferences ?? []).flatMap((one) => named(one.documentReferenceType, one.documentReferenceValue)),
    ...(shipmentDetails?.shipmentReferences ?? []).flatMap((one) => named(one.type ?? one.typeCode, one.reference)),
    ...(raw.relatedDocumentReferences ?? []).flatMap((one) => named(one.type, one.value)),
    ...(raw.references ?? []).flatMap((one) => named(one.referenceType ?? one.type, one.referenceValue ?? one.value)),
    ...vesselReference(vesselOf(call).imo, sender.issuer),
  ];
}

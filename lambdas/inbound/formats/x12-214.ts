import type { Place, SubjectReference } from '../../contracts/index.ts';
import { textOf } from './translator.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { statusReason } from './x12/reason-codes.ts';
import { appointmentStatus, arrivalsAt, shipmentStatus } from './x12/status-codes.ts';
import type { StatusCode } from './x12/status-codes.ts';
import { readTime } from './x12/time-codes.ts';
import type { ReadTime } from './x12/time-codes.ts';
import { readInterchanges } from './x12/tokenize.ts';
import type { Segment, TransactionSet } from './x12/tokenize.ts';

/** X12 214, Transportation Carrier Shipment Status Message: one signal for each status (AT7) that says something. */
export const translateX12Status: Translator = ({ bytes }, sender) => {
  const { sets, rejections, warnings } = readInterchanges(textOf(bytes));
  const found = { drafts: [] as SignalDraft[], rejections: [...rejections], warnings: [...warnings] };
  for (const set of sets) {
    const part = `interchange ${set.interchange}, set ${set.control}`;
    if (set.id !== '214') {
      found.rejections.push({
        part,
        pointer: 'ST01',
        detail: `The transaction set is ${set.id}, this source sends 214.`,
        mend: 'Send other sets to a source that is registered for them.',
      });
      continue;
    }
    const read = readSet(set, sender, part);
    found.drafts.push(...read.drafts);
    found.rejections.push(...read.rejections);
  }
  const release = sets[0]?.release;
  return { format: 'x12-214', ...(release === undefined || release === '' ? {} : { version: release }), ...found };
};

interface Read {
  readonly drafts: readonly SignalDraft[];
  readonly rejections: readonly Rejection[];
}

/** What is true of the whole set. */
interface Header {
  readonly scac: string | undefined;
  readonly references: readonly SubjectReference[];
  readonly destination: Place | undefined;
}

/** One LX loop: one stop, or one item, with its statuses in order. */
interface Loop {
  readonly number: string;
  readonly segments: readonly Segment[];
}

function readSet(set: TransactionSet, sender: Sender, part: string): Read {
  const first = set.segments.findIndex(({ tag }) => tag === 'LX');
  const headerSegments =
    first < 0 ? set.segments.filter(({ tag }) => tag !== 'AT7' && tag !== 'MS1') : set.segments.slice(0, first);
  const header = readHeader(headerSegments, sender);
  if (header.references.length === 0) {
    return {
      drafts: [],
      rejections: [
        {
          part,
          pointer: 'B10',
          detail: 'B10 names no shipment: both B1001 and B1002 are empty.',
          mend: "Put the carrier's reference into B1001 or the shipment's number into B1002.",
        },
      ],
    };
  }
  const loops = loopsOf(first < 0 ? set.segments : set.segments.slice(first));
  const reads = loops.map((loop) => readLoop(loop, header, sender, part));
  if (reads.every(({ drafts, rejections }) => drafts.length + rejections.length === 0)) {
    return {
      drafts: [],
      rejections: [
        {
          part,
          pointer: 'AT7',
          detail: 'The set reports no status: there is no AT7 segment with a known code.',
          mend: 'Send at least one AT7 with AT701 or AT703.',
        },
      ],
    };
  }
  return { drafts: reads.flatMap(({ drafts }) => drafts), rejections: reads.flatMap(({ rejections }) => rejections) };
}

function readHeader(segments: readonly Segment[], sender: Sender): Header {
  const b10 = segments.find(({ tag }) => tag === 'B10');
  const scac = filled(b10?.elements[2]);
  const issuer = scac ?? sender.issuer;
  const references: SubjectReference[] = [];
  const tracking = filled(b10?.elements[0]);
  const shipment = filled(b10?.elements[1]);
  if (tracking !== undefined) references.push({ kind: 'tracking', value: tracking, issuer });
  // The shipper's own number, so it is unique only among what this sender carries for us.
  if (shipment !== undefined) references.push({ kind: 'shipment', value: shipment, issuer: sender.issuer });
  references.push(...referencesIn(segments, issuer, sender));
  const consignee = segments.findIndex(
    ({ tag, elements }) => tag === 'N1' && ['CN', 'ST', 'UC'].includes(elements[0] ?? ''),
  );
  const address =
    consignee < 0 ? undefined : segments.slice(consignee + 1, consignee + 4).find(({ tag }) => tag === 'N4');
  return {
    scac,
    references: distinct(references),
    destination:
      address === undefined ? undefined : placeOf(address.elements[0], address.elements[1], address.elements[3]),
  };
}

/** X12 data element 128, reference identification qualifier: those that name something we know. */
const QUALIFIERS: Readonly<Record<string, { readonly kind: SubjectReference['kind']; readonly ofCarrier: boolean }>> = {
  '2I': { kind: 'tracking', ofCarrier: true },
  CN: { kind: 'tracking', ofCarrier: true },
  BM: { kind: 'bill_of_lading', ofCarrier: true },
  MB: { kind: 'bill_of_lading', ofCarrier: true },
  BN: { kind: 'booking', ofCarrier: true },
  PO: { kind: 'purchase_order', ofCarrier: false },
  OQ: { kind: 'order', ofCarrier: false },
  CO: { kind: 'order', ofCarrier: false },
  DO: { kind: 'delivery', ofCarrier: false },
  SI: { kind: 'shipment', ofCarrier: false },
  LO: { kind: 'load', ofCarrier: true },
  IN: { kind: 'invoice', ofCarrier: true },
  CR: { kind: 'customer_reference', ofCarrier: false },
  '97': { kind: 'customer_reference', ofCarrier: true },
};

function referencesIn(segments: readonly Segment[], issuer: string, sender: Sender): readonly SubjectReference[] {
  return segments.flatMap(({ tag, elements }) => {
    const value = filled(elements[0]);
    const known = QUALIFIERS[elements[1] ?? ''];
    if (tag !== 'L11' || value === undefined || known === undefined) return [];
    return [{ kind: known.kind, value, issuer: known.ofCarrier ? issuer : sender.issuer }];
  });
}

function loopsOf(segments: readonly Segment[]): readonly Loop[] {
  const loops: { number: string; segments: Segment[] }[] = [];
  for (const segment of segments) {
    if (segment.tag === 'LX') loops.push({ number: segment.elements[0] ?? String(loops.length + 1), segments: [] });
    else {
      if (loops.length === 0) loops.push({ number: '1', segments: [] });
      loops.at(-1)?.segments.push(segment);
    }
  }
  return loops;
}

interface Status {
  readonly segment: Segment;
  readonly place: Place | undefined;
}

function readLoop(loop: Loop, header: Header, sender: Sender, setPart: string): Read {
  const issuer = header.scac ?? sender.issuer;
  const references = distinct([...header.references, ...referencesIn(loop.segments, issuer, sender)]);
  const statuses = statusesOf(loop.segments);
  const appointments = new Map<string, number>();
  const drafts: SignalDraft[] = [];
  const rejections: Rejection[] = [];
  for (const [index, { segment, place }] of statuses.entries()) {
    const part = `${setPart}, LX ${loop.number}, AT7 ${String(index + 1)}`;
    const read = readStatus(segment, place ?? header.destination, sender, part);
    if ('rejection' in read) {
      rejections.push(read.rejection);
      continue;
    }
    const promised = appointments.get(arrivalsAt[read.code] ?? '');
    if (read.appointment !== undefined) appointments.set(read.appointment, Date.parse(read.time.occurredAt));
    const isLate = promised === undefined ? undefined : Date.parse(read.time.occurredAt) > promised;
    drafts.push(draftOf({ read, isLate, references, header, place, part, stop: loop.number }));
  }
  return { drafts, rejections };
}

/** Each AT7 with the MS1 that follows it before the next one. */
function statusesOf(segments: readonly Segment[]): readonly Status[] {
  return segments.flatMap((segment, index) => {
    if (segment.tag !== 'AT7') return [];
    const next = segments.findIndex(({ tag }, later) => later > index && tag === 'AT7');
    const where = segments.slice(index + 1, next < 0 ? undefined : next).find(({ tag }) => tag === 'MS1');
    return [
      {
        segment,
        place: where === undefined ? undefined : placeOf(where.elements[0], where.elements[1], where.elements[2]),
      },
    ];
  });
}

interface ReadStatus {
  readonly code: string;
  readonly status: StatusCode | undefined;
  readonly appointment: 'pick-up' | 'delivery' | undefined;
  readonly reason: string | undefined;
  readonly time: ReadTime;
}

function readStatus(
  segment: Segment,
  place: Place | undefined,
  sender: Sender,
  part: string,
): ReadStatus | { readonly rejection: Rejection } {
  const [code = '', reason = '', appointment = '', appointmentReason = '', date = '', time = '', timeCode = ''] =
    segment.elements;
  const at = `AT7 (segment ${String(segment.position)})`;
  const status = shipmentStatus[code];
  const agreed = appointmentStatus[appointment];
  if (status === undefined && agreed === undefined) {
    const given = code === '' ? appointment : code;
    return {
      rejection: {
        part,
        pointer: `${at}/${code === '' ? 'AT703' : 'AT701'}`,
        detail:
          given === '' ? 'The segment has no status code.' : `The status code ${given} is not in the X12 code list.`,
        mend: 'Send a code of X12 data element 1650 in AT701, or of 1652 in AT703.',
      },
    };
  }
  const when =
    date === ''
      ? { occurredAt: sender.receivedAt, timeBasis: 'received' as const }
      : readTime(date, time, timeCode, place ?? {}, sender.zone);
  if (when === undefined) {
    return {
      rejection: {
        part,
        pointer: `${at}/AT705`,
        detail: `The date ${date} and time ${time} are no date and time.`,
        mend: 'Send AT705 as CCYYMMDD and AT706 as HHMM or HHMMSS.',
      },
    };
  }
  return { code, status, appointment: agreed?.stop, reason: filled(reason) ?? filled(appointmentReason), time: when };
}

interface DraftParts {
  readonly read: ReadStatus;
  /** Against an appointment in the same loop; undefined where there is none. */
  readonly isLate: boolean | undefined;
  readonly references: readonly SubjectReference[];
  readonly header: Header;
  readonly place: Place | undefined;
  readonly part: string;
  readonly stop: string;
}

function draftOf({ read, isLate, references, header, place, part, stop }: DraftParts): SignalDraft {
  const { code, status, reason, time } = read;
  const known = reason === undefined ? undefined : statusReason[reason];
  const trouble = troubleOf(read, isLate);
  const base = {
    part,
    references: [...references],
    ...(place === undefined ? {} : { place }),
    ...(header.destination === undefined ? {} : { lane: { destination: header.destination } }),
    ...(header.scac === undefined ? {} : { carrier: { scac: header.scac } }),
    ...time,
    ...(reason === undefined
      ? {}
      : {
          reason: {
            scheme: 'x12:1651',
            code: reason,
            ...(code === '' ? {} : { status: code }),
            text: textOfReason(status, known?.meaning),
          },
        }),
  };
  const milestone =
    status === undefined
      ? { name: 'appointment' as const, at: 'scheduled' as const, stop }
      : { name: status.milestone, at: status.at, stop };
  return trouble === undefined
    ? { ...base, kind: 'progress', milestone }
    : { ...base, kind: 'exception', type: trouble, milestone };
}

function textOfReason(status: StatusCode | undefined, meaning: string | undefined): string {
  return (
    [status?.meaning, meaning].filter((text) => text !== undefined && text !== 'Normal status').join(': ') ||
    'Appointment'
  );
}

/**
 * The exception type of a status, or undefined for progress. A status that is trouble by itself keeps its type, unless its reason names a hold. An arrival with an
 * appointment is late by the clock and not by its reason: "customer requested future delivery" at the agreed time is no trouble.
 */
function troubleOf({ status, reason }: ReadStatus, isLate: boolean | undefined): string | undefined {
  if (status === undefined) return undefined;
  const byReason = reason === undefined ? undefined : statusReason[reason]?.trouble;
  if (status.trouble !== undefined) {
    return status.trouble === 'transport.delay' && byReason?.startsWith('compliance.') === true
      ? byReason
      : status.trouble;
  }
  if (isLate === true) return 'transport.delay';
  if (isLate === false && byReason === 'transport.delay') return undefined;
  // What is delivered, or only expected, is not made late by a reason that explains it.
  if (byReason === 'transport.delay' && (status.milestone === 'delivered' || status.at === 'estimated'))
    return undefined;
  return byReason;
}

function placeOf(
  locality: string | undefined,
  region: string | undefined,
  country: string | undefined,
): Place | undefined {
  const code = { USA: 'US', CAN: 'CA', MEX: 'MX' }[country ?? ''] ?? country;
  const place = {
    ...(filled(locality) === undefined ? {} : { locality: String(locality).slice(0, 80) }),
    ...(filled(region) === undefined ? {} : { region: String(region).slice(0, 40) }),
    ...(code !== undefined && /^[A-Z]{2}$/.test(code) ? { country: code } : {}),
  };
  return Object.keys(place).length === 0 ? undefined : place;
}

function filled(value: string | undefined): string | undefined {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed.slice(0, 80);
}

function distinct(references: readonly SubjectReference[]): SubjectReference[] {
  const seen = new Map<string, SubjectReference>();
  for (const reference of references)
    seen.set(JSON.stringify([reference.kind, reference.issuer, reference.value]), reference);
  return [...seen.values()].slice(0, 50);
}

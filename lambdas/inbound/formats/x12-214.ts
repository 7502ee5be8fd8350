import type { Place, SubjectReference } from '../../contracts/index.ts';
import { distinctReferences } from './references.ts';
import { textOf } from './translator.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { ladingException } from './x12/codes/lading-exception.ts';
import { appointmentsIn, describeStatus, judgeStatus } from './x12/judge-status.ts';
import type { ReadStatus } from './x12/judge-status.ts';
import { placeOfMs1, placeOfParty } from './x12/places.ts';
import { decimalOf, quantitiesIn } from './x12/quantities.ts';
import { readStatus, received } from './x12/read-status.ts';
import { filled, referencesIn } from './x12/references.ts';
import { sectionsOf } from './x12/sections.ts';
import type { Section } from './x12/sections.ts';
import { readInterchanges } from './x12/tokenize.ts';
import type { Segment, TransactionSet } from './x12/tokenize.ts';

/** Answers to what we sent: nothing that a person acts on. */
const ACKNOWLEDGEMENTS: ReadonlySet<string> = new Set(['997', '999', 'TA1']);

interface Found {
  readonly drafts: SignalDraft[];
  readonly rejections: Rejection[];
  readonly warnings: string[];
}

/** X12 214, Transportation Carrier Shipment Status Message, release 004010 and later: one signal for each status (AT7) and each lading exception (Q7). */
export const translateX12Status: Translator = ({ bytes }, sender) => {
  const { sets, rejections, warnings } = readInterchanges(textOf(bytes));
  const found: Found = { drafts: [], rejections: [...rejections], warnings: [...warnings] };
  for (const set of sets) {
    const part = `interchange ${set.interchange}, set ${set.control}`;
    if (set.id === '214') readSet({ set, sender, part, found });
    else if (ACKNOWLEDGEMENTS.has(set.id)) found.warnings.push(`${part}: acknowledgement ${set.id} passed over`);
    else
      found.rejections.push({
        part,
        pointer: 'segment 1 (ST), ST01',
        detail: `The transaction set is ${set.id.slice(0, 10)}, this source sends 214.`,
        mend: 'Send other sets to a source that is registered for them.',
      });
  }
  const release = filled(sets[0]?.release);
  return { format: 'x12-214', ...(release === undefined ? {} : { version: release }), ...found };
};

interface SetReading {
  readonly set: TransactionSet;
  readonly sender: Sender;
  readonly part: string;
  readonly found: Found;
}

/** What is true of the whole set. */
interface Header {
  readonly scac: string | undefined;
  /** Who numbers the carrier's papers. */
  readonly carrier: string;
  readonly references: readonly SubjectReference[];
  readonly lane: { readonly origin?: Place; readonly destination?: Place } | undefined;
}

function readSet(reading: SetReading): void {
  const { set, part, found } = reading;
  const first = set.segments.findIndex(({ tag }) => tag === 'LX' || tag === 'AT7');
  const header = readHeader(first < 0 ? set.segments : set.segments.slice(0, first), reading.sender);
  if (header.references.length === 0) {
    found.rejections.push({
      part,
      pointer: 'segment 2 (B10), B1001',
      detail: 'B10 names no shipment: both B1001 and B1002 are empty.',
      mend: "Put the carrier's reference into B1001 or the shipment's number into B1002.",
    });
    return;
  }
  const before = found.drafts.length + found.rejections.length;
  for (const section of sectionsOf(first < 0 ? [] : set.segments.slice(first))) readSection(section, header, reading);
  if (found.drafts.length + found.rejections.length > before) return;
  found.rejections.push({
    part,
    pointer: `segment ${set.segments.length} (SE)`,
    detail: 'The set reports no status: there is no AT7 segment.',
    mend: 'Send at least one AT7 with AT701 or AT703.',
  });
}

function readHeader(segments: readonly Segment[], sender: Sender): Header {
  const b10 = segments.find(({ tag }) => tag === 'B10')?.elements ?? [];
  const scac = filled(b10[2], 10);
  const carrier = scac ?? sender.issuer;
  const tracking = filled(b10[0]);
  const shipment = filled(b10[1]);
  const references: SubjectReference[] = [];
  if (tracking !== undefined) references.push({ kind: 'tracking', value: tracking, issuer: carrier });
  // The shipper's own number, so it is unique only among what this sender carries for us.
  if (shipment !== undefined) references.push({ kind: 'shipment', value: shipment, issuer: sender.issuer });
  references.push(...referencesIn(segments, carrier, sender));
  const origin = placeOfParty(segments, ['SH', 'SF']);
  const destination = placeOfParty(segments, ['CN', 'ST', 'UC']);
  const lane = { ...(origin === undefined ? {} : { origin }), ...(destination === undefined ? {} : { destination }) };
  return { scac, carrier, references, lane: (origin ?? destination) ? lane : undefined };
}

/** One AT7 with the segments of its own loop (MS1, MS2). */
interface Status {
  readonly part: string;
  readonly read: ReadStatus;
  readonly place: Place | undefined;
  readonly own: readonly Segment[];
}

/** What the drafts of a section have in common. */
interface Common {
  readonly section: Section;
  readonly header: Header;
  readonly references: readonly SubjectReference[];
  readonly quantities: ReturnType<typeof quantitiesIn>;
  readonly remarks: readonly string[];
}

function readSection(section: Section, header: Header, reading: SetReading): void {
  const { sender, found } = reading;
  // MS2 belongs to its status: another status of the loop may name other equipment.
  const whole = [...section.inherited, ...section.segments].filter(({ tag }) => tag !== 'MS2');
  const common: Common = {
    section,
    header,
    references: [...header.references, ...referencesIn(whole, header.carrier, sender)],
    quantities: quantitiesIn(section.segments),
    remarks: section.segments.filter(({ tag }) => tag === 'K1').map(({ elements }) => elements.join(' ').trim()),
  };
  const statuses = statusesOf(section, reading);
  const appointments = appointmentsIn(statuses.map(({ read }) => read));
  for (const status of statuses) {
    found.drafts.push(draftOf(status, judgeStatus(status.read, appointments), common, sender));
  }
  const last = statuses.findLast(({ read }) => read.status?.at === 'actual');
  for (const [index, segment] of section.segments.filter(({ tag }) => tag === 'Q7').entries()) {
    readLadingException(segment, `${section.name}, Q7 ${index + 1}`, last, common, reading);
  }
}

function statusesOf({ name, segments }: Section, { sender, part, found }: SetReading): readonly Status[] {
  const positions = segments.flatMap(({ tag }, index) => (tag === 'AT7' ? [index] : []));
  return positions.flatMap((position, index) => {
    const [segment, ...own] = segments.slice(position, positions[index + 1]);
    if (segment === undefined) return [];
    const ms1 = own.find(({ tag }) => tag === 'MS1');
    const place = ms1 === undefined ? undefined : placeOfMs1(ms1);
    const statusPart = `${part}, ${name}, AT7 ${index + 1}`;
    const read = readStatus(segment, place, sender, (text) => found.warnings.push(`${statusPart}: ${text}`));
    if ('detail' in read) {
      found.rejections.push({ part: statusPart, ...read });
      return [];
    }
    return [{ part: statusPart, read, place, own }];
  });
}

function draftOf(
  { part, read, place, own }: Status,
  trouble: string | undefined,
  common: Common,
  sender: Sender,
): SignalDraft {
  const { code, status, appointment, reason } = read;
  const base = {
    ...baseOf(common, own, place),
    part,
    reason: {
      scheme: reason === undefined ? (status === undefined ? 'x12:1652' : 'x12:1650') : 'x12:1651',
      code: reason ?? (status === undefined ? 'appointment' : code),
      ...(status === undefined ? {} : { status: code }),
      text: describeStatus(read),
    },
  };
  const at = status?.at ?? appointment?.at ?? 'actual';
  const milestone = { name: status?.milestone ?? ('appointment' as const), at, stop: common.section.loop };
  const { occurredAt, timeBasis } = read.time;
  if (trouble === undefined) return { ...base, occurredAt, timeBasis, kind: 'progress', milestone };
  // What is expected or agreed lies ahead; the trouble is there since we heard of it.
  const isAhead = at !== 'actual' && timeBasis !== 'received';
  const text = [isAhead ? `Expected ${occurredAt}.` : '', equipmentOf(own), ...common.remarks]
    .filter(Boolean)
    .join(' ');
  return {
    ...base,
    ...(isAhead ? { occurredAt: sender.receivedAt, timeBasis: 'received' as const } : { occurredAt, timeBasis }),
    ...(text === '' ? {} : { text: text.slice(0, 2000) }),
    kind: 'exception',
    type: trouble,
    milestone,
  };
}

function baseOf({ header, references, quantities }: Common, own: readonly Segment[], place: Place | undefined) {
  const equipment = own.filter(({ tag }) => tag === 'MS2');
  // The issuer of containers is their registry, whoever reports them.
  const all = [...references, ...referencesIn(equipment, header.carrier, NOBODY)];
  return {
    references: distinctReferences(all),
    ...(place === undefined ? {} : { place }),
    ...(header.lane === undefined ? {} : { lane: header.lane }),
    ...(header.scac === undefined ? {} : { carrier: { scac: header.scac } }),
    ...(quantities === undefined ? {} : { quantities }),
  };
}

const NOBODY: Sender = { sourceId: '', issuer: '', zone: 'UTC', receivedAt: '' };

function equipmentOf(own: readonly Segment[]): string {
  const { elements = [] } = own.find(({ tag }) => tag === 'MS2') ?? {};
  const name = [elements[0], elements[1]].filter(Boolean).join(' ');
  return name === '' ? '' : `Equipment ${name}.`;
}

function readLadingException(
  { elements, position }: Segment,
  name: string,
  last: Status | undefined,
  common: Common,
  { part: setPart, sender, found }: SetReading,
): void {
  const part = `${setPart}, ${name}`;
  const code = filled(elements[0], 10) ?? '';
  const known = ladingException.get(code);
  if (known === undefined) {
    found.warnings.push(`${part}: segment ${position}, Q701 "${code}" is not in the X12 code list 33`);
    return;
  }
  const { occurredAt, timeBasis } = last?.read.time ?? received(sender);
  const affected = decimalOf(elements[2]);
  const base = baseOf(common, last?.own ?? [], last?.place);
  found.drafts.push({
    ...base,
    part,
    kind: 'exception',
    type: known.trouble,
    occurredAt,
    timeBasis,
    reason: { scheme: 'x12:33', code, text: known.meaning, ...(last === undefined ? {} : { status: last.read.code }) },
    ...(affected === undefined
      ? {}
      : { quantities: { ...base.quantities, affected: { value: affected, unit: filled(elements[1]) ?? 'C62' } } }),
    ...(common.remarks.length === 0 ? {} : { text: common.remarks.join(' ').slice(0, 2000) }),
  });
}

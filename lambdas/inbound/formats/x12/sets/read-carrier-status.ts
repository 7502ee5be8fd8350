import type { Place, SubjectReference } from '../../../../contracts/index.ts';
import type { Sender, SignalDraft } from '../../translator.ts';
import { ladingException } from '../codes/lading-exception.ts';
import { appointmentsIn, describeStatus, judgeStatus } from '../judge-status.ts';
import type { ReadStatus } from '../judge-status.ts';
import { placeOfMs1, placeOfParty } from '../places.ts';
import { decimalOf, quantitiesIn } from '../quantities.ts';
import { readStatus } from '../read-status.ts';
import { filled, referencesIn } from '../references.ts';
import { remarksIn } from '../remarks.ts';
import { draftOf } from '../report.ts';
import type { Subject } from '../report.ts';
import { sectionsOf } from '../sections.ts';
import type { Section } from '../sections.ts';
import { received } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import { withoutStatusDetails } from '../status-details.ts';
import type { Segment } from '../tokenize.ts';

/** What is true of the whole set. */
interface Header {
  readonly scac: string | undefined;
  /** Who numbers the carrier's papers. */
  readonly carrier: string;
  readonly references: readonly SubjectReference[];
  readonly lane: NonNullable<Subject['lane']>;
  readonly remarks: readonly string[];
}

/** X12 214, Transportation Carrier Shipment Status Message, release 004010 and later, and earlier ones by their Q5: one signal for each status (AT7) and each lading exception (Q7). */
export const readCarrierStatus: SetReader = (reading) => {
  const { set, part, found } = reading;
  const segments = withoutStatusDetails(set.segments);
  const first = segments.findIndex(({ tag }) => tag === 'LX' || tag === 'AT7');
  const header = readHeader(first < 0 ? segments : segments.slice(0, first), reading.sender);
  if (header.references.length === 0) {
    found.rejections.push({
      part,
      pointer: 'segment 2 (B10), B1001',
      detail: 'B10 names no shipment: both B1001 and B1002 are empty.',
      mend: "Put the carrier's reference into B1001 or the shipment's number into B1002.",
    });
    return;
  }
  const before = found.drafts.length + found.rejections.length + found.warnings.length;
  let loop: readonly Segment[] = [];
  let inherited: readonly SubjectReference[] = [];
  for (const section of sectionsOf(first < 0 ? [] : segments.slice(first))) {
    // The packages of a loop inherit the same: it is read once for all of them.
    if (section.inherited !== loop) inherited = ownReferences(section.inherited, header, reading.sender);
    loop = section.inherited;
    readSection(section, inherited, header, reading);
  }
  // The standard has it so that AT7 may be left out: such a set is whole, and says nothing.
  if (found.drafts.length + found.rejections.length + found.warnings.length === before)
    found.warnings.push(`${part}: it reports no status, as there is no AT7 segment, and was passed over`);
};

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
  return { scac, carrier, references, lane: { origin, destination }, remarks: remarksIn(segments) };
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

/** MS2 belongs to its status: another status of the loop may name other equipment. */
function ownReferences(segments: readonly Segment[], { carrier }: Header, sender: Sender): readonly SubjectReference[] {
  const own = segments.filter(({ tag }) => tag !== 'MS2');
  return referencesIn(own, carrier, sender);
}

function readSection(
  section: Section,
  inherited: readonly SubjectReference[],
  header: Header,
  reading: SetReading,
): void {
  const { sender, found } = reading;
  const common: Common = {
    section,
    header,
    references: [...header.references, ...inherited, ...ownReferences(section.segments, header, sender)],
    quantities: quantitiesIn(section.segments),
    remarks: [...header.remarks, ...remarksIn(section.inherited), ...remarksIn(section.segments)],
  };
  const statuses = statusesOf(section, reading);
  const appointments = appointmentsIn(statuses.map(({ read }) => read));
  for (const status of statuses) {
    found.drafts.push(draftOfStatus(status, judgeStatus(status.read, appointments), common, sender));
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

function draftOfStatus(
  { part, read, place, own }: Status,
  trouble: string | undefined,
  common: Common,
  sender: Sender,
): SignalDraft {
  const { code, status, appointment, reason, time } = read;
  return draftOf(
    subjectOf(common, own, place),
    {
      part,
      time,
      trouble,
      reason: {
        scheme: reason === undefined ? (status === undefined ? 'x12:1652' : 'x12:1650') : 'x12:1651',
        code: reason ?? (status === undefined ? 'appointment' : code),
        ...(status === undefined ? {} : { status: code }),
        text: describeStatus(read),
      },
      milestone: {
        name: status?.milestone ?? 'appointment',
        at: status?.at ?? appointment?.at ?? 'actual',
        stop: common.section.loop,
      },
      remarks: [equipmentOf(own), ...common.remarks],
    },
    sender,
  );
}

function subjectOf(
  { header, references, quantities }: Common,
  own: readonly Segment[],
  place: Place | undefined,
): Subject {
  const equipment = own.filter(({ tag }) => tag === 'MS2');
  // The issuer of containers is their registry, whoever reports them.
  const all = [...references, ...referencesIn(equipment, header.carrier, NOBODY)];
  return { references: all, place, lane: header.lane, scac: header.scac, quantities };
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
  const subject = subjectOf(common, last?.own ?? [], last?.place);
  const affected = decimalOf(elements[2]);
  const quantities =
    affected === undefined
      ? subject.quantities
      : { ...subject.quantities, affected: { value: affected, unit: filled(elements[1]) ?? 'C62' } };
  const status = last === undefined ? {} : { status: last.read.code };
  found.drafts.push(
    draftOf(
      { ...subject, quantities },
      {
        part,
        time: last?.read.time ?? received(sender),
        trouble: known.trouble,
        reason: { scheme: 'x12:33', code, text: known.meaning, ...status },
        remarks: common.remarks,
      },
      sender,
    ),
  );
}

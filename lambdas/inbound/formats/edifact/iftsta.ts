import type { Place, SubjectReference } from '../../../contracts/index.ts';
import { draftOf } from '../draft.ts';
import type { Report } from '../draft.ts';
import { shown } from '../look-up.ts';
import { distinctReferences, referenceTo } from '../references.ts';
import { carrierStatus, transportStatus } from './codes/transport-status.ts';
import type { StatusCode } from './codes/transport-status.ts';
import { statusReason } from './codes/status-reason.ts';
import { quantumView } from './quantum-view.ts';
import { isBehindSchedule, readLegs } from './read-legs.ts';
import { firstIn, firstOf, isLater, timesIn } from './read-time.ts';
import type { EdiTime, Times } from './read-time.ts';
import { beginningOf, groupsOf, noSubject, partnerIn } from './reader.ts';
import type { Reader } from './reader.ts';
import { placeOfLoc, referencesIn, remarksIn } from './references.ts';
import type { Segment } from './tokenize.ts';

/** UN/EDIFACT 2005: when a status came about, the most telling first. 137 is that of the message. */
const HAPPENED = ['334', '78', '7', '35', '178', '186', '50', '200', '11', '310', '9', '137'];
const DUE = ['63', '69', '76', '2'];
const EXPECTED = ['17', '132'];
/** Where a consignment is, before where it goes: UN/EDIFACT 3227. */
const HERE = ['175', '14', '1', '18', '5', '9', '11', '7', '8'];
const CARRIERS = ['CA', 'CPE', 'CPD', 'FW', 'MS'];

/** What each status of a message, or of a consignment, has from above: read once, however many there are. */
interface Level {
  readonly references: readonly SubjectReference[];
  readonly times: Times;
  readonly place: Place | undefined;
  readonly remarks: readonly string[];
}

interface Context {
  readonly partner: string;
  readonly agency: string;
  readonly header: Level;
  readonly consignment: Level;
}

/** Status of a transport: one signal for each STS, and one for each place that is still to come. */
export function readTransportStatus(reader: Reader): void {
  const { agency } = beginningOf(reader);
  const { before: header, groups } = groupsOf(reader.message.segments, ['CNI', 'STS']);
  // UPS names no carrier, for it is one.
  const partner = agency === 'UPS' ? 'UPSN' : partnerIn(header, CARRIERS, reader);
  const above = levelOf(header, partner, reader);
  let consignment: Level = { references: [], times: new Map(), place: undefined, remarks: [] };
  const count = { consignment: 0, status: 0, all: 0 };
  for (const group of groups) {
    if (group[0]?.tag === 'CNI') {
      count.consignment += 1;
      count.status = 0;
      consignment = levelOf(group, partner, reader);
      continue;
    }
    count.status += 1;
    count.all += 1;
    const name = count.consignment === 0 ? '' : `, CNI ${count.consignment}`;
    const part = `${reader.part}${name}, STS ${count.status}`;
    readStatus(group, part, { partner, agency, header: above, consignment }, reader);
  }
  // The directories have it so that the groups of STS may be left out: such a message is whole, and says nothing.
  if (count.all === 0)
    reader.warn(`${reader.part}: it reports no status, as there is no STS segment, and was passed over`);
}

function levelOf(segments: readonly Segment[], partner: string, { sender }: Reader): Level {
  const place = placeIn(segments);
  const number = segments[0]?.tag === 'CNI' ? segments[0].elements[1]?.[0] : undefined;
  return {
    references: distinctReferences([
      ...referencesIn(segments, partner, sender),
      ...referenceTo('shipment', number, partner),
    ]),
    times: timesIn(segments, place ?? {}, sender.zone),
    place,
    remarks: remarksIn(segments).slice(0, 4),
  };
}

function readStatus(segments: readonly Segment[], part: string, context: Context, reader: Reader): void {
  const { sender } = reader;
  const { partner, agency, header, consignment } = context;
  const warn = (text: string): void => reader.warn(`${part}: ${text}`);
  // Further legs (TDT) have places and times of their own.
  const { before: own, groups: legs } = groupsOf(segments, ['TDT', 'GID', 'EQD']);
  const place = placeIn(own) ?? consignment.place;
  const references = referencesOf(segments, context, reader);
  if (references.length === 0) {
    noSubject(reader);
    return;
  }
  const times = timesIn(own, place ?? {}, sender.zone, warn);
  const levels = [times, consignment.times, header.times];
  const time = firstIn(levels, HAPPENED);
  const remarks = remarksIn(segments);
  const read = readSts(segments[0], { agency, remarks, warn });
  const common: Omit<Report, 'part' | 'references' | 'time'> = {
    place,
    carrier: partner === sender.issuer ? undefined : /^[A-Z]{4}$/.test(partner) ? { scac: partner } : { name: partner },
  };
  const expected = firstOf(times, EXPECTED);
  reader.drafts.push(
    draftOf(
      {
        ...common,
        part,
        references,
        time,
        trouble: troubleOf(read, { times, expected, due: firstIn(levels, DUE), time }),
        milestone: { name: read.known?.milestone ?? 'other', at: 'actual' },
        reason: read.reason,
        text: [
          read.text,
          ...(expected === undefined ? [] : [`Expected ${expected.occurredAt}.`]),
          ...remarks,
          ...consignment.remarks,
        ].join(' '),
      },
      sender,
    ),
  );
  readLegs(legs, { part, references, common, warn }, reader);
}

function placeIn(segments: readonly Segment[]): Place | undefined {
  const places = segments.filter(({ tag }) => tag === 'LOC');
  const here = HERE.map((qualifier) => places.find(({ elements }) => elements[0]?.[0]?.trim() === qualifier));
  return placeOfLoc(here.find((one) => one !== undefined) ?? places[0]);
}

/** A container that the status names is the one; the message may begin with another. */
function referencesOf(
  status: readonly Segment[],
  { partner, header, consignment }: Context,
  reader: Reader,
): readonly SubjectReference[] {
  const own = [...referencesIn(status, partner, reader.sender), ...consignment.references];
  const hasContainer = own.some(({ kind }) => kind === 'container');
  const above = header.references.filter(({ kind }) => !(hasContainer && kind === 'container'));
  const all = distinctReferences([...own, ...above]);
  return all.length > 0 ? all : referenceTo('customer_reference', beginningOf(reader).number, partner);
}

interface ReadSts {
  readonly known: StatusCode | undefined;
  readonly reasons: readonly string[];
  readonly reason: Report['reason'];
  readonly text: string;
}

/** Agencies that stand for a list of the sender's own: 86 to 92, and mutually defined. */
const OWN_LIST = /^(8[6-9]|9[0-2]|ZZZ)$/;

interface Beside {
  readonly agency: string;
  /** What was written beside the status. */
  readonly remarks: readonly string[];
  readonly warn: (text: string) => void;
}

function readSts(segment: Segment | undefined, { agency, remarks, warn }: Beside): ReadSts {
  const [category = [], status = [], ...causes] = segment?.elements ?? [];
  if (agency === 'UPS' && status.length === 0) {
    const code = category[1]?.trim() ?? '';
    const known = quantumView(code, remarks);
    const text = known?.meaning ?? code;
    return { known, reasons: [], reason: { scheme: 'ups:quantum-view', code: code || 'none', text }, text };
  }
  const [code = '', , list = '', words = ''] = status.map((component) => component.trim());
  const known = OWN_LIST.test(list) ? undefined : (transportStatus.get(code) ?? carrierStatus.get(code));
  const reasons = causes.map(([cause = '']) => cause.trim()).filter((cause) => cause !== '');
  if (known === undefined)
    warn(`the status "${shown(code)}" ${shown(words)} is in no list that we know; it is taken as progress`);
  // A list of the sender's own has reasons of its own.
  const explained = known === undefined || OWN_LIST.test(causes[0]?.[2]?.trim() ?? '') ? [] : reasons;
  const telling = explained.find((one) => statusReason.get(one)?.trouble !== undefined) ?? explained[0];
  const why = telling === undefined ? undefined : (statusReason.get(telling)?.meaning ?? causes[0]?.[3]);
  const text = [words === '' ? (known?.meaning ?? '') : words, why].filter(Boolean).join(': ');
  return {
    known,
    reasons: explained,
    reason:
      telling === undefined
        ? { scheme: 'edifact:4405', code: code || 'none', text }
        : { scheme: 'edifact:9013', code: telling, status: code, text },
    text: text === '' ? '' : `${text}.`,
  };
}

interface StatusTimes {
  /** All that stand beside the status. */
  readonly times: Times;
  readonly expected: EdiTime | undefined;
  readonly due: EdiTime | undefined;
  readonly time: EdiTime | undefined;
}

/**
 * What a status means: trouble by itself keeps its type, but "delayed" gives way to a reason that holds or hurts the goods; a reason makes trouble of an ordinary status. Later than what
 * was promised is late, whatever the status.
 */
function troubleOf({ known, reasons }: ReadSts, { times, expected, due, time }: StatusTimes): string | undefined {
  const byReason = reasons.map((reason) => statusReason.get(reason)?.trouble).find((trouble) => trouble !== undefined);
  const saysMore = byReason !== undefined && byReason !== 'transport.delay';
  const trouble = known?.trouble;
  if (trouble !== undefined) return trouble === 'transport.delay' && saysMore ? byReason : trouble;
  const isDelivered = known?.milestone === 'delivered';
  const isLate = isLater(expected, due) || isBehindSchedule(times) || (isDelivered && isLater(time, due));
  if (isLate) return saysMore ? byReason : 'transport.delay';
  // Handed over after all: what went wrong before is over.
  if (isDelivered && (byReason === 'transport.delivery_failed' || byReason === 'transport.delay')) return undefined;
  return byReason;
}

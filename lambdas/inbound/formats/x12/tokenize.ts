import { shown } from '../look-up.ts';
import type { Rejection } from '../translator.ts';
import { canSeparate, findInterchange, readSeparators, separatorsOfSet, withoutLineEnds } from './separators.ts';
import type { Separators } from './separators.ts';

export interface Segment {
  readonly tag: string;
  /** Elements after the tag: `elements[0]` is element 01. */
  readonly elements: readonly string[];
  /** Position in its transaction set, from 1 (ST), as acknowledgements count. */
  readonly position: number;
}

/** One transaction set (ST to SE) with what its envelope says. */
export interface TransactionSet {
  readonly id: string;
  readonly control: string;
  /** GS08, e.g. `004010`. */
  readonly release: string;
  /** ISA13. */
  readonly interchange: string;
  /** ISA15. */
  readonly isTest: boolean;
  readonly segments: readonly Segment[];
}

/** A set as its envelope counts it, also where it is cut off. */
export interface ReceivedSet {
  readonly id: string;
  readonly control: string;
  readonly isWhole: boolean;
}

export interface Group {
  /** GS01. */
  readonly functional: string;
  readonly sender: string;
  readonly receiver: string;
  readonly control: string;
  readonly release: string;
  readonly sets: readonly ReceivedSet[];
  /** GE01: how many sets the sender counts. */
  readonly stated: string;
}

export interface Envelope {
  /** How drafts and rejections name it. */
  readonly part: string;
  readonly isa: readonly string[];
  readonly groups: readonly Group[];
}

export interface Interchanges {
  /** What acknowledgements answer. */
  readonly envelopes: readonly Envelope[];
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

/** What a sender can still read. A file of nothing but mistakes is told so by its first ones, and costs no more memory than a good one. */
const MOST_REJECTIONS = 500;
const MOST_WARNINGS = 100;

interface OpenGroup extends Group {
  readonly sets: ReceivedSet[];
  stated: string;
}

const NO_GROUP: Omit<Group, 'sets'> = {
  functional: '',
  sender: '',
  receiver: '',
  control: '',
  release: '',
  stated: '',
};

interface Reading {
  readonly take: (set: TransactionSet) => void;
  sets: number;
  readonly rejections: Rejection[];
  readonly warnings: string[];
  readonly envelopes: Envelope[];
  interchange: { part: string; control: string; isTest: boolean; groups: OpenGroup[] };
  group: OpenGroup;
  open: { readonly id: string; readonly control: string; readonly segments: Segment[] } | undefined;
}

/**
 * Reads ANSI X12 as it really comes: text before the interchange, ISA of any length, any terminator, line ends after or within segments, several interchanges, groups
 * and sets in one payload, sets without an envelope. Wrong counts and control numbers of an envelope are warnings, because real senders get them wrong. Linear in the length of the text;
 * each set is handed over as it ends, so that its segments need not be kept while the others are read.
 */
export function readInterchanges(text: string, take: (set: TransactionSet) => void): Interchanges {
  const reading: Reading = {
    take,
    sets: 0,
    rejections: [],
    warnings: [],
    envelopes: [],
    interchange: { part: '', control: '', isTest: false, groups: [] },
    group: { ...NO_GROUP, sets: [] },
    open: undefined,
  };
  let start = findInterchange(text, 0);
  if (start < 0) readWithoutEnvelope(text, reading);
  for (let number = 1; start >= 0 && reading.rejections.length < MOST_REJECTIONS; number += 1) {
    const separators = readSeparators(text, start);
    if ('problem' in separators) {
      const { pointer, problem: detail, mend } = separators;
      reject(reading, { part: `interchange ${number}`, pointer, detail, mend });
      start = findInterchange(text, start + 3);
      continue;
    }
    start = readInterchange(text, separators, String(number), reading);
  }
  const { envelopes, rejections, warnings } = reading;
  return { envelopes, rejections, warnings };
}

/** Who unpacks interchanges for others often hands on the sets alone: they say all that we need but who sent them, and the source says that. */
function readWithoutEnvelope(text: string, reading: Reading): void {
  const separators = separatorsOfSet(text);
  if (separators === undefined) {
    reject(reading, {
      part: 'payload',
      pointer: 'ISA',
      detail: 'There is no ISA segment, so this is no X12 interchange.',
      mend: 'Send the whole interchange, from ISA to IEA.',
    });
    return;
  }
  reading.interchange = { part: 'interchange 1', control: '1', isTest: false, groups: [] };
  warn(reading, 'ISA is missing: there is no envelope around the sets');
  readBody(text, separators, reading);
}

/** Answers where the next interchange begins, or -1. */
function readInterchange(text: string, separators: Separators, number: string, reading: Reading): number {
  const control = shown(separators.isa[12] ?? '');
  const part = `interchange ${control === '' ? number : control}`;
  const isTest = separators.isa[14] === 'T';
  const interchange = { part, control: control === '' ? number : control, isTest, groups: [] };
  reading.interchange = interchange;
  reading.group = { ...NO_GROUP, sets: [] };
  reading.envelopes.push({
    part: `interchange ${interchange.control}`,
    isa: separators.isa,
    groups: interchange.groups,
  });
  if (isTest) warn(reading, 'ISA15 says that these are test data');
  const before = reading.sets + reading.rejections.length;
  const next = readBody(text, separators, reading);
  if (reading.sets + reading.rejections.length === before) {
    reject(reading, {
      part,
      pointer: 'ST',
      detail: 'The interchange holds no transaction set.',
      mend: 'Send the sets between GS and GE, each from ST to SE.',
    });
  }
  return next;
}

function readBody(text: string, { element, segment, next }: Separators, reading: Reading): number {
  let at = next;
  while (at < text.length) {
    const found = text.indexOf(segment, at);
    const end = found < 0 ? text.length : found;
    const line = withoutLineEnds(text.slice(at, end));
    if (line.startsWith('ISA') && canSeparate(line[3])) {
      closeSet(reading);
      warn(reading, 'IEA is missing');
      return findInterchange(text, at);
    }
    at = end + segment.length;
    if (line === '') continue;
    const elements = line.split(element);
    for (let index = 0; index < elements.length; index += 1) elements[index] = (elements[index] ?? '').trim();
    const tag = elements.shift() ?? '';
    readSegment(tag, elements, reading);
    if (tag === 'IEA') return findInterchange(text, at);
  }
  closeSet(reading);
  warn(reading, 'IEA is missing');
  return -1;
}

function readSegment(tag: string, elements: readonly string[], reading: Reading): void {
  if (tag === 'GS' || tag === 'GE' || tag === 'IEA') {
    closeSet(reading);
    readEnvelope(tag, elements, reading);
    return;
  }
  if (tag === 'ST') {
    closeSet(reading);
    reading.open = { id: shown(elements[0] ?? ''), control: shown(elements[1] ?? ''), segments: [] };
  }
  const { open, group } = reading;
  if (open === undefined) {
    if (tag === 'TA1') readInterchangeAnswer(elements, reading);
    else warn(reading, `the segment ${shown(tag)} stands outside of a transaction set`);
    return;
  }
  open.segments.push({ tag, elements, position: open.segments.length + 1 });
  if (tag !== 'SE') return;
  compare(reading, `SE01 of set ${open.control}`, elements[0], open.segments.length);
  if (shown(elements[1] ?? '') !== open.control) warn(reading, `SE02 of set ${open.control} does not repeat ST02`);
  group.sets.push({ id: open.id, control: open.control, isWhole: true });
  reading.open = undefined;
  handOver(reading, open, group.release);
}

/** TA1 answers a whole interchange, and stands in its envelope without a set around it. It is read as a set of one segment, and counted in no group. */
function readInterchangeAnswer(elements: readonly string[], reading: Reading): void {
  const control = shown(elements[0] ?? '');
  handOver(reading, { id: 'TA1', control, segments: [{ tag: 'TA1', elements, position: 1 }] }, '');
}

function handOver(reading: Reading, set: Pick<TransactionSet, 'id' | 'control' | 'segments'>, release: string): void {
  const { control, isTest } = reading.interchange;
  reading.sets += 1;
  reading.take({ ...set, release, interchange: control, isTest });
}

function readEnvelope(tag: 'GS' | 'GE' | 'IEA', elements: readonly string[], reading: Reading): void {
  const { interchange, group } = reading;
  if (tag === 'GS') {
    const [functional = '', sender = '', receiver = '', , , sent = '', , release = ''] = elements.map(shown);
    reading.group = { functional, sender, receiver, control: sent, release, sets: [], stated: '' };
    interchange.groups.push(reading.group);
  } else if (tag === 'GE') {
    compare(reading, 'GE01', elements[0], group.sets.length);
    group.stated = elements[0] ?? '';
    if (shown(elements[1] ?? '') !== group.control) warn(reading, 'GE02 does not repeat GS06');
  } else {
    compare(reading, 'IEA01', elements[0], interchange.groups.length);
    if (shown(elements[1] ?? '') !== interchange.control) warn(reading, 'IEA02 does not repeat ISA13');
  }
}

/** A set without its end may lack anything: it is not read in parts. */
function closeSet(reading: Reading): void {
  const { open } = reading;
  if (open === undefined) return;
  reading.open = undefined;
  reading.group.sets.push({ id: open.id, control: open.control, isWhole: false });
  reject(reading, {
    part: `${reading.interchange.part}, set ${open.control}`,
    pointer: `segment ${open.segments.length + 1} (SE)`,
    detail: `The transaction set ${open.id} ends after ${open.segments.length} segments without SE: it seems to be cut off.`,
    mend: 'Send the whole set again, from ST to SE.',
  });
}

function compare(reading: Reading, what: string, stated: string | undefined, counted: number): void {
  if (Number(stated) !== counted) warn(reading, `${what} says ${shown(stated ?? '')}, there are ${counted}`);
}

function reject(reading: Reading, rejection: Rejection): void {
  if (reading.rejections.length < MOST_REJECTIONS) reading.rejections.push(rejection);
}

function warn(reading: Reading, text: string): void {
  if (reading.warnings.length < MOST_WARNINGS) reading.warnings.push(`${reading.interchange.part}: ${text}`);
}

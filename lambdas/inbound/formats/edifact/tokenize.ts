import { shown } from '../look-up.ts';
import type { Rejection } from '../translator.ts';
import { findBeginning, separatorsAt } from './separators.ts';
import type { Separators } from './separators.ts';

export interface Segment {
  readonly tag: string;
  /** Elements after the tag, each with its components. */
  readonly elements: readonly (readonly string[])[];
  /** In its message, UNH is the first. */
  readonly position: number;
}

export interface Message {
  /** `IFTSTA`; empty where UNH names none. */
  readonly type: string;
  /** `D.00B` */
  readonly version: string;
  readonly control: string;
  readonly interchange: string;
  /** Of UNB, as the partners agreed. */
  readonly interchangeSender: string;
  /** UNB, 0035. */
  readonly isTest: boolean;
  readonly segments: readonly Segment[];
}

export interface Interchanges {
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

const MOST_REJECTIONS = 1000;
const MOST_WARNINGS = 100;

interface Reading {
  readonly take: (message: Message) => void;
  messages: number;
  readonly rejections: Rejection[];
  readonly warnings: string[];
  interchange: { control: string; sender: string; isTest: boolean; messages: number; groups: number };
  open:
    | { readonly type: string; readonly version: string; readonly control: string; readonly segments: Segment[] }
    | undefined;
}

/**
 * Reads UN/EDIFACT (ISO 9735) as it really comes: text before and after, with and without UNA and UNB, lines wrapped or one a segment, several interchanges and messages. Wrong counts and
 * numbers of the envelope are warnings. Linear in the length of the text; each message is handed over as it ends, so that its segments need not be kept while the others are read.
 */
export function readMessages(text: string, take: (message: Message) => void): Interchanges {
  const reading: Reading = {
    take,
    messages: 0,
    rejections: [],
    warnings: [],
    interchange: { control: '', sender: '', isTest: false, messages: 0, groups: 0 },
    open: undefined,
  };
  let start = findBeginning(text, 0);
  if (start < 0) {
    reject(reading, {
      part: 'payload',
      pointer: 'UNB',
      detail: 'There is neither UNB nor UNH, so this is no EDIFACT interchange.',
      mend: 'Send the whole interchange, from UNB to UNZ.',
    });
  }
  while (start >= 0 && reading.rejections.length < MOST_REJECTIONS) {
    start = findBeginning(text, readInterchange(text, start, reading));
  }
  closeMessage(reading);
  if (reading.messages + reading.rejections.length === 0) {
    reject(reading, {
      part: 'payload',
      pointer: 'UNH',
      detail: 'The interchange holds no message.',
      mend: 'Send the messages between UNB and UNZ, each from UNH to UNT.',
    });
  }
  return reading;
}

/** Reads up to UNZ, the next UNA or the end; answers where it stopped. */
function readInterchange(text: string, start: number, reading: Reading): number {
  const { separators, next } = separatorsAt(text, start);
  let at = next;
  while (at < text.length) {
    const end = endOfSegment(text, at, separators);
    const line = text
      .slice(at, end)
      .replace(/[\r\n]+/g, '')
      .trim();
    // A new interchange with separators of its own, behind one without UNZ.
    if (line.startsWith('UNA') && at > next && findBeginning(line, 0) === 0) return text.indexOf('UNA', at);
    at = end + 1;
    if (line === '') continue;
    const [[tag = ''] = [], ...elements] = split(line, separators);
    readSegment(tag.trim(), elements, reading);
    if (tag === 'UNZ') return at;
  }
  return at;
}

function endOfSegment(text: string, from: number, { terminator, release }: Separators): number {
  let at = text.indexOf(terminator, from);
  while (at >= 0 && release !== '' && isReleased(text, at, release)) at = text.indexOf(terminator, at + 1);
  return at < 0 ? text.length : at;
}

/** A character is taken for itself behind an odd number of release characters. */
function isReleased(text: string, at: number, release: string): boolean {
  let before = at;
  while (text[before - 1] === release) before -= 1;
  return (at - before) % 2 === 1;
}

/** Blanks around a word say nothing (ISO 9735, 9.1): senders with fields of fixed length leave them. */
function split(line: string, separators: Separators): readonly (readonly string[])[] {
  const { component, element, release } = separators;
  if (release === '' || !line.includes(release))
    return line.split(element).map((one) => one.split(component).map((word) => word.trim()));
  const elements: string[][] = [[]];
  let word = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === release) {
      at += 1;
      word += line[at] ?? '';
    } else if (character === element || character === component) {
      elements.at(-1)?.push(word.trim());
      word = '';
      if (character === element) elements.push([]);
    } else word += character;
  }
  elements.at(-1)?.push(word.trim());
  return elements;
}

function readSegment(tag: string, elements: readonly (readonly string[])[], reading: Reading): void {
  const part = (element: number, component = 0): string => shown(elements[element]?.[component]?.trim() ?? '');
  if (tag === 'UNB' || tag === 'UNZ') {
    closeMessage(reading);
    if (tag === 'UNB') {
      const isTest = part(10) === '1';
      reading.interchange = { control: part(4), sender: part(1), isTest, messages: 0, groups: 0 };
      if (isTest) warn(reading, 'UNB says that these are test data');
    } else {
      const { messages, groups } = reading.interchange;
      compare(reading, 'UNZ', part(0), groups === 0 ? messages : groups);
      if (part(1) !== reading.interchange.control) warn(reading, 'UNZ does not repeat the number of UNB');
    }
    return;
  }
  if (tag === 'UNH') {
    closeMessage(reading);
    reading.interchange.messages += 1;
    const version = [part(1, 1), part(1, 2)].filter(Boolean).join('.');
    reading.open = { type: part(1).toUpperCase(), version, control: part(0), segments: [] };
  }
  const { open } = reading;
  if (open === undefined) {
    if (tag === 'UNG') reading.interchange.groups += 1;
    else if (tag !== 'UNE') warn(reading, `the segment ${shown(tag)} stands outside of a message`);
    return;
  }
  open.segments.push({ tag, elements, position: open.segments.length + 1 });
  if (tag !== 'UNT') return;
  compare(reading, `UNT of message ${open.control}`, part(0), open.segments.length);
  if (part(1) !== open.control) warn(reading, `UNT of message ${open.control} does not repeat the number of UNH`);
  const { control, sender, isTest } = reading.interchange;
  reading.open = undefined;
  reading.messages += 1;
  reading.take({ ...open, interchange: control, interchangeSender: sender, isTest });
}

/** A message without its end may lack anything: it is not read in parts. */
function closeMessage(reading: Reading): void {
  const { open } = reading;
  if (open === undefined) return;
  reading.open = undefined;
  reject(reading, {
    part: `message ${open.control}`,
    pointer: `segment ${open.segments.length + 1} (UNT)`,
    detail: `The message ends after ${open.segments.length} segments without UNT: it seems to be cut off.`,
    mend: 'Send the whole message again, from UNH to UNT.',
  });
}

function compare(reading: Reading, what: string, stated: string, counted: number): void {
  if (Number(stated) !== counted) warn(reading, `${what} says ${stated}, there are ${counted}`);
}

function reject(reading: Reading, rejection: Rejection): void {
  if (reading.rejections.length < MOST_REJECTIONS) reading.rejections.push(rejection);
}

function warn(reading: Reading, text: string): void {
  if (reading.warnings.length < MOST_WARNINGS) reading.warnings.push(text);
}

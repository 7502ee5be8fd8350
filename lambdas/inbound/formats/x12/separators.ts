export interface Separators {
  readonly element: string;
  /** One character, rarely several: UTF-8 terminators in a file that as a whole is Latin-1. */
  readonly segment: string;
  /** Where the first segment after ISA begins. */
  readonly next: number;
  readonly isa: readonly string[];
}

export interface SeparatorProblem {
  readonly pointer: string;
  readonly problem: string;
  readonly mend: string;
}

/** ISA has 106 characters by the standard; unpadded, wrapped and over-long ones stay far below this, and a search never runs over the whole file. */
const LONGEST_ISA = 1000;
/** Between ISA15 and GS: component separator, terminator of up to three bytes read one by one, line ends. */
const LONGEST_ENDING = 12;

const SEND_ALL = 'Send all 16 elements of ISA, then the segment terminator, then GS.';

/** Where the next interchange begins: ISA that is not the end of a word, and is followed by something that can separate elements. */
export function findInterchange(text: string, from: number): number {
  for (let at = text.indexOf('ISA', from); at >= 0; at = text.indexOf('ISA', at + 3)) {
    if (canSeparate(text[at + 3]) && !isWordCharacter(text[at - 1])) return at;
  }
  return -1;
}

/**
 * The element separator is the character after ISA. The 16th element, found by counting and not by offset, is the component separator, and what stands between it and
 * the first GS (or TA1) is the terminator: X12.5, interchange control structures.
 */
export function readSeparators(text: string, start: number): Separators | SeparatorProblem {
  const window = text.slice(start, start + LONGEST_ISA);
  const element = window[3] ?? '';
  let last = 3;
  let count = 1;
  while (count < 16) {
    const next = window.indexOf(element, last + 1);
    if (next < 0) break;
    last = next;
    count += 1;
  }
  const group = groupBefore(window, element, last);
  if (count < 16 || group > 0) {
    const elements = window.slice(0, group > 0 ? group : undefined).split(element).length - 1;
    return {
      pointer: `ISA${String(Math.min(elements + 1, 16)).padStart(2, '0')}`,
      problem: `The ISA segment has ${elements} of its 16 elements, so the separators cannot be told.`,
      mend: SEND_ALL,
    };
  }
  const ending = endingOf(window, last + 1, element);
  const segment = terminatorIn(ending);
  if (segment === undefined || segment.includes(element) || /[A-Za-z0-9]/.test(segment)) {
    return {
      pointer: 'ISA16',
      problem: 'No segment terminator follows the 16th element of ISA.',
      mend: SEND_ALL,
    };
  }
  const isa = window.slice(4, last).split(element).map(withoutLineEnds);
  return { element, segment, next: start + last + 1 + ending.length, isa };
}

/** GS or ST at the beginning of a line or of the text, then ST01 and ST02, and what ends that segment. */
const FIRST_SET =
  /(?:^|[^A-Za-z0-9])ST([^A-Za-z0-9\s])\d{3}\1 *[A-Za-z0-9]{1,9} *(?:\1[A-Za-z0-9 ]{0,40})?([^A-Za-z0-9 ])/;

/** The separators of sets that come without their interchange, as the first ST shows them; undefined where there is none. */
export function separatorsOfSet(text: string): Separators | undefined {
  const head = text.slice(0, LONGEST_ISA);
  const found = FIRST_SET.exec(head);
  const [whole = '', element = '', ending = ''] = found ?? [];
  if (found === null || element === ending) return undefined;
  const first = found.index + whole.indexOf('ST');
  const group = head.lastIndexOf(`GS${element}`, first);
  const segment = head.startsWith('\r\n', found.index + whole.length - 1) ? '\n' : ending;
  return { element, segment, next: group >= 0 && !isWordCharacter(head[group - 1]) ? group : first, isa: [] };
}

/** A GS segment before the 16 elements are complete: ISA ended too early. */
function groupBefore(window: string, element: string, last: number): number {
  const at = window.indexOf(`GS${element}`);
  if (at < 0 || at > last) return -1;
  const before = window[at - 1];
  return before === element || before === ' ' || isWordCharacter(before) ? -1 : at;
}

function endingOf(window: string, from: number, element: string): string {
  const tail = window.slice(from, from + LONGEST_ENDING + 4);
  const starts = [tail.indexOf(`GS${element}`), tail.indexOf(`TA1${element}`)].filter((at) => at >= 0);
  if (starts.length > 0) return tail.slice(0, Math.min(...starts));
  const ending = tail.slice(0, 1) + characterAt(tail, 1);
  return ending.endsWith('\r') && tail[2] === '\n' ? `${ending}\n` : ending;
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** Without a component separator the ending is the terminator alone, which some senders do. */
function terminatorIn(ending: string): string | undefined {
  // Some indent their segments.
  const visible = ending.replace(/[\r\n\t ]/g, '');
  const terminator = ending.length === 1 ? visible : visible.slice(1);
  if (terminator !== '') return terminator;
  if (ending.includes('\n')) return '\n';
  return ending.includes('\r') ? '\r' : undefined;
}

export function withoutLineEnds(value: string): string {
  return value.includes('\n') || value.includes('\r') ? value.replace(/[\r\n]+/g, '').trim() : value.trim();
}

export function canSeparate(character: string | undefined): boolean {
  return character !== undefined && !/[A-Za-z0-9 \r\n]/.test(character);
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9]/.test(character);
}

import type { Rejection } from '../translator.ts';

export interface Segment {
  readonly tag: string;
  /** Elements after the tag: `elements[0]` is element 01. */
  readonly elements: readonly string[];
  /** Position in its transaction set, from 1 (ST). */
  readonly position: number;
}

/** One transaction set (ST to SE) with what its envelope says. */
export interface TransactionSet {
  readonly id: string;
  readonly control: string;
  readonly release: string;
  readonly interchange: string;
  readonly segments: readonly Segment[];
}

export interface Interchanges {
  readonly sets: readonly TransactionSet[];
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

interface Separators {
  readonly element: string;
  readonly segment: string;
  /** Where the first segment after ISA begins. */
  readonly next: number;
}

/**
 * Reads ANSI X12 as it really comes: a byte order mark in front, ISA elements of any length (the separators are found by counting them, not by
 * offset), any terminator, line ends after or within segments, several interchanges in one payload. Wrong counts in an envelope are warnings, because real
 * senders get them wrong. Linear in the length of the text.
 */
export function readInterchanges(text: string): Interchanges {
  const sets: TransactionSet[] = [];
  const rejections: Rejection[] = [];
  const warnings: string[] = [];
  let position = text.indexOf('ISA');
  if (position < 0) {
    return {
      sets,
      warnings,
      rejections: [
        {
          part: 'payload',
          pointer: 'ISA',
          detail: 'There is no ISA segment, so this is no X12 interchange.',
          mend: 'Send the whole interchange, from ISA to IEA.',
        },
      ],
    };
  }
  for (let number = 1; position >= 0; number += 1) {
    const part = `interchange ${String(number)}`;
    const separators = findSeparators(text, position);
    if (separators === undefined) {
      rejections.push({
        part,
        pointer: 'ISA',
        detail: 'The ISA segment has fewer than 16 elements, so the separators cannot be told.',
        mend: 'Send all 16 elements of ISA, followed by the segment terminator.',
      });
      return { sets, rejections, warnings };
    }
    const following = nextInterchange(text, separators);
    const body = text.slice(separators.next, following < 0 ? undefined : following);
    const control = text.slice(position, separators.next).split(separators.element)[13]?.trim() ?? '';
    readSets(body, separators, { part, control }, { sets, rejections, warnings });
    position = following;
  }
  return { sets, rejections, warnings };
}

/** The element separator is the character after ISA; the 16th element is the component separator, and after it comes the terminator. */
function findSeparators(text: string, start: number): Separators | undefined {
  const element = text[start + 3];
  if (element === undefined || /[\sA-Za-z0-9]/.test(element)) return undefined;
  let position = start + 3;
  for (let count = 1; count < 16; count += 1) {
    position = text.indexOf(element, position + 1);
    if (position < 0) return undefined;
  }
  const terminator = text.slice(position + 2, position + 3);
  if (terminator === '' || terminator === element || /[A-Za-z0-9]/.test(terminator)) return undefined;
  if (terminator === '\r' && text[position + 3] === '\n') return { element, segment: '\n', next: position + 4 };
  return { element, segment: terminator, next: position + 3 };
}

function nextInterchange(text: string, { element, segment, next }: Separators): number {
  const end = text.indexOf(`IEA${element}`, next);
  const from = end < 0 ? next : end;
  const found = text.indexOf('ISA', text.indexOf(segment, from) < 0 ? text.length : text.indexOf(segment, from));
  return found;
}

interface Found {
  readonly sets: TransactionSet[];
  readonly rejections: Rejection[];
  readonly warnings: string[];
}

interface Open {
  readonly id: string;
  readonly control: string;
  readonly segments: Segment[];
}

function readSets(
  body: string,
  { element, segment }: Separators,
  { part, control }: { part: string; control: string },
  found: Found,
): void {
  let release = '';
  let open: Open | undefined;
  const close = (whole: boolean): void => {
    if (open === undefined) return;
    if (whole) found.sets.push({ ...open, release, interchange: control });
    else
      found.rejections.push({
        part: `${part}, set ${open.control}`,
        pointer: 'SE',
        detail: `The transaction set ${open.id} ${open.control} has no SE segment: it seems to be cut off.`,
        mend: 'Send the whole set again.',
      });
    open = undefined;
  };
  for (const piece of body.split(segment)) {
    const line = piece.replace(/[\r\n]+/g, '').trimStart();
    if (line === '') continue;
    const [tag = '', ...elements] = line.split(element).map((value) => value.trim());
    if (tag === 'GS') release = elements[7] ?? '';
    else if (tag === 'ST') {
      close(false);
      open = { id: elements[0] ?? '', control: elements[1] ?? '', segments: [] };
    }
    if (open !== undefined) open.segments.push({ tag, elements, position: open.segments.length + 1 });
    if (tag === 'SE' && open !== undefined) {
      const count = Number(elements[0]);
      if (count !== open.segments.length)
        found.warnings.push(
          `${part}: SE of set ${open.control} counts ${String(elements[0])} segments, there are ${String(open.segments.length)}`,
        );
      close(true);
    }
  }
  close(false);
}

import type { SubjectReference } from '../../../contracts/index.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender, SignalDraft } from '../translator.ts';
import { partnerOf, referencesIn } from './references.ts';
import type { Message, Segment } from './tokenize.ts';

/** One message being read, and what was found in it. */
export interface Reader {
  readonly message: Message;
  readonly part: string;
  readonly sender: Sender;
  readonly drafts: SignalDraft[];
  readonly rejections: Rejection[];
  readonly warn: (text: string) => void;
}

/** Number and name of the document, and its function, of BGM. */
export function beginningOf({ message }: Reader) {
  const elements = message.segments.find(({ tag }) => tag === 'BGM')?.elements ?? [];
  return {
    agency: elements[0]?.[1]?.trim() ?? '',
    number: elements[1]?.[0]?.trim() ?? '',
    function: elements[2]?.[0]?.trim() ?? '',
    response: elements[3]?.[0]?.trim() ?? '',
  };
}

/** Segments before the first of these tags, and those from each of them to the next. */
export function groupsOf(
  segments: readonly Segment[],
  tags: readonly string[],
): { readonly before: readonly Segment[]; readonly groups: readonly (readonly Segment[])[] } {
  const starts = segments.flatMap(({ tag }, index) => (tags.includes(tag) ? [index] : []));
  return {
    before: segments.slice(0, starts[0] ?? segments.length),
    groups: starts.map((start, index) => segments.slice(start, starts[index + 1])),
  };
}

/** Who numbers the papers of a message. */
export function partnerIn(segments: readonly Segment[], roles: readonly string[], { sender }: Reader): string {
  return partnerOf(segments, roles) ?? sender.issuer;
}

/** What a message is about; where it refers to nothing, its own number. */
export function referencesOr(
  segments: readonly Segment[],
  partner: string,
  reader: Reader,
): readonly SubjectReference[] {
  const named = referencesIn(segments, partner, reader.sender);
  return named.length > 0 ? named : referenceTo('customer_reference', beginningOf(reader).number, partner);
}

export function noSubject(reader: Reader): void {
  reader.rejections.push({
    part: reader.part,
    pointer: 'BGM',
    detail: 'The message names nothing that it is about: there is neither a reference nor a number of its own.',
    mend: 'Send BGM with the number of the message, or RFF with what it refers to.',
  });
}

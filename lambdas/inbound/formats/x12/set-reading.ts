import type { Rejection, Sender, SignalDraft, Translator } from '../translator.ts';
import { testRefused, textOf } from '../translator.ts';
import { filled } from './references.ts';
import { readInterchanges } from './tokenize.ts';
import type { TransactionSet } from './tokenize.ts';

export interface Found {
  readonly drafts: SignalDraft[];
  readonly rejections: Rejection[];
  readonly warnings: string[];
}

/** One transaction set that is being read, and where its signals go. */
export interface SetReading {
  readonly set: TransactionSet;
  readonly sender: Sender;
  /** Which interchange and set it is, in words. */
  readonly part: string;
  readonly found: Found;
}

/** Reads one kind of set. It finds at least one thing to say: a draft, a rejection or a warning. */
export type SetReader = (reading: SetReading) => void;

/** A translator of the sets that a source sends, by ST01. Answers to what we sent come with any of them; another set is rejected by name. */
export function translatorOfSets(
  format: string,
  readers: Readonly<Record<string, SetReader>>,
  answers: ReadonlyMap<string, SetReader>,
): Translator {
  const known = new Map(Object.entries(readers));
  return ({ bytes }, sender) => {
    const found: Found = { drafts: [], rejections: [], warnings: [] };
    let release: string | undefined;
    const envelope = readInterchanges(textOf(bytes), (set) => {
      const part = `interchange ${set.interchange}, set ${set.control}`;
      const read = known.get(set.id) ?? answers.get(set.id);
      release ??= filled(set.release);
      if (set.isTest && sender.refusesTests === true) found.rejections.push(testRefused(part, 'ISA15'));
      else if (read === undefined) found.rejections.push(unknownSet(set, part, [...known.keys()]));
      else read({ set, sender, part, found });
    });
    found.rejections.unshift(...envelope.rejections);
    found.warnings.unshift(...envelope.warnings);
    return { format, ...(release === undefined ? {} : { version: release }), ...found };
  };
}

function unknownSet({ id }: TransactionSet, part: string, known: readonly string[]): Rejection {
  return {
    part,
    pointer: 'segment 1 (ST), ST01',
    detail: `The transaction set is ${id.slice(0, 10)}, this source sends ${known.join(', ')}.`,
    mend:
      known.length > 1
        ? 'Leave it out: we make nothing of this set.'
        : 'Send other sets to a source that is registered for them, or register this one as x12, which takes every set that we read.',
  };
}

/** A set of which nothing can be made: where to look, and what to do. */
export function rejectSet({ part, found }: SetReading, rejection: Omit<Rejection, 'part'>): void {
  found.rejections.push({ part, ...rejection });
}

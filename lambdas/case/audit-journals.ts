import { jsonIn, journalEntry } from '../contracts/index.ts';
import type { JournalEntry } from '../contracts/index.ts';
import { verifyChain } from './chain.ts';
import { journalSk } from './keys.ts';

/** A case as it lies in its table: what it names as its last entry, where it is there, and the text of each entry, in any order. */
export interface StoredJournal {
  readonly caseId: string;
  readonly head: { readonly chainHash: string; readonly version: number } | undefined;
  readonly entries: readonly string[];
  /** The key under which each of them lies, where that is known: whoever reads the journal gets them in the order of the keys. */
  readonly keys?: readonly string[];
}

export interface JournalFinding {
  readonly caseId: string;
  /** The first entry that is not as it was written. */
  readonly sequence: number;
  readonly problem: string;
}

/** What was altered, is missing, or stands in the wrong place; undefined: it is as it was written. Personal data that was erased is no finding. */
export function auditJournal({ caseId, head, entries, keys = [] }: StoredJournal): JournalFinding | undefined {
  const read: JournalEntry[] = [];
  for (const text of entries) {
    const entry = readEntry(text);
    if (entry === undefined) return { caseId, sequence: read.length + 1, problem: 'an entry cannot be read' };
    read.push(entry);
  }
  const foreign = read.find((entry) => entry.caseId !== caseId);
  if (foreign !== undefined)
    return { caseId, sequence: foreign.sequence, problem: `entry ${foreign.sequence} is of ${foreign.caseId}` };
  const [displaced] = read.filter(
    ({ sequence }, index) => (keys[index] ?? journalSk(sequence)) !== journalSk(sequence),
  );
  if (displaced !== undefined)
    return {
      caseId,
      sequence: displaced.sequence,
      problem: `entry ${displaced.sequence} lies in the place of another`,
    };
  if (head === undefined) return { caseId, sequence: 0, problem: 'there are entries, and their case is missing' };
  const verdict = verifyChain(
    read.toSorted((one, other) => one.sequence - other.sequence),
    head.chainHash,
  );
  if (!verdict.whole) return { caseId, sequence: verdict.sequence, problem: verdict.problem };
  // The case counts its entries by its version, so that nobody can cut the end off and name an earlier hash.
  return verdict.entries === head.version
    ? undefined
    : { caseId, sequence: verdict.entries + 1, problem: `the case counts ${head.version} entries` };
}

/** Undefined: it is no entry. */
export function readEntry(text: string): JournalEntry | undefined {
  return journalEntry.safeParse(jsonIn(text)).data;
}

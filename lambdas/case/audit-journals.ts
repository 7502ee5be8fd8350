import { jsonIn, journalEntry } from '../contracts/index.ts';
import type { CaseState, JournalEntry, Owner, SeverityLevel } from '../contracts/index.ts';
import { verifyChain } from './chain.ts';
import { journalSk } from './keys.ts';
import { transitions } from './states.ts';

/** What people go by: how a case stands, how bad it is, and whose it is. */
interface Standing {
  readonly state: CaseState;
  readonly severity?: { readonly level: SeverityLevel } | undefined;
  readonly owner?: Pick<Owner, 'team' | 'person'> | undefined;
}

/** A case as it lies in its table: what it names as its last entry, where it is there, what it says of itself, and the text of each entry, in any order. */
export interface StoredJournal {
  readonly caseId: string;
  readonly head: (Standing & { readonly chainHash: string; readonly version: number }) | undefined;
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

/** What was altered, is missing, or stands in the wrong place, and a case that says of itself what its journal does not; undefined: it is as it was written. Personal data that was erased is no finding. */
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
  const inOrder = read.toSorted((one, other) => one.sequence - other.sequence);
  const verdict = verifyChain(inOrder, head.chainHash);
  if (!verdict.whole) return { caseId, sequence: verdict.sequence, problem: verdict.problem };
  // The case counts its entries by its version, so that nobody can cut the end off and name an earlier hash.
  if (verdict.entries !== head.version)
    return { caseId, sequence: verdict.entries + 1, problem: `the case counts ${head.version} entries` };
  const told = standingOf(toldBy(inOrder));
  const says = standingOf(head);
  return told === says
    ? undefined
    : { caseId, sequence: head.version, problem: `the case says ${says}, and its journal ${told}` };
}

/** By the words of the entries and not as this version folds them: what an earlier version has written is no finding. */
function toldBy(entries: readonly JournalEntry[]): Standing {
  let told: Standing = { state: 'open' };
  for (const { happening } of entries) {
    const state = transitions[happening.what]?.to ?? told.state;
    const { severity = told.severity } = 'severity' in happening ? happening : {};
    const { owner = told.owner } = 'owner' in happening ? happening : {};
    told = { state, severity, owner };
  }
  return told;
}

const standingOf = ({ state, severity, owner }: Standing): string =>
  [state, severity?.level ?? 'without a severity', owner?.person ?? owner?.team ?? 'of nobody'].join(', ');

/** Undefined: it is no entry. */
export function readEntry(text: string): JournalEntry | undefined {
  return journalEntry.safeParse(jsonIn(text)).data;
}

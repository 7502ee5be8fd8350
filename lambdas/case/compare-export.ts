import { readEntry } from './audit-journals.ts';
import type { JournalFinding, StoredJournal } from './audit-journals.ts';
import { hashOf } from './chain.ts';

/** Hashes of the exported entries of one case, by sequence. An entry that was exported twice as the same is one. */
export type ExportedJournal = ReadonlyMap<number, ReadonlySet<string>>;

/** Takes the lines of one exported file in. Answers how many are no entries, or not as their own hash says. */
export function readExported(text: string, into: Map<string, Map<number, Set<string>>>): number {
  let unreadable = 0;
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const entry = readEntry(line);
    if (entry === undefined || hashOf(entry) !== entry.hash) {
      unreadable += 1;
      continue;
    }
    const ofCase = into.get(entry.caseId) ?? new Map<number, Set<string>>();
    into.set(entry.caseId, ofCase);
    ofCase.set(entry.sequence, (ofCase.get(entry.sequence) ?? new Set()).add(entry.hash));
  }
  return unreadable;
}

/**
 * Where table and export disagree: an entry that was exported and is not there, or is there as another one, and one that was never exported though it is
 * older than `since`. `exported` is undefined where the export knows nothing of the case.
 */
export function compareWithExport(
  { caseId, entries }: StoredJournal,
  exported: ExportedJournal | undefined,
  since: string,
): JournalFinding | undefined {
  const stored = new Map(
    entries.flatMap((text) => {
      const entry = readEntry(text);
      return entry === undefined ? [] : [[entry.sequence, entry] as const];
    }),
  );
  for (const [sequence, hashes] of [...(exported ?? [])].toSorted(([one], [other]) => one - other)) {
    const hash = stored.get(sequence)?.hash;
    if (hash === undefined) return { caseId, sequence, problem: 'it was exported, and is not in the table' };
    if (hashes.size > 1 || !hashes.has(hash))
      return { caseId, sequence, problem: 'it is not the one that was exported' };
  }
  const unexported = [...stored.values()]
    .filter(({ sequence, at }) => at < since && exported?.has(sequence) !== true)
    .toSorted((one, other) => one.sequence - other.sequence)[0];
  return unexported === undefined
    ? undefined
    : { caseId, sequence: unexported.sequence, problem: `it was never exported, and is of ${unexported.at}` };
}

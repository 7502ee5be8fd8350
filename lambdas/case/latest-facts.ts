import type { FactSet, JournalEntry } from '../contracts/index.ts';

/** What the systems said when they were asked last. */
export function latestFacts(entries: readonly JournalEntry[]): readonly FactSet[] {
  for (const { happening } of entries.toReversed()) {
    if ((happening.what === 'CaseTriaged' || happening.what === 'SeverityChanged') && happening.facts.length > 0)
      return happening.facts;
  }
  return [];
}

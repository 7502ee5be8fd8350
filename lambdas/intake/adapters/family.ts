import type { CaseStore } from '../../case/index.ts';
import type { Case, JournalEntry, Signal } from '../../contracts/index.ts';
import { loadHeir } from '../../incident/index.ts';

/** All that was reported of one trouble: of a case, of those that were merged into it, and of the one that it was merged into. */
export interface Reports {
  /** The case that is worked on. */
  readonly heir: Case;
  readonly signals: readonly Signal[];
  /** Ids of those that were taken back. */
  readonly retracted: ReadonlySet<string>;
}

export async function reportsOf(cases: CaseStore, record: Case): Promise<Reports> {
  const heir = record.mergedInto === undefined ? record : ((await loadHeir(cases, record.mergedInto)) ?? record);
  const ids = [heir.id, ...(heir.merged ?? [])];
  const [signals, journals] = await Promise.all([
    Promise.all(ids.map((id) => cases.signals(id))),
    Promise.all(ids.map((id) => cases.journal(id))),
  ]);
  return { heir, signals: signals.flat(), retracted: retractedIn(journals.flat()) };
}

function retractedIn(journal: readonly JournalEntry[]): ReadonlySet<string> {
  return new Set(
    journal.flatMap(({ happening }) => (happening.what === 'SignalRetracted' ? [happening.signalId] : [])),
  );
}

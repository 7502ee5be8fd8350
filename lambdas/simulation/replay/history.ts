import type { Case, JournalEntry, Signal } from '../../contracts/index.ts';
import type { PastCase } from '../past-case.ts';
import type { PastReport } from '../past-report.ts';
import { slimEntries } from './slim-entries.ts';
import type { SlimEntry } from './slim-entries.ts';

/** Reports that are in memory at once. */
export const MOST_REPLAYED = 100_000;

export interface Arrival {
  readonly at: string;
  readonly signal: Signal;
  /** The case that it lay in. */
  readonly caseId: string | undefined;
}

export interface RecordedCase {
  readonly record: Case;
  readonly entries: readonly SlimEntry[];
}

/** What a replay goes by: reports in the order of their arrival, and what else happened to their cases. */
export interface History {
  readonly arrivals: readonly Arrival[];
  readonly cases: ReadonlyMap<string, RecordedCase>;
  /** Cases of which a report is not kept: they are left out with all their reports. */
  readonly notKept: readonly string[];
  /** There are so many that none is replayed. */
  readonly isTooLong: boolean;
}

/** Collects a history while its cases pass by: of each only what a replay needs. */
export function beginHistory() {
  const cases = new Map<string, RecordedCase>();
  const reports = new Map<string, PastReport>();
  let isTooLong = false;
  return {
    add: ({ record, entries }: PastCase): void => {
      cases.set(record.id, { record, entries: slimEntries(entries) });
    },
    addReport: (report: PastReport): void => {
      if (reports.size < MOST_REPLAYED) reports.set(report.signal.id, report);
      else isTooLong ||= !reports.has(report.signal.id);
    },
    history: (): History => historyOf(cases, reports, isTooLong),
  };
}

function historyOf(
  cases: ReadonlyMap<string, RecordedCase>,
  reports: ReadonlyMap<string, PastReport>,
  isTooLong: boolean,
): History {
  const came = new Map<string, { readonly at: string; readonly caseId: string }>();
  const notKept: string[] = [];
  for (const [caseId, { entries }] of cases) {
    const named = entries.flatMap((entry) => {
      const id = reportIn(entry);
      return id === undefined ? [] : [{ id, at: entry.at }];
    });
    for (const { id, at } of named) came.set(id, { at, caseId });
    if (named.some(({ id }) => !reports.has(id))) notKept.push(caseId);
  }
  const left = new Set(notKept);
  const arrivals = [...reports.values()].flatMap(({ signal, caseId: place }): Arrival[] => {
    const known = came.get(signal.id);
    const caseId = known?.caseId ?? place;
    // What lies in a case that is not looked at would open another one here.
    if (caseId !== undefined && (!cases.has(caseId) || left.has(caseId))) return [];
    return [{ signal, caseId, at: known?.at ?? signal.receivedAt }];
  });
  return { arrivals: arrivals.toSorted(inOrder), cases, notKept, isTooLong };
}

function reportIn({ happening, cause }: SlimEntry): string | undefined {
  if (happening.what === 'CaseOpened' || happening.what === 'SignalAttached') return happening.signalId;
  // A retraction that came before its report was not kept with the case.
  return happening.what === 'SignalRetracted' && cause.id === happening.by ? happening.by : undefined;
}

function inOrder(left: Arrival, right: Arrival): number {
  const [before, after] = [Date.parse(left.at), Date.parse(right.at)];
  if (before !== after) return before - after;
  return left.signal.receivedAt < right.signal.receivedAt
    ? -1
    : left.signal.receivedAt > right.signal.receivedAt
      ? 1
      : 0;
}

/** What happened to cases beside their reports, in its order. */
export function entriesInOrder({ cases, notKept }: History): readonly JournalEntry[] {
  const left = new Set(notKept);
  return [...cases.values()]
    .flatMap(({ record, entries }) => (left.has(record.id) ? [] : entries))
    .filter(({ isByReports }) => !isByReports)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at) || one.sequence - other.sequence);
}

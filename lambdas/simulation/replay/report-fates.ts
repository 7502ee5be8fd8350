import type { Counted } from '../count-cases.ts';
import type { PolicyIn } from '../past-case.ts';
import { compareFates } from './compare-fates.ts';
import type { FateChanges } from './compare-fates.ts';
import type { Fates } from './fates.ts';
import type { History } from './history.ts';
import { recordedFates } from './recorded-fates.ts';
import { readUnder, replayReports } from './replay-reports.ts';

/** Why something was not replayed: a report is not kept any more, what its format says was not kept, or there are too many. */
export type NotReplayed = 'not_kept' | 'read_by_a_rule' | 'too_many';

/** What a draft makes otherwise of reports before there are cases: what their codes mean, which case they join, what settles it, which cases are one incident. */
export interface ReportsReport extends FateChanges {
  readonly replayed: number;
  readonly cases: { readonly before: number; readonly after: number };
  readonly notReplayed: readonly (Counted & { readonly why: NotReplayed })[];
}

/** `against`: absent, what the reports have become is taken from their cases. */
export function reportFates(whole: History, draft: PolicyIn, against?: PolicyIn): ReportsReport {
  const policies = against === undefined ? [draft] : [draft, against];
  const { history, unread, unreadCases } = readable(whole, policies);
  const notReplayed: ReportsReport['notReplayed'] = [
    { why: 'not_kept' as const, count: whole.notKept.length, cases: whole.notKept },
    { why: 'read_by_a_rule' as const, count: unread, cases: unreadCases },
    { why: 'too_many' as const, count: whole.isTooLong ? whole.arrivals.length : 0, cases: [] },
  ].filter(({ count }) => count > 0);
  if (whole.isTooLong) return { replayed: 0, cases: { before: 0, after: 0 }, changes: [], incidents: [], notReplayed };
  const before = against === undefined ? recordedFates(history) : replayReports(history, against);
  const after = replayReports(history, draft);
  const cases = { before: casesIn(before), after: casesIn(after) };
  return { replayed: history.arrivals.length, cases, ...compareFates(before, after), notReplayed };
}

function casesIn({ reports }: Fates): number {
  return [...reports.values()].filter(({ place }) => place === 'opens').length;
}

/** Without what nobody can say under one of the policies, and without the cases of that. */
function readable(
  whole: History,
  policies: readonly PolicyIn[],
): { readonly history: History; readonly unread: number; readonly unreadCases: readonly string[] } {
  const unread = whole.arrivals.filter(({ signal }) =>
    policies.some((policyIn) => readUnder(signal, policyIn) === undefined),
  );
  const cases = new Set(unread.flatMap(({ caseId }) => caseId ?? []));
  const reports = new Set(unread.map(({ signal }) => signal.id));
  const arrivals = whole.arrivals.filter(
    ({ signal, caseId }) => !reports.has(signal.id) && (caseId === undefined || !cases.has(caseId)),
  );
  const history = { ...whole, arrivals, notKept: [...whole.notKept, ...cases] };
  return { history, unread: unread.length, unreadCases: [...cases] };
}

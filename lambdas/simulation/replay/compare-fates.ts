import type { Counted } from '../count-cases.ts';
import type { CaseFate, Fates, IncidentFate, ReportFate } from './fates.ts';

export type FateChange =
  | { readonly what: 'type'; readonly from: string; readonly to: string }
  | { readonly what: 'place'; readonly from: ReportFate['place']; readonly to: ReportFate['place'] }
  | { readonly what: 'other_case' }
  | { readonly what: 'settled' | 'reopened'; readonly to: 'more' | 'less' }
  | { readonly what: 'flaps'; readonly to: 'yes' | 'no' };

/** Reports or cases of which the same changes, with the cases. */
export type CountedChange = FateChange & Counted;

export interface IncidentChange {
  readonly change: 'opens' | 'not_opened' | 'grows' | 'shrinks' | 'differs';
  readonly title: string;
  /** When it opens, or would not have been opened. */
  readonly at: string;
  readonly before: number;
  readonly after: number;
  readonly cases: readonly string[];
}

export interface FateChanges {
  readonly changes: readonly CountedChange[];
  readonly incidents: readonly IncidentChange[];
}

/** What of no trouble is called where types are. */
export const NO_TROUBLE = 'none';

export function compareFates(before: Fates, after: Fates): FateChanges {
  const tally = tallyOfChanges();
  for (const [id, now] of after.reports) {
    const then = before.reports.get(id);
    if (then !== undefined) for (const change of changesOf(then, now)) tally.add(change, now.caseId ?? then.caseId);
  }
  for (const [id, now] of after.cases) {
    const then = before.cases.get(id);
    if (then !== undefined) for (const change of courseChanges(then, now)) tally.add(change, id);
  }
  return { changes: tally.changes(), incidents: compareIncidents(before.incidents, after.incidents) };
}

/** As one follows from the other. */
const ORDER: readonly FateChange['what'][] = ['type', 'place', 'other_case', 'settled', 'reopened', 'flaps'];

function tallyOfChanges() {
  const known = new Map<string, { readonly change: FateChange; count: number; readonly cases: Set<string> }>();
  return {
    add: (change: FateChange, caseId: string | undefined): void => {
      const key = JSON.stringify(change);
      const tally = known.get(key) ?? { change, count: 0, cases: new Set<string>() };
      tally.count += 1;
      if (caseId !== undefined) tally.cases.add(caseId);
      known.set(key, tally);
    },
    changes: (): readonly CountedChange[] =>
      [...known]
        .sort(([one, { change: left }], [other, { change: right }]) =>
          left.what === right.what ? (one < other ? -1 : 1) : ORDER.indexOf(left.what) - ORDER.indexOf(right.what),
        )
        .map(([, { change, count, cases }]) => ({ ...change, count, cases: [...cases] })),
  };
}

function changesOf(then: ReportFate, now: ReportFate): readonly FateChange[] {
  const [from, to] = [then.type ?? NO_TROUBLE, now.type ?? NO_TROUBLE];
  const type: readonly FateChange[] = from === to ? [] : [{ what: 'type', from, to }];
  if (then.place !== now.place) return [...type, { what: 'place', from: then.place, to: now.place }];
  return then.caseId === now.caseId ? type : [...type, { what: 'other_case' }];
}

function courseChanges(then: CaseFate, now: CaseFate): readonly FateChange[] {
  const more = (what: 'settled' | 'reopened'): readonly FateChange[] =>
    then[what] === now[what] ? [] : [{ what, to: now[what] > then[what] ? 'more' : 'less' }];
  const flaps: readonly FateChange[] =
    then.flaps === now.flaps ? [] : [{ what: 'flaps', to: now.flaps ? 'yes' : 'no' }];
  return [...more('settled'), ...more('reopened'), ...flaps];
}

/** Incidents are the same where they have a cause and a case in common. */
function compareIncidents(before: readonly IncidentFate[], after: readonly IncidentFate[]): readonly IncidentChange[] {
  const found = new Set<IncidentFate>();
  const changed = after.flatMap((now): readonly IncidentChange[] => {
    const cases = new Set(now.cases);
    const then = before.find(
      (one) => !found.has(one) && one.cause === now.cause && one.cases.some((id) => cases.has(id)),
    );
    if (then === undefined) return [incidentChange('opens', now, 0, now.cases.length, now.cases)];
    found.add(then);
    const were = new Set(then.cases);
    const moved = [...now.cases.filter((id) => !were.has(id)), ...then.cases.filter((id) => !cases.has(id))];
    if (moved.length === 0) return [];
    const [was, is] = [then.cases.length, now.cases.length];
    return [incidentChange(is > was ? 'grows' : is < was ? 'shrinks' : 'differs', now, was, is, moved)];
  });
  const gone = before
    .filter((one) => !found.has(one))
    .map((one) => incidentChange('not_opened', one, one.cases.length, 0, one.cases));
  return [...changed, ...gone].sort((one, other) => (one.at < other.at ? -1 : 1));
}

function incidentChange(
  change: IncidentChange['change'],
  { title, at }: IncidentFate,
  before: number,
  after: number,
  cases: readonly string[],
): IncidentChange {
  return { change, title, at, before, after, cases };
}

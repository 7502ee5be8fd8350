import type { BeginningShift, CaseEvent, PolicyPack, PolicyRelease } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import { caseState } from '../contracts/index.ts';
import { scopeIn } from '../policy/release-at.ts';

/** A row of a team's queue. */
export type Row = CaseEvent['case'] & { readonly dueAt: string };

/** Those that are handed over with a team's shift, as the policy says. */
export function isHandedOver(
  row: Row,
  { region, businessUnit }: BeginningShift['teams'][number],
  release: Pick<PolicyRelease, 'version' | 'overlays'>,
  { handover }: Pick<PolicyPack, 'handover'>,
): boolean {
  const state = caseState.safeParse(row.state).data;
  if (state === undefined || !isLive({ state })) return false;
  const scope = scopeIn(release, row);
  return scope.region === region && scope.businessUnit === businessUnit && handover.levels.includes(levelOf(row));
}

/** The most severe first, then what is due first. */
export function mostSevereFirst(rows: readonly Row[]): readonly Row[] {
  const order = (row: Row): string => `${levelOf(row)} ${row.dueAt} ${row.id}`;
  return rows.toSorted((left, right) => (order(left) < order(right) ? -1 : 1));
}

/** Not assessed yet: taken for S2, as everywhere. */
function levelOf({ severity = 'S2' }: Row) {
  return severity;
}

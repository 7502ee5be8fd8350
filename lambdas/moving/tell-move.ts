import type { MadeAction } from '../actions/make-action.ts';
import type { TriageResult } from '../case/decide-triage.ts';
import { canonicalJson, clockName } from '../contracts/index.ts';
import type { Action, Case, Clocks, EscalationPolicy, MoveChange, Owner } from '../contracts/index.ts';
import { sayGovernance } from './govern-anew.ts';

export interface Moved {
  readonly record: Case;
  /** As they were. */
  readonly actions: readonly Action[];
  readonly result: TriageResult | undefined;
  readonly owner: Owner | undefined;
  readonly clocks: Clocks | undefined;
  readonly before: EscalationPolicy;
  readonly after: EscalationPolicy;
  readonly governed: readonly MadeAction[];
  readonly proposed: readonly MadeAction[];
}

/** What the other version makes otherwise of a case; what stays as it is, is not there. */
export function tellMove({
  record,
  result,
  owner,
  clocks,
  before,
  after,
  governed,
  proposed,
  actions,
}: Moved): MoveChange {
  const level = result?.severity.level;
  const severity = level === undefined || level === record.severity?.level ? undefined : level;
  const times = timesOf(record.clocks, clocks);
  const approvals = [
    ...governed.map(({ action }) => ({ action, from: wasGoverned(actions, action) })),
    ...proposed.map(({ action }) => ({ action, from: 'not proposed' })),
  ];
  return {
    ...(severity === undefined ? {} : { severity: { from: record.severity?.level ?? 'none', to: severity } }),
    ...(owner === undefined || owner === record.owner
      ? {}
      : { owner: { from: sayOwner(record.owner), to: sayOwner(owner) } }),
    ...(canonicalJson(before) === canonicalJson(after)
      ? {}
      : { ladder: { from: before.id, to: before.id === after.id ? `${after.id}, changed` : after.id } }),
    ...(times.length === 0 ? {} : { clocks: times }),
    ...(approvals.length === 0
      ? {}
      : {
          approvals: approvals.map(({ action: { id, type, governance }, from }) => ({
            actionId: id,
            type,
            from,
            to: sayGovernance(governance),
          })),
        }),
  };
}

function wasGoverned(actions: readonly Action[], { id }: Action): string {
  const before = actions.find((action) => action.id === id);
  return before === undefined ? 'not proposed' : sayGovernance(before.governance);
}

function sayOwner(owner: Owner | undefined): string {
  return owner === undefined ? 'nobody' : `${owner.team} as ${owner.role}`;
}

function timesOf(before: Clocks | undefined, after: Clocks | undefined): NonNullable<MoveChange['clocks']> {
  if (after === undefined) return [];
  return clockName.options.flatMap((clock) => {
    const from = before?.[clock].dueAt;
    const to = after[clock].dueAt;
    return from === to ? [] : [{ clock, to, ...(from === undefined ? {} : { from }) }];
  });
}

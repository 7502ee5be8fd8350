import type { Case } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/decide-command.ts';
import { LIFECYCLE_PATIENCE } from '../case/decide-triage.ts';

/** A lifecycle may be so late with a decision before the auditor takes its execution for dead. */
export const LATE_MS = 60_000;
/** An entry or a notice may be so old before the auditor does its work again. */
export const STUCK_MS = 60_000;

/** What the auditor does about a case that is due; empty when somebody was faster. */
export function auditCase(record: Case, at: string, auditRun: string): readonly Act[] {
  const by = { actor: { kind: 'system', id: 'auditor' }, cause: { kind: 'auditor', id: auditRun } } as const;
  if (
    record.state === 'resolved' &&
    record.reopenUntil !== undefined &&
    Date.parse(record.reopenUntil) <= Date.parse(at)
  ) {
    return [{ ...by, happening: { what: 'CaseClosed' } }];
  }
  const { nextDueAt, generation } = record.escalation;
  if (nextDueAt === undefined || Date.parse(nextDueAt) + LATE_MS > Date.parse(at)) return [];
  return [
    {
      ...by,
      nextDueAt: addDuration(at, LIFECYCLE_PATIENCE),
      happening: {
        what: 'LifecycleRestarted',
        generation: generation + 1,
        reason: `Nothing happened although it was due at ${nextDueAt}.`,
      },
    },
  ];
}

import type { Case, Notice } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/duration.ts';
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
  // Guard: what somebody has gone on with is not restarted.
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

/** A channel that takes nothing for so long will not take this notice any more: other levels were called meanwhile. */
const GIVE_UP_AFTER_MS = 24 * 3600 * 1000;
const LONGEST_PAUSE_MS = 3600 * 1000;

export type NoticeAudit =
  { readonly do: 'give-up'; readonly reason: string } | { readonly do: 'order-again'; readonly next: string };

/**
 * What the auditor does about a notice without an outcome. Each look doubles the pause to the next, up to an hour, so that a channel that is down for a
 * night is asked a few dozen times and not once a minute.
 */
export function auditNotice(notice: Notice, at: string): NoticeAudit {
  const now = Date.parse(at);
  const age = now - Date.parse(notice.claimedAt);
  if (age >= GIVE_UP_AFTER_MS) return { do: 'give-up', reason: 'the channel gave no outcome for 24 hours' };
  return {
    do: 'order-again',
    next: new Date(now + Math.min(Math.max(age, STUCK_MS), LONGEST_PAUSE_MS) - STUCK_MS).toISOString(),
  };
}

import type { Action } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/duration.ts';
import { ACTION_PATIENCE } from './make-action.ts';

/** An execution may be so late before the auditor takes it for dead. */
const LATE = 'PT1M';

/** What the auditor does about an action that is due: a new execution carries it; undefined when somebody was faster. */
export function auditAction(
  action: Action,
  at: string,
  auditRun: string,
): { readonly act: Act; readonly after: Action } | undefined {
  const { id: actionId, nextDueAt } = action;
  // Guard: what somebody has gone on with is not restarted.
  if (nextDueAt === undefined || Date.parse(addDuration(nextDueAt, LATE)) > Date.parse(at)) return undefined;
  const generation = action.generation + 1;
  const reason = `Nothing happened although it was due at ${nextDueAt}.`;
  return {
    act: {
      actor: { kind: 'system', id: 'auditor' },
      cause: { kind: 'auditor', id: auditRun },
      happening: { what: 'ActionRestarted', actionId, generation, reason },
    },
    after: { ...action, generation, nextDueAt: addDuration(at, ACTION_PATIENCE) },
  };
}

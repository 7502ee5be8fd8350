import type { Action, Case, Happening, PolicyPack, Task } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { addDuration } from '../case/duration.ts';
import { isBegun } from '../case/hand-task.ts';
import { isTakenBack, transitionOf } from '../case/states.ts';
import { isEnded } from '../case/task-readiness.ts';
import { judgeDocument } from './decide-attempt.ts';
import type { Document, Verdict } from './decide-attempt.ts';
import { ended } from './decide-reply.ts';
import { handTermsOf } from './hand-over.ts';

/** So often it is looked whether the system is back, and what it says. */
const LOOK_EVERY = 'PT15M';

/** What the system said when it was looked at, or why nothing. */
export type Seen =
  { readonly ok: true; readonly document: Document | undefined } | { readonly ok: false; readonly reason: string };

export interface Standing {
  readonly action: Action;
  /** Absent only where the case has lost it. */
  readonly task: Task | undefined;
  readonly record: Case;
  readonly pack: PolicyPack;
}

export interface Compared {
  readonly acts: readonly Act[];
  readonly after: Action;
}

/**
 * An action that a person does by hand, beside what its system says. As asked for: it is confirmed. Something else: a person is told the difference. As before: it stays with whoever has
 * begun; where nobody has, it is written as any other if the policy says so. As long as it stays, nothing is written.
 */
export function compareAfterHand(standing: Standing, seen: Seen, at: string): Compared {
  const { action, task } = standing;
  if (!seen.ok) return stay(standing, seen.reason, at);
  const verdict = judgeDocument(action, seen.document);
  if (verdict.do === 'confirm') return confirm(standing, at);
  if (task?.state === 'done')
    return differs(standing, `It is said to be done by hand. ${reasonOf(verdict, action)}`, at);
  const isTheirs = task !== undefined && isBegun(task) && !isEnded(task.state);
  if (isTakenBack(standing.record) && action.undoes === undefined && !(isTheirs && at < dueAtOf(action)))
    return giveUp(standing, 'The case is withdrawn.', at);
  if (isTheirs) return stay(standing, 'Somebody does it by hand.', at);
  if (task !== undefined && isEnded(task.state))
    return giveUp(standing, `It was left out by hand. ${reasonOf(verdict, action)}`, at);
  if (verdict.do !== 'write') return differs(standing, verdict.reason, at);
  return handTermsOf(action.type, standing.pack).onReturn === 'execute'
    ? resume(standing, at)
    : stay(standing, NOT_BEGUN, at);
}

const NOT_BEGUN = 'Its system is back, and nobody has begun: do it by hand, or retry it.';

function reasonOf(verdict: Exclude<Verdict, { do: 'confirm' }>, { subject }: Action): string {
  return verdict.do === 'write' ? `${subject} says what it said before.` : verdict.reason;
}

function confirm(standing: Standing, at: string): Compared {
  const { action, task } = standing;
  const isOurWrite = action.mayBeWritten && task?.state === 'open' && !isBegun(task);
  const found = isOurWrite ? 'there_already' : 'by_hand';
  return end(standing, { what: 'ActionConfirmed', actionId: action.id, found }, 'done', {
    ...ended(action, at),
    state: 'confirmed',
    // Done for this case, by whatever hand: it is compared at night, and taken back with the case.
    wroteAt: at,
  });
}

/** On the worklist of what nobody can confirm; whoever has the case is told. */
function differs(standing: Standing, reason: string, at: string): Compared {
  const { action } = standing;
  return end(standing, { what: 'ActionUnconfirmed', actionId: action.id, reason }, 'not_needed', {
    ...ended(action, at),
    state: 'unconfirmed',
    problem: reason,
  });
}

function giveUp(standing: Standing, reason: string, at: string): Compared {
  const { action } = standing;
  return end(standing, { what: 'ActionSuperseded', actionId: action.id, reason }, 'not_needed', {
    ...ended(action, at),
    state: 'superseded',
    problem: reason,
  });
}

/** Whoever comes to begin just now finds the task ended: the two are one transaction. */
function resume(standing: Standing, at: string): Compared {
  const { action } = standing;
  const reason = `${action.system.toUpperCase()} is back, and nobody has begun by hand.`;
  const again = { ...action };
  delete again.retryAt;
  delete again.silentSince;
  return end(standing, { what: 'ActionResumed', actionId: action.id, reason }, 'not_needed', {
    ...again,
    state: 'approved',
    nextDueAt: at,
  });
}

function stay({ action }: Standing, reason: string, at: string): Compared {
  const retryAt = addDuration(at, LOOK_EVERY);
  const { byHand } = action;
  const happening = {
    what: 'ActionPostponed',
    actionId: action.id,
    reason,
    isOutcomeKnown: !action.mayBeWritten,
  } as const;
  return {
    acts: [{ ...by(action), happening }],
    after: {
      ...action,
      retryAt,
      nextDueAt: retryAt,
      problem: reason,
      ...(byHand === undefined ? {} : { byHand: { ...byHand, lookedAt: at } }),
    },
  };
}

function end(
  { action, task, record }: Standing,
  happening: Happening,
  as: 'done' | 'not_needed',
  after: Action,
): Compared {
  const isOpen = task !== undefined && !isEnded(task.state) && transitionOf(record.state, 'TaskEnded').ok;
  const taskEnd: Happening[] = isOpen
    ? [{ what: 'TaskEnded', taskId: task.id, from: task.state, as, via: 'system' }]
    : [];
  return { acts: [happening, ...taskEnd].map((one) => ({ ...by(action), happening: one })), after };
}

const dueAtOf = ({ byHand }: Action): string => byHand?.dueAt ?? '';

function by({ id, generation }: Action): Pick<Act, 'actor' | 'cause'> {
  return {
    actor: { kind: 'system', id: 'actions' },
    cause: { kind: 'lifecycle', id: `${id}-${String(generation)}` },
  };
}

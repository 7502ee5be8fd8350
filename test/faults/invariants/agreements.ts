import type { Case, Happening, JournalEntry } from '../../../lambdas/contracts/index.ts';
import type { History } from '../history.ts';
import type { Invariant } from './invariant.ts';

const PATIENCE = 10 * 60_000;

/** Whoever is a millisecond late is told so, and what has expired is not done by an approval that was on its way. */
export const answeredInTime: Invariant = {
  says: 'nothing is agreed to after the time for it, and no time ends early',
  broken: ({ cases }) =>
    cases.flatMap(({ journal }) => {
      const ends = new Map<string, string>();
      return journal.flatMap(({ at, happening }) => {
        if ('governance' in happening) ends.set(happening.actionId, happening.governance.expiresAt ?? '');
        if (
          happening.what === 'ActionApproved' &&
          at >= (ends.get(happening.actionId) ?? '') &&
          ends.get(happening.actionId) !== ''
        )
          return [`${happening.actionId} was agreed to at ${at}, and its time was over`];
        if (happening.what === 'ActionExpired' && at < (ends.get(happening.actionId) ?? ''))
          return [`${happening.actionId} expired at ${at}, before its time`];
        return [];
      });
    }),
};

/** Of several who decide at the same moment one is enough or first; the others hear what has become of it. Whoever has agreed may still say no while that is not enough. */
export const decidedOnce: Invariant = {
  says: 'an action is decided once: agreed to, refused or expired, and agreed to by nobody twice',
  broken: ({ cases }) =>
    cases.flatMap(({ journal }) => {
      const decided = new Map<string, string>();
      const by = new Set<string>();
      return journal.flatMap(({ actor, happening }) => {
        if (REOPENS.has(happening.what) && 'actionId' in happening) {
          decided.delete(happening.actionId ?? '');
          for (const one of by) if (one.startsWith(`${happening.actionId ?? ''} `)) by.delete(one);
        }
        if (!DECIDES.has(happening.what) || !('actionId' in happening)) return [];
        const id = happening.actionId ?? '';
        const before = decided.get(id);
        const isTwice = happening.what === 'ActionApproved' && by.has(`${id} ${actor.id}`);
        by.add(`${id} ${actor.id}`);
        if (happening.what !== 'ActionApproved' || happening.isEnough) decided.set(id, happening.what);
        if (before !== undefined) return [`${id}: ${happening.what} after ${before}`];
        return isTwice ? [`${id} was agreed to twice by ${actor.id}`] : [];
      });
    }),
};

const DECIDES: ReadonlySet<string> = new Set(['ActionApproved', 'ActionRefused', 'ActionExpired']);
const REOPENS: ReadonlySet<string> = new Set(['ApprovalEscalated', 'ActionGovernedAnew', 'ActionRetried']);

/** From "I do it now" until they say how it ended. */
export const aloneByHand: Invariant = {
  says: 'nothing is written beside a person who does it by hand',
  broken: ({ cases }) =>
    cases.flatMap(({ journal }) => {
      const actionOf = new Map<string, string>();
      const inHand = new Set<string>();
      return journal.flatMap(({ happening }) => follow(happening, actionOf, inHand));
    }),
};

function follow(happening: Happening, actionOf: Map<string, string>, inHand: Set<string>): readonly string[] {
  if (happening.what === 'ActionHandedOver') actionOf.set(happening.task.id, happening.actionId);
  if ('taskId' in happening) {
    const action = actionOf.get(happening.taskId) ?? '';
    if (happening.what === 'TaskChecked' && happening.checked.includes('begin')) inHand.add(action);
    else inHand.delete(action);
  }
  if (happening.what !== 'ActionAttempted' && happening.what !== 'ActionResumed') return [];
  return inHand.has(happening.actionId) ? [`${happening.actionId} was begun while a person did it by hand`] : [];
}

/** Nobody has to look for what has not been done: whoever has the case is told. */
export const failureIsWithSomebody: Invariant = {
  says: 'an action that failed or that nobody agreed to is with a person',
  broken: ({ cases, endedAt }: History) =>
    cases.flatMap(({ record, journal, actions }) =>
      actions
        .filter(({ endedAt: ended }) => ended !== undefined && Date.parse(ended) < endedAt - PATIENCE)
        .filter(({ id, state }) => isTold(state) && !isKnown(id, record, journal))
        .map(({ id, state }) => `${id} is ${state}, and nobody was told`),
    ),
};

const isTold = (state: string): boolean => ['failed', 'unconfirmed', 'expired'].includes(state);

function isKnown(id: string, { state }: Case, journal: readonly JournalEntry[]): boolean {
  if (state === 'merged') return true;
  return journal.some(
    ({ happening }) =>
      happening.what === 'NoticeClaimed' &&
      happening.actionId === id &&
      (happening.purpose === 'action_failed' || happening.purpose === 'approval_expired'),
  );
}

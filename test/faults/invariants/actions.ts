import { isTakenBack } from '../../../lambdas/case/states.ts';
import { stateAfter } from '../../../lambdas/actions/action-states.ts';
import type { Action, ActionState, Happening } from '../../../lambdas/contracts/index.ts';
import { digestOf } from '../../../lambdas/actions/make-action.ts';
import type { History, Moment } from '../history.ts';
import type { Invariant } from './invariant.ts';

type Written = Extract<Moment, { what: 'written' }>;

/** A repetition that the system knew by its key has changed nothing: it answers with the version of the first time. */
export const writtenOnce: Invariant = {
  says: 'no write-back twice',
  broken: ({ moments }) => {
    const writes = new Map<string, Written>();
    return moments.flatMap((moment) => {
      if (moment.what !== 'written') return [];
      const change = `${moment.subject} ${moment.values}`;
      const before = writes.get(change);
      // What was taken back meanwhile may be wanted again.
      for (const other of writes.keys())
        if (other !== change && other.startsWith(`${moment.subject} `)) writes.delete(other);
      writes.set(change, before ?? moment);
      return before === undefined || before.etag === moment.etag
        ? []
        : [`${change} was written again as ${moment.etag}`];
    });
  },
};

const ENDS: ReadonlySet<string> = new Set([
  'ActionConfirmed',
  'ActionSuperseded',
  'ActionFailed',
  'ActionUnconfirmed',
  'ActionExpired',
  'ActionRefused',
]);

/** Governed and approved before, and not once it was refused, expired or recorded as done. */
export const writtenInTurn: Invariant = {
  says: 'nothing is written or mailed but by an attempt that is on record and has not ended',
  broken: (history) => {
    const underWay = new Set<string>();
    const byKey = actionsByKey(history);
    return history.moments.flatMap((moment) => {
      if (moment.what === 'entry') {
        const { happening } = moment.entry;
        if (happening.what === 'ActionAttempted') underWay.add(happening.actionId);
        // It is a person's now.
        if (happening.what === 'ActionHandedOver') underWay.delete(happening.actionId);
        if (ENDS.has(happening.what) && 'actionId' in happening) underWay.delete(happening.actionId ?? '');
      }
      if (moment.what === 'mailed')
        return isOfAction(moment) && !underWay.has(moment.about) ? [`${moment.about} was mailed out of turn`] : [];
      if (moment.what !== 'written') return [];
      const action = byKey.get(moment.key);
      return action !== undefined && underWay.has(action.id) ? [] : [`${moment.subject} was written out of turn`];
    });
  },
};

/**
 * What governance has asked for stands in the journal before the write: so many agreements to just this change, none by its proposer, and none at all where it is forbidden. What each was
 * shown is held against what was executed.
 */
export const agreedBefore: Invariant = {
  says: 'nothing is written or mailed without the approvals that its governance asked for',
  broken: (history) => {
    const agreed = new Map<string, Map<string, string>>();
    const proposed = new Map<string, Extract<Happening, { what: 'ActionProposed' }> & { readonly by: string }>();
    const byKey = actionsByKey(history);
    const byId = new Map([...byKey.values()].map((action) => [action.id, action]));
    return history.moments.flatMap((moment) => {
      if (moment.what === 'entry') {
        const { happening, actor } = moment.entry;
        if (happening.what === 'ActionProposed') proposed.set(happening.actionId, { ...happening, by: actor.id });
        if (happening.what === 'ApprovalEscalated' || happening.what === 'ActionGovernedAnew') {
          const wish = proposed.get(happening.actionId);
          if (wish !== undefined) proposed.set(wish.actionId, { ...wish, governance: happening.governance });
          // Others decide, from the beginning.
          if (happening.what === 'ApprovalEscalated') agreed.delete(happening.actionId);
        }
        if (happening.what !== 'ActionApproved') return [];
        const { actionId, digest } = happening;
        const wish = proposed.get(actionId);
        agreed.set(actionId, (agreed.get(actionId) ?? new Map()).set(actor.id, digest));
        if (wish?.digest !== digest) return [`${actionId} was agreed to as something else than was proposed`];
        return wish.by === actor.id ? [`${actionId} was agreed to by its proposer`] : [];
      }
      if (moment.what !== 'written' && moment.what !== 'mailed') return [];
      if (moment.what === 'mailed' && !isOfAction(moment)) return [];
      const action = moment.what === 'mailed' ? byId.get(moment.about) : byKey.get(moment.key);
      const wish = proposed.get(action?.id ?? '');
      if (action === undefined || wish === undefined)
        return [`${action?.id ?? 'something'} was done, and nobody has proposed it`];
      const { decision, count } = wish.governance;
      if (decision === 'forbidden') return [`${action.id} was done, and it is forbidden`];
      const shown = [...(agreed.get(action.id)?.values() ?? [])];
      if (shown.some((digest) => digest !== digestOf(action)))
        return [`${action.id} was done as something else than was agreed to`];
      return decision === 'approval' && shown.length < count
        ? [`${action.id} was done with ${String(shown.length)} of ${String(count)} approvals`]
        : [];
    });
  },
};

/** Of a message to a customer, and none to a partner. */
export function isOfAction({ about }: Extract<Moment, { what: 'mailed' }>): boolean {
  return about.startsWith('act_');
}

function actionsByKey({ cases }: History): ReadonlyMap<string, Action> {
  return new Map(cases.flatMap(({ actions }) => actions.map((action) => [action.idempotencyKey, action] as const)));
}

/** Proposed: whether it is done is for the same rules as any change. */
export const takenBack: Invariant = {
  says: 'what was written for a case that was taken back is proposed to be undone',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ record, actions }) => {
      if (!isTakenBack(record)) return [];
      const undone = new Set(actions.flatMap(({ subject, undoes }) => (undoes === undefined ? [] : [subject])));
      return actions
        .filter(({ wroteAt, undoes }) => undoes === undefined && Date.parse(wroteAt ?? '') < endedAt - LATENESS)
        .filter(({ subject }) => !undone.has(subject))
        .map(({ id, subject }) => `${record.id} was taken back, and nobody takes back what ${id} wrote to ${subject}`);
    }),
};

/** Both are written in one transaction, so no death and no race leaves one without the other. */
export const compensatedWithIt: Invariant = {
  says: 'what a confirmed action has taken back is compensated, and nothing else is',
  broken: ({ cases }) =>
    cases.flatMap(({ actions }) => {
      const known = new Map(actions.map((action) => [action.id, action]));
      return actions.flatMap(({ id, state, undoes, compensatedBy }) => {
        const isStanding = state === 'confirmed' && known.get(undoes ?? '')?.state === 'confirmed';
        if (isStanding) return [`${id} has taken back ${undoes ?? ''}, which is called confirmed`];
        const isUndone = known.get(compensatedBy ?? '')?.state === 'confirmed';
        return (state === 'compensated') === isUndone
          ? []
          : [`${id} is ${state}, taken back by ${compensatedBy ?? 'none'}`];
      });
    }),
};

/** From the proposal on, as the table of its moves allows. */
export const stateByJournal: Invariant = {
  says: 'the state of an action is where its journal leads, move by move',
  broken: ({ cases }) =>
    cases.flatMap(({ journal, actions }) => {
      const states = new Map<string, ActionState | undefined>();
      const illegal = journal.flatMap(({ happening }) => {
        if (!('actionId' in happening) || happening.actionId === undefined) return [];
        if (happening.what !== 'ActionProposed' && !states.has(happening.actionId)) return [];
        const before = states.get(happening.actionId);
        const after = stateAfter(before, happening);
        states.set(happening.actionId, after);
        return after === undefined ? [`${happening.actionId}: ${happening.what} while ${before ?? 'unknown'}`] : [];
      });
      const other = actions.filter(({ id, state }) => states.has(id) && states.get(id) !== state);
      return [...illegal, ...other.map(({ id, state }) => `${id} is ${state}, not ${states.get(id) ?? 'anything'}`)];
    }),
};

const LATENESS = 150_000;

export const everyActionGoesOn: Invariant = {
  says: 'each action has ended, or is due in the future',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ actions }) =>
      actions.flatMap(({ id, state, nextDueAt, endedAt: ended }) => {
        if (ended !== undefined) return [];
        const isLive = nextDueAt !== undefined && Date.parse(nextDueAt) > endedAt - LATENESS;
        return isLive ? [] : [`${id} is ${state} and was due ${nextDueAt ?? 'never'}`];
      }),
    ),
};

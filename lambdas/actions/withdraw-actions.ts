import type { Action, Case, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isTakenBack } from '../case/states.ts';
import { endedUnwritten } from './action-states.ts';
import { isPointless, REPORTED_AGAIN, superseded } from './decide-action.ts';
import { undoingOf } from './catalogue.ts';
import { fieldsOf } from './compensate.ts';
import { makeAction } from './make-action.ts';
import type { MadeAction } from './make-action.ts';
import { undoingTitle } from './title-of.ts';

/**
 * The reports of a case were taken back, or a person has withdrawn it. What was not written yet is not wanted any more; what we have written is proposed to be
 * what it was before, governed by the same rules as any change.
 */
export function withdrawActions(
  record: Case,
  actions: readonly Action[],
  pack: PolicyPack,
  at: string,
  cause: Act['cause'],
): readonly MadeAction[] {
  if (!isTakenBack(record)) return [];
  const by = { actor: { kind: 'system', id: 'actions' }, cause } as const;
  return [
    ...actions.filter((action) => isPointless(action, record)).map((action) => superseded(action, by, at)),
    ...undoings(actions).flatMap(({ first, last }) => {
      const { type, system, instance, subject, amount, id } = last;
      const back = undoingOf(first, last);
      // Guard: what is as it was needs no undoing.
      if (back === undefined) return [];
      const title = undoingTitle(last, back.change, 'the report was taken back');
      const same = {
        ...(amount === undefined ? {} : { amount }),
        ...(instance === undefined ? {} : { instance }),
      };
      const before = actions.findLast(({ undoes }) => undoes === id);
      const instead = { undoes: id, ...(before === undefined ? {} : { replaced: before.id }) };
      return [makeAction(record, { type, system, subject, title, ...back, ...same }, by, pack, at, instead)];
    }),
  ];
}

/** Once for each document and time that it is withdrawn, and only of what we have written ourselves: from what it says by our last change to what it said before the first. */
function undoings(actions: readonly Action[]): readonly { readonly first: Action; readonly last: Action }[] {
  const written = actions
    // Guard: what was taken back is not taken back again.
    .filter(({ wroteAt, undoes, state }) => wroteAt !== undefined && undoes === undefined && state !== 'compensated')
    .sort((left, right) => ((left.wroteAt ?? '') < (right.wroteAt ?? '') ? -1 : 1));
  const byDocument = Map.groupBy(written, fieldsOf);
  return [...byDocument.values()].flatMap((changes) => {
    const isUndone = ({ id }: Action): boolean => actions.some((one) => one.undoes === id && !cameToNothing(one));
    // Guard: what is being taken back is not taken back again.
    const standing = changes.slice(changes.findLastIndex(isUndone) + 1);
    const [first, last] = [standing[0], standing.at(-1)];
    return first === undefined || last === undefined ? [] : [{ first, last }];
  });
}

/** Given up, so that it is asked anew with the case: it was for a withdrawal that is over, or a person wanted it while the case was open. */
function cameToNothing({ problem, proposedBy, state }: Action): boolean {
  return problem === REPORTED_AGAIN || (proposedBy.kind === 'person' && endedUnwritten.includes(state));
}

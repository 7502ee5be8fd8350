import type { Action, Case, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isLive } from '../case/states.ts';
import { endedUnwritten } from './action-states.ts';
import { undoingOf } from './catalogue.ts';
import { fieldsOf } from './compensate.ts';
import { makeAction } from './make-action.ts';
import type { MadeAction } from './make-action.ts';
import { undoingTitle } from './title-of.ts';

export type UndoDecision =
  | { readonly do: 'propose'; readonly made: MadeAction }
  /** It is being taken back, or was. */
  | { readonly do: 'nothing'; readonly action: Action; readonly why: string }
  | { readonly do: 'refuse'; readonly why: string };

/** What a person wants taken back: only what is confirmed and was written by us, and stands. A proposal of its own, governed by the same rules. */
export function decideUndo(
  action: Action,
  record: Case,
  actions: readonly Action[],
  { by, pack, at }: { readonly by: Pick<Act, 'actor' | 'cause'>; readonly pack: PolicyPack; readonly at: string },
): UndoDecision {
  const undoings = actions.filter(({ undoes }) => undoes === action.id);
  const last = undoings.findLast(({ state }) => !endedUnwritten.includes(state));
  // Guard: one undoing at a time, and none of what was undone.
  if (last !== undefined && !FAILED.includes(last.state))
    return { do: 'nothing', action: last, why: `${last.title}: this is ${say(last.state)}.` };
  const why =
    last === undefined ? whyNot(action, record, actions) : `${last.title}: this is ${say(last.state)}. Retry it.`;
  if (why !== undefined) return { do: 'refuse', why };
  const back = undoingOf(action, action);
  if (back === undefined)
    return { do: 'refuse', why: 'There is nothing to take back: it cannot be unread, or has changed nothing.' };
  const { type, system, instance, subject, amount, id } = action;
  const wish = {
    ...{ type, system, subject, title: undoingTitle(action, back.change), ...back },
    ...(amount === undefined ? {} : { amount }),
    ...(instance === undefined ? {} : { instance }),
  };
  const before = undoings.at(-1);
  const instead = { undoes: id, ...(before === undefined ? {} : { replaced: before.id }) };
  return { do: 'propose', made: makeAction(record, wish, by, pack, at, instead) };
}

function whyNot(action: Action, record: Case, actions: readonly Action[]): string | undefined {
  const { state, undoes, wroteAt = '' } = action;
  if (!isLive(record)) return `The case is ${record.state}. Open it again, or change the document yourself.`;
  const mend = MENDS[state];
  if (mend !== undefined) return `The action is ${say(state)}; only what is confirmed is taken back. ${mend}`;
  if (undoes !== undefined) return 'It takes something back itself: propose the change anew.';
  if (wroteAt === '') return 'The system had it from others, not from us: change it there.';
  const later = actions.find(
    (one) => one.state === 'confirmed' && (one.wroteAt ?? '') > wroteAt && fieldsOf(one) === fieldsOf(action),
  );
  return later === undefined ? undefined : `${later.title}: this was written over it since. Take that back first.`;
}

const MENDS: Readonly<Partial<Record<Action['state'], string>>> = {
  awaiting_approval: 'Have it refused.',
  approved: 'Wait until it is done.',
  executing: 'Wait until it is done.',
  by_hand: 'End its task.',
  failed: 'Nothing was written.',
  unconfirmed: 'Look into the system, and retry it.',
  refused: 'Nothing was written.',
  expired: 'Nothing was written.',
  superseded: 'Nothing was written.',
  compensated: 'It was taken back already.',
};
const FAILED: readonly Action['state'][] = ['failed', 'unconfirmed'];

function say(state: Action['state']): string {
  return state.replace('_', ' ');
}

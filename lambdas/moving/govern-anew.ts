import { governAction, mayApprove } from '../actions/govern-action.ts';
import { ended } from '../actions/decide-reply.ts';
import { madeBefore } from '../actions/made-before.ts';
import { stakesOf } from '../actions/make-action.ts';
import type { MadeAction } from '../actions/make-action.ts';
import type { Act } from '../case/apply-acts.ts';
import type { Action, Case, Governance, PolicyPack } from '../contracts/index.ts';

/**
 * A proposal that waits for approval, as another pack governs it; undefined where the same people decide as before. Who has approved it already counts where they may approve it
 * by the other pack too.
 */
export function governAnew(
  action: Action,
  by: Pick<Act, 'actor' | 'cause'>,
  record: Pick<Case, 'impact' | 'clocks'>,
  pack: PolicyPack,
  at: string,
  /** All of the case. */
  actions: readonly Action[] = [],
): MadeAction | undefined {
  if (action.state !== 'awaiting_approval') return undefined;
  const { type, amount, undoes, proposedBy, confidence } = action;
  const proposal = {
    type,
    ...(confidence === undefined ? {} : { confidence }),
    isUndoing: undoes !== undefined,
    already: madeBefore(action, actions, pack),
    ...stakesOf(record, type, pack),
    ...(amount === undefined ? {} : { amount }),
  };
  const governance = governAction(proposal, proposedBy, pack, at);
  if (sayGovernance(governance) === sayGovernance(action.governance)) return undefined;
  const governed: Action = { ...action, governance, approvals: [], attention: action.attention + 1, nextDueAt: at };
  // One after the other: where each function has to agree, two of one count once.
  const approvals = action.approvals.reduce<Action['approvals']>(
    (kept, one) => (mayApprove(one.person, { ...governed, approvals: kept }, pack, at).ok ? [...kept, one] : kept),
    [],
  );
  const { state, reason } = fateOf(governance, approvals.length);
  const after: Action = { ...(state === 'refused' ? ended(governed, at) : governed), state, approvals };
  return {
    act: {
      ...by,
      ...(amount === undefined ? {} : { amount }),
      happening: { what: 'ActionGovernedAnew', actionId: action.id, governance, state, reason },
    },
    action: after,
  };
}

function fateOf({ decision, count }: Governance, approved: number) {
  if (decision === 'forbidden')
    return { state: 'refused', reason: 'The version that decides now does not allow it.' } as const;
  if (decision === 'automatic')
    return { state: 'approved', reason: 'By the version that decides now nobody has to be asked.' } as const;
  if (approved >= count)
    return { state: 'approved', reason: 'Who has approved it is enough for the version that decides now.' } as const;
  return { state: 'awaiting_approval', reason: 'By the version that decides now others have to approve it.' } as const;
}

/** Who decides, in short: `automatic`, `forbidden`, `2 of finance or logistics`. */
export function sayGovernance({ decision, of, count, functions }: Governance): string {
  const names = [...functions].sort().join(of === 'each' ? ' and ' : ' or ');
  return decision === 'approval' ? `${String(count)} of ${names}` : decision;
}

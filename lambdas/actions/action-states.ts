import type { ActionState, Happening } from '../contracts/index.ts';

interface Move {
  readonly from: readonly ActionState[];
  readonly to: ActionState;
}

/** It has ended without anything of it being written. */
export const endedUnwritten: readonly ActionState[] = ['refused', 'expired', 'superseded'];

/** Which state a happening leads an action to, and from which states it may come. Of several the happening itself says which. Happenings that are not here leave the state as it is. */
export const actionMoves: Readonly<Partial<Record<Happening['what'], readonly Move[]>>> = {
  ActionApproved: [
    { from: ['awaiting_approval'], to: 'awaiting_approval' },
    { from: ['awaiting_approval'], to: 'approved' },
  ],
  ApprovalEscalated: [{ from: ['awaiting_approval'], to: 'awaiting_approval' }],
  ActionGovernedAnew: [
    { from: ['awaiting_approval'], to: 'awaiting_approval' },
    { from: ['awaiting_approval'], to: 'approved' },
    { from: ['awaiting_approval'], to: 'refused' },
  ],
  ActionRefused: [{ from: ['awaiting_approval'], to: 'refused' }],
  ActionExpired: [{ from: ['awaiting_approval'], to: 'expired' }],
  ActionAttempted: [{ from: ['approved', 'executing'], to: 'executing' }],
  ActionPostponed: [
    { from: ['executing'], to: 'approved' },
    { from: ['by_hand'], to: 'by_hand' },
  ],
  ActionHandedOver: [{ from: ['executing'], to: 'by_hand' }],
  ActionResumed: [{ from: ['by_hand'], to: 'approved' }],
  ActionConfirmed: [{ from: ['executing', 'by_hand'], to: 'confirmed' }],
  ActionCompensated: [{ from: ['confirmed'], to: 'compensated' }],
  ActionSuperseded: [{ from: ['awaiting_approval', 'approved', 'executing', 'by_hand'], to: 'superseded' }],
  ActionFailed: [{ from: ['executing'], to: 'failed' }],
  ActionUnconfirmed: [{ from: ['executing', 'by_hand'], to: 'unconfirmed' }],
  ActionRetried: [{ from: ['failed', 'unconfirmed', 'by_hand'], to: 'approved' }],
};

/** Proposed and governed in one entry: nobody sees it between the two. */
export const STATES_OF_DECISION = {
  automatic: 'approved',
  approval: 'awaiting_approval',
  forbidden: 'refused',
} as const;

/** The state of an action after what has happened to it; undefined: that may not happen to it in this state. `state` is absent before it is proposed. */
export function stateAfter(state: ActionState | undefined, happening: Happening): ActionState | undefined {
  if (happening.what === 'ActionProposed')
    return state === undefined ? STATES_OF_DECISION[happening.governance.decision] : undefined;
  const moves = actionMoves[happening.what];
  if (moves === undefined || state === undefined) return state;
  const possible = moves.filter(({ from }) => from.includes(state)).map(({ to }) => to);
  const said = saidBy(happening);
  return said === undefined ? possible[0] : possible.find((to) => to === said);
}

function saidBy(happening: Happening): ActionState | undefined {
  if (happening.what === 'ActionApproved') return happening.isEnough ? 'approved' : 'awaiting_approval';
  return happening.what === 'ActionGovernedAnew' ? happening.state : undefined;
}

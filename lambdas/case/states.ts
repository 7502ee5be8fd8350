import type { Case, CaseState, Happening } from '../contracts/index.ts';

/** States in which somebody works on it, or shall. */
const liveStates: readonly CaseState[] = ['open', 'triaged', 'acknowledged', 'in_progress'];

export function isLive({ state }: Pick<Case, 'state'>): boolean {
  return liveStates.includes(state);
}

/** Which state each happening leads to, and from which states it may come. Happenings that are not here leave the state as it is. */
export const transitions: Readonly<
  Partial<Record<Happening['what'], { readonly from: readonly CaseState[]; readonly to: CaseState }>>
> = {
  CaseTriaged: { from: ['open'], to: 'triaged' },
  CaseAcknowledged: { from: ['open', 'triaged'], to: 'acknowledged' },
  WorkStarted: { from: ['acknowledged'], to: 'in_progress' },
  AcknowledgementTimedOut: { from: ['acknowledged', 'in_progress'], to: 'triaged' },
  CaseHandedBack: { from: ['acknowledged', 'in_progress'], to: 'triaged' },
  CaseResolved: { from: liveStates, to: 'resolved' },
  CaseClosed: { from: ['resolved'], to: 'closed' },
  CaseReopened: { from: ['resolved', 'withdrawn'], to: 'open' },
  CaseMerged: { from: liveStates, to: 'merged' },
  CaseWithdrawn: { from: liveStates, to: 'withdrawn' },
};

/** States in which people are called. */
export const callingStates: readonly CaseState[] = ['open', 'triaged'];
/** Nothing is changed for it in any system of record, and what was is taken back. A case that had ended before its last report was taken back keeps its state. */
export function isTakenBack({ state, takenBackAt }: Pick<Case, 'state' | 'takenBackAt'>): boolean {
  return state === 'withdrawn' || takenBackAt !== undefined;
}

/** Withdrawn by its sender, while no person has said that it is none: reported anew it is this case again. */
export function mayComeBack({ state, reopenUntil }: Pick<Case, 'state' | 'reopenUntil'>): boolean {
  return state === 'withdrawn' && reopenUntil !== undefined;
}

/** States in which nothing more is done. */
export const endStates: readonly CaseState[] = ['closed', 'withdrawn', 'merged'];

export type Transition = { readonly ok: true; readonly to: CaseState } | { readonly ok: false; readonly why: string };

/** Whether a happening may come now, and where it leads. */
export function transitionOf(state: CaseState, what: Happening['what']): Transition {
  const transition = transitions[what];
  if (transition === undefined) {
    // A withdrawn or merged case may still owe its last messages, and an execution to send them.
    const isAllowedLate = recordedAfterTheEnd.has(what) || (what === 'LifecycleRestarted' && state !== 'closed');
    return endStates.includes(state) && !isAllowedLate
      ? { ok: false, why: `The case is ${state}; nothing more is done with it.` }
      : { ok: true, to: state };
  }
  if (transition.from.includes(state)) return { ok: true, to: transition.to };
  return { ok: false, why: `The case is ${state}; that is possible only while it is ${listed(transition.from)}.` };
}

/** Last messages, and outcomes of messages and actions that were on their way when the case ended, still belong in its record. */
const recordedAfterTheEnd: ReadonlySet<Happening['what']> = new Set([
  'NoticeHandedOver',
  'NoticeSuppressed',
  'NoticeFailed',
  'NoticeDelivered',
  'NoticeUndelivered',
  'NoticeClaimed',
  'NoticeFellBack',
  'SignalRetracted',
  'SignalAttached',
  'ActionProposed',
  'ActionApproved',
  'ActionRefused',
  'ActionRetried',
  'ActionAttempted',
  'ActionPostponed',
  'ActionConfirmed',
  'ActionCompensated',
  'ActionSuperseded',
  'ActionFailed',
  'ActionUnconfirmed',
  'ActionExpired',
  'PersonalDataErased',
  'ApprovalEscalated',
  'ActionRestarted',
  'ActionResumed',
  'PartnerMailed',
  'PartnerNotReached',
  'PartnerLinkRevoked',
  'CustomerTold',
  'CustomerNotTold',
  'CustomerMessageDelivered',
  'CustomerOptedOut',
]);

function listed(states: readonly CaseState[]): string {
  return states.length === 1 ? String(states[0]) : `${states.slice(0, -1).join(', ')} or ${String(states.at(-1))}`;
}

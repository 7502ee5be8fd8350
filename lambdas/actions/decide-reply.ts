import type { Action, Case, Happening, PolicyPack, Problem, Task } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { notPossible } from '../case/command.ts';
import type { Via } from '../case/command.ts';
import { isBegun } from '../case/hand-task.ts';
import { isTakenBack } from '../case/states.ts';
import { isEnded } from '../case/task-readiness.ts';
import { mayApprove, mayRefuse } from './govern-action.ts';

/** What a person says to an action. `digest`: what they were shown; another one now means that they would approve something else. */
export interface Reply {
  readonly verb: 'approve' | 'refuse' | 'retry';
  readonly via: Via;
  readonly digest?: string;
  readonly reason?: string;
}

export interface ReplyContext {
  readonly person: string;
  readonly requestId: string;
  readonly pack: PolicyPack;
  readonly at: string;
  /** Of an action that is done by hand. */
  readonly task?: Task;
}

export type ReplyDecision =
  | { readonly outcome: 'changed'; readonly acts: readonly Act[]; readonly after: Action }
  | { readonly outcome: 'unchanged'; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

export function decideReply(action: Action, record: Case, reply: Reply, context: ReplyContext): ReplyDecision {
  return reply.verb === 'retry' ? retry(action, reply, context) : answer(action, record, reply, context);
}

function answer(action: Action, record: Case, reply: Reply, context: ReplyContext): ReplyDecision {
  const { person, pack, at } = context;
  if (action.state !== 'awaiting_approval') {
    const isTheirs = reply.verb === 'approve' && action.approvals.some((approval) => approval.person === person);
    if (isTheirs) return { outcome: 'unchanged', why: 'You have approved it already.' };
    return refused(`The action is ${action.state.replace('_', ' ')}: it does not wait for an answer.`);
  }
  const right = (reply.verb === 'refuse' ? mayRefuse : mayApprove)(person, action, pack, at);
  if (!right.ok) return { outcome: 'refused', problem: notAllowed(right.why) };
  if (reply.digest !== undefined && reply.digest !== action.digest)
    return refused('The proposal is not the one that you were shown. Look at it again.');
  const { expiresAt, count } = action.governance;
  if (expiresAt !== undefined && expiresAt <= at) return refused(`The time to approve it ended at ${expiresAt}.`);
  if (isTakenBack(record) && action.undoes === undefined)
    return refused('The case is withdrawn, so nothing is changed for it any more.');
  const { id: actionId } = action;
  // What they were shown, so that the record tells by itself whether it is what was done. Who names no digest agrees to the action of this id, and the id follows from its digest.
  const digest = reply.digest ?? action.digest;
  if (reply.verb === 'refuse') {
    const happening = { what: 'ActionRefused', actionId, via: reply.via } as const;
    return changed(context, reply, happening, {
      ...ended(action, at),
      state: 'refused',
      attention: action.attention + 1,
    });
  }
  if (action.approvals.some((approval) => approval.person === person))
    return { outcome: 'unchanged', why: 'You have approved it already; it takes somebody else, too.' };
  const lent = right.for === undefined ? {} : { for: right.for };
  const approvals = [...action.approvals, { person, at, ...lent }];
  const isEnough = approvals.length >= count;
  return changed(
    context,
    reply,
    { what: 'ActionApproved', actionId, via: reply.via, digest, isEnough, ...lent },
    {
      ...action,
      approvals,
      attention: action.attention + 1,
      ...(isEnough ? { state: 'approved', nextDueAt: at } : {}),
    },
  );
}

/** From the worklists of what failed or could not be confirmed: it is looked up in the system before anything is written again. */
function retry(action: Action, reply: Reply, context: ReplyContext): ReplyDecision {
  if (action.state === 'approved' || action.state === 'executing')
    return { outcome: 'unchanged', why: 'It is being tried.' };
  const { task } = context;
  const isOpen = task !== undefined && !isEnded(task.state);
  // Guard: what somebody does by hand is not written beside them.
  if (action.state === 'by_hand' && (!isOpen || isBegun(task)))
    return refused('Somebody does it by hand, or says that it is done: what the system says is compared.');
  if (!RETRIED.includes(action.state))
    return refused(
      `The action is ${action.state.replace('_', ' ')}; only one that failed, is unconfirmed or is by hand is tried again.`,
    );
  const again = { ...action };
  delete again.endedAt;
  delete again.begunAt;
  delete again.retryAt;
  // A person has looked, and wants it written.
  delete again.triedUnder;
  delete again.silentSince;
  const taken: Happening[] =
    action.state === 'by_hand' && isOpen
      ? [{ what: 'TaskEnded', taskId: task.id, from: task.state, as: 'not_needed', via: reply.via }]
      : [];
  return changed(
    context,
    reply,
    { what: 'ActionRetried', actionId: action.id, via: reply.via, generation: action.generation + 1 },
    {
      ...again,
      state: 'approved',
      attempts: 0,
      // A message that may have been sent is sent again by a person's word only.
      ...(action.type === 'customer_message' ? { mayBeWritten: false } : {}),
      attention: action.attention + 1,
      generation: action.generation + 1,
      nextDueAt: context.at,
    },
    taken,
  );
}

const RETRIED: readonly Action['state'][] = ['failed', 'unconfirmed', 'by_hand'];

/** Nothing is left to do with it: it leaves the due index. */
export function ended(action: Action, at: string): Action {
  const copy = { ...action, endedAt: at };
  delete copy.nextDueAt;
  delete copy.retryAt;
  delete copy.begunAt;
  return copy;
}

function changed(
  { person, requestId }: ReplyContext,
  { reason }: Reply,
  happening: Happening,
  after: Action,
  also: readonly Happening[] = [],
): ReplyDecision {
  const by = { actor: { kind: 'person', id: person }, cause: { kind: 'command', id: requestId } } as const;
  const act: Act = {
    ...by,
    happening,
    ...(after.amount === undefined ? {} : { amount: after.amount }),
    ...(reason === undefined ? {} : { personal: { text: reason } }),
  };
  return { outcome: 'changed', acts: [act, ...also.map((one) => ({ ...by, happening: one }))], after };
}

function refused(why: string): ReplyDecision {
  return { outcome: 'refused', problem: notPossible(why) };
}

function notAllowed(why: string): Problem {
  return { type: 'https://fairlead.dev/problems/not-allowed', title: 'Not allowed', status: 403, detail: why };
}

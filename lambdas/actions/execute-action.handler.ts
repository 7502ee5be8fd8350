import { caseStore, isLive, isTakenBack } from '../case/index.ts';
import { actionInput } from '../contracts/index.ts';
import type { Action, ActionInput, Case, PolicyPack, Task } from '../contracts/index.ts';
import { nowInstant, taskHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { customerMail, customerTold } from './adapters/customer-mail.ts';
import type { CustomerMail } from './adapters/customer-mail.ts';
import { performOnAction } from './adapters/perform-on-action.ts';
import { actionsOf } from './adapters/action-store.dynamo.ts';
import { systemDocuments } from './adapters/system-documents.ts';
import { attempt, look } from './attempt.ts';
import { compareAfterHand } from './compare-after-hand.ts';
import { compensate } from './compensate.ts';
import { beginAttempt, endAttempt, mayWrite, notAsAgreed } from './decide-attempt.ts';
import type { AttemptOutcome } from './decide-attempt.ts';
import { handTermsOf } from './hand-over.ts';
import type { MadeAction } from './make-action.ts';
import type { WritableSystem } from './ports.ts';
import { proposeAgain } from './propose-again.ts';
import { subjectOf } from './subject-of.ts';
import { withdrawActions } from './withdraw-actions.ts';

const stores = { cases: caseStore(), packs: packStore() };
const documentsOf = systemDocuments();

interface Known {
  readonly action: Action;
  readonly record: Case;
  readonly pack: PolicyPack;
}

/** Made when the first message is sent: most actions are none. */
let mail: CustomerMail | undefined;

function systemOf({ action, record, pack }: Known): WritableSystem {
  const { type } = action;
  if (type !== 'customer_message') return documentsOf(type, subjectOf(action, record), action.instance);
  mail ??= customerMail(stores.cases);
  return mail(action, record, pack);
}

/**
 * Task of the action machine: one attempt, or one look at what a person does by hand. An attempt is claimed before the system is touched and ended after it; a death between the two
 * leaves an attempt without an outcome, and the next one looks in the system before it writes. A look changes nothing, so it needs no claim.
 */
export const handler = taskHandler('execute-action', actionInput, async (input, { log, meters }) => {
  const turn = await performOnAction<Turn | undefined>(stores, input, ({ action, record, task, pack, at }) => {
    if (action.state === 'by_hand') return { commit: false, answer: { do: 'look', action, task, record, pack } };
    const begin = beginAttempt(action, record, at);
    if (begin === undefined) return { commit: false, answer: undefined };
    const isWriting = mayWrite(action, record);
    return {
      commit: true,
      acts: [begin.act],
      actions: [begin.after],
      answer: { do: 'attempt', action: begin.after, isWriting, record, pack },
    };
  });
  if (turn === undefined) return { tried: false };
  const { caseId, actionId } = input;
  if (turn.do === 'look') {
    const state = await compare(input, turn);
    log.info('action.compared', { caseId, actionId, state });
    return { tried: false };
  }
  const outcome = notAsAgreed(turn.action) ?? (await attempt(turn, systemOf(turn), nowInstant()));
  await conclude(input, turn, outcome);
  log.info('action.attempted', { caseId, actionId, end: outcome.end });
  for (const end of ENDS) meters.count(`Actions_${end}`, outcome.end === end ? 1 : 0);
  return { tried: true };
});

const ENDS: readonly AttemptOutcome['end'][] = ['confirmed', 'superseded', 'failed', 'unclear', 'postponed'];

type Trying = { readonly do: 'attempt'; readonly isWriting: boolean } & Known;
type Looking = { readonly do: 'look'; readonly task: Task | undefined } & Known;
type Turn = Trying | Looking;

async function conclude(input: ActionInput, begun: Trying, outcome: AttemptOutcome): Promise<void> {
  await performOnAction<undefined>(stores, input, async ({ action, record, pack, at }) => {
    // Guard: the end of an attempt is told by that attempt.
    // Somebody took this attempt for dead and began another one: that one tells how it ended.
    if (action.state !== 'executing' || action.begunAt !== begun.action.begunAt)
      return { commit: false, answer: undefined };
    // Whoever tells the customer by hand says so with the case, and then no message is sent any more.
    const isLeft = action.type === 'customer_message' || !isLive(record);
    const hand = isLeft ? undefined : handTermsOf(action.type, pack);
    const { act, after } = endAttempt(action, outcome, at, hand);
    const again = outcome.end === 'superseded' ? proposeAgain(after, record, outcome, pack, at) : [];
    const made = [...again, ...(await followUps(record, after, pack, at))];
    const told = await customerTold(stores.cases, after, record);
    return {
      commit: true,
      acts: [act, ...told, ...made.map((one) => one.act)],
      actions: [after, ...made.map((one) => one.action)],
      answer: undefined,
    };
  });
}

/** Compares what the system says with what was to be done by hand; not on what was read before somebody began or ended the task. */
async function compare(
  input: ActionInput,
  { action: before, task: seenTask, record: known }: Looking,
): Promise<string | undefined> {
  const seen = await look(before, documentsOf(before.type, subjectOf(before, known), before.instance));
  return performOnAction<string>(stores, input, async ({ action, record, task, pack, at }) => {
    // Guard: what was read before somebody began, or said that it is done, says nothing of it.
    if (action.state !== 'by_hand' || action.byHand?.round !== before.byHand?.round || !isSame(task, seenTask))
      return { commit: false, answer: action.state };
    const { acts, after } = compareAfterHand({ action, task, record, pack }, seen, at);
    const made = await followUps(record, after, pack, at);
    return {
      commit: true,
      acts: [...acts, ...made.map((one) => one.act)],
      actions: [after, ...made.map((one) => one.action)],
      answer: after.state,
    };
  });
}

function isSame(one: Task | undefined, other: Task | undefined): boolean {
  return one?.state === other?.state && one?.checked?.join() === other?.checked?.join();
}

/** What follows for other actions of the case: what it has taken back is compensated; and written while the case was being withdrawn, it is taken back as what was written before. */
async function followUps(record: Case, after: Action, pack: PolicyPack, at: string): Promise<readonly MadeAction[]> {
  const isUndone = after.undoes !== undefined && after.state === 'confirmed';
  if (!isUndone && !isTakenBack(record)) return [];
  const known = await actionsOf(stores.cases, record.id);
  const back = compensate(after, known);
  const changed = new Map([after, ...back.map(({ action }) => action)].map((action) => [action.id, action]));
  const all = known.map((action) => changed.get(action.id) ?? action);
  return [...back, ...withdrawActions(record, all, pack, at, { kind: 'lifecycle', id: after.id })];
}

import { caseStore, isTakenBack } from '../case/index.ts';
import { actionInput } from '../contracts/index.ts';
import { nowInstant, taskHandler } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import type { Subject } from '../systems/index.ts';
import { performOnAction } from './adapters/perform-on-action.ts';
import { actionsOf } from './adapters/action-store.dynamo.ts';
import { systemDocuments } from './adapters/system-documents.ts';
import { attempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { beginAttempt, endAttempt, mayWrite } from './decide-attempt.ts';
import type { AttemptOutcome } from './decide-attempt.ts';
import { proposeAgain } from './propose-again.ts';
import { subjectOf } from './subject-of.ts';
import { withdrawActions } from './withdraw-actions.ts';

const stores = { cases: caseStore(), packs: packStore() };
const documentsOf = systemDocuments();

/**
 * Task of the action machine: one attempt. Claimed before the system is touched and ended after it; a death between the two leaves an attempt without
 * an outcome, and the next one looks in the system before it writes.
 */
export const handler = taskHandler('execute-action', actionInput, async (input, { log, meters }) => {
  const begun = await performOnAction<(Attempt & { readonly of: Subject }) | undefined>(
    stores,
    input,
    ({ action, record, at }) => {
      const begin = beginAttempt(action, record, at);
      if (begin === undefined) return { commit: false, answer: undefined };
      return {
        commit: true,
        acts: [begin.act],
        actions: [begin.after],
        answer: { action: begin.after, isWriting: mayWrite(action, record), of: subjectOf(action, record) },
      };
    },
  );
  if (begun === undefined) return { tried: false };
  const outcome = await attempt(begun, documentsOf(begun.action.type, begun.of), nowInstant());
  await performOnAction<undefined>(stores, input, async ({ action, record, pack, at }) => {
    // Guard: the end of an attempt is told by that attempt.
    // Somebody took this attempt for dead and began another one: that one tells how it ended.
    if (action.state !== 'executing' || action.begunAt !== begun.action.begunAt)
      return { commit: false, answer: undefined };
    const { act, after } = endAttempt(action, outcome, at);
    const again = outcome.end === 'superseded' ? proposeAgain(after, record, outcome, pack, at) : [];
    // Written while the case was being withdrawn: it is taken back as what was written before.
    const others = isTakenBack(record) ? await actionsOf(stores.cases, record.id) : [];
    const all = [...others.filter(({ id }) => id !== after.id), after];
    const made = [...again, ...withdrawActions(record, all, pack, at, { kind: 'lifecycle', id: action.id })];
    return {
      commit: true,
      acts: [act, ...made.map((one) => one.act)],
      actions: [after, ...made.map((one) => one.action)],
      answer: undefined,
    };
  });
  log.info('action.attempted', { caseId: input.caseId, actionId: input.actionId, end: outcome.end });
  for (const end of ENDS) meters.count(`Actions_${end}`, outcome.end === end ? 1 : 0);
  return { tried: true };
});

const ENDS: readonly AttemptOutcome['end'][] = ['confirmed', 'superseded', 'failed', 'unclear', 'postponed'];

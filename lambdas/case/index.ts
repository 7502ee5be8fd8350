import * as z from 'zod';
import { parseEnvironment } from '../platform/index.ts';
import { createCaseStore } from './adapters/case-store.dynamo.ts';
import type { CaseStore } from './adapters/case-store.dynamo.ts';

export { allCasesAndReports, casesWithDue, keptIn } from './adapters/all-cases.dynamo.ts';
export type { Kept } from './adapters/all-cases.dynamo.ts';
export { casesOfSubject, dueBefore, queueOf, readFate } from './adapters/case-queries.dynamo.ts';
export { childrenInShard, childrenOf, countChildren, listedChildren, summariesOf } from './adapters/children.dynamo.ts';
export { createCaseStore } from './adapters/case-store.dynamo.ts';
export type { CaseStore } from './adapters/case-store.dynamo.ts';
export { eraseCase } from './adapters/erase-case.ts';
export { beginAlong, endAlong, giveUpNotice, handOverNotice } from './adapters/hand-over.ts';
export { noteDelivery } from './adapters/note-delivery.ts';
export type { AnotherWay } from './adapters/after-end.ts';
export { postponeNotice } from './adapters/notice-store.dynamo.ts';
export { perform } from './adapters/perform.ts';
export { performTogether } from './adapters/perform-together.ts';
export type { Change, JointDecision } from './adapters/perform-together.ts';
export { MAX_SUBJECTS, progressSince, readEvent } from './adapters/timeline.dynamo.ts';
export { heardFor, noSuchCase, performCommand } from './adapters/perform-command.ts';
export type { CommandResult } from './adapters/perform-command.ts';
export { traceOf } from './adapters/trace-of.ts';
export { createRelay } from './adapters/relay-entry.ts';
export { applyActs, foresee } from './apply-acts.ts';
export { notPossible } from './command.ts';
export type { Command } from './command.ts';
export type { Act } from './apply-acts.ts';
export { erasePersonal, verifyChain } from './chain.ts';
export { decideTriage, LIFECYCLE_PATIENCE } from './decide-triage.ts';
export { addDuration, durationMs } from './duration.ts';
export type { Begun, HandOver } from './adapters/hand-over.ts';
export type { NoticeOutcome, Postponed } from './decide-notice.ts';
export {
  actionSk,
  CHILD_SHARDS,
  correlationKey,
  DUE_SHARDS,
  dueActionSk,
  dueShard,
  guardKey,
  keyPart,
  shardOf,
  SILENCED_SHARDS,
  silencedKey,
  silencedPk,
  timelinePk,
} from './keys.ts';
export type { DueItem } from './keys.ts';
export { latestFacts } from './latest-facts.ts';
export { measureCase } from './measure-case.ts';
export { isEnded, waitsOf } from './task-readiness.ts';
export { isLive, isTakenBack } from './states.ts';
export { distinct, strongReferences } from './strong-references.ts';
export { summarize } from './summary.ts';

/** The case store of this function's environment. */
export function caseStore(): CaseStore {
  return createCaseStore(parseEnvironment({ CASES_TABLE: z.string() }).CASES_TABLE);
}

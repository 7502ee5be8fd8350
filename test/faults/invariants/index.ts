import { everyActionGoesOn, writtenInTurn, writtenOnce } from './actions.ts';
import { liveNextStep, reachedSomebody, wholeChain } from './cases.ts';
import type { Invariant } from './invariant.ts';
import * as notices from './notices.ts';
import { explainedDeadLetters, nothingLeft, silentLogs } from './operations.ts';
import { countInIsCountOut, oneFate } from './signals.ts';

/** All that holds in every history. Whoever adds something that may go wrong adds here what must not. */
export const invariants: readonly Invariant[] = [
  oneFate,
  countInIsCountOut,
  liveNextStep,
  reachedSomebody,
  wholeChain,
  notices.everyNoticeEnds,
  notices.nothingAfterTheRecord,
  notices.nothingUnbegun,
  notices.onceOnSlack,
  notices.nothingAfterTheAcknowledgement,
  notices.onceAStep,
  writtenOnce,
  writtenInTurn,
  everyActionGoesOn,
  silentLogs,
  explainedDeadLetters,
  nothingLeft,
];

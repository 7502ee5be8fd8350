import {
  agreedBefore,
  compensatedWithIt,
  everyActionGoesOn,
  stateByJournal,
  takenBack,
  writtenInTurn,
  writtenOnce,
} from './actions.ts';
import * as agreements from './agreements.ts';
import { noneRunsInAPause } from './clocks.ts';
import { liveNextStep, reachedSomebody, wholeChain } from './cases.ts';
import { bothSidesKnow, noOrphan, oneIncident, silentInSilence } from './incidents.ts';
import type { Invariant } from './invariant.ts';
import * as notices from './notices.ts';
import { explainedDeadLetters, nothingLeft, silentLogs } from './operations.ts';
import { movedOnce, moveEnds } from './moves.ts';
import * as outsiders from './outsiders.ts';
import { noticedSilence } from './promises.ts';
import { subscribersHear } from './subscribers.ts';
import * as stocks from './stocks.ts';
import { countInIsCountOut, keptAsTold, oneFate } from './signals.ts';

/** All that holds in every history. Whoever adds something that may go wrong adds here what must not. */
export const invariants: readonly Invariant[] = [
  oneFate,
  countInIsCountOut,
  keptAsTold,
  noticedSilence,
  stocks.foreseenToTheEnd,
  stocks.foreseenIsSaid,
  stocks.oneTroubleOfStock,
  liveNextStep,
  reachedSomebody,
  wholeChain,
  noneRunsInAPause,
  notices.everyNoticeEnds,
  notices.nothingAfterTheRecord,
  notices.recordedIsSent,
  notices.nothingUnbegun,
  notices.onceOnSlack,
  notices.nothingAfterTheAcknowledgement,
  notices.onceAStep,
  notices.lostIsWithSomebody,
  notices.lostGoesOn,
  oneIncident,
  noOrphan,
  bothSidesKnow,
  silentInSilence,
  writtenOnce,
  writtenInTurn,
  agreedBefore,
  everyActionGoesOn,
  takenBack,
  compensatedWithIt,
  stateByJournal,
  agreements.answeredInTime,
  agreements.decidedOnce,
  agreements.aloneByHand,
  agreements.failureIsWithSomebody,
  movedOnce,
  moveEnds,
  outsiders.toldOnce,
  outsiders.silentAfterOptOut,
  outsiders.lostWordIsWithSomebody,
  outsiders.askedOnce,
  outsiders.takenAsSaid,
  outsiders.openLinksOnly,
  subscribersHear,
  silentLogs,
  explainedDeadLetters,
  nothingLeft,
];

import { describe, expect, test } from 'vitest';
import { applyActs } from '../../lambdas/case/index.ts';
import type { Action, Case, Happening, Notice, PlannedTask, PolicyMove } from '../../lambdas/contracts/index.ts';
import { deriveId } from '../../lambdas/contracts/index.ts';
import { digestOf } from '../../lambdas/actions/make-action.ts';
import { openCase } from '../support/case.ts';
import type { CaseHistory, Fate, History, Moment } from './history.ts';
import * as actions from './invariants/actions.ts';
import * as agreements from './invariants/agreements.ts';
import { noneRunsInAPause } from './invariants/clocks.ts';
import * as cases from './invariants/cases.ts';
import { invariants } from './invariants/index.ts';
import type { Invariant } from './invariants/invariant.ts';
import * as incidents from './invariants/incidents.ts';
import { movedOnce, moveEnds } from './invariants/moves.ts';
import * as notices from './invariants/notices.ts';
import * as operations from './invariants/operations.ts';
import * as outsiders from './invariants/outsiders.ts';
import * as promises from './invariants/promises.ts';
import * as signals from './invariants/signals.ts';
import * as stocks from './invariants/stocks.ts';
import { subscribersHear } from './invariants/subscribers.ts';

const OPENED = '2026-03-02T08:05:01.000Z';
const LATER_ISO = '2026-03-02T10:00:00.000Z';
const LATER = Date.parse(LATER_ISO);
const SIGNAL = deriveId('sig', 'first');
const NOTICE = deriveId('ntc', 'first');
const seed = openCase({ version: 0, chainHash: '0'.repeat(64) });
delete seed.escalation.nextDueAt;

const opened: Happening = { what: 'CaseOpened', signalId: SIGNAL, type: seed.type };
const handedOver: Happening = { what: 'NoticeHandedOver', noticeId: NOTICE, channel: 'slack', possiblyRepeated: false };
const acknowledged: Happening = { what: 'CaseAcknowledged', via: 'link' };

function lived(before: Case, ...happenings: readonly Happening[]): Pick<CaseHistory, 'record' | 'journal'> {
  const nextDueAt = '2026-03-02T11:00:00.000Z';
  const acts = happenings.map((happening) => ({
    happening,
    actor: { kind: 'system', id: 'test' } as const,
    cause: { kind: 'command', id: 'r1' } as const,
    nextDueAt,
  }));
  const context = { at: OPENED, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, salt: () => 'salt' };
  const { after, entries } = applyActs(before, acts, context);
  return { record: after, journal: entries };
}

const notice = (changes: Partial<Notice> = {}): Notice => ({
  contract: 'notice/1',
  id: NOTICE,
  caseId: seed.id,
  purpose: 'call',
  step: 0,
  round: 1,
  person: 'dan-okafor',
  channel: 'slack',
  state: 'handed_over',
  claimedAt: OPENED,
  possiblyRepeated: false,
  ...changes,
});

const ACTION = deriveId('act', 'first');
const CHANGE = {
  type: 'promise_date',
  system: 'erp',
  subject: '4570000',
  change: { promisedAt: '2026-03-04T16:00:00.000Z' },
  basis: { promisedAt: '2026-03-03T16:00:00.000Z' },
} as const;
const DIGEST = digestOf(CHANGE);
const action = (changes: Partial<Action> = {}): Action => ({
  ...CHANGE,
  contract: 'action/1',
  id: ACTION,
  caseId: seed.id,
  title: 'Promise another date',
  proposedBy: { kind: 'system', id: 'playbook' },
  digest: DIGEST,
  idempotencyKey: 'key-1',
  governance: { decision: 'automatic', functions: [], count: 0, reasons: [] },
  state: 'confirmed',
  approvals: [],
  generation: 1,
  attention: 0,
  attempts: 1,
  mayBeWritten: false,
  proposedAt: OPENED,
  endedAt: OPENED,
  ...changes,
});
const SECOND = deriveId('act', 'second');
const underWay = (): Action => {
  const begun = action({ state: 'executing' });
  delete begun.endedAt;
  return begun;
};
const attempted: Happening = { what: 'ActionAttempted', actionId: ACTION, attempt: 1 };
const confirmed: Happening = { what: 'ActionConfirmed', actionId: ACTION, found: 'written' };
const written = (etag: string, key = 'key-1'): Moment => ({
  what: 'written',
  at: 0,
  subject: '4570000',
  values: '{}',
  key,
  etag,
});

const by = (moment: Moment, id: string): Moment =>
  moment.what === 'entry' ? { ...moment, entry: { ...moment.entry, actor: { kind: 'person', id } } } : moment;
function proposal(decision: Action['governance']['decision'], count = 0): Happening {
  const { id: actionId, type, title, digest, governance } = action();
  return { what: 'ActionProposed', actionId, type, title, digest, governance: { ...governance, decision, count } };
}
const proposed = (decision: Action['governance']['decision'], count = 0): Moment =>
  by(entry(proposal(decision, count)), 'playbook');
const agreed = (person = 'maria', digest = DIGEST): Moment =>
  by(entry({ what: 'ActionApproved', actionId: ACTION, via: 'api', digest, isEnough: true }), person);

function caseHistory(changes: Partial<CaseHistory> = {}, ...happenings: readonly Happening[]): CaseHistory {
  const { record, journal } = lived(seed, opened, ...happenings);
  return {
    record,
    journal,
    notices: [notice()],
    actions: [action()],
    signals: [{ id: SIGNAL, kind: 'exception' }],
    dueSk: `${record.escalation.nextDueAt ?? ''}#CASE#${record.id}`,
    ...changes,
  };
}

const fate: Fate = { guard: 'case', cases: [seed.id], isOnTimeline: false, isQuarantined: false, isOurs: false };
const entry = (happening: Happening): Moment => {
  const [made] = lived(seed, opened, happening).journal.slice(-1);
  if (made === undefined) throw new Error('no entry');
  return { what: 'entry', at: 0, entry: made };
};
const begun = (changes: Partial<Notice> = {}): Moment => ({
  what: 'begun',
  at: 0,
  notice: notice({ state: 'sending', ...changes }),
});
const told: Moment = { what: 'told', at: 0, noticeId: NOTICE, channel: 'slack' };
const published: Moment = {
  what: 'published',
  at: 0,
  caseId: seed.id,
  happening: 'CaseAcknowledged',
  entryAt: OPENED,
};
const open: Moment = { what: 'entry', at: 0, entry: lived(seed, opened).journal[0] as never };

/** One case, told to its owner: everything holds. */
function wellLived(changes: Partial<History> = {}): History {
  return {
    seed: 1,
    endedAt: LATER,
    sent: new Set([SIGNAL]),
    accepted: new Set([SIGNAL]),
    refused: new Set(['rcp_1']),
    quarantined: new Set(['rcp_1']),
    promised: [],
    foreseen: [],
    fates: new Map([[SIGNAL, fate]]),
    cases: [caseHistory()],
    moments: [open, begun(), told, entry(handedOver)],
    taken: new Set(),
    moves: [],
    leftovers: { pending: [], unpublished: [], queued: [] },
    deadLetters: [],
    faultsDoneTo: new Map(),
    logLines: ['signal.taken_in'],
    hidden: ['Mrs Example'],
    ...changes,
  };
}

const withCase = (changes: Partial<CaseHistory>, ...happenings: readonly Happening[]): History =>
  wellLived({ cases: [caseHistory(changes, ...happenings)] });
const withRecord = (changes: Partial<Case>): History => {
  const history = caseHistory();
  return withCase({ record: { ...history.record, ...changes } });
};
const withFate = (changes: Partial<Fate>): History =>
  wellLived({ fates: new Map([[SIGNAL, { ...fate, ...changes }]]) });
const withMoments = (...moments: readonly Moment[]): History => wellLived({ moments });
const claimed: Happening = {
  what: 'EscalationStepClaimed',
  step: 0,
  stepId: 'owner',
  round: 1,
  level: 1,
  notices: [],
  skipped: [],
};
const cameBackAtEnd: readonly Happening[] = [
  { what: 'CaseWithdrawn', reason: 'none' },
  { what: 'CustomerNotTold', actionId: deriveId('act', 'lost'), reason: 'it came back' },
];
const clock = { startedAt: OPENED, dueAt: '2026-03-02T12:05:01.000Z' };
const running = { acknowledge: clock, resolve: clock, communicate: clock };
const triaged: Happening = {
  what: 'CaseTriaged',
  facts: [],
  impact: { unknown: [] },
  severity: { level: 'S1', score: 90, reasons: [], latches: [], scoredAt: OPENED },
  owner: { function: 'logistics', team: 'logistics', role: 'lead', reasons: [], namedAt: OPENED },
  clocks: running,
};
const paused: Happening = {
  what: 'ClocksPaused',
  via: 'api',
  waitingFor: 'carrier',
  until: '2026-03-02T11:00:00.000Z',
  paused: ['resolve'],
  clocks: { ...running, resolve: { ...clock, pausedAt: OPENED } },
};
const breached: Happening = { what: 'ClockBreached', clock: 'resolve', dueAt: clock.dueAt };
const resumed: Happening = {
  what: 'ClocksResumed',
  via: 'api',
  resumed: ['resolve'],
  clocks: { ...running, resolve: { ...clock, dueAt: '2026-03-02T12:00:00.000Z' } },
};
const noEscalation = { ...caseHistory().record.escalation };
delete noEscalation.nextDueAt;
const deadLetter = { of: 'TakeIn', body: '{}', isPoison: false, from: LATER - 60_000, to: LATER };
const faultsAt = (...times: readonly number[]): History['faultsDoneTo'] => new Map([['TakeIn', times]]);

const promise = { shipment: 'SO-1', name: 'departed', dueAt: Date.parse(OPENED), isReported: false };
const missing = (): CaseHistory =>
  caseHistory({ signals: [{ id: SIGNAL, kind: 'exception', missed: { shipment: 'SO-1', name: 'departed' } }] });
const INCIDENT = deriveId('case', 'incident');
const cause = { kind: 'vessel', value: 'MV EXAMPLE', title: 'MV EXAMPLE' } as const;
function incident(state: Case['state'] = 'open'): CaseHistory {
  const { record, journal } = lived({ ...seed, id: INCIDENT }, opened);
  const dueSk = `${record.escalation.nextDueAt ?? ''}#CASE#${INCIDENT}`;
  return { ...caseHistory(), record: { ...record, state, cause: { rule: 'vessel', ...cause } }, journal, dueSk };
}
function child(changes: Partial<CaseHistory> = {}): CaseHistory {
  return caseHistory(changes, { what: 'JoinedIncident', incidentId: INCIDENT, cause });
}

const SOON = '2026-03-02T08:05:00.000Z';
const byApproval = (expiresAt: string): Happening => {
  const { id: actionId, type, title, digest } = action();
  const governance: Action['governance'] = { decision: 'approval', functions: [], count: 2, reasons: [], expiresAt };
  return { what: 'ActionProposed', actionId, type, title, digest, governance };
};
const approved: Happening = { what: 'ActionApproved', actionId: ACTION, via: 'api', digest: DIGEST, isEnough: true };
const expired: Happening = { what: 'ActionExpired', actionId: ACTION };
const handTask: PlannedTask = {
  id: 'by-hand-1',
  title: 'x',
  function: 'finance',
  dueAt: OPENED,
  after: [],
  required: true,
  checklist: [{ id: 'begin', text: 'I do it now' }],
  proof: 'note',
};
const handedToPerson: Happening = {
  what: 'ActionHandedOver',
  actionId: ACTION,
  reason: 'x',
  since: OPENED,
  task: handTask,
};
const inHand: Happening = { what: 'TaskChecked', taskId: 'by-hand-1', checked: ['begin'], via: 'api' };
const mailed = (about = ACTION, at = 0, words = 'w'): Moment => ({
  what: 'mailed',
  at,
  about,
  caseId: seed.id,
  to: 'digest',
  words,
});
const LINK = deriveId('plk', 'first');
const asksPartner: Happening = { what: 'PartnerAsked', linkId: LINK, partner: 'Northline', until: LATER_ISO };
const partnerAnswered: Happening = { what: 'PartnerAnswered', linkId: LINK, partner: 'Northline' };

const wentOver: Happening = { what: 'PolicyMoved', from: 'a', to: 'b', move: 'over', by: 'karim-haddad', asks: [] };
/** Of one case, which it counts as moved. */
const move = {
  id: 'over',
  state: 'done',
  preview: { cases: 1 },
  looked: 1,
  moved: 1,
  left: 0,
  failed: [],
} as never as PolicyMove;

const SILENCE = deriveId('sil', 'first');
const merged: Happening = { what: 'CaseMerged', into: INCIDENT, via: 'api' };
const tookOver: Happening = {
  what: 'TookOver',
  via: 'api',
  how: 'split',
  from: INCIDENT,
  cases: [deriveId('case', 'lost')],
};

const tookBy = (how: 'merge' | 'move'): Happening => ({ what: 'TookOver', via: 'api', how, from: seed.id, cases: [] });
/** A case that was merged into another, and what the journal of that one says of it. */
const mergedBeside = (...happenings: readonly Happening[]): History => {
  const heir = caseHistory({}, ...happenings);
  return wellLived({ cases: [caseHistory({}, merged), { ...heir, record: { ...heir.record, id: INCIDENT } }] });
};

/** A case of late goods, and what it says of its stock. */
const late = (state: 'runs_out' | 'lasts', changes: Partial<Case> = {}): CaseHistory => {
  const history = caseHistory();
  const about = { material: 'A-1', site: '1010', issuer: 'erp', arrivesOn: '2026-03-13' };
  const ranOut = { on: '2026-03-09', unit: 'EA', missingUnits: 30, orders: [] };
  const outlook = state === 'lasts' ? { ...about, state } : { ...about, ...ranOut, state };
  return { ...history, record: { ...history.record, impact: { unknown: [], stockOutlook: [outlook] }, ...changes } };
};
/** A case of stock that was raised by it. */
const shortOf = (changes: Partial<Case> = {}, id = INCIDENT): CaseHistory => {
  const history = caseHistory({
    signals: [{ id: SIGNAL, kind: 'exception', foreseen: { by: seed.id, stock: 'A-1' } }],
  });
  return { ...history, record: { ...history.record, id, ...changes } };
};

const breaks: readonly (readonly [what: string, invariant: Invariant, history: History])[] = [
  ['an accepted signal that is nowhere', signals.oneFate, withFate({ guard: undefined, cases: [] })],
  ['an accepted signal that nobody has heard of', signals.oneFate, wellLived({ fates: new Map() })],
  ['a signal in two cases', signals.oneFate, withFate({ cases: [seed.id, deriveId('case', 'other')] })],
  ['a signal in a case and on the timeline', signals.oneFate, withFate({ isOnTimeline: true })],
  ['a signal that was never sent', signals.countInIsCountOut, wellLived({ sent: new Set() })],
  ['a signal without its guard', signals.countInIsCountOut, withFate({ guard: undefined })],
  ['a guard without its signal', signals.countInIsCountOut, withFate({ cases: [] })],
  ['a case that counts one signal too many', signals.countInIsCountOut, withRecord({ signals: 2 })],
  ['a case that counts a retraction that is not there', signals.countInIsCountOut, withRecord({ retracted: 1 })],
  ['a refused payload that nobody has kept', signals.keptAsTold, wellLived({ quarantined: new Set() })],
  ['a milestone that nobody reported or noticed', promises.noticedSilence, wellLived({ promised: [promise] })],
  [
    'a milestone that is trouble twice',
    promises.noticedSilence,
    wellLived({ promised: [promise], cases: [missing(), missing()] }),
  ],
  [
    'a milestone that was reported and is trouble all the same',
    promises.noticedSilence,
    wellLived({ promised: [{ ...promise, isReported: true }], cases: [missing()] }),
  ],
  ['stock that runs out and is nobody’s', stocks.foreseenToTheEnd, wellLived({ cases: [late('runs_out')] })],
  [
    'stock that runs out, and its case is over',
    stocks.foreseenToTheEnd,
    wellLived({ cases: [late('runs_out'), shortOf({ state: 'resolved' })] }),
  ],
  ['a case of stock that lasts', stocks.foreseenToTheEnd, wellLived({ cases: [late('lasts'), shortOf()] })],
  [
    'a case of stock whose goods are there',
    stocks.foreseenToTheEnd,
    wellLived({ cases: [late('runs_out', { state: 'resolved' }), shortOf()] }),
  ],
  ['foreseen, noted and never said', stocks.foreseenIsSaid, wellLived({ foreseen: [deriveId('sig', 'stock-out')] })],
  [
    'one stock with two cases',
    stocks.oneTroubleOfStock,
    wellLived({ cases: [late('runs_out'), shortOf(), shortOf({}, deriveId('case', 'other'))] }),
  ],
  ['what no subscriber heard of', subscribersHear, withMoments(open, entry(acknowledged))],
  ['what a subscriber heard of and was not', subscribersHear, withMoments(open, published)],
  ['two incidents of one cause', incidents.oneIncident, wellLived({ cases: [incident(), incident()] })],
  ['a child of an incident that is solved', incidents.noOrphan, wellLived({ cases: [child(), incident('resolved')] })],
  ['a case merged into one that knows nothing of it', incidents.bothSidesKnow, withCase({}, merged)],
  [
    'a case merged into one that took it over twice',
    incidents.bothSidesKnow,
    mergedBeside(tookBy('merge'), tookBy('merge')),
  ],
  ['a child that never came to whom took it over', incidents.bothSidesKnow, withCase({}, tookOver)],
  [
    'a call for what is silenced',
    incidents.silentInSilence,
    withCase({
      record: { ...seed, silenced: { ids: [SILENCE], since: OPENED, until: '2026-03-02T12:00:00.000Z' } },
      notices: [notice({ begunAt: '2026-03-02T08:30:00.000Z' })],
    }),
  ],
  ['a child of an incident that is not there', incidents.noOrphan, wellLived({ cases: [child()] })],
  [
    'a quiet child of an incident that nobody knows',
    cases.reachedSomebody,
    wellLived({ cases: [child({ notices: [] })] }),
  ],
  ['an open case that is never due', cases.liveNextStep, withRecord({ escalation: noEscalation })],
  ['an open case that was due an hour ago', cases.liveNextStep, wellLived({ endedAt: LATER + 2 * 3_600_000 })],
  ['an open case that the due index has lost', cases.liveNextStep, withCase({ dueSk: undefined })],
  ['a case whose only notice failed', cases.reachedSomebody, withCase({ notices: [notice({ state: 'failed' })] })],
  ['a case without any notice', cases.reachedSomebody, withCase({ notices: [] })],
  ['a journal that lacks an entry', cases.wholeChain, withCase({ journal: [] })],
  ['a clock that breaks in a pause', noneRunsInAPause, withCase({}, triaged, paused, breached)],
  ['a clock that lost time in a pause', noneRunsInAPause, withCase({}, triaged, paused, resumed)],
  ['a case that says what its journal does not', cases.wholeChain, withRecord({ state: 'acknowledged' })],
  [
    'a notice that was claimed and forgotten',
    notices.everyNoticeEnds,
    withCase({ notices: [notice({ state: 'claimed' })] }),
  ],
  [
    'a notice that is being sent for hours',
    notices.everyNoticeEnds,
    withCase({ notices: [notice({ state: 'sending' })] }),
  ],
  [
    'a message after its record',
    notices.nothingAfterTheRecord,
    withMoments(open, begun(), told, entry(handedOver), told),
  ],
  [
    'a hand-over begun after its record',
    notices.nothingAfterTheRecord,
    withMoments(open, begun(), entry(handedOver), begun()),
  ],
  [
    'an outcome that is recorded twice',
    notices.nothingAfterTheRecord,
    withMoments(open, begun(), entry(handedOver), entry(handedOver)),
  ],
  ['a hand-over on record of which nobody has a message', notices.recordedIsSent, withMoments(open, begun())],
  ['a message that nobody has begun', notices.nothingUnbegun, withMoments(open, told)],
  ['two messages of one hand-over', notices.nothingUnbegun, withMoments(open, begun(), told, told)],
  ['a second hand-over that is not marked', notices.nothingUnbegun, withMoments(open, begun(), begun())],
  [
    'a message under a hand-over that was taken back',
    notices.nothingUnbegun,
    withMoments(open, begun(), { what: 'taken-back', at: 0, noticeId: NOTICE }, told),
  ],
  ['a first hand-over that is marked', notices.nothingUnbegun, withMoments(open, begun({ possiblyRepeated: true }))],
  [
    'the same message twice on Slack',
    notices.onceOnSlack,
    withMoments(open, begun(), told, begun({ possiblyRepeated: true }), told),
  ],
  [
    'a call begun after the acknowledgement',
    notices.nothingAfterTheAcknowledgement,
    withMoments(open, entry(acknowledged), begun()),
  ],
  [
    'a call of an earlier round',
    notices.nothingAfterTheAcknowledgement,
    withMoments(open, entry({ what: 'LadderRestarted', round: 2, reason: 'nobody' }), begun()),
  ],
  ['a call for a case that is not there', notices.nothingAfterTheAcknowledgement, withMoments(begun())],
  ['a step that was claimed twice', notices.onceAStep, withCase({}, claimed, claimed)],
  ['a document that was written twice', actions.writtenOnce, withMoments(written('2'), written('3'))],
  ['a document that two actions wrote', actions.writtenOnce, withMoments(written('2'), written('3', 'key-2'))],
  ['a write that no attempt has begun', actions.writtenInTurn, withMoments(open, written('2'))],
  [
    'a write after the end of its action',
    actions.writtenInTurn,
    withMoments(open, entry(attempted), entry(confirmed), written('2')),
  ],
  [
    'a write of an action that nobody knows',
    actions.writtenInTurn,
    withMoments(open, entry(attempted), written('2', 'key-2')),
  ],
  ['a write that nobody has proposed', actions.agreedBefore, withMoments(open, written('2'))],
  ['a write that is forbidden', actions.agreedBefore, withMoments(open, proposed('forbidden'), written('2'))],
  [
    'a write with one of two approvals',
    actions.agreedBefore,
    withMoments(open, proposed('approval', 2), agreed(), written('2')),
  ],
  [
    'a write before its approval',
    actions.agreedBefore,
    withMoments(open, proposed('approval', 1), written('2'), agreed()),
  ],
  [
    'an approval of something else',
    actions.agreedBefore,
    withMoments(open, proposed('approval', 1), agreed('maria', 'other'), written('2')),
  ],
  [
    'an approval of other words, which were executed all the same',
    actions.agreedBefore,
    wellLived({
      cases: [caseHistory({ actions: [action({ change: { promisedAt: '2026-03-09T16:00:00.000Z' } })] })],
      moments: [open, proposed('approval', 1), agreed(), written('2')],
    }),
  ],
  [
    'a message to a customer that was approved in other words',
    actions.agreedBefore,
    wellLived({
      cases: [caseHistory({ actions: [action({ subject: '4570001' })] })],
      moments: [open, proposed('approval', 1), agreed(), mailed()],
    }),
  ],
  [
    'an approval by the proposer',
    actions.agreedBefore,
    withMoments(open, proposed('approval', 1), agreed('playbook'), written('2')),
  ],
  [
    'a call that bounced, and nobody else was called',
    notices.lostIsWithSomebody,
    withCase({ notices: [notice({ delivery: { state: 'bounced', at: OPENED, reason: 'x' } })] }, triaged),
  ],
  [
    'a message that failed, and went by no other way',
    notices.lostGoesOn,
    withCase({ notices: [notice({ state: 'failed', failure: 'x' })] }, triaged),
  ],
  [
    'a last message that failed, and went by no other way',
    notices.lostGoesOn,
    withCase(
      { notices: [notice({ purpose: 'resolved', state: 'failed', failure: 'x' })] },
      { what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: OPENED },
    ),
  ],
  [
    'a change for a withdrawn case that nobody takes back',
    actions.takenBack,
    withCase({ actions: [action({ wroteAt: OPENED })] }, { what: 'CaseWithdrawn', reason: 'It was a mistake.' }),
  ],
  [
    'an action that was confirmed without a try',
    actions.stateByJournal,
    withCase({ actions: [action()] }, proposal('automatic'), confirmed),
  ],
  [
    'an action that is confirmed, and its journal knows of a try only',
    actions.stateByJournal,
    withCase({ actions: [action()] }, proposal('automatic'), attempted),
  ],
  [
    'a change that was taken back and is called confirmed',
    actions.compensatedWithIt,
    withCase({ actions: [action({ wroteAt: OPENED }), action({ id: SECOND, undoes: ACTION })] }),
  ],
  [
    'a change that is called taken back, and what was to take it back has failed',
    actions.compensatedWithIt,
    withCase({
      actions: [
        action({ wroteAt: OPENED, state: 'compensated', compensatedBy: SECOND }),
        action({ id: SECOND, undoes: ACTION, state: 'failed' }),
      ],
    }),
  ],
  [
    'a change for a solved case whose report was taken back, and the change was not',
    actions.takenBack,
    withCase(
      { actions: [action({ wroteAt: OPENED })] },
      { what: 'CaseResolved', via: 'api', resolution: 'solved', reopenUntil: OPENED },
      { what: 'SignalRetracted', signalId: SIGNAL, by: deriveId('sig', 'mistake'), nothingLeft: true },
    ),
  ],
  [
    'a message to a customer before its approval',
    actions.agreedBefore,
    withMoments(open, proposed('approval', 1), mailed(), agreed()),
  ],
  ['a message to a customer that no attempt has begun', actions.writtenInTurn, withMoments(open, mailed())],
  ['an approval with the end of its time', agreements.answeredInTime, withCase({}, byApproval(OPENED), approved)],
  ['an action that expires before its time', agreements.answeredInTime, withCase({}, byApproval(LATER_ISO), expired)],
  [
    'an approval after its action has expired',
    agreements.decidedOnce,
    withCase({}, byApproval(SOON), expired, approved),
  ],
  [
    'two approvals by one person',
    agreements.decidedOnce,
    withCase({}, byApproval(LATER_ISO), { ...approved, isEnough: false }, { ...approved, isEnough: false }),
  ],
  [
    'an attempt beside a person who has begun',
    agreements.aloneByHand,
    withCase({}, handedToPerson, inHand, { what: 'ActionResumed', actionId: ACTION, reason: 'x' }),
  ],
  [
    'a change that failed, and nobody was told',
    agreements.failureIsWithSomebody,
    withCase({ actions: [action({ state: 'failed' })] }),
  ],
  ['a customer who was told twice', outsiders.toldOnce, withMoments(open, mailed(), mailed())],
  [
    'a customer who was told the same by two messages',
    outsiders.toldOnce,
    withMoments(open, mailed(), mailed(deriveId('act', 'second'))),
  ],
  [
    'a message to a customer who wants none',
    outsiders.silentAfterOptOut,
    withMoments(open, { what: 'opted-out', at: 0, address: 'digest' }, mailed(ACTION, 60_000)),
  ],
  [
    'a message to a customer that came back after the end, and nobody knows',
    outsiders.lostWordIsWithSomebody,
    withCase({ notices: [] }, ...cameBackAtEnd),
  ],
  ['a partner who was mailed twice', outsiders.askedOnce, withMoments(open, mailed(LINK), mailed(LINK))],
  ['a partner who was never mailed', outsiders.askedOnce, withCase({}, asksPartner)],
  ['an answer of a partner that was lost', outsiders.takenAsSaid, wellLived({ taken: new Set(['it is there']) })],
  [
    'an answer by a link that was taken back',
    outsiders.openLinksOnly,
    withCase({}, asksPartner, { what: 'PartnerLinkRevoked', linkId: LINK, partner: 'Northline' }, partnerAnswered),
  ],
  [
    'an answer by a link that has ended',
    outsiders.openLinksOnly,
    withCase({}, { ...asksPartner, until: OPENED }, partnerAnswered),
  ],
  ['a case that went over twice by one move', movedOnce, withCase({}, wentOver, wentOver)],
  ['a move that goes on for ever', moveEnds, wellLived({ moves: [{ ...move, state: 'moving' }] })],
  ['a move that counts a case which has not gone over', moveEnds, wellLived({ moves: [move] })],
  ['a move that has lost count', moveEnds, wellLived({ moves: [{ ...move, moved: 0 }] })],
  ['an action that is never due', actions.everyActionGoesOn, withCase({ actions: [underWay()] })],
  [
    'an action that was due an hour ago',
    actions.everyActionGoesOn,
    withCase({ actions: [{ ...underWay(), nextDueAt: '2026-03-02T09:00:00.000Z' }] }),
  ],
  ['a name in a log', operations.silentLogs, wellLived({ logLines: ['spoke to Mrs Example'] })],
  ['a dead letter that nothing explains', operations.explainedDeadLetters, wellLived({ deadLetters: [deadLetter] })],
  [
    'a dead letter after too few faults',
    operations.explainedDeadLetters,
    wellLived({ deadLetters: [deadLetter], faultsDoneTo: faultsAt(LATER, LATER, LATER, LATER) }),
  ],
  [
    'a dead letter after faults that were done before it was there',
    operations.explainedDeadLetters,
    wellLived({
      deadLetters: [deadLetter],
      faultsDoneTo: faultsAt(LATER, LATER, LATER, LATER, LATER - 120_000),
    }),
  ],
  [
    'a payload that was never published',
    operations.nothingLeft,
    wellLived({ leftovers: { pending: ['pending/x'], unpublished: [], queued: [] } }),
  ],
  [
    'an entry that was never published',
    operations.nothingLeft,
    wellLived({
      leftovers: { pending: [], unpublished: [{ caseId: seed.id, sequence: 1, at: OPENED }], queued: [] },
    }),
  ],
  [
    'messages that stay in a queue',
    operations.nothingLeft,
    wellLived({ leftovers: { pending: [], unpublished: [], queued: [{ queue: 'Intake', at: Date.parse(OPENED) }] } }),
  ],
];

describe('what breaks an invariant', () => {
  test.each(breaks)('%s', (_what, invariant, history) => {
    expect(invariant.broken(history)).not.toEqual([]);
  });
});

test('every invariant is shown to be able to break', () => {
  const shown = new Set(breaks.map(([, { says }]) => says));
  expect(invariants.map(({ says }) => says).filter((says) => !shown.has(says))).toEqual([]);
});

const holds: readonly (readonly [what: string, history: History])[] = [
  [
    'who has agreed says no while another has not agreed yet',
    withCase(
      { actions: [action({ state: 'refused' })] },
      byApproval(LATER_ISO),
      { ...approved, isEnough: false },
      { what: 'ActionRefused', actionId: ACTION, via: 'slack' },
    ),
  ],
  ['a move by which its case has gone over', { ...withCase({}, wentOver), moves: [move] }],
  [
    'an approval in time, a message in its attempt, and a partner who answers',
    wellLived({
      cases: [
        caseHistory(
          {},
          byApproval(LATER_ISO),
          approved,
          attempted,
          confirmed,
          asksPartner,
          { what: 'PartnerMailed', linkId: LINK, partner: 'Northline' },
          partnerAnswered,
        ),
      ],
      moments: [open, proposed('approval', 1), agreed(), entry(attempted), mailed(), mailed(LINK)],
    }),
  ],
  [
    'a person who blocks what they began by hand, before it goes on without them',
    withCase(
      {},
      handedToPerson,
      inHand,
      { what: 'TaskBlocked', taskId: 'by-hand-1', from: 'open', via: 'api' },
      { what: 'ActionResumed', actionId: ACTION, reason: 'x' },
    ),
  ],
  [
    'a write with the two approvals that were asked for',
    withMoments(open, proposed('approval', 2), agreed('maria'), agreed('jonas'), entry(attempted), written('2')),
  ],
  [
    'a message to a customer that came back after the end, and was told',
    withCase({ notices: [notice({ purpose: 'customer_not_told' })] }, ...cameBackAtEnd),
  ],
  [
    'a call that bounced and reached its reader by another channel',
    withCase(
      {
        notices: [
          notice({ channel: 'email', delivery: { state: 'bounced', at: OPENED, reason: 'x' } }),
          notice({ id: deriveId('ntc', 'instead') }),
        ],
      },
      triaged,
    ),
  ],
  ['one case, told to its owner', wellLived()],
  [
    'told again after an outcome was lost, by e-mail',
    withMoments(
      open,
      begun({ channel: 'email' }),
      { ...told, channel: 'email' },
      begun({ channel: 'email', possiblyRepeated: true }),
      { ...told, channel: 'email' },
    ),
  ],
  [
    'the last message after the end',
    withMoments(open, entry(acknowledged), published, begun({ purpose: 'resolved' }), told),
  ],
  ['taken before anybody could be told', withCase({ notices: [] }, acknowledged)],
  ['poison that was put there on purpose', wellLived({ deadLetters: [{ ...deadLetter, isPoison: true }] })],
  [
    'a message that died five times',
    wellLived({ deadLetters: [deadLetter], faultsDoneTo: faultsAt(LATER, LATER, LATER, LATER, LATER) }),
  ],
  [
    'a write that was repeated under its key',
    withMoments(open, proposed('automatic'), entry(attempted), written('2'), written('2'), entry(confirmed)),
  ],
  ['an action that waits', withCase({ actions: [{ ...underWay(), nextDueAt: '2026-03-02T10:05:00.000Z' }] })],
  ['a milestone that nobody reported, and its case', wellLived({ promised: [promise], cases: [missing()] })],
  ['a quiet child of an incident that somebody knows', wellLived({ cases: [child({ notices: [] }), incident()] })],
  [
    'a change for a withdrawn case, and its undoing',
    withCase(
      {
        actions: [
          action({ wroteAt: OPENED, state: 'compensated', compensatedBy: SECOND }),
          action({ id: SECOND, undoes: ACTION }),
        ],
      },
      { what: 'CaseWithdrawn', reason: 'It was a mistake.' },
    ),
  ],
  [
    'a message that was sent right before the end',
    wellLived({ leftovers: { pending: [], unpublished: [], queued: [{ queue: 'SlackNotices', at: LATER - 5 }] } }),
  ],
  ['sent, and the answer was lost', wellLived({ accepted: new Set() })],
];

test.each(holds)('all of them hold for: %s', (_what, history) => {
  expect(invariants.flatMap(({ says, broken }) => broken(history).map((what) => `${says}: ${what}`))).toEqual([]);
});

test('moving a child and merging its incident later is one merging', () => {
  expect(incidents.bothSidesKnow.broken(mergedBeside(tookBy('move'), tookBy('merge')))).toEqual([]);
});

test.each([
  ['stock that runs out, and its case', wellLived({ cases: [late('runs_out'), shortOf()], foreseen: [SIGNAL] })],
  [
    'stock that lasts, and its case that is over',
    wellLived({ cases: [late('lasts'), shortOf({ state: 'resolved' })] }),
  ],
  [
    'a delay that a person has ended, and its stock is with somebody',
    wellLived({ cases: [late('runs_out', { state: 'resolved', resolvedBy: 'maria' }), shortOf()] }),
  ],
] satisfies readonly (readonly [string, History])[])('of stock all hold for: %s', (_what, history) => {
  expect(Object.values(stocks).flatMap(({ broken }) => broken(history))).toEqual([]);
});

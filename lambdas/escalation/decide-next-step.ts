import { addDuration, isLater } from '../case/duration.ts';
import { foresee } from '../case/apply-acts.ts';
import type { Act } from '../case/apply-acts.ts';
import { assessCase } from '../case/assess-case.ts';
import { decideTriage } from '../case/decide-triage.ts';
import { pausedClocks } from '../case/clocks.ts';
import { pauseEndsAt } from '../case/decide-pause.ts';
import { ladderOf } from '../case/ladder.ts';
import type { Case, EscalationPolicy, NextStep, Notice, PolicyPack, Silence, Task } from '../contracts/index.ts';
import { lostMove } from './fall-back.ts';
import { ownTurn, waitsForTurn } from '../incident/give-turns.ts';
import { hasGrown } from '../incident/growth.ts';
import { decideMembership, isQuiet, nextLook } from '../incident/membership.ts';
import type { Incident } from '../incident/membership.ts';
import { assessIncident } from '../incident/open-incident.ts';
import { decideSilenceEnd, ownLook } from '../maintenance/decide-silence-end.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { startPlaybook } from '../playbook/start-playbook.ts';
import { announceMove } from './announce-tasks.ts';
import { ladderDueAt } from './ladder-due.ts';
import { lateMove } from './late-tasks.ts';
import { laterMoments, laterMove } from './later-channels.ts';
import { claimsOf, notClaimed } from './notice-rules.ts';
import { passOver } from './pass-over.ts';
import { clockMove } from './clock-move.ts';
import { callStep, growthNotices, lastNotices } from './call-step.ts';
import { newsAtEnd, newsMove } from './news-move.ts';
import { assessedAgainAt, earliest, first, last, wantsTriage } from './next-look.ts';
import { decideQuietEnd, quietUntil } from './watch-flapping.ts';

export interface Situation {
  readonly record: Case;
  /** All notices of the case. */
  readonly notices: readonly Notice[];
  readonly pack: PolicyPack;
  readonly at: string;
  /** Which execution asks; one that another has replaced ends. */
  readonly generation: number;
  readonly execution: string;
  /** This execution has tried to triage and could not. */
  readonly triageFailed: boolean;
  /** The incident that it is a child of, or that it can join. */
  readonly incident?: Incident | undefined;
  /** Of a case that is silenced: the silences that are known. */
  readonly silences?: readonly Silence[] | undefined;
  /** Where one may be late: all of the case. */
  readonly tasks?: readonly Task[] | undefined;
  /** Of an incident: how many children it has. */
  readonly children?: number | undefined;
}

export interface Plan {
  readonly acts: readonly Act[];
  /** Claimed with the acts, in one transaction. */
  readonly notices: readonly Notice[];
  readonly next: NextStep;
}

/** Nothing needs so many acts at one moment; a policy that would is stopped here instead of looping. */
const MOST_ACTS = 25;

export type Move =
  { readonly act: Act; readonly notices?: readonly Notice[] } | { readonly wait: string } | { readonly end: NextStep };

/** What happens next with a case, and when: a function of case, policy and time. */
export function decideNextStep(situation: Situation): Plan {
  const { at } = situation;
  let record = situation.record;
  const acts: Act[] = [];
  const claimed: Notice[] = [];
  const known = (): readonly Notice[] => [...situation.notices, ...claimed];
  while (acts.length < MOST_ACTS) {
    const move = nextMove({ ...situation, record, notices: known() });
    if ('end' in move) return { acts, notices: claimed, next: move.end };
    if ('wait' in move) return waiting(situation, record, acts, claimed, move.wait);
    acts.push(move.act);
    claimed.push(...(move.notices ?? []));
    record = foresee(record, move.act, at);
  }
  throw new Error(`the policy asks for more than ${String(MOST_ACTS)} acts at once`);
}

/** Ends the plan with a wait; the due index is told by the last act, or by one of its own when nothing else happened. */
function waiting(
  situation: Situation,
  record: Case,
  acts: readonly Act[],
  notices: readonly Notice[],
  until: string,
): Plan {
  const { attention } = record;
  const next: NextStep =
    notices.length > 0
      ? { next: 'call', notices: notices.map(pointer), until, attention }
      : { next: 'wait', until, attention };
  const last = acts.at(-1);
  if (last !== undefined) return { acts: [...acts.slice(0, -1), { ...last, nextDueAt: until }], notices, next };
  if (situation.record.escalation.nextDueAt === until) return { acts: [], notices, next };
  const act: Act = {
    ...by(situation),
    nextDueAt: until,
    happening: { what: 'NextStepTimed', reason: 'Deadlines have moved.' },
  };
  return { acts: [act], notices, next };
}

function by({ execution }: Situation): Pick<Act, 'actor' | 'cause'> {
  return { actor: { kind: 'system', id: 'escalation' }, cause: { kind: 'lifecycle', id: execution } };
}

function nextMove(situation: Situation): Move {
  const { record, generation, triageFailed } = situation;
  // Guard: one execution carries a case.
  if (record.escalation.generation !== generation) return { end: finish('another execution has the case') };
  switch (record.state) {
    case 'open':
      if (record.cause !== undefined)
        return { act: { ...by(situation), happening: assessIncident(record, situation.pack, situation.at) } };
      return triageFailed ? { act: triageWithoutFacts(situation) } : { end: { next: 'triage' } };
    case 'triaged':
    case 'acknowledged':
    case 'in_progress':
      if (!triageFailed && wantsTriage(record, situation.at)) return { end: { next: 'triage' } };
      return withPlaybook(
        situation,
        turnMove(situation) ??
          childMove(situation) ??
          lostMove(situation, by(situation)) ??
          laterMove(situation, by(situation)) ??
          growth(situation) ??
          newsMove(situation, by(situation)) ??
          announceMove(situation, by(situation)) ??
          lateMove(situation, by(situation)) ??
          timeMove(situation) ??
          held(situation),
      );
    case 'resolved':
    case 'withdrawn':
    case 'merged':
      return atEnd(situation, record.state);
    default:
      return { end: finish(`the case is ${record.state}`) };
  }
}

/** What time has made of its silence, or of its coming and going. */
function turnMove(situation: Situation): Move | undefined {
  const { record, silences, pack, at } = situation;
  const turn = silences === undefined ? undefined : decideSilenceEnd(record, silences, pack, at);
  const happening = turn ?? decideQuietEnd(record, pack, at);
  if (happening === undefined) return undefined;
  const clock = happening.what === 'CaseResolved' ? { clock: 'resolve' as const } : {};
  return { act: { ...by(situation), ...clock, happening } };
}

/** What its incident does to it: it joins, its promise is kept, it is solved with it or goes on alone. */
function childMove(situation: Situation): Move | undefined {
  const { record, incident, pack, at } = situation;
  const happening = decideMembership(record, incident, pack, at, ownTurn(record.id, incident));
  if (happening === undefined) return undefined;
  const clock = happening.what === 'CaseResolved' ? 'resolve' : 'acknowledge';
  const moves = happening.what === 'CaseResolved' || happening.what === 'IncidentAcknowledged';
  return { act: { ...by(situation), ...(moves ? { clock } : {}), happening } };
}

/**
 * The playbook begins with the first call, in the same entry, and by itself where nobody is called just then. A quiet child has the tasks of its incident, and gets its own
 * when it has to go on alone, at its turn.
 */
function withPlaybook(situation: Situation, move: Move): Move {
  const { record, incident, pack, at } = situation;
  if (isSilenced(record) || isQuiet(record, incident)) return move;
  const playbook = startPlaybook(record, pack, at);
  if (playbook === undefined || waitsForTurn(record, at) !== undefined) return move;
  if ('wait' in move) return { act: { ...by(situation), happening: { what: 'PlaybookStarted', playbook } } };
  if (!('act' in move) || move.act.happening.what !== 'EscalationStepClaimed') return move;
  return { ...move, act: { ...move.act, happening: { ...move.act.happening, playbook } } };
}

function growth(situation: Situation): Move | undefined {
  const { record, notices, children = 0, pack, at } = situation;
  if (!hasGrown(record, children, pack)) return undefined;
  const grown = growthNotices(record, notices, children, at);
  if (grown.length === 0) return undefined;
  return {
    act: { ...by(situation), happening: { what: 'IncidentGrew', children, notices: claimsOf(grown) } },
    notices: grown,
  };
}

function pointer({ id, channel }: Notice): { noticeId: string; channel: Notice['channel'] } {
  return { noticeId: id, channel };
}

function finish(reason: string, notices: readonly Notice[] = []): NextStep {
  return { next: 'finish', notices: notices.map(pointer), reason };
}

/** No system and no rule could be asked: severity by ignorance, and the owner by the type. Somebody has to look at it. */
function triageWithoutFacts(situation: Situation): Act {
  const { record, pack, at } = situation;
  const missing = { state: 'missing', askedAt: at, problem: 'triage failed', facts: {} } as const;
  const facts = record.asks.map((system) => ({ system, ...missing }));
  const result = assessCase(record, facts, pack, at);
  const [act] = decideTriage(record, result, pack, at, by(situation).cause);
  if (act === undefined) throw new Error(`${record.id} is ${record.state} and cannot be triaged`);
  return act;
}

/** Of a silenced case nobody was called, so nothing was promised yet. */
function timeMove(situation: Situation): Move | undefined {
  return isSilenced(situation.record) ? undefined : clockMove(situation, by(situation));
}

/** A triaged case is called up the ladder; an acknowledged one is watched for being forgotten. */
function held(situation: Situation): Move {
  const { record, pack, at } = situation;
  const policy = ladderOf(record, pack);
  if (isSilenced(record)) return { wait: first([ownLook(record, at), ...assessedAgainAt(record, at)]) };
  const quiet = quietUntil(record);
  // Nobody is called for what is gone; should it come back, the ladder goes on.
  if (quiet !== undefined) return { wait: earliest(situation, quiet) };
  if (record.incident !== undefined && isQuiet(record, situation.incident))
    return { wait: earliest(situation, nextLook(record.incident.joinedAt, at)) };
  if (record.snoozedUntil !== undefined && isLater(record.snoozedUntil, at))
    return { wait: earliest(situation, record.snoozedUntil) };
  const pauseEnd = pauseEndsAt(record);
  const waits = record.state === 'triaged' ? 'acknowledge' : 'resolve';
  if (pauseEnd !== undefined && pausedClocks(record.clocks).includes(waits))
    return { wait: earliest(situation, pauseEnd) };
  if (record.state !== 'triaged') return watch(situation, policy);

  const { escalation } = record;
  const step = policy.steps[escalation.nextStep];
  const dueAt = escalation.callNow === true ? at : ladderDueAt(record, policy, pack, at, situation.notices);
  const passed = passOver(record, step, situation.notices, pack, !isLater(dueAt, at));
  if (passed !== undefined) return { act: { ...by(situation), happening: passed } };
  if (isLater(dueAt, at)) {
    return { wait: earliest(situation, first([dueAt, ...laterMoments(situation)])) };
  }
  if (step === undefined) return anew(situation, 'Everybody was called and nobody has it.');
  const { happening, notices } = callStep(record, policy, step, pack, at, situation.incident?.acknowledgedBy);
  // Guard: a message is claimed once, and a decision that claims it again is never written; whatever led here, people have to be called.
  if (notClaimed(notices, situation.notices).length < notices.length)
    return anew(situation, 'This step was called in this round already.');
  return { act: { ...by(situation), happening }, notices };
}

function anew(situation: Situation, reason: string): Move {
  const round = situation.record.escalation.round + 1;
  return { act: { ...by(situation), happening: { what: 'LadderRestarted', round, reason } } };
}

function watch(situation: Situation, policy: EscalationPolicy): Move {
  const { record, pack, at } = situation;
  const level = record.severity?.level ?? 'S2';
  const quietSince = record.lastProgressAt ?? record.acknowledgedAt ?? at;
  const timeout = addDuration(quietSince, policy.acknowledgeTimeout[level]);
  const resolveDue = record.clocks?.resolve.dueAt;
  const raisedAt = record.severity?.raised?.at;
  // Somebody who works on it has until the promised time; who has only acknowledged it, until the timeout; and nobody less than the grace once it is worse.
  const forgottenAt = last([
    timeout,
    ...(record.state === 'in_progress' && resolveDue !== undefined ? [resolveDue] : []),
    ...(raisedAt === undefined ? [] : [addDuration(raisedAt, pack.clocks.grace)]),
  ]);
  if (isLater(forgottenAt, at)) return { wait: earliest(situation, forgottenAt) };
  return {
    act: { ...by(situation), happening: { what: 'AcknowledgementTimedOut', round: record.escalation.round + 1 } },
  };
}

function atEnd(situation: Situation, purpose: 'resolved' | 'withdrawn' | 'merged'): Move {
  return lostMove(situation, by(situation)) ?? newsAtEnd(situation, by(situation)) ?? lastMessages(situation, purpose);
}

function lastMessages(situation: Situation, purpose: 'resolved' | 'withdrawn' | 'merged'): Move {
  const { record, notices, at } = situation;
  const wanted = lastNotices(record, notices, purpose, at);
  const dueLast = purpose === 'resolved' ? record.reopenUntil : undefined;
  const unsent = notices.filter(
    ({ id, purpose: what, state }) =>
      state === 'claimed' &&
      (what === 'customer_not_told' || what === 'partner' || wanted.some((one) => one.id === id)),
  );
  // Guard: the last messages are claimed once.
  if (record.escalation.nextDueAt === dueLast) return { end: finish(`the case is ${record.state}`, unsent) };
  const missing = notClaimed(wanted, notices);
  return {
    act: { ...by(situation), happening: { what: 'NoticeClaimed', purpose, notices: claimsOf(missing) } },
    notices: missing,
  };
}

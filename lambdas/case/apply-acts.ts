import { playbookIn } from '../contracts/index.ts';
import type { Actor, Case, Cause, Happening, JournalEntry } from '../contracts/index.ts';
import { afterRetraction, heardOfArrival } from './arrival.ts';
import {
  agreedBy,
  arrivalMoved,
  assessed,
  assessedAtOnce,
  audible,
  awake,
  back,
  breachClock,
  customerNotTold,
  customerTold,
  heardOfPartner,
  left,
  movedTo,
  noteMark,
  oneTaskMore,
  quieted,
  reopened,
  standing,
  started,
  stopClock,
  tasksLeft,
  tasksLookedAt,
  together,
  unanswered,
  unpaused,
  withoutAgreed,
  withoutReason,
} from './effects.ts';
import { asked, atOnce, climbed, skipped, startLadder } from './ladder-effects.ts';
import { GENESIS, personalData, seal } from './chain.ts';
import { isWaking } from './is-waking.ts';
import { passedOn } from './passed-on.ts';
import { transitionOf } from './states.ts';

/** Something that happens to a case, with who did it and why. */
export interface Act {
  readonly happening: Happening;
  readonly actor: Actor;
  readonly cause: Cause;
  /** When the case has to be looked at next, where this moves that. */
  readonly nextDueAt?: string;
  readonly clock?: NonNullable<JournalEntry['clock']>;
  readonly amount?: NonNullable<JournalEntry['amount']>;
  /** Personal data, by field name; kept erasable. */
  readonly personal?: Readonly<Record<string, string>>;
}

export interface ActContext {
  readonly at: string;
  readonly traceparent: string;
  /** A fresh salt for each call. */
  readonly salt: () => string;
}

export interface Applied {
  readonly after: Case;
  readonly entries: readonly JournalEntry[];
}

/**
 * The case and its new journal entries after some acts: the one way in which a case changes. An illegal act is a mistake of the caller, who has asked
 * `transitionOf` before, and throws.
 */
export function applyActs(before: Case, acts: readonly Act[], context: ActContext): Applied {
  let record = before;
  const entries: JournalEntry[] = [];
  for (const act of acts) {
    const entry = seal(entryOf(record, act, context));
    entries.push(entry);
    record = applyEntry(record, entry);
  }
  return { after: record, entries };
}

/** The case as an act will leave it, for what is decided next. Only what is kept is sealed. */
export function foresee(record: Case, act: Act, at: string): Case {
  const context = { at, traceparent: UNSEEN, salt: () => '' };
  return applyEntry(record, { ...entryOf(record, act, context), hash: record.chainHash });
}

const UNSEEN = `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`;

function entryOf(record: Case, act: Act, context: ActContext): Omit<JournalEntry, 'hash'> {
  return {
    contract: 'journal/1',
    caseId: record.id,
    sequence: record.version + 1,
    at: context.at,
    actor: act.actor,
    cause: act.cause,
    traceparent: context.traceparent,
    policyVersion: record.policyVersion,
    touch: act.actor.kind === 'person',
    ...(act.amount === undefined ? {} : { amount: act.amount }),
    ...(act.clock === undefined ? {} : { clock: act.clock }),
    ...(act.nextDueAt === undefined ? {} : { nextDueAt: act.nextDueAt }),
    happening: act.happening,
    ...(act.personal === undefined ? {} : { personal: personalData(act.personal, context.salt) }),
    previousHash: record.version === 0 ? GENESIS : record.chainHash,
  };
}

/** A case is the fold of its journal: replaying all entries over the case as it was before the first gives the stored case. */
export function applyEntry(before: Case, entry: JournalEntry): Case {
  const { happening } = entry;
  const transition = transitionOf(before.state, happening.what);
  if (!transition.ok) throw new Error(`${happening.what} on ${before.id}: ${transition.why}`);
  const escalation = { ...before.escalation };
  const dueAt = dueAfter(before, entry);
  if (dueAt === undefined) delete escalation.nextDueAt;
  else escalation.nextDueAt = dueAt;
  const moved: Case = {
    ...before,
    state: transition.to,
    version: entry.sequence,
    chainHash: entry.hash,
    escalation,
    attention: before.attention + (isWaking(entry) ? 1 : 0),
    ...(entry.touch ? { lastProgressAt: entry.at } : {}),
  };
  return withEffect(moved, entry);
}

/**
 * When the case has to be looked at next. At its end it is due at once, for the last messages: should the execution die before they are claimed, the auditor finds
 * it. Once they are, a resolved case is due when its reopen window is over, a withdrawn one never again.
 */
function dueAfter(before: Case, { happening, nextDueAt, at }: JournalEntry): string | undefined {
  if (ENDINGS.has(happening.what)) return at;
  if (happening.what === 'CaseClosed') return undefined;
  if (happening.what === 'NoticeClaimed' && happening.purpose === 'resolved') return before.reopenUntil;
  if (happening.what === 'NoticeClaimed' && (happening.purpose === 'withdrawn' || happening.purpose === 'merged'))
    return undefined;
  return nextDueAt ?? before.escalation.nextDueAt;
}

const ENDINGS: ReadonlySet<Happening['what']> = new Set(['CaseResolved', 'CaseWithdrawn', 'CaseMerged']);

/** What a happening changes beside state, version and due time. */
function withEffect(record: Case, entry: JournalEntry): Case {
  const { happening, at, actor } = entry;
  const escalate = (change: Partial<Case['escalation']>): Case => ({
    ...record,
    escalation: { ...record.escalation, ...change },
  });
  switch (happening.what) {
    case 'CaseOpened':
      return heardOfArrival(record, happening.arrival);
    case 'SignalAttached':
      return happening.kind === 'progress'
        ? record
        : heardOfArrival({ ...standing(record), signals: record.signals + 1 }, happening.arrival);
    case 'PersonalDataErased':
      return withoutReason(record);
    case 'SignalRetracted':
      return {
        ...afterRetraction(record),
        retracted: record.retracted + 1,
        ...(happening.nothingLeft === true ? { takenBackAt: at } : {}),
      };
    case 'CaseTriaged':
      return { ...assessed(record, happening), owner: happening.owner };
    case 'SeverityChanged':
      return assessed(record, happening);
    case 'OwnerNamed':
      return withoutAgreed({
        ...(happening.owner.assigned === true ? atOnce(record) : record),
        owner: happening.owner,
      });
    case 'EscalationStepClaimed':
      return started(climbed(record, happening, at), playbookIn(happening));
    case 'EscalationStepSkipped':
      return skipped(record, happening.step, happening.doesNotApply === true ? undefined : at);
    case 'EscalatedByHand':
      return awake(asked(record, happening.step, at));
    case 'CaseHandedBack':
      return unanswered(passedOn(record, actor.id, at));
    case 'CaseSnoozed':
      return { ...record, snoozedUntil: happening.until };
    case 'SnoozeEnded':
      return awake(record);
    case 'CaseSilenced': {
      const { silences, until, callsAnyway } = happening;
      const anyway = callsAnyway === undefined ? {} : { callsAnyway };
      return { ...record, silenced: { ids: silences, until, since: record.silenced?.since ?? at, ...anyway } };
    }
    case 'SilenceEnded':
      return audible(record, happening.clocks, at);
    case 'LadderRestarted':
      return startLadder(record, happening.round);
    case 'AcknowledgementTimedOut':
      return startLadder(unanswered(record), happening.round);
    case 'CaseAcknowledged':
      return stopClock({ ...record, acknowledgedAt: at, acknowledgedBy: actor.id }, 'acknowledge', at);
    case 'AcknowledgementAdded':
      return agreedBy(record, actor.id);
    case 'CaseResolved': {
      const { resolution, reopenUntil, children } = happening;
      const who = actor.kind === 'person' ? { resolvedBy: actor.id } : {};
      const after = children === undefined ? {} : { childrenAfter: children };
      return stopClock(
        { ...unpaused(record), resolvedAt: at, ...who, resolution, reopenUntil, ...after },
        'resolve',
        at,
      );
    }
    case 'CaseWithdrawn':
      return {
        ...unpaused(record),
        withdrawnAt: at,
        ...(happening.reopenUntil === undefined ? {} : { reopenUntil: happening.reopenUntil }),
      };
    case 'CaseMerged':
      return { ...unpaused(record), mergedInto: happening.into };
    case 'TookOver':
      return happening.how === 'merge' && happening.from !== undefined
        ? { ...record, merged: [...(record.merged ?? []), ...(happening.merged ?? []), happening.from] }
        : record;
    case 'CaseReopened':
      return reopened(record, at, happening.comesBack === true);
    case 'FlappingBegan':
      return { ...record, flapping: { since: happening.since, times: happening.times } };
    case 'TroubleQuieted':
      return quieted(record, happening);
    case 'TroubleBack':
      return back(record, happening.times);
    case 'LifecycleRestarted':
      return escalate({ generation: happening.generation });
    case 'JoinedIncident': {
      const { incidentId, cause, callsAlone } = happening;
      const alone = callsAlone === undefined ? {} : { callsAlone };
      return { ...atOnce(together(record)), incident: { id: incidentId, cause, joinedAt: at, ...alone } };
    }
    case 'LeftIncident':
      return left(record, happening);
    case 'IncidentAcknowledged':
      return stopClock(record, 'acknowledge', happening.acknowledgedAt);
    case 'IncidentGrew':
      return { ...record, toldChildren: happening.children, toldGrowths: (record.toldGrowths ?? 0) + 1 };
    case 'PlaybookStarted':
      return started(record, playbookIn(happening));
    case 'ActionHandedOver':
      return oneTaskMore(record, happening.task);
    case 'TaskEnded':
      return tasksLeft(happening.late === true ? tasksLookedAt(record, at) : record, happening.from, happening.as);
    case 'TasksLookedAt':
      return tasksLookedAt(record, happening.nextDueAt);
    case 'TaskBlocked':
      return tasksLeft(record, happening.from, 'blocked');
    case 'TaskOpened': {
      const { from, lateFrom } = happening;
      return tasksLeft(lateFrom === undefined ? record : tasksLookedAt(record, lateFrom), from, 'open');
    }
    case 'ClockBreached':
      return noteMark(breachClock(record, happening.clock, at), happening.clock, 100);
    case 'ClockNoticed':
      return noteMark(record, happening.clock, happening.percent);
    case 'ClocksPaused': {
      const { until, waitingFor, clocks } = happening;
      return { ...record, clocks, pause: { since: at, until, waitingFor, by: actor.id } };
    }
    case 'ClocksResumed':
      return { ...unpaused(record), clocks: happening.clocks, lastProgressAt: at };
    case 'PolicyMoved':
      return movedTo(record, happening);
    case 'PartnerAnswered':
    case 'PartnerNotReached':
      return heardOfPartner(record, happening, at);
    case 'ArrivalMoved':
      return arrivalMoved(record, happening, at);
    case 'ContainerMoved':
      return assessedAtOnce(record, at);
    case 'CustomerTold':
      return customerTold(record, happening, at);
    case 'CustomerNotTold':
      return customerNotTold(record, happening, at);
    default:
      return record;
  }
}

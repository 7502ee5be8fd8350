import type { Case, ClockName, Happening, PlannedTask, StartedPlaybook, TaskState } from '../contracts/index.ts';
import { heardOfArrival, sinceTheEnd, withoutArrival } from './arrival.ts';
import { isLater } from './duration.ts';
import { atOnce, called, startLadder } from './ladder-effects.ts';
import { isEnded } from './task-readiness.ts';

/** What single happenings do to a case; `apply-acts` says which does what. */

export function assessed(
  record: Case,
  found: Pick<Case, 'clocks'> & { severity: NonNullable<Case['severity']>; impact: NonNullable<Case['impact']> },
): Case {
  const { severity, impact, clocks } = found;
  return { ...record, severity, impact, triagedSignals: record.signals, ...(clocks === undefined ? {} : { clocks }) };
}

export function unanswered(record: Case): Case {
  const copy = { ...record };
  delete copy.acknowledgedAt;
  delete copy.acknowledgedBy;
  return withoutAgreed(copy);
}

/** Others have it, or it begins anew: how many were needed, and who has acknowledged, was about before. */
export function withoutAgreed(record: Case): Case {
  const { agreed: _who, needs: _howMany, ...escalation } = record.escalation;
  return { ...record, escalation };
}

export function audible(record: Case, clocks: Case['clocks'], at: string): Case {
  const copy = { ...record, silenceEndedAt: at, ...(clocks === undefined ? {} : { clocks }) };
  delete copy.silenced;
  return copy;
}

export function unpaused(record: Case): Case {
  const copy = { ...record };
  delete copy.pause;
  return copy;
}

export function awake(record: Case): Case {
  const copy = { ...record };
  delete copy.snoozedUntil;
  return copy;
}

/** Reported again. */
export function standing(record: Case): Case {
  const copy = { ...record };
  delete copy.takenBackAt;
  return copy;
}

/** What was given as the reason may be the words of a sender; the code of it stays. */
export function withoutReason({ reasonText: _words, ...record }: Case): Case {
  return record;
}

export function agreedBy(record: Case, person: string): Case {
  const { agreed = [] } = record.escalation;
  return { ...record, escalation: { ...record.escalation, agreed: [...agreed, person] } };
}

/** As many as a policy can count. */
const MOST_COMINGS = 20;

/** What flaps was settled: it is over when it stays so. */
export function quieted(
  record: Case,
  { settledAt, quietUntil, takenBack }: Extract<Happening, { what: 'TroubleQuieted' }>,
): Case {
  const { flapping } = record;
  const back = takenBack === undefined ? {} : { takenBack };
  return flapping === undefined ? record : { ...record, flapping: { ...flapping, settledAt, quietUntil, ...back } };
}

export function back(record: Case, times: number): Case {
  const { flapping } = record;
  return flapping === undefined ? record : { ...record, flapping: { since: flapping.since, times } };
}

/** Back to the start: nobody has it, the ladder begins again, and a new execution carries it. */
export function reopened(record: Case, at: string, comesBack: boolean): Case {
  const copy = startLadder(called(awake(unanswered(standing(sinceTheEnd(record))))), record.escalation.round + 1);
  delete copy.resolvedAt;
  delete copy.resolvedBy;
  delete copy.resolution;
  delete copy.reopenUntil;
  delete copy.withdrawnAt;
  delete copy.clocks;
  delete copy.pause;
  // The trouble is there again, so what is done against it begins again too.
  delete copy.playbook;
  delete copy.flapping;
  delete copy.comings;
  delete copy.toldGrowths;
  delete copy.passedOn;
  delete copy.arrivalMoves;
  delete copy.childrenAfter;
  return {
    ...copy,
    ...(comesBack ? { comings: [...(record.comings ?? []), at].slice(-MOST_COMINGS) } : {}),
    reopens: record.reopens + 1,
    reopenedAt: at,
    triagedSignals: 0,
    escalation: { ...copy.escalation, generation: record.escalation.generation + 1 },
  };
}

export function started(record: Case, playbook: StartedPlaybook | undefined): Case {
  if (playbook === undefined) return record;
  const { id, tasks } = playbook;
  const { tasks: before, open } = record.playbook ?? NO_TASKS;
  const playing = { id, tasks: before + tasks.length, open: open + tasks.length };
  return { ...record, playbook: { ...playing, ...soonest(record, tasks) } };
}

/** What a case that has no playbook yet calls the tasks of changes that are made by hand. */
export const BY_HAND_ONLY = 'by-hand';
const NO_TASKS = { id: BY_HAND_ONLY, tasks: 0, open: 0 };

/** A task beside those of its playbook. */
export function oneTaskMore(record: Case, task: PlannedTask): Case {
  const { id, tasks, open } = record.playbook ?? NO_TASKS;
  return { ...record, playbook: { id, tasks: tasks + 1, open: open + 1, ...soonest(record, [task]) } };
}

/** When the first of its tasks may be late. */
function soonest({ playbook }: Case, tasks: readonly PlannedTask[]): { readonly nextDueAt?: string } {
  const dues = [playbook?.nextDueAt, ...tasks.map(({ dueAt }) => dueAt)].filter((due) => due !== undefined);
  if (dues.length === 0) return {};
  return { nextDueAt: dues.reduce((first, due) => (isLater(first, due) ? due : first)) };
}

/** Whoever has to act was told; undefined: no further task is due. */
export function tasksLookedAt(record: Case, nextDueAt: string | undefined): Case {
  if (record.playbook === undefined) return record;
  const { nextDueAt: _before, ...playbook } = record.playbook;
  return { ...record, playbook: { ...playbook, ...(nextDueAt === undefined ? {} : { nextDueAt }) } };
}

/** How many tasks are left after one went from one state to another. One of an earlier life of the case is not counted in this one. */
export function tasksLeft(record: Case, from: TaskState, to: TaskState): Case {
  const { playbook } = record;
  const change = Number(!isEnded(to)) - Number(!isEnded(from));
  return playbook === undefined
    ? record
    : { ...record, playbook: { ...playbook, open: Math.max(0, playbook.open + change) } };
}

export function together(record: Case): Case {
  const copy = { ...record };
  delete copy.apart;
  return copy;
}

/** It goes on by itself, from its turn on where many do. */
export function left(record: Case, { apart, callsFrom }: Extract<Happening, { what: 'LeftIncident' }>): Case {
  const copy = { ...atOnce(record), ...(apart === undefined ? {} : { apart }) };
  delete copy.incident;
  return callsFrom === undefined ? copy : { ...copy, escalation: { ...copy.escalation, callsFrom } };
}

/** The promise was kept then. */
export function stopClock(record: Case, clock: ClockName, at: string): Case {
  const { clocks } = record;
  if (clocks === undefined || clocks[clock].stoppedAt !== undefined) return record;
  return { ...record, clocks: { ...clocks, [clock]: { ...clocks[clock], stoppedAt: at } } };
}

export function breachClock(record: Case, clock: ClockName, at: string): Case {
  const { clocks } = record;
  return clocks === undefined
    ? record
    : { ...record, clocks: { ...clocks, [clock]: { ...clocks[clock], breachedAt: at } } };
}

/** Somebody was told that so much of its time is over. */
export function noteMark(record: Case, clock: ClockName, percent: number): Case {
  const { clocks } = record;
  return clocks === undefined
    ? record
    : { ...record, clocks: { ...clocks, [clock]: { ...clocks[clock], noticed: percent } } };
}

/** Whoever has it is told; and an arrival makes it worth another look at once: it may be more or less severe by it. */
export function heardOfPartner(
  record: Case,
  happening: Extract<Happening, { what: 'PartnerAnswered' | 'PartnerNotReached' }>,
  at: string,
): Case {
  const { linkId, partner } = happening;
  const from = { linkId, partner, at };
  if (happening.what === 'PartnerNotReached') return { ...record, partner: { ...from, notReached: happening.reason } };
  const { arrivesAt, document } = happening;
  const news = { ...from, ...(document === undefined ? {} : { document: true as const }) };
  if (arrivesAt === undefined) return { ...record, partner: news };
  return assessedAtOnce(
    heardOfArrival({ ...record, partner: { ...news, arrivesAt } }, { expectedAt: arrivesAt, saidAt: at }),
    at,
  );
}

/** The goods come at another time, or nobody says any more when they come. */
export function arrivalMoved(
  record: Case,
  { arrival }: Extract<Happening, { what: 'ArrivalMoved' }>,
  at: string,
): Case {
  const heard = heardOfArrival(withoutArrival(record), arrival);
  return assessedAtOnce({ ...heard, arrivalMoves: (record.arrivalMoves ?? 0) + 1 }, at);
}

/** Worth another look now; one that was never assessed is about to be. */
export function assessedAtOnce(record: Case, at: string): Case {
  return record.severity === undefined ? record : { ...record, severity: { ...record.severity, rescoreAt: at } };
}

/** From now on another version of the policy decides about it. */
export function movedTo(
  record: Case,
  { to, asks, nextStep }: Pick<Extract<Happening, { what: 'PolicyMoved' }>, 'to' | 'asks' | 'nextStep'>,
): Case {
  const escalation = { ...record.escalation, ...(nextStep === undefined ? {} : { nextStep }) };
  if (nextStep !== undefined) {
    delete escalation.repeats;
    delete escalation.askedStep;
  }
  return { ...record, policyVersion: to, asks: [...asks], escalation };
}

/** The promise to tell the customer is kept. */
export function customerTold(
  record: Case,
  { actionId }: Extract<Happening, { what: 'CustomerTold' }>,
  at: string,
): Case {
  const by = actionId === undefined ? {} : { actionId };
  return { ...stopClock(record, 'communicate', at), customer: { state: 'told', at, ...by } };
}

/** A person has to tell the customer. Where a message had kept the promise and has not arrived, the promise is open again. */
export function customerNotTold(
  record: Case,
  { reason: why, actionId }: Extract<Happening, { what: 'CustomerNotTold' }>,
  at: string,
): Case {
  const by = actionId === undefined ? {} : { actionId };
  const hadKept = actionId !== undefined && record.customer?.actionId === actionId;
  const customer = { state: 'not_told', at, why, ...by } as const;
  if (!hadKept || record.clocks === undefined) return { ...record, customer };
  const { stoppedAt: _kept, ...communicate } = record.clocks.communicate;
  return { ...record, customer, clocks: { ...record.clocks, communicate } };
}

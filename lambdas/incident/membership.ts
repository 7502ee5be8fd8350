import { addDuration } from '../case/duration.ts';
import { endStates, isLive } from '../case/states.ts';
import type { Case, CaseState, Happening, PolicyPack, PossibleCause } from '../contracts/index.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { callingAlone } from './say-cause.ts';

/** States in which a case can become a child: assessed, and not over. */
const JOINING: readonly CaseState[] = ['triaged', 'acknowledged', 'in_progress'];

/** What a child and the one who decides for it need to know of an incident. */
export type Incident = Pick<
  Case,
  | 'id'
  | 'state'
  | 'cause'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'clocks'
  | 'resolvedAt'
  | 'withdrawnAt'
  | 'childrenAfter'
  | 'merged'
>;

export function canJoin(record: Case): boolean {
  return (
    record.cause === undefined &&
    record.incident === undefined &&
    record.apart === undefined &&
    !isSilenced(record) &&
    JOINING.includes(record.state)
  );
}

/**
 * Whether a child has left its calls to its incident, as far as the case itself tells. One of S1, of a severity that nobody knows or that the grouping rule
 * leaves alone, goes on calling; so does one that a person has given to somebody or escalated since it joined: people are not overruled.
 */
export function leavesCallsToIncident({ incident, severity, owner, escalation }: Case): boolean {
  if (incident === undefined || severity === undefined) return false;
  if (severity.level === 'S1' || incident.callsAlone?.includes(severity.level) === true) return false;
  const isAsked = escalation.callNow === true || (escalation.askedAt ?? '') > incident.joinedAt;
  const isAssigned = owner?.assigned === true && owner.namedAt > incident.joinedAt;
  return !isAsked && !isAssigned;
}

/** Whether the incident speaks for this case now: nobody is called for it by itself. */
export function isQuiet(record: Case, incident: Incident | undefined): boolean {
  return (
    incident !== undefined && record.incident?.id === incident.id && isLive(incident) && leavesCallsToIncident(record)
  );
}

/** What an incident does to a case now, its own or one that it could join; undefined: nothing. `turn`: from when on it calls, where it is let go with many others. */
export function decideMembership(
  record: Case,
  incident: Incident | undefined,
  pack: PolicyPack,
  at: string,
  turn?: string,
): Happening | undefined {
  if (incident?.cause === undefined || !JOINING.includes(record.state) || record.cause !== undefined) return undefined;
  if (record.incident === undefined) {
    return isLive(incident) && canJoin(record) ? joined(incident.id, incident.cause, pack) : undefined;
  }
  const from = record.incident.id;
  const isHeir = incident.merged?.includes(from) === true;
  if (from !== incident.id && !isHeir) return undefined;
  if (!isLive(incident)) return endWith(record, incident, pack, at, turn);
  return isHeir ? joined(incident.id, incident.cause, pack, from) : promiseKept(record, incident);
}

/** What becomes of a child that one incident gives to another; undefined: it is not, or no longer, a child of the first. */
export function decideTransfer(
  record: Case,
  from: string,
  to: Incident,
  pack: PolicyPack,
  at: string,
  turn?: string,
): Happening | undefined {
  if (record.incident?.id !== from || to.cause === undefined || endStates.includes(record.state)) return undefined;
  if (isLive(to)) return joined(to.id, to.cause, pack, from);
  // It ended before the child came.
  return JOINING.includes(record.state) ? endWith(record, to, pack, at, turn) : undefined;
}

/** That a case becomes a child; `from`: of another incident until now. */
export function joined(incidentId: string, cause: PossibleCause, pack: PolicyPack, from?: string): Happening {
  const { kind, value, title } = cause;
  const callsAlone = callingAlone({ cause }, pack);
  const isUsual = callsAlone.every((level) => level === 'S1');
  return {
    what: 'JoinedIncident',
    incidentId,
    cause: { kind, value, title },
    ...(isUsual ? {} : { callsAlone: [...callsAlone] }),
    ...(from === undefined ? {} : { from }),
  };
}

/** Who has taken the incident has taken its children: their promise to acknowledge is kept, if it was in time. */
function promiseKept(record: Case, incident: Incident): Happening | undefined {
  const clock = record.clocks?.acknowledge;
  if (!isQuiet(record, incident) || clock === undefined) return undefined;
  if (clock.stoppedAt !== undefined || clock.breachedAt !== undefined) return undefined;
  const takenAt = takenFor(clock.startedAt, incident);
  if (takenAt === undefined || Date.parse(takenAt) > Date.parse(clock.dueAt)) return undefined;
  return { what: 'IncidentAcknowledged', incidentId: incident.id, acknowledgedAt: takenAt };
}

/** When somebody had the incident for a child whose clock started then. One that comes later is taken with it while somebody has it, and not when it was forgotten. */
function takenFor(startedAt: string, { acknowledgedAt, clocks }: Incident): string | undefined {
  if (acknowledgedAt !== undefined)
    return Date.parse(acknowledgedAt) < Date.parse(startedAt) ? startedAt : acknowledgedAt;
  const first = clocks?.acknowledge.stoppedAt;
  return first !== undefined && Date.parse(first) >= Date.parse(startedAt) ? first : undefined;
}

/** Solved with the incident; what began after its end, or stood under one that never was, goes on by itself. */
function endWith(record: Case, incident: Incident, pack: PolicyPack, at: string, turn?: string): Happening {
  const incidentId = record.incident?.id ?? incident.id;
  const began = Date.parse(record.reopenedAt ?? record.openedAt);
  const isSolved =
    (incident.state === 'resolved' || incident.state === 'closed') &&
    incident.resolvedAt !== undefined &&
    began <= Date.parse(incident.resolvedAt);
  if (isSolved && incident.childrenAfter === 'continue') {
    const reason = 'Whoever ended the incident has let its cases go on by themselves.';
    return { what: 'LeftIncident', incidentId, reason, apart: true, ...inTurn(record, turn) };
  }
  if (isSolved) {
    const window = pack.types[record.type]?.reopenWindow ?? 'PT24H';
    return { what: 'CaseResolved', via: 'system', resolution: WITH_INCIDENT, reopenUntil: addDuration(at, window) };
  }
  if (incident.state === 'withdrawn' || incident.state === 'merged')
    return {
      what: 'LeftIncident',
      incidentId,
      reason: `The incident was ${incident.state}.`,
      ...inTurn(record, turn),
    };
  return { what: 'LeftIncident', incidentId, reason: 'It came back after the incident was solved.' };
}

/** One that calls by itself already, or that somebody has, waits for no turn. */
function inTurn(record: Case, turn: string | undefined): { readonly callsFrom?: string } {
  const isWanted = record.state === 'triaged' && leavesCallsToIncident(record);
  return isWanted && turn !== undefined ? { callsFrom: turn } : {};
}

/** How a child was solved. */
export const WITH_INCIDENT = 'with_incident';

/** A quiet child is looked at again after so long, should everything that ends an incident have missed it. */
const LOOK_AGAIN_MS = 6 * 3_600_000;

/** The next look at a quiet child, counted from when it joined, so that the same question has the same answer. */
export function nextLook(joinedAt: string, at: string): string {
  const joined = Date.parse(joinedAt);
  const looks = Math.floor(Math.max(0, Date.parse(at) - joined) / LOOK_AGAIN_MS) + 1;
  return new Date(joined + looks * LOOK_AGAIN_MS).toISOString();
}

import type { Happening, JournalEntry } from '../contracts/index.ts';

/** What a waiting lifecycle must look at; each raises `attention`, and the relay wakes the lifecycle for it. */
const WAKING: ReadonlySet<Happening['what']> = new Set([
  'SignalAttached',
  'CaseAcknowledged',
  'WorkStarted',
  'CaseResolved',
  'CaseWithdrawn',
  'CaseMerged',
  'CaseReopened',
  'EscalatedByHand',
  'CaseSnoozed',
  'SnoozeEnded',
  'TroubleQuieted',
  'TroubleBack',
  'ClocksPaused',
  'PolicyMoved',
  // What is at stake may be another thing by it.
  'ArrivalMoved',
  // Its free time may end at another time.
  'ContainerMoved',
  'PartnerAnswered',
  'PartnerNotReached',
  // Somebody was not reached: there may be another way to them, or somebody else to call.
  'NoticeFailed',
  'NoticeUndelivered',
  // The promise to tell the customer is open again, and a person hears of it.
  'CustomerNotTold',
]);

/** What triage has found is decided on by the lifecycle that ran it; what a person has set is news to it. */
const WAKING_BY_A_PERSON: ReadonlySet<Happening['what']> = new Set(['SeverityChanged', 'OwnerNamed', 'ClocksResumed']);

/** A case that joins or leaves an incident by its own decision knows it; one that is gathered or released has to be told. */
const WAKING_FROM_OUTSIDE: ReadonlySet<Happening['what']> = new Set(['JoinedIncident', 'LeftIncident']);

export function isWaking({ happening, actor, cause }: Pick<JournalEntry, 'happening' | 'actor' | 'cause'>): boolean {
  if (happening.what === 'TaskEnded') return happening.late === true;
  if (happening.what === 'TaskOpened') return happening.lateFrom !== undefined;
  if (happening.what === 'SilenceEnded') return happening.found === 'open' && cause.kind !== 'lifecycle';
  if (WAKING_FROM_OUTSIDE.has(happening.what)) return cause.kind !== 'lifecycle';
  if (happening.what === 'SeverityChanged' && hasMoved(happening)) return true;
  return WAKING.has(happening.what) || (actor.kind === 'person' && WAKING_BY_A_PERSON.has(happening.what));
}

/**
 * Another level, or other due times. The lifecycle may have given up on a triage that still runs, has decided without it and waits for what was due then; one that has waited for
 * it looks once more than it needs to.
 */
function hasMoved({ from, severity, clocks }: Extract<Happening, { what: 'SeverityChanged' }>): boolean {
  return from !== severity.level || clocks !== undefined;
}

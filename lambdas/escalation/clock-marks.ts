import type { Case, ClockName, PolicyPack } from '../contracts/index.ts';
import { hoursOfClock, momentOf, runningClocks } from '../case/clocks.ts';
import { isLater } from '../case/duration.ts';
import { waitsForTurn } from '../incident/give-turns.ts';
import { leavesCallsToIncident } from '../incident/membership.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { quietUntil } from './watch-flapping.ts';

export interface Mark {
  readonly clock: ClockName;
  readonly percent: number;
  readonly at: string;
}

/** Somebody has it, and is told how its clocks stand. */
export function isHeld({ state, acknowledgedBy }: Case): boolean {
  return (state === 'acknowledged' || state === 'in_progress') && acknowledgedBy !== undefined;
}

/**
 * The clocks of which somebody is told now. Whoever has the case hears of its end and of what is promised to others; while nobody has it, whoever was called hears how long they
 * still have to take it. Of what calls nobody, nobody hears anything.
 */
export function clocksTold(record: Case, pack: PolicyPack, at: string): readonly ClockName[] {
  // What has gone away for now concerns nobody until it is back.
  if (quietUntil(record) !== undefined) return [];
  const running = runningClocks(record.clocks);
  if (isHeld(record)) return running.filter((name) => isTold(name, record, pack));
  return isCalledFor(record, at) ? running.filter((name) => name === 'acknowledge') : [];
}

/** Where the playbook promises no message, nobody waits for one. */
export function isTold(name: ClockName, { type }: Case, { playbooks }: PolicyPack): boolean {
  if (name !== 'communicate') return true;
  return playbooks.some(({ types, messages }) => types.includes(type) && messages.length > 0);
}

function isCalledFor(record: Case, at: string): boolean {
  const { state, escalation, snoozedUntil } = record;
  return (
    state === 'triaged' &&
    escalation.lastCallAt !== undefined &&
    !leavesCallsToIncident(record) &&
    waitsForTurn(record, at) === undefined &&
    !isSilenced(record) &&
    !(snoozedUntil !== undefined && isLater(snoozedUntil, at))
  );
}

/** Those of a clock of which nobody was told yet, the earliest first. */
export function marksOf({ clocks, severity, escalation }: Case, clock: ClockName, pack: PolicyPack): readonly Mark[] {
  if (clocks === undefined) return [];
  const known = clocks[clock];
  const hours = hoursOfClock(known, pack);
  // Who is told that it has become more severe hears the new time with it.
  const isRaised = severity !== undefined && pack.severity.tellWhenRaisedTo.includes(severity.level);
  const raisedAt = isRaised ? severity.raised?.at : undefined;
  // And who is called hears it with the call.
  const toldAt = clock === 'acknowledge' ? (escalation.lastCallAt ?? raisedAt) : raisedAt;
  return (pack.clocks.notices[clock] ?? [])
    .filter((percent) => percent < 100 && percent > (known.noticed ?? 0))
    .sort((left, right) => left - right)
    .map((percent) => ({ clock, percent, at: momentOf(known, percent, hours) }))
    .filter(({ at }) => toldAt === undefined || isLater(at, toldAt));
}

import { Temporal } from 'temporal-polyfill';
import { isUrgent, urgencyOf } from '../escalation/notice-rules.ts';
import { closesAt } from '../case/working-time.ts';
import type { Case, Notice, Person } from '../contracts/index.ts';

export interface Held {
  readonly until: string;
  /** `digest`: it comes together with others. */
  readonly why: 'quiet hours' | 'digest';
}

/** Nobody is held out for longer, whatever their hours say: a notice is given up after a day. */
const LONGEST_MS = 18 * 3_600_000;
/** Asked for, told to whoever has it that something was not done, or what a shift begins with: none of them can wait. */
const NEVER_HELD: readonly Notice['purpose'][] = [
  'approval',
  'approval_expired',
  'action_failed',
  'by_hand',
  'handover',
  'customer_not_told',
];

/** Until when a notice waits by the wish of its reader; undefined: it is sent now. The first notice of a case, and whatever is urgent, never waits. */
export function whenTold(notice: Notice, record: Case, person: Person, at: string): Held | undefined {
  const rules = person.notices;
  const level = urgencyOf(notice, record);
  // Guard: the first notice of a case is never held back.
  if (rules === undefined || isUrgent(level) || isNeverHeld(notice)) return undefined;
  const isDigested = notice.purpose !== 'call' && rules.digest?.levels.some((one) => one === level) === true;
  const digestAt = isDigested ? nextOf(rules.digest?.at ?? [], person.zone, notice.claimedAt) : undefined;
  if (digestAt !== undefined && isBefore(at, digestAt)) return bounded(notice, { until: digestAt, why: 'digest' }, at);
  const { quietHours } = rules;
  const end =
    quietHours === undefined ? undefined : closesAt(at, { zone: person.zone, weekly: quietHours, holidays: new Set() });
  return end === undefined ? undefined : bounded(notice, { until: end, why: 'quiet hours' }, at);
}

/** The first notice of a case, and whatever cannot wait. */
export function isNeverHeld(notice: Notice): boolean {
  return isFirst(notice) || NEVER_HELD.includes(notice.purpose);
}

/** Claimed before notices said so: the first step, whoever was on duty for it. */
function isFirst({ purpose, round, step, first = round === 1 && step === 0 }: Notice): boolean {
  return purpose === 'call' && first;
}

function bounded({ claimedAt }: Notice, held: Held, at: string): Held | undefined {
  const latest = new Date(Date.parse(claimedAt) + LONGEST_MS).toISOString();
  const until = isBefore(held.until, latest) ? held.until : latest;
  return isBefore(at, until) ? { ...held, until } : undefined;
}

/** The first of these local times after an instant. */
function nextOf(times: readonly string[], zone: string, after: string): string | undefined {
  const start = Temporal.Instant.from(after).toZonedDateTimeISO(zone);
  const candidates = [0, 1, 2].flatMap((days) =>
    times.map(
      (time) =>
        start.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds,
    ),
  );
  const later = candidates.filter((one) => one > start.epochMilliseconds);
  return later.length === 0 ? undefined : new Date(Math.min(...later)).toISOString();
}

function isBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other);
}

import { Temporal } from 'temporal-polyfill';
import { weekday } from '../contracts/index.ts';
import type { PolicyPack, Team, WeeklyHours } from '../contracts/index.ts';
import { instantText } from './duration.ts';

/** When a team works, in its own zone. */
export interface WorkingHours {
  readonly zone: string;
  readonly weekly: readonly WeeklyHours[];
  /** Local dates on which nobody does. */
  readonly holidays: ReadonlySet<string>;
}

/** The hours of a team; undefined where it works around the clock. */
export function hoursOf(team: Team | undefined, pack: PolicyPack): WorkingHours | undefined {
  if (team?.hours === undefined) return undefined;
  const calendars = pack.calendars.filter(({ id }) => team.calendars.includes(id));
  const holidays = new Set(calendars.flatMap(({ days }) => days.map(({ date }) => date)));
  return { zone: team.zone, weekly: team.hours, holidays };
}

/** Nobody rests longer; where somebody seems to, their hours say nothing and time runs around the clock. */
const LONGEST_REST_DAYS = 400;

/** The instant at which so much working time has passed; `hours` undefined is around the clock. At the end of a stretch it is that end, not the next morning. */
export function addWorking(from: string, milliseconds: number, hours?: WorkingHours): string {
  return walk(from, milliseconds, 1, hours);
}

/** The instant from which so much working time is left until `to`. */
export function subtractWorking(to: string, milliseconds: number, hours?: WorkingHours): string {
  return walk(to, milliseconds, -1, hours);
}

/** The instant itself where somebody works then, else when they begin. */
export function openFrom(at: string, hours?: WorkingHours): string {
  return instantText(Date.parse(addWorking(at, 1, hours)) - 1);
}

/** Working time from one instant to a later one, in milliseconds; 0 where it is not later. Days are counted until it is more than `enough`. */
export function workingBetween(from: string, to: string, hours?: WorkingHours, enough = Infinity): number {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (end <= start) return 0;
  if (hours === undefined) return end - start;
  let worked = 0;
  const last = localDate(end, hours.zone);
  for (let day = localDate(start, hours.zone); notAfter(day, last) && worked <= enough; day = day.add({ days: 1 })) {
    for (const { from: begun, to: ended } of stretchesOn(day, hours))
      worked += Math.max(0, Math.min(ended, end) - Math.max(begun, start));
  }
  return worked;
}

function walk(at: string, milliseconds: number, direction: 1 | -1, hours: WorkingHours | undefined): string {
  const start = Date.parse(at);
  const aroundTheClock = instantText(start + direction * milliseconds);
  if (hours === undefined || milliseconds <= 0) return aroundTheClock;
  let left = milliseconds;
  let day = localDate(start, hours.zone);
  for (let rest = 0; rest < LONGEST_REST_DAYS; rest += 1) {
    const stretches = stretchesOn(day, hours);
    for (const stretch of direction === 1 ? stretches : stretches.toReversed()) {
      const from = direction === 1 ? Math.max(stretch.from, start) : stretch.from;
      const to = direction === 1 ? stretch.to : Math.min(stretch.to, start);
      if (to <= from) continue;
      rest = 0;
      const border = direction === 1 ? from : to;
      if (left <= to - from) return instantText(border + direction * left);
      left -= to - from;
    }
    day = day.add({ days: direction });
  }
  return aroundTheClock;
}

/** When a stretch that holds at this instant ends, over midnights; undefined: none holds, or it never ends. */
export function closesAt(at: string, hours: WorkingHours): string | undefined {
  const start = Date.parse(at);
  let end: number | undefined;
  let day = localDate(start, hours.zone);
  for (let days = 0; days < LONGEST_REST_DAYS; days += 1) {
    const stretch = stretchesOn(day, hours).find(({ from, to }) => from <= (end ?? start) && (end ?? start) < to);
    if (stretch === undefined) return end === undefined ? undefined : new Date(end).toISOString();
    end = stretch.to;
    day = localDate(end, hours.zone);
  }
  return undefined;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Stretches of a local day, in order and apart; what runs over midnight is cut there. A local time that does not exist moves forward, one that exists twice
 * means the first.
 */
function stretchesOn(day: Temporal.PlainDate, { weekly, holidays, zone }: WorkingHours): readonly Stretch[] {
  const [yesterday, tomorrow] = [day.subtract({ days: 1 }), day.add({ days: 1 })];
  const isWorked = (date: Temporal.PlainDate, { days }: WeeklyHours): boolean => {
    const name = weekday.options[date.dayOfWeek - 1];
    return name !== undefined && days.includes(name) && !holidays.has(date.toString());
  };
  const at = (date: Temporal.PlainDate, plainTime?: string): number =>
    date.toZonedDateTime({ timeZone: zone, ...(plainTime === undefined ? {} : { plainTime }) }).epochMilliseconds;
  const today = weekly
    .filter((one) => isWorked(day, one))
    .map(({ from, to }) => ({ from: at(day, from), to: to > from ? at(day, to) : at(tomorrow) }));
  const overMidnight = weekly
    .filter((one) => one.to <= one.from && isWorked(yesterday, one))
    .map(({ to }) => ({ from: at(day), to: at(day, to) }));
  return apart([...overMidnight, ...today]);
}

function apart(stretches: readonly Stretch[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const stretch of stretches.toSorted((left, right) => left.from - right.from)) {
    const last = found.at(-1);
    if (last === undefined || stretch.from > last.to) found.push(stretch);
    else found[found.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) };
  }
  return found;
}

function localDate(at: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
}

function notAfter(day: Temporal.PlainDate, last: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, last) <= 0;
}

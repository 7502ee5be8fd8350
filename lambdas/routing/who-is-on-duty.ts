import { Temporal } from 'temporal-polyfill';
import type { HolidayCalendar, PolicyPack, Rota, Team } from '../contracts/index.ts';
import { instantText } from '../case/duration.ts';
import { onDuty } from './on-duty.ts';
import { bordersOf } from './timetable.ts';

const DAY = 24 * 3_600_000;
/** Beyond a year of days of one rota, what was found is found again. */
const MOST_DAYS = 400;

/** A day (UTC) of a rota: where somebody may begin or end, and the first on duty from there on, as far as it was asked for. */
interface Day {
  readonly borders: readonly number[];
  readonly people: Map<number, string | undefined>;
}

const days = new WeakMap<readonly HolidayCalendar[], WeakMap<Rota, Map<number, Day>>>();

/**
 * The first who is on duty, or undefined when nobody is. A rota of one version of a policy says the same from one border of its timetable to the next, and every case asks it
 * several times, so each stretch is computed once.
 */
export function whoIsOnDuty(rota: Rota, at: string, calendars: readonly HolidayCalendar[]): string | undefined {
  const moment = Date.parse(at);
  const { borders, people } = dayOf(rota, Math.floor(moment / DAY), calendars);
  const border = borders.findLast((one) => one <= moment);
  if (border === undefined) return onDuty(rota, at, calendars)[0];
  if (!people.has(border)) people.set(border, onDuty(rota, instantText(border), calendars)[0]);
  return people.get(border);
}

function dayOf(rota: Rota, number: number, calendars: readonly HolidayCalendar[]): Day {
  const known = daysOf(rota, calendars);
  const before = known.get(number);
  if (before !== undefined) return before;
  if (known.size >= MOST_DAYS) known.clear();
  const day = computeDay(rota, number);
  known.set(number, day);
  return day;
}

function daysOf(rota: Rota, calendars: readonly HolidayCalendar[]): Map<number, Day> {
  const ofCalendars = days.get(calendars) ?? new WeakMap<Rota, Map<number, Day>>();
  days.set(calendars, ofCalendars);
  const known = ofCalendars.get(rota) ?? new Map<number, Day>();
  ofCalendars.set(rota, known);
  return known;
}

/** Without borders where the clocks change: then a local time comes twice or not at all, and each moment is asked for itself. */
function computeDay(rota: Rota, number: number): Day {
  const [start, end] = [number * DAY, (number + 1) * DAY];
  const [before, after] = [start - 1, end].map((at) => instant(at).toZonedDateTimeISO(rota.zone).offsetNanoseconds);
  const borders = before === after ? bordersOf(rota, instant(start), instant(end)) : [];
  return { borders: borders.map((at) => at.epochMilliseconds), people: new Map() };
}

const instant = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at);

export interface DutyAnswer {
  readonly person: string;
  /** Rotas in which nobody was on duty and that were passed over, by team title. */
  readonly skipped: readonly string[];
  /** True when even the fallbacks had nobody and the last owner of the pack has to answer. */
  readonly lastOwner: boolean;
}

/** The person for a team at an instant: its rota, then the rotas of its fallback teams, then the pack's last owner, who always exists. */
export function personForTeam(team: Team, pack: PolicyPack, at: string): DutyAnswer {
  const skipped: string[] = [];
  const seen = new Set<string>();
  let current: Team | undefined = team;
  while (current !== undefined && !seen.has(current.id)) {
    seen.add(current.id);
    const { rota: rotaId, title, fallbackTeam }: Team = current;
    const rota = pack.rotas.find(({ id }) => id === rotaId);
    const person = rota === undefined ? undefined : whoIsOnDuty(rota, at, pack.calendars);
    if (person !== undefined) return { person, skipped, lastOwner: false };
    skipped.push(title);
    current = pack.teams.find(({ id }) => id === fallbackTeam);
  }
  return { person: pack.lastOwner, skipped, lastOwner: true };
}

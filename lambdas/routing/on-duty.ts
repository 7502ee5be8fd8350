import { Temporal } from 'temporal-polyfill';
import { weekday } from '../contracts/index.ts';
import type { HolidayCalendar, Rota, RotaLayer } from '../contracts/index.ts';
import { turnOf } from './turns.ts';

/**
 * Who is on duty in a rota at an instant (UTC), as person ids, the first to be called first; empty when nobody is. A later layer wins where it
 * has somebody; then two who swapped change places; then overrides, the last one that holds. Turns change at the local hand-over
 * time, so a day of 23 or 25 hours is one turn.
 */
export function onDuty(rota: Rota, at: string, calendars: readonly HolidayCalendar[]): readonly string[] {
  const instant = Temporal.Instant.from(at);
  const local = withoutRepetition(instant.toZonedDateTimeISO(rota.zone));
  const isHoliday = holidaysOf(rota, calendars);
  // An override that takes somebody out uncovers the layer below, so layers are asked one by one.
  const inLayers = [...rota.layers]
    .reverse()
    .map((layer) => onDutyInLayer(layer, local, isHoliday))
    .filter((person) => person !== undefined)
    .map((person) => swapped(person, rota, instant));
  const overrides = rota.overrides.filter((override) => holdsAt(override, instant));
  const replaced = overrides.findLast(({ kind }) => kind === 'replace');
  const out = overrides.filter(({ kind }) => kind === 'remove').map(({ person }) => person);
  const first =
    replaced === undefined ? inLayers.find((person) => !out.includes(person)) : (replaced.person ?? undefined);
  const added = overrides.filter(({ kind }) => kind === 'add').flatMap(({ person }) => person ?? []);
  return [...new Set([...(first === undefined ? [] : [first]), ...added])];
}

/**
 * A local time that comes twice means the first: in the hour that is repeated it stays as late as it was when the clocks went back, so that a shift that has begun does not end and
 * begin once more.
 */
function withoutRepetition(local: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const first = local.toPlainDateTime().toZonedDateTime(local.timeZoneId, { disambiguation: 'earlier' });
  if (Temporal.ZonedDateTime.compare(first, local) >= 0) return local;
  // A moment later, or at that very moment it would be the change before.
  const change = local.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return change?.subtract({ milliseconds: 1 }) ?? local;
}

interface Stretch {
  readonly from: string;
  readonly to: string;
}
function holdsAt({ from, to }: Stretch, instant: Temporal.Instant): boolean {
  return (
    Temporal.Instant.compare(Temporal.Instant.from(from), instant) <= 0 &&
    Temporal.Instant.compare(instant, Temporal.Instant.from(to)) < 0
  );
}

function swapped(person: string, rota: Rota, instant: Temporal.Instant): string {
  const swap = rota.swaps.findLast((one) => one.between.includes(person) && holdsAt(one, instant));
  return swap?.between.find((other) => other !== person) ?? person;
}

type IsHoliday = (date: Temporal.PlainDate) => boolean;

function holidaysOf(rota: Rota, calendars: readonly HolidayCalendar[]): IsHoliday {
  const days = calendars.filter(({ id }) => rota.calendars.includes(id)).flatMap((calendar) => calendar.days);
  const dates = new Set([...rota.holidays, ...days.map(({ date }) => date)]);
  return (date) => dates.has(date.toString());
}

function onDutyInLayer(layer: RotaLayer, local: Temporal.ZonedDateTime, isHoliday: IsHoliday): string | undefined {
  if (!isWithinRestrictions(layer, local, isHoliday)) return undefined;
  const turn = turnOf(layer, local);
  return turn === undefined ? undefined : layer.people[turn % layer.people.length];
}

function isWithinRestrictions(layer: RotaLayer, local: Temporal.ZonedDateTime, isHoliday: IsHoliday): boolean {
  if (layer.restrictions === undefined) return true;
  const time = local.toPlainTime();
  const today = local.toPlainDate();
  return layer.restrictions.some(({ days, from, to }) => {
    const start = Temporal.PlainTime.from(from);
    const end = Temporal.PlainTime.from(to);
    const isWorked = (date: Temporal.PlainDate): boolean => {
      const name = weekday.options[date.dayOfWeek - 1];
      return name !== undefined && days.includes(name) && !isHoliday(date);
    };
    const afterStart = Temporal.PlainTime.compare(time, start) >= 0;
    const beforeEnd = Temporal.PlainTime.compare(time, end) < 0;
    if (Temporal.PlainTime.compare(start, end) < 0) return afterStart && beforeEnd && isWorked(today);
    // Over midnight: the evening belongs to today, the morning to the shift that began yesterday.
    return (afterStart && isWorked(today)) || (beforeEnd && isWorked(today.subtract({ days: 1 })));
  });
}

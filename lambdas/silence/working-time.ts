import { Temporal } from 'temporal-polyfill';
import { weekday } from '../contracts/index.ts';
import type { SilenceCalendar, WeeklyHours } from '../contracts/index.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Milliseconds of a calendar's working hours between two instants; no more are counted than is asked for. Hours that overlap count once. A local time that does not exist moves forward, one that
 * exists twice means the first: so a night shift over the change in autumn has an hour more, as people have who work it.
 */
export function workingTime(calendar: SilenceCalendar, zone: string, { from, to }: Span, enough = Infinity): number {
  const local = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const last = local(to);
  let counted = 0;
  let until = from;
  // The night before may reach into the first day.
  for (let day = local(from).subtract({ days: 1 }); counted <= enough; day = day.add({ days: 1 })) {
    if (Temporal.PlainDate.compare(day, last) > 0) break;
    for (const span of spansOf(day, calendar, zone)) {
      const begins = Math.max(span.from, until);
      const ends = Math.min(span.to, to);
      if (ends <= begins) continue;
      counted += ends - begins;
      until = ends;
    }
  }
  return counted;
}

/** The hours of a day in the order in which they begin. */
function spansOf(day: Temporal.PlainDate, { hours, holidays }: SilenceCalendar, zone: string): readonly Span[] {
  const name = weekday.options[day.dayOfWeek - 1];
  if (name === undefined || holidays.includes(day.toString())) return [];
  return hours
    .filter(({ days }) => days.includes(name))
    .map((worked) => spanOf(day, worked, zone))
    .sort((left, right) => left.from - right.from);
}

function spanOf(day: Temporal.PlainDate, { from, to }: WeeklyHours, zone: string): Span {
  const at = (date: Temporal.PlainDate, time: string): number =>
    date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
  return { from: at(day, from), to: at(to > from ? day : day.add({ days: 1 }), to) };
}

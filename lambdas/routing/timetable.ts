import { Temporal } from 'temporal-polyfill';
import type { HolidayCalendar, Rota } from '../contracts/index.ts';
import { instantText } from '../case/duration.ts';
import { onDuty } from './on-duty.ts';
import { handoversOf } from './turns.ts';

/** A stretch of time in which the same people are on duty; nobody is a gap, more than one an overlap. Instants in UTC. */
export interface Shift {
  readonly from: string;
  readonly to: string;
  readonly people: readonly string[];
}

/** Who is on duty in a rota from one instant to another, without holes: what a rota looks like to those who stand in it. */
export function timetableOf(
  rota: Rota,
  from: string,
  to: string,
  calendars: readonly HolidayCalendar[],
): readonly Shift[] {
  const borders = bordersOf(rota, Temporal.Instant.from(from), Temporal.Instant.from(to));
  const shifts: Shift[] = [];
  borders.slice(0, -1).forEach((border, index) => {
    const end = borders[index + 1];
    if (end === undefined) return;
    const people = onDuty(rota, textOf(border), calendars);
    const before = shifts.at(-1);
    if (before !== undefined && before.people.join() === people.join())
      shifts[shifts.length - 1] = { ...before, to: textOf(end) };
    else shifts.push({ from: textOf(border), to: textOf(end), people });
  });
  return shifts;
}

/** All instants at which somebody may begin or end, in order, with both ends of the stretch. */
export function bordersOf(rota: Rota, from: Temporal.Instant, to: Temporal.Instant): readonly Temporal.Instant[] {
  const times = [
    '00:00',
    ...rota.layers.flatMap((layer) => [
      layer.handoverAt,
      ...(layer.restrictions ?? []).flatMap((restriction) => [restriction.from, restriction.to]),
    ]),
  ].map((time) => Temporal.PlainTime.from(time));
  const found = [
    ...daysOf(rota.zone, from, to).flatMap((date) =>
      times.map((plainTime) => date.toZonedDateTime({ timeZone: rota.zone, plainTime }).toInstant()),
    ),
    ...rota.layers.flatMap((layer) => handoversOf(layer, rota.zone, from, to)),
    ...[...rota.overrides, ...rota.swaps].flatMap((one) => [one.from, one.to].map((at) => Temporal.Instant.from(at))),
    from,
    to,
  ].filter((at) => Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, to) <= 0);
  return [...new Map(found.map((at) => [at.epochMilliseconds, at])).values()].sort((left, right) =>
    Temporal.Instant.compare(left, right),
  );
}

function daysOf(zone: string, from: Temporal.Instant, to: Temporal.Instant): readonly Temporal.PlainDate[] {
  const first = from.toZonedDateTimeISO(zone).toPlainDate();
  const { days } = first.until(to.toZonedDateTimeISO(zone).toPlainDate(), { largestUnit: 'days' });
  return Array.from({ length: days + 1 }, (_, index) => first.add({ days: index }));
}

function textOf({ epochMilliseconds }: Temporal.Instant): string {
  return instantText(epochMilliseconds);
}

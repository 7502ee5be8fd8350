import ical, { ICalCalendarMethod } from 'ical-generator';
import type { PolicyPack, Rota } from '../contracts/index.ts';
import type { Shift } from './timetable.ts';

/** A rota's shifts as an iCalendar file (RFC 5545) that calendar programs read; gaps are not in it. The same shifts give the same text. */
export function feedOf(rota: Rota, shifts: readonly Shift[], pack: PolicyPack): string {
  const calendar = ical({ name: `On duty: ${rota.id}`, method: ICalCalendarMethod.PUBLISH });
  for (const { from, to, people } of shifts) {
    for (const id of people) {
      const person = pack.people.find((one) => one.id === id);
      const event = calendar.createEvent({
        id: `${rota.id}-${from}-${id}@fairlead`,
        start: from,
        end: to,
        stamp: from,
        summary: person?.name ?? id,
      });
      if (person !== undefined) event.createAttendee({ name: person.name, email: person.email });
    }
  }
  return calendar.toString();
}

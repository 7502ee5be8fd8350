import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/** An event of a calendar: days, or a time. */
export interface CalendarEvent {
  readonly title: string;
  /** UTC instants; of an event of whole days midnight in the zone that was asked for. */
  readonly from: string;
  readonly to: string;
  /** Local dates that it covers, the first to the last; only of events of whole days. */
  readonly dates: readonly string[];
}

export type ReadCalendar =
  { readonly ok: true; readonly events: readonly CalendarEvent[] } | { readonly ok: false; readonly why: string };

/** So many events, and of one that repeats so many times: calendars of years, and no rule that never ends. */
const MOST_EVENTS = 1000;
const MOST_DAYS = 400;
/** A rule is followed for so many steps: more than a hundred years of days. One of seconds that began long ago would never come to the time asked for. */
const MOST_STEPS = 50_000;

/** An iCalendar file (RFC 5545): its events from one time to another, those that repeat each time. Cancelled ones are left out; times without a zone are of the zone given. */
export function readCalendar(ics: string, zone: string, from: string, to: string): ReadCalendar {
  let root: ICAL.Component;
  try {
    root = ICAL.Component.fromString(ics);
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'it cannot be read' };
  }
  if (root.name !== 'vcalendar') return { ok: false, why: 'it has no VCALENDAR' };
  // The library keeps zones for all files; one file's idea of a zone is not another's.
  ICAL.TimezoneService.reset();
  for (const timezone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(timezone);
  const components = root.getAllSubcomponents('vevent');
  if (components.length > MOST_EVENTS) return { ok: false, why: `it has more than ${String(MOST_EVENTS)} events` };
  const single = components.map((component) => new ICAL.Event(component));
  const events: CalendarEvent[] = [];
  for (const event of single) {
    if (isCancelled(event) || event.isRecurrenceException()) continue;
    for (const exception of single)
      if (exception.isRecurrenceException() && exception.uid === event.uid) event.relateException(exception);
    const read = timesOf(event, zone, from, to);
    if (read === undefined) return { ok: false, why: `the event ${titleOf(event)} has no beginning that can be read` };
    events.push(...read);
    if (events.length > MOST_EVENTS) return { ok: false, why: `it comes to more than ${String(MOST_EVENTS)} events` };
  }
  return { ok: true, events: events.sort((left, right) => (left.from < right.from ? -1 : 1)) };
}

function titleOf({ component }: ICAL.Event): string {
  const said = component.getFirstPropertyValue('summary');
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : 'Without a title';
}

function isCancelled(event: ICAL.Event): boolean {
  return String(event.component.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED';
}

function timesOf(event: ICAL.Event, zone: string, from: string, to: string): readonly CalendarEvent[] | undefined {
  if (!event.component.hasProperty('dtstart')) return undefined;
  const within = (one: CalendarEvent): boolean => one.to > from && one.from < to;
  if (!event.isRecurring()) return [told(titleOf(event), event.startDate, event.endDate, zone)].filter(within);
  const found: CalendarEvent[] = [];
  const iterator = event.iterator();
  for (let steps = 0; steps < MOST_STEPS && found.length < MOST_EVENTS; steps += 1) {
    const next = occurrenceOf(event, iterator.next(), zone);
    if (next === undefined || next.event.from >= to) break;
    if (within(next.event) && !next.cancelled) found.push(next.event);
  }
  return found;
}

/** Undefined where the rule has ended. The types of the library do not know that it ends, nor what an occurrence is made of. */
function occurrenceOf(
  event: ICAL.Event,
  at: unknown,
  zone: string,
): { readonly event: CalendarEvent; readonly cancelled: boolean } | undefined {
  if (!(at instanceof ICAL.Time)) return undefined;
  const details: Readonly<Record<'item' | 'startDate' | 'endDate', unknown>> = event.getOccurrenceDetails(at);
  const { item, startDate, endDate } = details;
  if (!(item instanceof ICAL.Event && startDate instanceof ICAL.Time && endDate instanceof ICAL.Time)) return undefined;
  return { event: told(titleOf(item), startDate, endDate, zone), cancelled: isCancelled(item) };
}

function told(title: string, start: ICAL.Time, end: ICAL.Time, zone: string): CalendarEvent {
  const [from, to] = [instantOf(start, zone), instantOf(end, zone)];
  return {
    title,
    from,
    to,
    dates: start.isDate ? datesOf(start, end) : [],
  };
}

function instantOf(time: ICAL.Time, zone: string): string {
  const { year, month, day, hour, minute, second } = time;
  if (!time.isDate && time.zone !== ICAL.Timezone.localTimezone) return time.toJSDate().toISOString();
  const local = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second });
  return new Date(local.toZonedDateTime(zone).epochMilliseconds).toISOString();
}

function datesOf(start: ICAL.Time, end: ICAL.Time): readonly string[] {
  const first = Temporal.PlainDate.from({ year: start.year, month: start.month, day: start.day });
  const last = Temporal.PlainDate.from({ year: end.year, month: end.month, day: end.day });
  // The end of a day's event is the day after it; some programs write the day itself.
  const days = Math.min(MOST_DAYS, Math.max(1, first.until(last, { largestUnit: 'days' }).days));
  return Array.from({ length: days }, (_unused, index) => first.add({ days: index }).toString());
}

import { counted } from '../contracts/counted.ts';

/** `Mon 2 Mar, 09:05 CET`: the reader's own zone, by the name that its people use; British English knows none for America. */
export function localTime(instant: string, zone: string): string {
  return formatOf(zone, false).format(Date.parse(instant));
}

/** `09:05 CET`: for messages that are about the next hours and have little room. */
export function shortTime(instant: string, zone: string): string {
  return localTime(instant, zone).replace(/^.*, /, '');
}

/** As `localTime`, and how far that is from now; with the year where the day alone would mislead. */
export function timeAndDistance(instant: string, zone: string, now: string): string {
  const isFar = Math.abs(Date.parse(instant) - Date.parse(now)) > YEAR_MATTERS_MS;
  return `${formatOf(zone, isFar).format(Date.parse(instant))} (${distance(now, instant)})`;
}

/** As systems and translators write one into a text. Nobody who is woken counts offsets. */
export const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)/g;

/** A text with its moments as people say them, the same for every reader: `5 Mar 2026, 14:00 UTC`. */
export function instantsInWords(text: string): string {
  return text.replaceAll(INSTANT, (instant) => {
    const moment = Date.parse(instant);
    return Number.isNaN(moment) ? instant : sayUtc(new Date(moment).toISOString());
  });
}

function sayUtc(instant: string): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return `${new Date(instant).toLocaleDateString('en-GB', options)}, ${instant.slice(11, 16)} UTC`;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A report of old, or a carrier that sends a wrong year: without the year both look like yesterday. */
const YEAR_MATTERS_MS = 120 * DAY_MS;

/** By zone: making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, withYear: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${String(withYear)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(zone.startsWith('America/') ? 'en-CA' : 'en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(withYear ? { year: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(key, made);
  return made;
}

/** `in 30 minutes`, `7 hours ago`, `in 4 days`: as exact as somebody needs who decides whether to get up. */
export function distance(from: string, to: string): string {
  const difference = Date.parse(to) - Date.parse(from);
  if (Math.abs(difference) < 30_000) return 'just now';
  const text = sizeOf(Math.abs(difference));
  return difference < 0 ? `${text} ago` : `in ${text}`;
}

function sizeOf(size: number): string {
  if (size < 90 * 60_000) return counted(Math.round(size / 60_000), 'minute');
  if (size < 2 * DAY_MS) return counted(Math.round(size / HOUR_MS), 'hour');
  return size < 2 * 365 * DAY_MS
    ? counted(Math.round(size / DAY_MS), 'day')
    : counted(Math.round(size / (365 * DAY_MS)), 'year');
}

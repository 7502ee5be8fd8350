import { readIsoTime, readLocal } from '../local-time.ts';
import type { SentTime } from '../local-time.ts';
import { monthNamed } from '../month-names.ts';
import type { Where } from '../zone-of-place.ts';

type Field = 'day' | 'month' | 'year' | 'hour' | 'minute' | 'second' | 'half';

interface Shape {
  readonly pattern: RegExp;
  readonly fields: readonly Field[];
}

/** Letters of a date format, the longer ones first; all else stands for itself. */
const LETTERS: readonly (readonly [string, Field, string])[] = [
  ['yyyy', 'year', '(\\d{4})'],
  ['yy', 'year', '(\\d{2})'],
  ['Month', 'month', '([A-Za-z\\u00C0-\\u017F]{3,12})'],
  ['Mon', 'month', '([A-Za-z\\u00C0-\\u017F]{3,5})\\.?'],
  ['MM', 'month', '(\\d{2})'],
  ['M', 'month', '(\\d{1,2})'],
  ['dd', 'day', '(\\d{2})'],
  ['d', 'day', '(\\d{1,2})'],
  ['HH', 'hour', '(\\d{1,2})'],
  ['hh', 'hour', '(\\d{1,2})'],
  ['tt', 'half', '([AaPp]\\.?[Mm]\\.?)'],
  ['mm', 'minute', '(\\d{2})'],
  ['ss', 'second', '(\\d{2})'],
];

const shapes = new Map<string, Shape>();
const MOST_SHAPES = 500;

/** A date in one of some formats, in a zone. A day alone is its midnight. Undefined where none fits. */
export function readDate(text: string, formats: readonly string[], where: Where, zone: string): SentTime | undefined {
  for (const format of formats) {
    const read = readAs(text, format, where, zone);
    if (read !== undefined) return read;
  }
  return undefined;
}

function readAs(text: string, format: string, where: Where, zone: string): SentTime | undefined {
  if (format === 'iso') return readIsoTime(text, where, zone);
  if (format === 'excel') return readSerial(text, where, zone);
  if (format === 'epoch' || format === 'epoch-ms') return readEpoch(text, format);
  const { pattern, fields } = shapeOf(format);
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const parts: Partial<Record<Field, string>> = {};
  for (const [index, field] of fields.entries()) parts[field] = match[index + 1] ?? '';
  const { day = '', month = '', year = '', hour, minute = '00', second = '00' } = parts;
  const date = `${yearOf(year)}-${monthOf(month)}-${day.padStart(2, '0')}`;
  return readLocal(
    date,
    hour === undefined ? '' : `${hourOf(hour, parts.half)}:${minute}:${second}`,
    undefined,
    where,
    zone,
  );
}

function shapeOf(format: string): Shape {
  const known = shapes.get(format);
  if (known !== undefined) return known;
  const fields: Field[] = [];
  let pattern = '';
  for (let rest = format; rest !== '';) {
    const letters = LETTERS.find(([name]) => rest.startsWith(name));
    pattern += letters === undefined ? rest.charAt(0).replace(/[^A-Za-z0-9 ]/, '\\$&') : letters[2];
    if (letters !== undefined) fields.push(letters[1]);
    rest = rest.slice(letters?.[0].length ?? 1);
  }
  if (shapes.size >= MOST_SHAPES) shapes.clear();
  const shape = { pattern: new RegExp(`^${pattern}$`), fields };
  shapes.set(format, shape);
  return shape;
}

/** Two digits: 70 to 99 are of the last century, as POSIX reads them (from 69 on). */
function yearOf(year: string): string {
  if (year.length !== 2) return year;
  return Number(year) >= 70 ? `19${year}` : `20${year}`;
}

/** Twelve at night is 12 AM, at noon 12 PM; an hour over twelve has no half, whatever is written behind it. */
function hourOf(hour: string, half: string | undefined): string {
  const isHalf = half !== undefined && Number(hour) <= 12;
  return String(isHalf ? (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hour)).padStart(2, '0');
}

function monthOf(month: string): string {
  if (/^\d/.test(month)) return month.padStart(2, '0');
  return String(monthNamed(month)).padStart(2, '0');
}

/** Excel counts days from the last of 1899, and parts of a day behind the point; it holds 1900 for a leap year, which is why day 1 is not the first of January there. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

function readSerial(text: string, where: Where, zone: string): SentTime | undefined {
  if (!/^\d{4,5}(\.\d{1,15})?$/.test(text)) return undefined;
  const local = new Date(EXCEL_EPOCH + Math.round(Number(text) * 86_400) * 1000).toISOString();
  return readLocal(local.slice(0, 10), local.slice(11, 19), undefined, where, zone);
}

function readEpoch(text: string, unit: 'epoch' | 'epoch-ms'): SentTime | undefined {
  if (!/^\d{1,13}$/.test(text)) return undefined;
  const millis = Number(text) * (unit === 'epoch' ? 1000 : 1);
  if (millis > Date.UTC(2100, 0, 1)) return undefined;
  return { occurredAt: new Date(millis).toISOString(), timeBasis: 'sent' };
}

/** The day and time that a tolerance is added to; months and years are no tolerance. */
export function millisOf(duration: string | undefined): number {
  const [, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration ?? '') ?? [];
  return Number(days) * DAY_MS + Number(hours) * 3_600_000 + Number(minutes) * 60_000;
}

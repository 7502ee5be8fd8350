import { Temporal } from 'temporal-polyfill';
import { AwsError } from '../../kernel/errors.ts';

/** Fields of AWS's cron: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: (date: Temporal.PlainDate) => boolean;
}

export const invalidExpression = (expression: string): AwsError =>
  new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

class Malformed extends Error {}

function numberOf(text: string, { least, most, names }: Field): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + least;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new Malformed();
  return value;
}

/** Numbers of `*`, `5`, `1-5`, `0/15`, `1-30/5` and lists of them. A range may pass the end (`FRI-MON`). */
function numbersOf(text: string, field: Field): ReadonlySet<number> {
  const result = new Set<number>();
  const size = field.most - field.least + 1;
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/');
    const by = step === undefined ? 1 : numberOf(step, { least: 1, most: size });
    const [from = '', to, ...rest] = range.split('-');
    if (more.length > 0 || rest.length > 0) throw new Malformed();
    const first = range === '*' ? field.least : numberOf(from, field);
    const open = range === '*' || (to === undefined && step !== undefined);
    const last = open ? field.most : to === undefined ? first : numberOf(to, field);
    const length = last >= first ? last - first : last - first + size;
    for (let offset = 0; offset <= length; offset += by) {
      result.add(field.least + ((first - field.least + offset) % size));
    }
  }
  return result;
}

const ascending = (numbers: ReadonlySet<number>): readonly number[] => [...numbers].sort((a, b) => a - b);

type DayTest = (date: Temporal.PlainDate) => boolean;

const isWeekend = (date: Temporal.PlainDate): boolean => date.dayOfWeek > 5;

/** The weekday nearest to a day, within its month. */
function nearestWeekday(date: Temporal.PlainDate): Temporal.PlainDate {
  if (!isWeekend(date)) return date;
  const saturday = date.dayOfWeek === 6;
  const shift = saturday ? (date.day === 1 ? 2 : -1) : date.day === date.daysInMonth ? -2 : 1;
  return date.add({ days: shift });
}

function dayOfMonth(text: string): DayTest {
  if (text === 'L') return (date) => date.day === date.daysInMonth;
  if (text === 'LW') {
    return (date) => nearestWeekday(date.with({ day: date.daysInMonth })).equals(date);
  }
  const weekday = /^(\d+)W$/.exec(text);
  if (weekday !== null) {
    const day = numberOf(weekday[1] ?? '', { least: 1, most: 31 });
    return (date) => day <= date.daysInMonth && nearestWeekday(date.with({ day })).equals(date);
  }
  const days = numbersOf(text, { least: 1, most: 31 });
  return (date) => days.has(date.day);
}

/** AWS counts from Sunday, 1; Temporal from Monday, 1. */
const awsWeekday = (date: Temporal.PlainDate): number => (date.dayOfWeek % 7) + 1;

function dayOfWeek(text: string): DayTest {
  const field: Field = { least: 1, most: 7, names: DAYS };
  if (text === 'L') return (date) => awsWeekday(date) === 7;
  const last = /^(\w+)L$/.exec(text);
  if (last !== null) {
    const day = numberOf(last[1] ?? '', field);
    return (date) => awsWeekday(date) === day && date.day + 7 > date.daysInMonth;
  }
  const nth = /^(\w+)#([1-5])$/.exec(text);
  if (nth !== null) {
    const day = numberOf(nth[1] ?? '', field);
    const week = Number(nth[2]);
    return (date) => awsWeekday(date) === day && Math.ceil(date.day / 7) === week;
  }
  const days = numbersOf(text, field);
  return (date) => days.has(awsWeekday(date));
}

function dayTest(ofMonth: string, ofWeek: string): DayTest {
  // One of the two must be `?`: they cannot both say which day.
  if ((ofMonth === '?') === (ofWeek === '?')) throw new Malformed();
  return ofWeek === '?' ? dayOfMonth(ofMonth) : dayOfWeek(ofWeek);
}

/** `minutes hours day-of-month month day-of-week year`, without the `cron( )`. */
export function parseCron(fields: string): Cron {
  const [minutes, hours, ofMonth, month, ofWeek, year, ...more] = fields.trim().split(/\s+/);
  if (year === undefined || more.length > 0) throw invalidExpression(`cron(${fields})`);
  try {
    return {
      minutes: ascending(numbersOf(minutes ?? '', { least: 0, most: 59 })),
      hours: ascending(numbersOf(hours ?? '', { least: 0, most: 23 })),
      isDay: dayTest(ofMonth ?? '', ofWeek ?? ''),
      months: numbersOf(month ?? '', { least: 1, most: 12, names: MONTHS }),
      years: numbersOf(year, { least: FIRST_YEAR, most: LAST_YEAR }),
    };
  } catch (error) {
    if (error instanceof Malformed) throw invalidExpression(`cron(${fields})`);
    throw error;
  }
}

/** The first matching day at or after `date`. */
function nextDay(cron: Cron, from: Temporal.PlainDate): Temporal.PlainDate | undefined {
  let date = from;
  while (date.year <= LAST_YEAR) {
    if (!cron.years.has(date.year)) date = date.with({ month: 1, day: 1 }).add({ years: 1 });
    else if (!cron.months.has(date.month)) date = date.with({ day: 1 }).add({ months: 1 });
    else if (!cron.isDay(date)) date = date.add({ days: 1 });
    else return date;
  }
  return undefined;
}

/** The instant of a wall-clock time; a time that the clock skips has none, one that it shows twice is the first. */
function instantOf(local: Temporal.PlainDateTime, timeZone: string): number | undefined {
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return zoned.toPlainDateTime().equals(local) ? zoned.epochMilliseconds : undefined;
}

/** The first occurrence after the moment `after`, both in milliseconds. */
export function nextOfCron(cron: Cron, timeZone: string, after: number): number | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDateTime();
  let day = nextDay(cron, start.toPlainDate());
  while (day !== undefined) {
    const today = day.equals(start.toPlainDate());
    for (const hour of cron.hours) {
      if (today && hour < start.hour) continue;
      for (const minute of cron.minutes) {
        const instant = instantOf(day.toPlainDateTime({ hour, minute }), timeZone);
        if (instant !== undefined && instant > after) return instant;
      }
    }
    day = nextDay(cron, day.add({ days: 1 }));
  }
  return undefined;
}

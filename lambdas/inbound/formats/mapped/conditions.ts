import type { MappingCondition } from '../../../contracts/index.ts';
import { compareDecimals, addDecimals } from '../decimals.ts';
import { millisOf } from './read-date.ts';

/** What a condition may ask of a record. Asking for a date or a number that is a text throws a `Misfit`: the record is rejected with the column. */
export interface Record {
  text(column: string): string | undefined;
  /** Milliseconds since the epoch. */
  date(column: string): number | undefined;
  number(column: string): string | undefined;
}

/** Whether a condition is so for a record. */
export type Test = (record: Record) => boolean;

/** Made once for a mapping, asked for each of its records. */
export function testOf(condition: MappingCondition): Test {
  if ('equals' in condition) return isOneOf(Object.entries(condition.equals).map(([column, word]) => [column, [word]]));
  if ('oneOf' in condition) return isOneOf(Object.entries(condition.oneOf));
  if ('filled' in condition) return (record) => record.text(condition.filled) !== undefined;
  if ('empty' in condition) return (record) => record.text(condition.empty) === undefined;
  if ('late' in condition) return (record) => isLate(condition.late, record);
  if ('not' in condition) {
    const test = testOf(condition.not);
    return (record) => !test(record);
  }
  if ('all' in condition) {
    const tests = condition.all.map(testOf);
    return (record) => tests.every((test) => test(record));
  }
  if ('any' in condition) {
    const tests = condition.any.map(testOf);
    return (record) => tests.some((test) => test(record));
  }
  return (record) => comparesFigures(condition, record);
}

/** Each column has one of its words; capitals do not matter. */
function isOneOf(wanted: readonly (readonly [string, readonly string[]])[]): Test {
  const columns = wanted.map(([column, words]) => ({
    column,
    words: new Set(words),
    small: new Set(words.map((word) => word.toLowerCase())),
  }));
  return (record) =>
    columns.every(({ column, words, small }) => {
      const sent = record.text(column);
      return sent !== undefined && (words.has(sent) || small.has(sent.toLowerCase()));
    });
}

type Figures = Extract<
  MappingCondition,
  { short: unknown } | { differs: unknown } | { below: unknown } | { above: unknown }
>;

function comparesFigures(condition: Figures, record: Record): boolean {
  if ('below' in condition) {
    const value = record.number(condition.below.column);
    return value !== undefined && compareDecimals(value, condition.below.than) < 0;
  }
  if ('above' in condition) {
    const value = record.number(condition.above.column);
    return value !== undefined && compareDecimals(value, condition.above.than) > 0;
  }
  if ('short' in condition) {
    const { ordered, confirmed, tolerance } = condition.short;
    const [asked, got] = [record.number(ordered), record.number(confirmed)];
    return asked !== undefined && got !== undefined && compareDecimals(plus(got, tolerance), asked) < 0;
  }
  const { expected, counted, tolerance } = condition.differs;
  const [books, found] = [record.number(expected), record.number(counted)];
  if (books === undefined || found === undefined) return false;
  return compareDecimals(plus(found, tolerance), books) < 0 || compareDecimals(plus(books, tolerance), found) < 0;
}

function isLate(
  { actual, promised, tolerance }: Extract<MappingCondition, { late: unknown }>['late'],
  record: Record,
): boolean {
  const [came, due] = [record.date(actual), record.date(promised)];
  return came !== undefined && due !== undefined && came > due + millisOf(tolerance);
}

/** The dates by which a condition finds that something is late; not those of its opposite. */
export function datesComparedBy(condition: MappingCondition): readonly { actual: string; promised: string }[] {
  if ('late' in condition) return [condition.late];
  if ('all' in condition) return condition.all.flatMap(datesComparedBy);
  return 'any' in condition ? condition.any.flatMap(datesComparedBy) : [];
}

function plus(value: string, tolerance: string | undefined): string {
  return tolerance === undefined ? value : addDecimals([value, tolerance]);
}

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

export function holds(condition: MappingCondition, record: Record): boolean {
  if ('equals' in condition)
    return Object.entries(condition.equals).every(([column, value]) => same(record.text(column), value));
  if ('oneOf' in condition)
    return Object.entries(condition.oneOf).every(([column, values]) =>
      values.some((value) => same(record.text(column), value)),
    );
  if ('filled' in condition) return record.text(condition.filled) !== undefined;
  if ('empty' in condition) return record.text(condition.empty) === undefined;
  if ('late' in condition) return isLate(condition.late, record);
  if ('all' in condition) return condition.all.every((one) => holds(one, record));
  if ('any' in condition) return condition.any.some((one) => holds(one, record));
  if ('not' in condition) return !holds(condition.not, record);
  return comparesFigures(condition, record);
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

function same(sent: string | undefined, wanted: string): boolean {
  return sent !== undefined && (sent === wanted || sent.toLowerCase() === wanted.toLowerCase());
}

function plus(value: string, tolerance: string | undefined): string {
  return tolerance === undefined ? value : addDecimals([value, tolerance]);
}

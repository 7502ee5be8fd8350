import { attributeOf, elementsOf, prefixOf } from './scan-xml.ts';

/** What a style shows of a number: a day (with or without its time), or only a time of day. */
export type DateStyle = 'day' | 'clock' | undefined;

/**
 * Number formats that Excel has built in and that show a date or a time: ECMA-376 part 1, 18.8.30. Those from 27 on belong to Chinese, Japanese, Korean and Thai, and come without their
 * format as the others do.
 */
const DAYS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58, 71, 72, 73, 74, 77]);
const CLOCKS = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56, 75, 76, 78, 79, 80]);

/** Which styles of cells show a number as a date, by their position. */
export function dateStyles(styles: string | undefined): readonly DateStyle[] {
  if (styles === undefined) return [];
  const prefix = prefixOf(styles);
  const own = new Map<number, DateStyle>();
  for (const { attributes } of elementsOf(styles, 'numFmt', prefix))
    own.set(Number(attributeOf(attributes, 'numFmtId')), shownBy(attributeOf(attributes, 'formatCode') ?? ''));
  const [cells] = elementsOf(styles, 'cellXfs', prefix);
  if (cells === undefined) return [];
  return [...elementsOf(cells.inside, 'xf', prefix)].map(({ attributes }) => {
    const id = Number(attributeOf(attributes, 'numFmtId'));
    if (own.has(id)) return own.get(id);
    return DAYS.has(id) ? 'day' : CLOCKS.has(id) ? 'clock' : undefined;
  });
}

/** Letters of days and hours outside of quotes, colours and locales. `_D` leaves a blank as wide as a D (`_D_M` behind sums of German marks is still a style of Excel), `*s` fills with it. */
function shownBy(format: string): DateStyle {
  const letters = format.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '').split(';')[0] ?? '';
  if (/general/i.test(letters)) return undefined;
  if (/[dy]/i.test(letters)) return 'day';
  return /[mhs]/i.test(letters) ? (/^m+$/i.test(letters) ? 'day' : 'clock') : undefined;
}

const DAY_MS = 86_400_000;

/**
 * A serial day as an ISO date, with its time where it has one; what is less than a day is a time of day. Workbooks of old Macs count from 1904. A day of 0 is what a formula makes of an
 * empty cell (Excel shows `00.01.1900`): nothing was filled in.
 */
export function isoOfSerial(serial: number, style: 'day' | 'clock', from1904: boolean): string {
  if (serial === 0 && style === 'day') return '';
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const millis = epoch + Math.round(serial * 86_400) * 1000;
  if (!(millis > -1e14 && millis < 1e14)) return String(serial);
  const text = new Date(millis).toISOString().slice(0, 19);
  if (serial >= 0 && serial < 1) return text.slice(11);
  return millis % DAY_MS === 0 ? text.slice(0, 10) : text;
}

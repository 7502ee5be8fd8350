import { attributeOf, elementsOf, prefixOf } from './scan-xml.ts';

/** Number formats that Excel has built in and that show a date or a time: ECMA-376 part 1, 18.8.30. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);

/** Which styles of cells show a number as a date, by their position. */
export function dateStyles(styles: string | undefined): readonly boolean[] {
  if (styles === undefined) return [];
  const prefix = prefixOf(styles);
  const own = new Map<number, boolean>();
  for (const { attributes } of elementsOf(styles, 'numFmt', prefix))
    own.set(Number(attributeOf(attributes, 'numFmtId')), showsDate(attributeOf(attributes, 'formatCode') ?? ''));
  const [cells] = elementsOf(styles, 'cellXfs', prefix);
  if (cells === undefined) return [];
  return [...elementsOf(cells.inside, 'xf', prefix)].map(({ attributes }) => {
    const id = Number(attributeOf(attributes, 'numFmtId'));
    return own.get(id) ?? BUILT_IN.has(id);
  });
}

/** Days, months, years or hours outside of quotes, colours and locales. */
function showsDate(format: string): boolean {
  return /[dmyhs]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').split(';')[0] ?? '');
}

const DAY_MS = 86_400_000;

/** A serial day as an ISO date, with its time where it has one. Workbooks of old Macs count from 1904. */
export function isoOfSerial(serial: number, from1904: boolean): string {
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const millis = epoch + Math.round(serial * 86_400) * 1000;
  if (!(millis > -1e14 && millis < 1e14)) return String(serial);
  const text = new Date(millis).toISOString().slice(0, 19);
  return millis % DAY_MS === 0 ? text.slice(0, 10) : text;
}

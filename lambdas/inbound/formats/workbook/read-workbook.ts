import type { Row } from '../mapped/split-rows.ts';
import { dateStyles, isoOfSerial } from './date-styles.ts';
import { openZip, ZipRefused } from './read-zip.ts';
import type { ZipPart } from './read-zip.ts';
import { attributeOf, elementsOf, plainText, prefixOf } from './scan-xml.ts';

export interface Workbook {
  readonly rows: Iterable<Row>;
}

/** Excel has 1,048,576 rows; wider tables than this are no lists of shipments. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 1000;

/**
 * The rows of one sheet (ECMA-376, SpreadsheetML) as texts: numbers as they are stored, dates as ISO where their style shows a date, of a formula the value that Excel has stored, never the
 * formula. Undefined, with why, where it is no workbook or unpacks to more than is taken.
 */
export function readWorkbook(
  bytes: Uint8Array,
  sheet: string | undefined,
  mostUnpacked?: number,
): Workbook | { readonly why: string } {
  try {
    const part = openZip(bytes, mostUnpacked);
    const path = sheetPath(part, sheet);
    if (path === undefined)
      return { why: sheet === undefined ? 'it has no sheet' : `it has no sheet "${sheet.slice(0, 40)}"` };
    const strings = sharedStrings(part('xl/sharedStrings.xml'));
    const isDate = dateStyles(part('xl/styles.xml'));
    const from1904 = /date1904="(1|true)"/.test(part('xl/workbook.xml') ?? '');
    const text = part(path);
    return text === undefined
      ? { why: 'its sheet is not there' }
      : { rows: rowsIn(text, { strings, isDate, from1904 }) };
  } catch (error) {
    if (error instanceof ZipRefused) return { why: error.message };
    throw error;
  }
}

interface Context {
  readonly strings: readonly string[];
  readonly isDate: readonly boolean[];
  readonly from1904: boolean;
}

function sheetPath(part: ZipPart, wanted: string | undefined): string | undefined {
  const workbook = part('xl/workbook.xml') ?? '';
  const sheets = [...elementsOf(workbook, 'sheet', prefixOf(workbook))].map(({ attributes }) => ({
    name: attributeOf(attributes, 'name') ?? '',
    id: attributeOf(attributes, 'r:id') ?? attributeOf(attributes, 'd3p1:id') ?? '',
  }));
  const sheet =
    wanted === undefined ? sheets[0] : sheets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (sheet === undefined) return undefined;
  const relations = part('xl/_rels/workbook.xml.rels') ?? '';
  const relation = [...elementsOf(relations, 'Relationship', prefixOf(relations))].find(
    ({ attributes }) => attributeOf(attributes, 'Id') === sheet.id,
  );
  const target = relation === undefined ? undefined : attributeOf(relation.attributes, 'Target');
  if (target === undefined) return undefined;
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}

function sharedStrings(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const prefix = prefixOf(text);
  return [...elementsOf(text, 'si', prefix)].map(({ inside }) => textOfRuns(inside, prefix));
}

/** The runs of a rich text, without the reading aids of Japanese (`rPh`). */
function textOfRuns(inside: string, prefix: string): string {
  const open = inside.indexOf(`<${prefix}rPh`);
  return [...elementsOf(open < 0 ? inside : inside.slice(0, open), 't', prefix)]
    .map((run) => plainText(run.inside))
    .join('');
}

function* rowsIn(text: string, context: Context): Generator<Row> {
  const prefix = prefixOf(text);
  let line = 0;
  let count = 0;
  for (const { attributes, inside } of elementsOf(text, 'row', prefix)) {
    line = Number(attributeOf(attributes, 'r') ?? line + 1);
    count += 1;
    if (count > MOST_ROWS) return;
    yield { line, cells: cellsIn(inside, prefix, context) };
  }
}

function cellsIn(row: string, prefix: string, context: Context): readonly string[] {
  const cells: string[] = [];
  for (const { attributes, inside } of elementsOf(row, 'c', prefix)) {
    const position = columnOf(attributeOf(attributes, 'r')) ?? cells.length;
    if (position >= MOST_COLUMNS) break;
    while (cells.length < position) cells.push('');
    cells[position] = valueOf(attributes, inside, prefix, context);
  }
  return cells;
}

/** `AB12` is the 28th column, position 27. */
function columnOf(reference: string | undefined): number | undefined {
  const [letters] = /^[A-Z]{1,3}/.exec(reference ?? '') ?? [];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOf(attributes: string, inside: string, prefix: string, { strings, isDate, from1904 }: Context): string {
  const type = attributeOf(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return textOfRuns(inside, prefix);
  const [value] = elementsOf(inside, 'v', prefix);
  const stored = plainText(value?.inside ?? '').trim();
  if (type === 's') return strings[Number(stored)] ?? '';
  if (type === 'b') return stored === '1' ? 'true' : 'false';
  // An error (#N/A) is nothing that was filled in.
  if (type === 'e') return '';
  if (type !== 'n' || stored === '') return stored;
  const number = Number(stored);
  if (!Number.isFinite(number)) return stored;
  if (isDate[Number(attributeOf(attributes, 's') ?? '')] === true) return isoOfSerial(number, from1904);
  // Excel stores fifteen digits and writes what a float makes of them: 0.1 + 0.2 is 0.3.
  return String(Number(number.toPrecision(15)));
}

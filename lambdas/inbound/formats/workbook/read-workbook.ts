import type { Row } from '../mapped/split-rows.ts';
import { dateStyles, isoOfSerial } from './date-styles.ts';
import type { DateStyle } from './date-styles.ts';
import { columnNumber, mergedCells } from './merged-cells.ts';
import { openZip, ZipRefused } from './read-zip.ts';
import type { ZipPart } from './read-zip.ts';
import { attributeOf, elementsOf, plainText, prefixOf } from './scan-xml.ts';

export interface Sheet {
  readonly name: string;
  readonly rows: Iterable<Row>;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
}

/** How its cells are written. */
export interface SheetWish {
  /** Only this one; else each that is shown. */
  readonly sheet?: string | undefined;
  /** The point or comma that the mapping reads numbers with: a number of a cell has none of its own. */
  readonly decimal?: '.' | ',';
}

/** Excel has 1,048,576 rows; wider tables than this are no lists of shipments. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 1000;

/** What a cell says whose formula was never computed: who wrote the file has left that to Excel, and nobody has opened it there. */
export const NOT_COMPUTED = '(formula without a value)';

/**
 * The rows of its sheets (ECMA-376, SpreadsheetML) as texts: numbers as they are stored, dates as ISO where their style shows a date, of a formula the value that Excel has stored, never the
 * formula. Undefined, with why, where it is no workbook or unpacks to more than is taken.
 */
export function readWorkbook(
  bytes: Uint8Array,
  { sheet, decimal = '.' }: SheetWish,
  mostUnpacked?: number,
): Workbook | { readonly why: string } {
  try {
    const part = openZip(bytes, mostUnpacked);
    const path = relationsOf(part, '').find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
    const book = part(path) ?? '';
    const relations = relationsOf(part, path);
    const sheets = sheetsIn(book, relations, sheet);
    if (sheets.length === 0)
      return { why: sheet === undefined ? 'it has no sheet' : `it has no sheet "${sheet.slice(0, 40)}"` };
    const named = (type: string): string =>
      relations.find((relation) => relation.type === type)?.target ?? `xl/${type}.xml`;
    const context = {
      strings: sharedStrings(part(named('sharedStrings'))),
      styles: dateStyles(part(named('styles'))),
      from1904: /date1904=["'](1|true)["']/.test(book),
      decimal,
    };
    const texts = sheets.map(({ name, target }) => ({ name, text: part(target) }));
    if (texts.every(({ text }) => text === undefined)) return { why: 'its sheet is not there' };
    return { sheets: texts.map(({ name, text = '' }) => ({ name, rows: rowsIn(text, context) })) };
  } catch (error) {
    if (error instanceof ZipRefused) return { why: error.message };
    throw error;
  }
}

interface Context {
  readonly strings: readonly string[];
  readonly styles: readonly DateStyle[];
  readonly from1904: boolean;
  readonly decimal: '.' | ',';
}

interface Relation {
  readonly id: string;
  /** Last part of its URI: transitional and strict workbooks have different ones before it. */
  readonly type: string;
  readonly target: string;
}

/** Sheets with cells (charts are sheets too) in the order of their tabs. One that is hidden holds lists and what was put aside; it is read where the mapping names it. */
function sheetsIn(
  book: string,
  relations: readonly Relation[],
  wanted: string | undefined,
): readonly { readonly name: string; readonly target: string }[] {
  const sheets = [...elementsOf(book, 'sheet', prefixOf(book))].flatMap(({ attributes }) => {
    const name = attributeOf(attributes, 'name') ?? '';
    const id = attributeOf(attributes, 'r:id') ?? attributeOf(attributes, 'd3p1:id') ?? '';
    const relation = relations.find((one) => one.id === id);
    const isHidden = (attributeOf(attributes, 'state') ?? 'visible') !== 'visible';
    return relation?.type === 'worksheet' ? [{ name, isHidden, target: relation.target }] : [];
  });
  if (wanted !== undefined) return sheets.filter(({ name }) => sameName(name, wanted)).slice(0, 1);
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  return shown.length > 0 ? shown : sheets;
}

function sameName(name: string, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

/** What a part refers to (ECMA-376 part 2, 8.5), with targets from the root of the archive. */
function relationsOf(part: ZipPart, path: string): readonly Relation[] {
  const cut = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, cut);
  const text = part(`${folder}_rels/${path.slice(cut)}.rels`) ?? '';
  return [...elementsOf(text, 'Relationship', prefixOf(text))].map(({ attributes }) => {
    const target = attributeOf(attributes, 'Target') ?? '';
    return {
      id: attributeOf(attributes, 'Id') ?? '',
      type: (attributeOf(attributes, 'Type') ?? '').split('/').at(-1) ?? '',
      target: target.startsWith('/') ? target.slice(1) : `${folder}${target.replace(/^\.\//, '')}`,
    };
  });
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
  const fillMerged = mergedCells(text, prefix);
  let line = 0;
  let count = 0;
  for (const { attributes, inside } of elementsOf(text, 'row', prefix)) {
    line = Number(attributeOf(attributes, 'r') ?? line + 1);
    count += 1;
    if (count > MOST_ROWS) return;
    const cells = cellsIn(inside, prefix, context);
    fillMerged(line, cells);
    yield { line, cells };
  }
}

function cellsIn(row: string, prefix: string, context: Context): string[] {
  const cells: string[] = [];
  for (const { attributes, inside } of elementsOf(row, 'c', prefix)) {
    const position = columnOf(attributeOf(attributes, 'r')) ?? cells.length;
    if (position >= MOST_COLUMNS) break;
    while (cells.length < position) cells.push('');
    cells[position] = valueOf(attributes, inside, prefix, context);
  }
  return cells;
}

/** `AB12` stands in the 28th column. */
function columnOf(reference: string | undefined): number | undefined {
  const [letters] = /^[A-Z]{1,3}/.exec(reference ?? '') ?? [];
  return letters === undefined ? undefined : columnNumber(letters);
}

function valueOf(attributes: string, inside: string, prefix: string, context: Context): string {
  const type = attributeOf(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return textOfRuns(inside, prefix);
  const [value] = elementsOf(inside, 'v', prefix);
  if (value === undefined && inside.includes(`<${prefix}f`)) return NOT_COMPUTED;
  const stored = plainText(value?.inside ?? '').trim();
  if (type === 's') return context.strings[Number(stored)] ?? '';
  if (type === 'b') return stored === '1' || stored === 'true' ? 'true' : 'false';
  // An error (#N/A) is nothing that was filled in.
  if (type === 'e') return '';
  if (type !== 'n' || stored === '') return stored;
  const number = Number(stored);
  if (!Number.isFinite(number)) return stored;
  const style = context.styles[Number(attributeOf(attributes, 's') ?? '')];
  return style === undefined ? figure(stored, number, context.decimal) : isoOfSerial(number, style, context.from1904);
}

/** Excel stores fifteen digits and writes what a float makes of them: 0.1 + 0.2 is 0.3. A long number without its last digits is written so that nobody takes it for whole. */
function figure(stored: string, number: number, decimal: '.' | ','): string {
  const isLong = Math.abs(number) >= 1e15;
  if (isLong && /^\d{16,30}$/.test(stored) && !/^\d{15}0+$/.test(stored)) return stored;
  const text = isLong ? number.toExponential() : String(Number(number.toPrecision(15)));
  return decimal === '.' ? text : text.replace('.', ',');
}

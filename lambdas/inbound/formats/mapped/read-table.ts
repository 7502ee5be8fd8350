import type { Mapping } from '../../../contracts/index.ts';
import type { Rejection, Sender } from '../translator.ts';
import { parseJson } from '../json.ts';
import { shown } from '../look-up.ts';
import { textIn, treeOf, valueAt, wordOf } from '../tree.ts';
import { NOT_COMPUTED } from '../workbook/read-workbook.ts';
import { columnsOf } from './columns.ts';
import { findLayout, headingOf, layoutOfRows } from './find-layout.ts';
import type { Layout } from './find-layout.ts';
import { mapperOf } from './map-record.ts';
import type { Fate } from './map-record.ts';
import type { Cells } from './read-record.ts';
import { rowSplitter } from './split-rows.ts';
import type { Row } from './split-rows.ts';

/** Reads a payload of records piece by piece; each has its own fate. */
export interface RecordReader {
  readonly feed: (chunk: string, isLast: boolean) => readonly Fate[];
  readonly warnings: () => readonly string[];
}

export interface RowReader {
  readonly feed: (rows: readonly Row[]) => readonly Fate[];
  readonly warnings: () => readonly string[];
}

/** A table of text. The head, a piece from its beginning, tells separator and header; it is fed again with the rest. */
export function tableReader(head: string, mapping: Mapping, sender: Sender): RecordReader | Rejection {
  const layout = findLayout(head, mapping);
  if ('detail' in layout) return layout;
  const split = rowSplitter(layout.separator);
  const rows = readerOf(layout, mapping, sender);
  return { feed: (chunk, isLast) => rows.feed(split(chunk, isLast)), warnings: rows.warnings };
}

/** A table whose rows are told apart already. */
export function rowReader(head: readonly Row[], mapping: Mapping, sender: Sender): RowReader | Rejection {
  const layout = layoutOfRows(head, mapping);
  return 'detail' in layout ? layout : readerOf(layout, mapping, sender);
}

function readerOf(layout: Layout, mapping: Mapping, sender: Sender): RowReader {
  const unread = unreadCounter();
  const map = mapperOf(mapping, sender, unread.count);
  const positionOf = positionFinder(layout);
  const isNeeded = mappedCells(mapping, positionOf);
  const read = ({ line, cells, isBroken }: Row): Fate => {
    const part = `row ${line}`;
    if (isBroken) return { drafts: [], rejection: brokenRow(part) };
    const unknown = isNeeded.findIndex((needed, index) => needed && cells[index] === NOT_COMPUTED);
    if (unknown >= 0) return { drafts: [], rejection: notComputed(part, layout.header[unknown] ?? '') };
    if (cells.length > layout.width && cells.slice(layout.width).some((cell) => cell.trim() !== ''))
      return { drafts: [], rejection: tooWide(part, cells.length, layout.width) };
    const at: Cells = (column) => {
      const cell = cells[positionOf(column)]?.trim();
      return cell === '' ? undefined : cell;
    };
    return map(at, part);
  };
  return {
    feed: (rows) =>
      rows
        .filter(({ line, cells }) => line > layout.headerLine && cells.some((cell) => cell.trim() !== ''))
        .filter(({ cells }) => !repeatsHeader(cells, layout.header) && !isTotal(cells))
        .map(read),
    warnings: () => [...layout.warnings, ...unread.warnings()],
  };
}

/** Lists that were made to be printed have their header on each page. */
function repeatsHeader(cells: readonly string[], header: readonly string[]): boolean {
  return header.length > 1 && header.every((heading, index) => heading.trim() === (cells[index] ?? '').trim());
}

const TOTAL =
  /^(?:(?:grand |sub-?)?totals?|sum(?:me|a)?|gesamt(?:summe)?|zwischensumme|total g[ée]n[ée]ral|totale|totaal|razem)\s*:?$/i;

/** What stands below a column of figures is no record: one word, and sums. */
function isTotal(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return cells.length > 3 && filled.length * 3 <= cells.length && TOTAL.test((filled[0] ?? '').trim());
}

/** Which cells of a row the mapping speaks of. */
function mappedCells(mapping: Mapping, positionOf: (column: string) => number): readonly boolean[] {
  const isMapped: boolean[] = [];
  for (const column of columnsOf(mapping).all) {
    const position = positionOf(column);
    while (isMapped.length <= position) isMapped.push(false);
    if (position >= 0) isMapped[position] = true;
  }
  return isMapped;
}

/** Where a column stands, -1 where it does not; looked up once. */
function positionFinder({ positions }: Layout): (column: string) => number {
  const known = new Map<string, number>();
  return (column) => {
    const seen = known.get(column);
    if (seen !== undefined) return seen;
    const position = positions.get(headingOf(column)) ?? -1;
    known.set(column, position);
    return position;
  };
}

/** JSON lines: one record a line. */
export function lineReader(mapping: Mapping, sender: Sender): RecordReader {
  const split = lineSplitter();
  const unread = unreadCounter();
  const map = mapperOf(mapping, sender, unread.count);
  return {
    feed: (chunk, isLast) =>
      split(chunk, isLast).flatMap(({ line, text }) => {
        if (text.trim() === '') return [];
        const record = recordIn(text);
        return [
          record === undefined
            ? { drafts: [], rejection: noRecord(`line ${line}`) }
            : map(cellsOf(record), `line ${line}`),
        ];
      }),
    warnings: unread.warnings,
  };
}

const LONGEST_LINE = 1024 * 1024;

function lineSplitter(): (chunk: string, isLast: boolean) => readonly { line: number; text: string }[] {
  let rest = '';
  let line = 0;
  return (chunk, isLast) => {
    const lines = (rest + chunk).split('\n');
    const last = isLast ? '' : (lines.pop() ?? '');
    // A line without end is cut: what is kept is no JSON any more, and is rejected when it ends.
    rest = last.length > LONGEST_LINE ? last.slice(0, LONGEST_LINE) : last;
    return lines.map((text) => ({ line: (line += 1), text }));
  };
}

function recordIn(text: string): unknown {
  return treeOf(parseJson(text)?.value);
}

/** Records of a JSON value, each with its pointer. */
export function readRecords(
  records: readonly { readonly value: unknown; readonly pointer: string }[],
  mapping: Mapping,
  sender: Sender,
): { fates: readonly Fate[]; warnings: readonly string[] } {
  const unread = unreadCounter();
  const map = mapperOf(mapping, sender, unread.count);
  const fates = records.map(({ value, pointer }) => {
    const part = `record ${pointer === '' ? '1' : shown(pointer)}`;
    return treeOf(value) === undefined ? { drafts: [], rejection: noRecord(part) } : map(cellsOf(value), part);
  });
  return { fates, warnings: unread.warnings() };
}

/** A member by its name as it stands, else by its path. */
function cellsOf(record: unknown): Cells {
  return (column) => {
    const tree = treeOf(record);
    return tree !== undefined && Object.hasOwn(tree, column)
      ? wordOf(tree[column])
      : column.includes('/')
        ? textIn(record, column)
        : wordOf(valueAt(record, column));
  };
}

/** How often a figure could not be read, by column: one warning each, not one a row. */
function unreadCounter() {
  const counts = new Map<string, { count: number; readonly example: string }>();
  return {
    count: (column: string, example: string): void => {
      const known = counts.get(column);
      if (known === undefined) counts.set(column, { count: 1, example });
      else known.count += 1;
    },
    warnings: (): readonly string[] =>
      [...counts].map(
        ([column, { count, example }]) =>
          `"${shown(column)}" is no number in ${count} ${count === 1 ? 'record' : 'records'}, e.g. "${example}"; they were read without it`,
      ),
  };
}

function brokenRow(part: string): Rejection {
  return {
    part,
    pointer: part,
    detail: 'A quote is opened and not closed, or the row is longer than any row is.',
    mend: 'Double quotes inside of cells, and close them.',
  };
}

function notComputed(part: string, heading: string): Rejection {
  return {
    part,
    pointer: shown(heading),
    detail: 'The cell has a formula whose value was never computed.',
    mend: 'Open the workbook in a spreadsheet program, save it there, and send it again.',
  };
}

function tooWide(part: string, found: number, width: number): Rejection {
  return {
    part,
    pointer: `column ${width + 1}`,
    detail: `The row has ${found} cells, the header ${width}.`,
    mend: 'Put cells that contain the separator into quotes.',
  };
}

function noRecord(part: string): Rejection {
  return { part, pointer: '', detail: 'It is no JSON object.', mend: 'Send one JSON object for each record.' };
}

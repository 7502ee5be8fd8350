import type { Mapping } from '../../../contracts/index.ts';
import { shown } from '../look-up.ts';
import type { Rejection } from '../translator.ts';
import { columnsOf } from './columns.ts';
import { rowSplitter } from './split-rows.ts';
import type { Row } from './split-rows.ts';

/** Where the header is, and which column stands where. */
export interface Layout {
  readonly separator: string;
  /** Line of the header; 0 where the table has none. */
  readonly headerLine: number;
  /** Position of a heading, in small letters; of one that stands below the heading of a group also with that before it. */
  readonly positions: ReadonlyMap<string, number>;
  /** The header as it stands. */
  readonly header: readonly string[];
  readonly width: number;
  readonly warnings: readonly string[];
}

const SEPARATORS = [',', ';', '\t', '|'];
/** Titles, filters and dates of a report stand above its header, but not more. */
const MOST_ABOVE = 30;
/** What is looked at to find it. */
export const HEAD_LENGTH = 64 * 1024;

/** A heading as people write it: blanks and capitals do not matter. */
export function headingOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** The separator and the row under which most columns of the mapping are found. */
export function findLayout(head: string, mapping: Mapping): Layout | Rejection {
  const tables = SEPARATORS.map((separator) => ({
    separator,
    rows: rowSplitter(separator)(head.slice(0, HEAD_LENGTH), true),
  }));
  return bestLayout(tables, mapping);
}

export function layoutOfRows(rows: readonly Row[], mapping: Mapping): Layout | Rejection {
  const layout = bestLayout([{ separator: '', rows }], mapping);
  // Cells of a sheet cannot be shifted by a separator: what stands beside the table is a remark.
  return 'detail' in layout ? layout : { ...layout, width: Number.POSITIVE_INFINITY };
}

function bestLayout(
  tables: readonly { separator: string; rows: readonly Row[] }[],
  mapping: Mapping,
): Layout | Rejection {
  const { headings } = mapping.input;
  if (headings !== undefined) {
    const widest = tables
      .map(({ separator, rows }) => ({ separator, width: rows[0]?.cells.length ?? 0 }))
      .sort((left, right) => right.width - left.width)[0];
    return {
      separator: widest?.separator ?? ',',
      headerLine: 0,
      positions: positionsOf(headings),
      header: headings,
      width: headings.length,
      warnings: [],
    };
  }
  const { all, needed } = columnsOf(mapping);
  const wanted = all.map(headingOf);
  const candidates = tables.flatMap(({ separator, rows }) =>
    rows.slice(0, MOST_ABOVE).map(({ line, cells }, index) => {
      const positions = positionsOf(cells, rows[index - 1]?.cells);
      return { separator, line, cells, positions, hits: wanted.filter((column) => positions.has(column)).length };
    }),
  );
  const best = candidates.reduce<(typeof candidates)[number] | undefined>(
    (most, one) => (most === undefined || one.hits > most.hits ? one : most),
    undefined,
  );
  if (best === undefined || best.hits === 0) return noHeader(all);
  const missing = all.filter((column) => !best.positions.has(headingOf(column)));
  const lacking = needed.filter((column) => missing.includes(column));
  if (lacking.length > 0) return lacks(lacking, best.line);
  return {
    separator: best.separator,
    headerLine: best.line,
    positions: best.positions,
    header: best.cells,
    width: best.cells.length,
    warnings: missing.map((column) => `the column "${shown(column)}" is not there`),
  };
}

/** By the names of the columns, and by those of their groups in the row above with them (`Planned` over `Date` and `Time` is `Planned Date`), where no column is called so by itself. */
function positionsOf(headings: readonly string[], above: readonly string[] = []): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  const add = (name: string, index: number): void => {
    if (name !== '' && !positions.has(name)) positions.set(name, index);
  };
  for (const [index, heading] of headings.entries()) add(headingOf(heading), index);
  let group = '';
  for (const [index, heading] of headings.entries()) {
    group = headingOf(above[index] ?? '') || group;
    if (group !== '' && heading.trim() !== '') add(`${group} ${headingOf(heading)}`, index);
  }
  return positions;
}

function noHeader(columns: readonly string[]): Rejection {
  return {
    part: 'header',
    pointer: `rows 1 to ${MOST_ABOVE}`,
    detail: 'No row has headings of the mapping.',
    mend: `Send a table with the headings ${columns.slice(0, 5).map(shown).join(', ')} …, or register the right mapping.`,
  };
}

function lacks(columns: readonly string[], line: number): Rejection {
  return {
    part: 'header',
    pointer: `row ${line}`,
    detail: `The column ${columns
      .slice(0, 5)
      .map((column) => `"${shown(column)}"`)
      .join(', ')} is not there, and the mapping judges by it.`,
    mend: 'Send the column, or change the mapping.',
  };
}

import { projectedPart } from './capacity.ts';
import type { Database, OpenTable } from './database.ts';
import { parsedItem } from './item-store.ts';
import type { Cursor, Selection, StoredRow } from './item-store.ts';
import type { Item } from './values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const LARGEST_PAGE = 1024 * 1024;
const CHUNK = 100;

export interface PageRow {
  readonly row: StoredRow;
  /** Whole, or what the index holds of it. */
  readonly item: () => Item;
  readonly size: number;
}
export interface Page {
  readonly rows: readonly PageRow[];
  readonly size: number;
  /** More may follow behind the last row. */
  readonly mayGoOn: boolean;
}

/** Reads until the limit, 1 MB or the end; filters come after, so they do not make a page fuller. */
export function readPage(database: Database, open: OpenTable, selection: Selection, limit: number | undefined): Page {
  const rows: PageRow[] = [];
  let size = 0;
  for (const row of rowsOf(database, open, selection, limit)) {
    const next = pageRowOf(row, selection);
    if (rows.length > 0 && size + next.size > LARGEST_PAGE) return { rows, size, mayGoOn: true };
    rows.push(next);
    size += next.size;
    if (rows.length === limit) return { rows, size, mayGoOn: true };
  }
  return { rows, size, mayGoOn: false };
}

function pageRowOf(row: StoredRow, { index }: Selection): PageRow {
  if (index?.projected === undefined) return { row, item: () => parsedItem(row), size: row.size };
  const part = projectedPart(index, { item: parsedItem(row), size: row.size });
  return { row, item: () => part.item, size: part.size };
}

function* rowsOf(
  database: Database,
  open: OpenTable,
  selection: Selection,
  limit: number | undefined,
): Generator<StoredRow> {
  const stale = database.faults.lagging(open.table, selection, () =>
    open.items.select({ ...selection, cursor: undefined }, -1),
  );
  if (stale !== undefined) {
    yield* stale;
    return;
  }
  const chunk = Math.min(limit ?? CHUNK, CHUNK);
  let cursor: Cursor | undefined = selection.cursor;
  for (;;) {
    const rows = open.items.select({ ...selection, cursor }, chunk);
    yield* rows;
    cursor = rows.at(-1);
    if (rows.length < chunk) return;
  }
}

import type { SqlValue, Store } from '../../kernel/types.ts';
import { placeInIndex } from './keys.ts';
import type { Index, Key, Table } from './table.ts';
import type { Item } from './values.ts';

/** An item as it lies in the store; parsed when somebody asks. */
export interface Stored {
  readonly id: number;
  readonly text: string;
  readonly size: number;
  parsed: Item | undefined;
}
export interface StoredRow extends Stored {
  readonly pk: string;
  readonly sk: string;
  /** The place in the index that was read; absent for the table itself. */
  readonly place: Key | undefined;
}

export interface Bound {
  readonly value: string;
  readonly inclusive: boolean;
}
/** Where a page begins: behind this key, in the direction of reading. `place` on an index. */
export interface Cursor extends Key {
  readonly place: Key | undefined;
}
export interface Selection {
  readonly index: Index | undefined;
  /** The partition; undefined reads everything. */
  readonly hash: string | undefined;
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
  readonly cursor: Cursor | undefined;
  readonly forward: boolean;
}

export interface ItemStore {
  get(key: Key): Stored | undefined;
  insert(key: Key, item: Item, text: string, size: number): void;
  update(key: Key, stored: Stored, item: Item, text: string, size: number): void;
  delete(key: Key, stored: Stored): void;
  select(selection: Selection, limit: number): StoredRow[];
  /** Items that expire between the two seconds, both included. */
  expired(from: number, to: number, limit: number): StoredRow[];
  /** The earliest expiry at or after that second. */
  nextExpiry(from: number): number | undefined;
  count(): number;
  /** Fills in again what is derived from the items. */
  derive(): void;
}

export function parsedItem(stored: Stored): Item {
  stored.parsed ??= JSON.parse(stored.text);
  return stored.parsed ?? {};
}

/** Seconds since the epoch at which the item expires, where it says so as a number. */
export function expiryOf(table: Table, item: Item): number | undefined {
  const value = table.ttlAttribute === undefined ? undefined : item[table.ttlAttribute];
  return value !== undefined && 'N' in value ? Math.floor(Number(value.N)) : undefined;
}

/**
 * One SQLite table for a DynamoDB table. Index keys stand in columns beside the item, each pair with a partial SQLite index, so that
 * a write is one statement, and an update that moves no index key touches no index.
 */
export function createItemStore(store: Store, table: Table, newSlots: readonly number[]): ItemStore {
  const name = `dynamodb_items_${String(table.id)}`;
  createTables(store, name, table, newSlots);
  const derived = table.indexes.flatMap(({ slot }) => [`g${String(slot)}p`, `g${String(slot)}s`]);
  const columns = ['pk', 'sk', 'item', 'size', 'ttl', ...derived];
  const updatable = ['ttl', ...derived];

  const getSql = `SELECT id, item AS text, size FROM ${name} WHERE pk = ? AND sk = ?`;
  const insertSql = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  const updateSql = `UPDATE ${name} SET item = ?, size = ? WHERE id = ?`;
  const deleteSql = `DELETE FROM ${name} WHERE id = ?`;
  const expiredSql = `SELECT id, pk, sk, item AS text, size FROM ${name} WHERE ttl >= ? AND ttl <= ? ORDER BY ttl, id LIMIT ?`;

  const derive = (item: Item): SqlValue[] => {
    const values: SqlValue[] = [expiryOf(table, item) ?? null];
    for (const index of table.indexes) {
      const place = placeInIndex(index, item);
      values.push(place?.pk ?? null, place?.sk ?? null);
    }
    return values;
  };
  const recent = createRecent();
  const update = (key: Key, stored: Stored, item: Item, text: string, size: number): void => {
    recent.keep(key, { id: stored.id, text, size, parsed: item });
    const before = derive(parsedItem(stored));
    const after = derive(item);
    const changed = after.flatMap((value, position) => (value === before[position] ? [] : [position]));
    if (changed.length === 0) {
      store.run(updateSql, text, size, stored.id);
      return;
    }
    const assignments = changed.map((position) => `${updatable[position] ?? ''} = ?`).join(', ');
    const values = changed.map((position) => after[position] ?? null);
    store.run(`UPDATE ${name} SET item = ?, size = ?, ${assignments} WHERE id = ?`, text, size, ...values, stored.id);
  };

  return {
    get: (key) => {
      const known = recent.find(key);
      if (known !== undefined) return known;
      const row = store.get<{ id: number; text: string; size: number }>(getSql, key.pk, key.sk);
      if (row === undefined) return undefined;
      const stored = { id: row.id, text: row.text, size: row.size, parsed: undefined };
      recent.keep(key, stored);
      return stored;
    },
    insert: (key, item, text, size) => {
      const { lastInsertRowid } = store.run(insertSql, key.pk, key.sk, text, size, ...derive(item));
      recent.keep(key, { id: lastInsertRowid, text, size, parsed: item });
    },
    update,
    delete: (key, { id }) => {
      recent.forget(key);
      store.run(deleteSql, id);
    },
    select: (selection, limit) => select(store, name, selection, limit),
    expired: (from, to, limit) => store.all<RawRow>(expiredSql, from, to, limit).map((row) => rowOf(row, undefined)),
    nextExpiry: (from) =>
      store.get<{ ttl: number | null }>(`SELECT MIN(ttl) AS ttl FROM ${name} WHERE ttl >= ?`, from)?.ttl ?? undefined,
    count: () => store.get<{ items: number }>(`SELECT COUNT(*) AS items FROM ${name}`)?.items ?? 0,
    derive: () => {
      const assignments = updatable.map((column) => `${column} = ?`).join(', ');
      for (const { id, text } of store.all<{ id: number; text: string }>(`SELECT id, item AS text FROM ${name}`))
        store.run(`UPDATE ${name} SET ${assignments} WHERE id = ?`, ...derive(JSON.parse(text)), id);
    },
  };
}

/** Of a table. An item is asked for again within seconds, if ever. */
const MOST_RECENT = 4_000;

interface Recent {
  find(key: Key): Stored | undefined;
  keep(key: Key, stored: Stored): void;
  forget(key: Key): void;
}

/** The items that were read or written last. This process alone writes the table, through here. */
function createRecent(): Recent {
  const known = new Map<string, Stored>();
  const nameOf = ({ pk, sk }: Key): string => `${String(pk.length)} ${pk}${sk}`;
  return {
    find: (key) => known.get(nameOf(key)),
    keep: (key, stored) => {
      const name = nameOf(key);
      known.delete(name);
      known.set(name, stored);
      if (known.size <= MOST_RECENT) return;
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    },
    forget: (key) => {
      known.delete(nameOf(key));
    },
  };
}

function createTables(store: Store, name: string, table: Table, newSlots: readonly number[]): void {
  store.exec(
    `CREATE TABLE IF NOT EXISTS ${name} (id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL, item TEXT NOT NULL, size INTEGER NOT NULL, ttl INTEGER)`,
  );
  store.exec(`CREATE UNIQUE INDEX IF NOT EXISTS ${name}_key ON ${name} (pk, sk)`);
  store.exec(`CREATE INDEX IF NOT EXISTS ${name}_ttl ON ${name} (ttl) WHERE ttl IS NOT NULL`);
  for (const slot of newSlots) {
    store.exec(`ALTER TABLE ${name} ADD COLUMN g${String(slot)}p TEXT`);
    store.exec(`ALTER TABLE ${name} ADD COLUMN g${String(slot)}s TEXT`);
  }
  for (const { slot } of table.indexes) {
    const hash = `g${String(slot)}p`;
    store.exec(
      `CREATE INDEX IF NOT EXISTS ${name}_${hash} ON ${name} (${hash}, g${String(slot)}s, pk, sk) WHERE ${hash} IS NOT NULL`,
    );
  }
}

interface RawRow {
  readonly id: number;
  readonly pk: string;
  readonly sk: string;
  readonly text: string;
  readonly size: number;
  readonly ipk?: string;
  readonly isk?: string;
}

function rowOf(row: RawRow, place: Key | undefined): StoredRow {
  return { id: row.id, pk: row.pk, sk: row.sk, text: row.text, size: row.size, place, parsed: undefined };
}

/** The statement's text depends on the shape of the selection only, so few are ever prepared. */
function select(store: Store, name: string, selection: Selection, limit: number): StoredRow[] {
  const { index, hash, cursor, forward } = selection;
  const hashColumn = index === undefined ? 'pk' : `g${String(index.slot)}p`;
  const rangeColumn = index === undefined ? 'sk' : `g${String(index.slot)}s`;
  const order = [
    ...(hash === undefined ? [hashColumn] : []),
    rangeColumn,
    ...(index === undefined ? [] : ['pk', 'sk']),
  ];
  const where: string[] = [];
  const parameters: SqlValue[] = [];
  const add = (condition: string, ...values: SqlValue[]): void => {
    where.push(condition);
    parameters.push(...values);
  };
  if (hash !== undefined) add(`${hashColumn} = ?`, hash);
  else if (index !== undefined) add(`${hashColumn} IS NOT NULL`);
  // A cursor lies within the bounds, so it stands for the bound that reading starts from.
  const lower = cursor !== undefined && forward ? undefined : selection.lower;
  const upper = cursor !== undefined && !forward ? undefined : selection.upper;
  if (lower !== undefined) add(`${rangeColumn} ${lower.inclusive ? '>=' : '>'} ?`, lower.value);
  if (upper !== undefined) add(`${rangeColumn} ${upper.inclusive ? '<=' : '<'} ?`, upper.value);
  if (cursor !== undefined) {
    const behind = cursorValues(cursor, hash === undefined);
    add(`(${order.join(', ')}) ${forward ? '>' : '<'} (${behind.map(() => '?').join(', ')})`, ...behind);
  }
  const direction = forward ? '' : ' DESC';
  const sql = `SELECT id, pk, sk, item AS text, size${index === undefined ? '' : `, ${hashColumn} AS ipk, ${rangeColumn} AS isk`} FROM ${name}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`} ORDER BY ${order.map((column) => column + direction).join(', ')} LIMIT ?`;
  return store
    .all<RawRow>(sql, ...parameters, limit)
    .map((row) => rowOf(row, index === undefined ? undefined : { pk: row.ipk ?? '', sk: row.isk ?? '' }));
}

function cursorValues({ pk, sk, place }: Cursor, withHash: boolean): SqlValue[] {
  if (place === undefined) return withHash ? [pk, sk] : [sk];
  return withHash ? [place.pk, place.sk, pk, sk] : [place.sk, pk, sk];
}

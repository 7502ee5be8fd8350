import { equalItems } from './compare.ts';
import { placeInIndex } from './keys.ts';
import { parsedItem } from './item-store.ts';
import type { Stored } from './item-store.ts';
import type { Index, Table } from './table.ts';
import type { Item } from './values.ts';
import { sizeOfItem } from './values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const WRITE_UNIT = 1024;
const READ_UNIT = 4096;

export interface Used {
  readonly table: number;
  /** By name of the index. */
  readonly indexes: Readonly<Record<string, number>>;
}
export const NOTHING_USED: Used = { table: 0, indexes: {} };

export function writeUnits(size: number): number {
  return Math.max(1, Math.ceil(size / WRITE_UNIT));
}

export function readUnits(size: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(size / READ_UNIT)) * (consistent ? 1 : 0.5);
}

export interface SizedItem {
  readonly item: Item;
  readonly size: number;
}

/**
 * What a change costs in the table and in each index: an entry that moves is deleted and put, one whose projected part stays costs nothing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function unitsOfChange(
  table: Table,
  before: Stored | undefined,
  after: SizedItem | undefined,
  unchanged: boolean,
  factor: number,
): Used {
  const units = factor * writeUnits(Math.max(before?.size ?? 0, after?.size ?? 0));
  if (table.indexes.length === 0 || unchanged) return { table: units, indexes: {} };
  const old = before === undefined ? undefined : { item: parsedItem(before), size: before.size };
  const indexes: Record<string, number> = {};
  for (const index of table.indexes) {
    const used = unitsOfIndex(index, old, after);
    if (used > 0) indexes[index.name] = used;
  }
  return { table: units, indexes };
}

function unitsOfIndex(index: Index, before: SizedItem | undefined, after: SizedItem | undefined): number {
  const from = before === undefined ? undefined : placeInIndex(index, before.item);
  const to = after === undefined ? undefined : placeInIndex(index, after.item);
  const old = from === undefined || before === undefined ? undefined : projectedPart(index, before);
  const next = to === undefined || after === undefined ? undefined : projectedPart(index, after);
  if (old === undefined || next === undefined)
    return (old ?? next) === undefined ? 0 : writeUnits((old ?? next)?.size ?? 0);
  if (from?.pk !== to?.pk || from?.sk !== to?.sk) return writeUnits(old.size) + writeUnits(next.size);
  if (index.projected !== undefined && equalItems(old.item, next.item)) return 0;
  return writeUnits(Math.max(old.size, next.size));
}

/** What the index holds of the item. */
export function projectedPart(index: Index, whole: SizedItem): SizedItem {
  const { projected } = index;
  if (projected === undefined) return whole;
  const item = Object.fromEntries(Object.entries(whole.item).filter(([name]) => projected.has(name)));
  return { item, size: sizeOfItem(item) };
}

export function totalOf(used: Used): number {
  let total = used.table;
  for (const name in used.indexes) total += used.indexes[name] ?? 0;
  return total;
}

export function addUsed(one: Used, two: Used): Used {
  const indexes: Record<string, number> = { ...one.indexes };
  for (const [name, units] of Object.entries(two.indexes)) indexes[name] = (indexes[name] ?? 0) + units;
  return { table: one.table + two.table, indexes };
}

/** `ConsumedCapacity` as asked for by `ReturnConsumedCapacity`. */
export function describeUsed(asked: unknown, tableName: string, used: Used): unknown {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const total = { TableName: tableName, CapacityUnits: totalOf(used) };
  if (asked === 'TOTAL') return total;
  const indexes = Object.entries(used.indexes).map(([name, units]) => [name, { CapacityUnits: units }]);
  return {
    ...total,
    Table: { CapacityUnits: used.table },
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
  };
}

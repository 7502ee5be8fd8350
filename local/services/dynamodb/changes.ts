import { unitsOfChange } from './capacity.ts';
import type { SizedItem, Used } from './capacity.ts';
import { equalItems } from './compare.ts';
import { meterWrites } from './database.ts';
import type { Database, OpenTable } from './database.ts';
import { parsedItem } from './item-store.ts';
import type { Stored } from './item-store.ts';
import type { Key } from './table.ts';

/** A decided change of one item: nothing can fail any more. */
export interface Change {
  readonly open: OpenTable;
  readonly key: Key;
  readonly before: Stored | undefined;
  /** Undefined when the item is to go. */
  readonly after: SizedItem | undefined;
}

export interface ChangeOptions {
  /** 2 in a transaction. */
  readonly factor?: number;
  /** By the time to live: costs nothing and is marked in the stream. */
  readonly expired?: boolean;
}

/** Writes the item, its stream record and its expiry. The caller announces to the streams after its last change. */
export function applyChange(database: Database, change: Change, options: ChangeOptions = {}): Used {
  const { open, key, before, after } = change;
  const text = after === undefined ? undefined : JSON.stringify(after.item);
  const unchanged = isUnchanged(before, after, text);
  if (!unchanged) {
    writeItem(change, text);
    database.faults.changed(open.table, key, before);
    appendToStream(database, change, text, options.expired ?? false);
    if (after !== undefined) database.expiry.plan(open.table, after.item);
  }
  const used = unitsOfChange(open.table, before, after, unchanged, options.factor ?? 1);
  if (options.expired !== true) meterWrites(database, open.table, used);
  return used;
}

/** A write that changes nothing leaves no stream record. Attributes and sets have no order. */
function isUnchanged(before: Stored | undefined, after: SizedItem | undefined, text: string | undefined): boolean {
  if (before === undefined) return after === undefined;
  if (after === undefined) return false;
  return before.text === text || (before.size === after.size && equalItems(parsedItem(before), after.item));
}

function writeItem({ open, key, before, after }: Change, text: string | undefined): void {
  if (after === undefined || text === undefined) {
    if (before !== undefined) open.items.delete(key, before);
  } else if (before === undefined) open.items.insert(key, after.item, text, after.size);
  else open.items.update(key, before, after.item, text, after.size);
}

function appendToStream(database: Database, change: Change, text: string | undefined, expired: boolean): void {
  const { open, key, before, after } = change;
  if (open.table.stream === undefined) return;
  database.streams.append({
    table: open.table,
    pk: key.pk,
    before: before === undefined ? undefined : { text: before.text, size: before.size, item: () => parsedItem(before) },
    after: after === undefined || text === undefined ? undefined : { text, size: after.size, item: () => after.item },
    expired,
  });
}

import { describeUsed, readUnits } from '../capacity.ts';
import { meterReads, openTable } from '../database.ts';
import type { Database, OpenTable } from '../database.ts';
import { expressionsOf } from '../expressions/compile.ts';
import type { Path } from '../expressions/path.ts';
import { project } from '../expressions/projection.ts';
import { parsedItem } from '../item-store.ts';
import type { Stored } from '../item-store.ts';
import { keyOfInput } from '../keys.ts';
import { outputOf, outputOfStored } from '../values.ts';

export function getItem(database: Database, input: any): unknown {
  const open = openTable(database, input.TableName);
  const { projection } = expressionsOf(input);
  const { stored, used } = readOne(database, open, input.Key, input.ConsistentRead === true ? 1 : 0.5);
  const capacity = describeUsed(input.ReturnConsumedCapacity, open.table.name, { table: used, indexes: {} });
  return {
    ...(stored === undefined ? {} : { Item: shown(stored, projection) }),
    ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }),
  };
}

/** `factor`: units for 4 KB: 0.5 eventually consistent, 1 consistent, 2 in a transaction. */
export function readOne(
  database: Database,
  open: OpenTable,
  inputKey: unknown,
  factor: number,
): { readonly stored: Stored | undefined; readonly used: number } {
  const stored = open.items.get(keyOfInput(open.table, inputKey).key);
  const used = readUnits(stored?.size ?? 0, true) * factor;
  meterReads(database, open.table, { table: used, indexes: {} });
  return { stored, used };
}

/** Nothing is left when the item has none of the projected attributes, but the item is still there. */
export function shown(stored: Stored, projection: readonly Path[] | undefined): unknown {
  return projection === undefined ? outputOfStored(stored) : outputOf(project(parsedItem(stored), projection));
}

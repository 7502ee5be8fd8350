import { AwsError } from '../../kernel/errors.ts';
import type { Change } from './changes.ts';
import { openTable } from './database.ts';
import type { Database, OpenTable } from './database.ts';
import { applyUpdate } from './expressions/apply-update.ts';
import { expressionsOf } from './expressions/compile.ts';
import type { Expressions } from './expressions/compile.ts';
import { holds } from './expressions/evaluate.ts';
import { headOf } from './expressions/path.ts';
import type { Update } from './expressions/update.ts';
import { invalid, invalidValues } from './failures.ts';
import { parsedItem } from './item-store.ts';
import type { Stored } from './item-store.ts';
import { assertIndexKeys, keyOfInput, keyOfItem } from './keys.ts';
import { keyAttributesOf } from './table.ts';
import type { Key, Table } from './table.ts';
import type { Item } from './values.ts';
import { copyOfValue, itemFromInput, sizeOfItem } from './values.ts';
import type { SizedItem } from './capacity.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const LARGEST_ITEM = 400 * 1024;

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write that has been read and checked, but that has not looked at the item yet. */
export interface Draft {
  readonly open: OpenTable;
  readonly key: Key;
  readonly expressions: Expressions;
  /** Makes the item from what there is; throws when that cannot be. */
  make(before: Stored | undefined): SizedItem | undefined;
}

export function draftWrite(database: Database, kind: WriteKind, input: any): Draft {
  const open = openTable(database, input.TableName);
  const expressions = expressionsOf(input);
  switch (kind) {
    case 'Put':
      return draftPut(open, expressions, input.Item);
    case 'Update':
      return draftUpdate(open, expressions, input.Key);
    case 'Delete':
      return { open, expressions, key: keyOfInput(open.table, input.Key).key, make: () => undefined };
    case 'ConditionCheck': {
      const { key } = keyOfInput(open.table, input.Key);
      return { open, expressions, key, make: (before) => before && { item: parsedItem(before), size: before.size } };
    }
  }
}

function draftPut(open: OpenTable, expressions: Expressions, input: any): Draft {
  const item = itemFromInput(input ?? {});
  const key = keyOfItem(open.table, item);
  assertIndexKeys(open.table, item);
  const after = sized(item, 'Item size has exceeded the maximum allowed size');
  return { open, key, expressions, make: () => after };
}

function draftUpdate(open: OpenTable, expressions: Expressions, input: any): Draft {
  const { key, attributes } = keyOfInput(open.table, input);
  const { update } = expressions;
  if (update !== undefined) assertNoKeyAmong(open.table, update);
  return {
    open,
    key,
    expressions,
    make: (before) => {
      const item = before === undefined ? { ...attributes } : { ...parsedItem(before) };
      if (update !== undefined) {
        copyNestedHeads(update, item);
        applyUpdate(update, before === undefined ? attributes : parsedItem(before), item, expressions.values);
        assertIndexKeys(open.table, item);
      }
      return sized(item, 'Item size to update has exceeded the maximum allowed size');
    },
  };
}

function assertNoKeyAmong(table: Table, { paths }: Update): void {
  const touched = keyAttributesOf(table.key).find(({ name }) => paths.some((path) => headOf(path) === name));
  if (touched !== undefined)
    throw invalidValues(`Cannot update attribute ${touched.name}. This attribute is part of the key`);
}

/** The update writes into nested values; those of the stored item must stay as they are. */
function copyNestedHeads({ paths }: Update, item: Item): void {
  for (const path of paths) {
    const head = headOf(path);
    const value = item[head];
    if (path.length > 1 && value !== undefined) item[head] = copyOfValue(value);
  }
}

function sized(item: Item, tooLarge: string): SizedItem {
  const size = sizeOfItem(item);
  if (size > LARGEST_ITEM) throw invalid(tooLarge);
  return { item, size };
}

export function conditionHolds({ condition, values }: Expressions, before: Stored | undefined): boolean {
  return condition === undefined || holds(condition, before === undefined ? {} : parsedItem(before), values);
}

export function changeOf(draft: Draft, before: Stored | undefined): Change {
  return { open: draft.open, key: draft.key, before, after: draft.make(before) };
}

export function conditionFailed(item: unknown): AwsError {
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
    members: item === undefined ? {} : { Item: item },
  });
}

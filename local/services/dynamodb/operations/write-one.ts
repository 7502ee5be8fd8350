import { describeUsed, writeUnits } from '../capacity.ts';
import type { Used } from '../capacity.ts';
import { applyChange } from '../changes.ts';
import type { Change } from '../changes.ts';
import { meterWrites } from '../database.ts';
import type { Database } from '../database.ts';
import type { Update } from '../expressions/update.ts';
import { project } from '../expressions/projection.ts';
import { parsedItem } from '../item-store.ts';
import { changeOf, conditionFailed, conditionHolds, draftWrite } from '../prepare-write.ts';
import type { WriteKind } from '../prepare-write.ts';
import { invalid } from '../failures.ts';
import { copyOfItem, outputOf, outputOfStored } from '../values.ts';
import type { Item } from '../values.ts';
import { assertOneOf } from './parameters.ts';

export function putItem(database: Database, input: any): unknown {
  assertOldOrNone(input);
  const { change, used } = writeOne(database, 'Put', input);
  return answer(input, change, used, oldAttributes(input, change));
}

export function deleteItem(database: Database, input: any): unknown {
  assertOldOrNone(input);
  const { change, used } = writeOne(database, 'Delete', input);
  return answer(input, change, used, oldAttributes(input, change));
}

export function updateItem(database: Database, input: any): unknown {
  assertOneOf('ReturnValues', input.ReturnValues, ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']);
  const { change, used, update } = writeOne(database, 'Update', input);
  return answer(input, change, used, updatedAttributes(input, change, update));
}

interface Written {
  readonly change: Change;
  readonly used: Used;
  readonly update: Update | undefined;
}

function writeOne(database: Database, kind: WriteKind, input: any): Written {
  const draft = draftWrite(database, kind, input);
  const before = draft.open.items.get(draft.key);
  if (!conditionHolds(draft.expressions, before)) {
    // A write that its condition stops is paid for as well.
    meterWrites(database, draft.open.table, { table: writeUnits(before?.size ?? 0), indexes: {} });
    const shown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined;
    throw conditionFailed(shown ? outputOfStored(before) : undefined);
  }
  const change = changeOf(draft, before);
  const used = applyChange(database, change);
  database.streams.announce();
  return { change, used, update: draft.expressions.update };
}

function assertOldOrNone(input: any): void {
  if (input.ReturnValues !== undefined && input.ReturnValues !== 'NONE' && input.ReturnValues !== 'ALL_OLD')
    throw invalid('ReturnValues can only be ALL_OLD or NONE');
}

function oldAttributes(input: any, { before }: Change): unknown {
  return input.ReturnValues === 'ALL_OLD' && before !== undefined ? outputOfStored(before) : undefined;
}

function updatedAttributes(input: any, { before, after }: Change, update: Update | undefined): unknown {
  const old = before === undefined ? undefined : parsedItem(before);
  switch (input.ReturnValues) {
    case 'ALL_OLD':
      return old && copied(old);
    case 'ALL_NEW':
      return after && copied(after.item);
    case 'UPDATED_OLD':
      return old && updatedPart(old, update);
    case 'UPDATED_NEW':
      return after && updatedPart(after.item, update);
    default:
      return undefined;
  }
}

function updatedPart(item: Item, update: Update | undefined): unknown {
  const part = project(item, update?.paths ?? []);
  return Object.keys(part).length === 0 ? undefined : copied(part);
}

/** The caller may change what it was given; what is kept must not share it. */
function copied(item: Item): unknown {
  return outputOf(copyOfItem(item));
}

function answer(input: any, { open }: Change, used: Used, attributes: unknown): unknown {
  const capacity = describeUsed(input.ReturnConsumedCapacity, open.table.name, used);
  return {
    ...(attributes === undefined ? {} : { Attributes: attributes }),
    ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }),
  };
}

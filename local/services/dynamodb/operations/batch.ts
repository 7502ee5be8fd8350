import { addUsed, describeUsed, NOTHING_USED } from '../capacity.ts';
import type { Used } from '../capacity.ts';
import { applyChange } from '../changes.ts';
import { openTable } from '../database.ts';
import type { Database, OpenTable } from '../database.ts';
import { expressionsOf } from '../expressions/compile.ts';
import { invalid } from '../failures.ts';
import { keyOfInput } from '../keys.ts';
import { changeOf, draftWrite } from '../prepare-write.ts';
import type { Draft } from '../prepare-write.ts';
import type { Key } from '../table.ts';
import { readOne, shown } from './get-item.ts';
import { assertParameters } from './parameters.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MOST_GETS = 100;
const LARGEST_ANSWER = 16 * 1024 * 1024;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MOST_WRITES = 25;

interface Wanted {
  readonly open: OpenTable;
  readonly request: any;
  readonly inputKey: unknown;
}

export function batchGetItem(database: Database, input: any, partly: boolean): unknown {
  const tables = entriesOf(input);
  const wanted: Wanted[] = tables.flatMap(([name, request]) => {
    assertParameters('BatchGetItem table', request);
    const open = openTable(database, name);
    if (request.Keys.length === 0) throw emptyRequest('requestItems', name);
    assertDistinct(request.Keys.map((key: unknown) => keyOfInput(open.table, key).key));
    return request.Keys.map((inputKey: unknown) => ({ open, request, inputKey }));
  });
  if (wanted.length > MOST_GETS) throw invalid('Too many items requested for the BatchGetItem call');
  const responses: Record<string, unknown[]> = {};
  const unprocessed: Record<string, any> = {};
  const used = new Map<string, Used>();
  const until = partly ? Math.ceil(wanted.length / 2) : wanted.length;
  let size = 0;
  for (const [position, { open, request, inputKey }] of wanted.entries()) {
    const { name } = open.table;
    if (position >= until || size > LARGEST_ANSWER) {
      unprocessed[name] ??= { ...request, Keys: [] };
      unprocessed[name].Keys.push(inputKey);
      continue;
    }
    const { projection } = expressionsOf(request);
    const read = readOne(database, open, inputKey, request.ConsistentRead === true ? 1 : 0.5);
    used.set(name, addUsed(used.get(name) ?? NOTHING_USED, { table: read.used, indexes: {} }));
    responses[name] ??= [];
    if (read.stored === undefined) continue;
    size += read.stored.size;
    responses[name].push(shown(read.stored, projection));
  }
  return { Responses: responses, UnprocessedKeys: unprocessed, ...capacityOf(input, used) };
}

export function batchWriteItem(database: Database, input: any, partly: boolean): unknown {
  const drafts: { draft: Draft; name: string; request: any }[] = entriesOf(input).flatMap(([name, requests]) => {
    if (requests.length === 0) throw emptyRequest('requestItems', name);
    return requests.map((request: any) => ({ draft: draftOf(database, name, request), name, request }));
  });
  if (drafts.length > MOST_WRITES) throw invalid('Too many items requested for the BatchWriteItem call');
  for (const [name] of entriesOf(input))
    assertDistinct(drafts.filter((entry) => entry.name === name).map(({ draft }) => draft.key));
  const until = partly ? Math.ceil(drafts.length / 2) : drafts.length;
  const used = new Map<string, Used>();
  const unprocessed: Record<string, unknown[]> = {};
  for (const [position, { draft, name, request }] of drafts.entries()) {
    if (position >= until) {
      (unprocessed[name] ??= []).push(request);
      continue;
    }
    const change = changeOf(draft, draft.open.items.get(draft.key));
    used.set(name, addUsed(used.get(name) ?? NOTHING_USED, applyChange(database, change)));
  }
  database.streams.announce();
  return { UnprocessedItems: unprocessed, ...capacityOf(input, used) };
}

function draftOf(database: Database, TableName: string, request: any): Draft {
  const { PutRequest: put, DeleteRequest: del } = request;
  if ((put === undefined) === (del === undefined))
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  return put === undefined
    ? draftWrite(database, 'Delete', { TableName, Key: del.Key })
    : draftWrite(database, 'Put', { TableName, Item: put.Item });
}

function entriesOf(input: any): [string, any][] {
  const entries = Object.entries(input.RequestItems ?? {});
  if (entries.length === 0)
    throw invalid(
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  return entries;
}

function emptyRequest(member: string, name: string): Error {
  return invalid(
    `1 validation error detected: Value '[]' at '${member}.${name}.member' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
}

function assertDistinct(keys: readonly Key[]): void {
  if (new Set(keys.map(({ pk, sk }) => JSON.stringify([pk, sk]))).size !== keys.length)
    throw invalid('Provided list of item keys contains duplicates');
}

function capacityOf(input: any, used: ReadonlyMap<string, Used>): object {
  const described = [...used].map(([name, units]) => describeUsed(input.ReturnConsumedCapacity, name, units));
  return described.some((one) => one !== undefined) ? { ConsumedCapacity: described } : {};
}

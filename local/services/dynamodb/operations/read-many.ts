import { describeUsed, readUnits } from '../capacity.ts';
import type { Used } from '../capacity.ts';
import { meterReads, openTable } from '../database.ts';
import type { Database, OpenTable } from '../database.ts';
import type { Condition } from '../expressions/condition.ts';
import { expressionsOf } from '../expressions/compile.ts';
import type { Expressions } from '../expressions/compile.ts';
import { holds } from '../expressions/evaluate.ts';
import { headOf } from '../expressions/path.ts';
import type { Path } from '../expressions/path.ts';
import { project } from '../expressions/projection.ts';
import { invalid, invalidValues } from '../failures.ts';
import type { Cursor, Selection } from '../item-store.ts';
import { isWithin, rangeOf } from '../key-condition.ts';
import type { KeyRange } from '../key-condition.ts';
import { encodeKeyValue, keyAttributesFrom } from '../keys.ts';
import { readPage } from '../read-page.ts';
import type { PageRow } from '../read-page.ts';
import { keyAttributesOf } from '../table.ts';
import type { Index, KeyAttribute, KeySchema, Table } from '../table.ts';
import { itemFromInput, outputOf, outputOfStored, typeOf } from '../values.ts';
import type { Item } from '../values.ts';
import { assertOneOf } from './parameters.ts';

export function query(database: Database, input: any): unknown {
  const open = openTable(database, input.TableName);
  const index = indexOf(open.table, input.IndexName);
  const expressions = expressionsOf(input);
  if (expressions.keyCondition === undefined)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const schema = index?.key ?? open.table.key;
  assertNoKeyInFilter(schema, expressions.filter);
  const range = rangeOf(expressions.keyCondition, schema, expressions.values);
  return readMany(database, open, index, expressions, range, input);
}

export function scan(database: Database, input: any): unknown {
  const open = openTable(database, input.TableName);
  return readMany(database, open, indexOf(open.table, input.IndexName), expressionsOf(input), undefined, input);
}

export function indexOf(table: Table, name: string | undefined): Index | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((candidate) => candidate.name === name);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${name}`);
  return index;
}

function readMany(
  database: Database,
  open: OpenTable,
  index: Index | undefined,
  expressions: Expressions,
  range: KeyRange | undefined,
  input: any,
): unknown {
  assertReadable(index, expressions, input);
  const selection: Selection = {
    index,
    hash: range?.hash,
    lower: range?.lower,
    upper: range?.upper,
    cursor: cursorOf(open.table, index, range, input.ExclusiveStartKey),
    forward: input.ScanIndexForward !== false,
  };
  const page = readPage(database, open, selection, input.Limit);
  const { filter, values } = expressions;
  const found = filter === undefined ? page.rows : page.rows.filter(({ item }) => holds(filter, item(), values));
  const last = page.mayGoOn ? page.rows.at(-1) : undefined;
  const used = usedBy(index, readUnits(page.size, input.ConsistentRead === true));
  meterReads(database, open.table, used);
  const capacity = describeUsed(input.ReturnConsumedCapacity, open.table.name, used);
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: found.map((row) => itemShown(row, index, expressions.projection)) }),
    Count: found.length,
    ScannedCount: page.rows.length,
    ...(last === undefined ? {} : { LastEvaluatedKey: keyShown(open.table, index, last) }),
    ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }),
  };
}

function usedBy(index: Index | undefined, units: number): Used {
  return index === undefined ? { table: units, indexes: {} } : { table: 0, indexes: { [index.name]: units } };
}

function itemShown({ row, item }: PageRow, index: Index | undefined, projection: readonly Path[] | undefined): unknown {
  if (projection !== undefined) return outputOf(project(item(), projection));
  return index?.projected === undefined ? outputOfStored(row) : outputOf(item());
}

function keyShown(table: Table, index: Index | undefined, { item }: PageRow): unknown {
  return outputOf({
    ...keyAttributesFrom(table.key, item()),
    ...(index === undefined ? {} : keyAttributesFrom(index.key, item())),
  });
}

const SELECTS = ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'];

function assertReadable(index: Index | undefined, { projection, filter }: Expressions, input: any): void {
  const { Limit: limit, Select: select } = input;
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1))
    throw invalid(
      `1 validation error detected: Value '${String(limit)}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  assertOneOf('Select', select, SELECTS);
  if (index !== undefined && input.ConsistentRead === true)
    throw invalid('Consistent reads are not supported on global secondary indexes');
  if (projection !== undefined && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES')
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${String(select)}`);
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined)
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined)
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  if (index?.projected === undefined) return;
  if (select === 'ALL_ATTRIBUTES')
    throw invalidValues(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  const heads = [...(projection ?? []), ...(filter === undefined ? [] : pathsOf(filter))].map(headOf);
  const foreign = heads.filter((head) => index.projected?.has(head) === false);
  if (foreign.length > 0)
    throw invalidValues(`Global secondary index ${index.name} does not project [${[...new Set(foreign)].join(', ')}]`);
}

function assertNoKeyInFilter(schema: KeySchema, filter: Condition | undefined): void {
  if (filter === undefined) return;
  const heads = new Set(pathsOf(filter).map(headOf));
  const key = keyAttributesOf(schema).find(({ name }) => heads.has(name));
  if (key !== undefined)
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`);
}

/** All document paths of a condition, by a walk over its whole tree. */
function pathsOf(node: unknown): readonly Path[] {
  if (Array.isArray(node)) return node.flatMap(pathsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => (name === 'path' ? [child] : pathsOf(child)));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html#DDB-Query-request-ExclusiveStartKey */
function cursorOf(table: Table, index: Index | undefined, range: KeyRange | undefined, input: any): Cursor | undefined {
  if (input === undefined) return undefined;
  const item = itemFromInput(input);
  const expected = new Map<string, KeyAttribute>();
  for (const attribute of [...keyAttributesOf(table.key), ...(index === undefined ? [] : keyAttributesOf(index.key))])
    expected.set(attribute.name, attribute);
  const fits = [...expected.values()].every(({ name, type }) => {
    const value = item[name];
    return value !== undefined && typeOf(value) === type;
  });
  if (!fits || Object.keys(item).length !== expected.size)
    throw invalid('The provided starting key is invalid: The provided key element does not match the schema');
  const key = encodedKey(table.key, item);
  const place = index === undefined ? undefined : encodedKey(index.key, item);
  const { pk, sk } = place ?? key;
  if (range !== undefined && (pk !== range.hash || !isWithin(range, sk)))
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  return { ...key, place };
}

function encodedKey({ hash, range }: KeySchema, item: Item): { pk: string; sk: string } {
  const encoded = (attribute: KeyAttribute | undefined): string => {
    const value = attribute === undefined ? undefined : item[attribute.name];
    return value === undefined ? '' : encodeKeyValue(value);
  };
  return { pk: encoded(hash), sk: encoded(range) };
}

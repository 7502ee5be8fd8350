import { Buffer } from 'node:buffer';
import { SchemaMismatch } from './failures.ts';
import { sortableNumber } from './numbers.ts';
import { keyAttributesOf } from './table.ts';
import type { Index, Key, KeyAttribute, KeySchema, Table } from './table.ts';
import type { Item, Value } from './values.ts';
import { itemFromInput, typeOf } from './values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const LONGEST_HASH = 2048;
const LONGEST_RANGE = 1024;

/**
 * Key values as texts whose UTF-8 bytes sort as DynamoDB sorts the values: strings as they are, numbers by magnitude,
 * binary as hexadecimal. SQLite compares TEXT columns by bytes.
 */
export function encodeKeyValue(value: Value): string {
  if ('S' in value) return value.S;
  if ('N' in value) return sortableNumber(value.N);
  if ('B' in value) return Buffer.from(value.B, 'base64').toString('hex');
  throw new Error(`a value of type ${typeOf(value)} is no key`);
}

/** The key of a whole item that is to be written. */
export function keyOfItem(table: Table, item: Item): Key {
  for (const attribute of keyAttributesOf(table.key)) {
    const value = item[attribute.name];
    if (value === undefined) throw mismatchedValues(`Missing the key ${attribute.name} in the item`);
    if (typeOf(value) !== attribute.type)
      throw mismatchedValues(
        `Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`,
      );
  }
  return checkedKey(table.key, item);
}

/** The key given as `Key` of a request: exactly the key attributes. */
export function keyOfInput(table: Table, input: any): { key: Key; attributes: Item } {
  const attributes = itemFromInput(input ?? {});
  const expected = keyAttributesOf(table.key);
  const fits = expected.every(({ name, type }) => {
    const value = attributes[name];
    return value !== undefined && typeOf(value) === type;
  });
  if (!fits || Object.keys(attributes).length !== expected.length)
    throw new SchemaMismatch('The provided key element does not match the schema');
  return { key: checkedKey(table.key, attributes), attributes };
}

function checkedKey({ hash, range }: KeySchema, item: Item): Key {
  return {
    pk: checkedPart(hash, item, LONGEST_HASH, 'Size of hashkey has exceeded the maximum size limit of2048 bytes'),
    sk:
      range === undefined
        ? ''
        : checkedPart(
            range,
            item,
            LONGEST_RANGE,
            'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
          ),
  };
}

function checkedPart(attribute: KeyAttribute, item: Item, longest: number, tooLong: string): string {
  const value = item[attribute.name];
  if (value === undefined) throw new Error(`the key ${attribute.name} was not checked`);
  const size = byteLengthOf(value);
  if (size === 0)
    throw new SchemaMismatch(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${'S' in value ? 'string' : 'binary'} value. Key: ${attribute.name}`,
    );
  if (size > longest) throw mismatchedValues(tooLong);
  return encodeKeyValue(value);
}

/** Of strings and binaries; numbers are never empty nor too long. */
function byteLengthOf(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  return 'B' in value ? Buffer.byteLength(value.B, 'base64') : 1;
}

/** Index keys must have their type where they are present at all, and must not be empty. */
export function assertIndexKeys(table: Table, item: Item): void {
  for (const index of table.indexes) {
    for (const attribute of keyAttributesOf(index.key)) {
      const value = item[attribute.name];
      if (value !== undefined) assertIndexKey(index, attribute, value);
    }
  }
}

function assertIndexKey(index: Index, { name, type }: KeyAttribute, value: Value): void {
  if (typeOf(value) !== type)
    throw mismatchedValues(
      `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
    );
  const isHash = index.key.hash.name === name;
  const size = byteLengthOf(value);
  if (size === 0)
    throw new SchemaMismatch(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${'S' in value ? 'string' : 'binary'} value. IndexName: ${index.name}, IndexKey: ${name}`,
    );
  if (size > (isHash ? LONGEST_HASH : LONGEST_RANGE))
    throw mismatchedValues(
      isHash
        ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes'
        : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
}

/** Where the item stands in the index, or undefined: an item without all of the index's keys is not in it. */
export function placeInIndex(index: Index, item: Item): Key | undefined {
  const hash = item[index.key.hash.name];
  if (hash === undefined) return undefined;
  if (index.key.range === undefined) return { pk: encodeKeyValue(hash), sk: '' };
  const range = item[index.key.range.name];
  return range === undefined ? undefined : { pk: encodeKeyValue(hash), sk: encodeKeyValue(range) };
}

export function keyAttributesFrom(schema: KeySchema, item: Item): Item {
  const key: Item = {};
  for (const { name } of keyAttributesOf(schema)) {
    const value = item[name];
    if (value !== undefined) key[name] = value;
  }
  return key;
}

function mismatchedValues(detail: string): SchemaMismatch {
  return new SchemaMismatch(`One or more parameter values were invalid: ${detail}`);
}

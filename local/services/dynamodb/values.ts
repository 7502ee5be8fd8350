import { Buffer } from 'node:buffer';
import { UnsupportedError } from '../../kernel/errors.ts';
import { invalid, invalidValues, malformed } from './failures.ts';
import { normalizeNumber, sizeOfNumber } from './numbers.ts';

/**
 * An attribute value as it is kept and as Lambda's stream records show it: binary in base64, numbers normalized. The SDK's
 * own shape differs in binaries only (`Uint8Array`).
 */
export type Value =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: Value[] }
  | { M: Item };
export type Item = { [name: string]: Value };
export type TypeName = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
const DEEPEST = 32;

export function typeOf(value: Value): TypeName {
  if ('S' in value) return 'S';
  if ('N' in value) return 'N';
  if ('M' in value) return 'M';
  if ('L' in value) return 'L';
  if ('BOOL' in value) return 'BOOL';
  if ('NULL' in value) return 'NULL';
  if ('SS' in value) return 'SS';
  if ('NS' in value) return 'NS';
  if ('B' in value) return 'B';
  return 'BS';
}

export function itemFromInput(input: any, depth = 1): Item {
  const item: Item = {};
  for (const name in input) {
    assertOrdinaryName(name);
    if (input[name] !== undefined) item[name] = valueFromInput(input[name], depth);
  }
  return item;
}

/** AWS would take it, JavaScript objects do not. */
export function assertOrdinaryName(name: string): void {
  if (name === '__proto__') throw new UnsupportedError('an attribute named __proto__');
}

/** Checks, normalizes and copies a value given in the SDK's shape. */
export function valueFromInput(input: any, depth = 1): Value {
  const type = onlyMemberOf(input);
  const given = input[type];
  switch (type) {
    case 'S':
      return { S: textFrom(given) };
    case 'N':
      return { N: normalizeNumber(textFrom(given)) };
    case 'BOOL':
      return { BOOL: given === true };
    case 'NULL':
      if (given !== true) throw invalidValues('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'M':
      assertDepth(depth);
      return { M: itemFromInput(given, depth + 1) };
    case 'L':
      assertDepth(depth);
      return { L: elementsOf(given).map((element) => valueFromInput(element, depth + 1)) };
    case 'SS':
      return { SS: setOf('string', elementsOf(given).map(textFrom)) };
    case 'NS':
      return {
        NS: setOf(
          'number',
          elementsOf(given).map((text) => normalizeNumber(textFrom(text))),
        ),
      };
    case 'B':
      return { B: base64From(given) };
    case 'BS':
      return { BS: setOf('binary', elementsOf(given).map(base64From)) };
    default:
      throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
}

function onlyMemberOf(input: any): string {
  let found = '';
  for (const member in input) {
    if (input[member] === undefined) continue;
    if (found !== '')
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    found = member;
  }
  return found;
}

function assertDepth(depth: number): void {
  if (depth > DEEPEST) throw invalid('Nesting Levels have exceeded supported limits');
}

function elementsOf(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  if (given instanceof Set) return [...given];
  throw malformed(`${typeof given} value cannot be converted to a list`);
}

function textFrom(given: unknown): string {
  if (typeof given === 'string') return given;
  throw malformed(`${typeof given} value cannot be converted to String`);
}

function base64From(given: unknown): string {
  if (given instanceof Uint8Array)
    return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('base64');
  return textFrom(given);
}

function setOf(kind: string, elements: string[]): string[] {
  if (elements.length === 0) throw invalidValues(`An ${kind} set  may not be empty`);
  if (new Set(elements).size !== elements.length)
    throw invalidValues(`Input collection [${elements.join(', ')}] contains duplicates.`);
  return elements;
}

export function copyOfItem(item: Item): Item {
  const copy: Item = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copy[name] = copyOfValue(value);
  }
  return copy;
}

export function copyOfValue(value: Value): Value {
  if ('M' in value) return { M: copyOfItem(value.M) };
  if ('L' in value) return { L: value.L.map(copyOfValue) };
  if ('SS' in value) return { SS: [...value.SS] };
  if ('NS' in value) return { NS: [...value.NS] };
  if ('BS' in value) return { BS: [...value.BS] };
  return { ...value };
}

/** A kept item in the SDK's shape, for the caller to keep: it shares nothing with what is kept. */
export function outputOfStored({
  text,
  parsed,
}: {
  readonly text: string;
  readonly parsed: Item | undefined;
}): unknown {
  const item: Item = parsed === undefined ? JSON.parse(text) : copyOfItem(parsed);
  return mayHoldBinary(text) ? outputOf(item) : item;
}

function mayHoldBinary(text: string): boolean {
  return text.includes('"B":"') || text.includes('"BS":[');
}

export function outputOf(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, outputOfValue(value)]));
}

export function outputOfValue(value: Value): unknown {
  if ('B' in value) return { B: bytesOf(value.B) };
  if ('BS' in value) return { BS: value.BS.map(bytesOf) };
  if ('L' in value) return { L: value.L.map(outputOfValue) };
  if ('M' in value) return { M: outputOf(value.M) };
  return value;
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += Buffer.byteLength(name) + sizeOfValue(value);
  }
  return size;
}

const COLLECTION_OVERHEAD = 3;
const ELEMENT_OVERHEAD = 1;

export function sizeOfValue(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return sizeOfNumber(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('M' in value) return COLLECTION_OVERHEAD + sizeOfItem(value.M) + ELEMENT_OVERHEAD * Object.keys(value.M).length;
  if ('L' in value)
    return value.L.reduce((size, element) => size + sizeOfValue(element) + ELEMENT_OVERHEAD, COLLECTION_OVERHEAD);
  if ('SS' in value) return value.SS.reduce((size, element) => size + Buffer.byteLength(element), 0);
  if ('NS' in value) return value.NS.reduce((size, element) => size + sizeOfNumber(element), 0);
  if ('BS' in value) return value.BS.reduce((size, element) => size + Buffer.byteLength(element, 'base64'), 0);
  return 1;
}

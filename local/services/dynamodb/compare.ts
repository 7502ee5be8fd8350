import { Buffer } from 'node:buffer';
import { compareNumbers } from './numbers.ts';
import type { Item, Value } from './values.ts';

/** The order of the texts' UTF-8 bytes, which differs from JavaScript's where surrogate pairs meet the end of the basic plane. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return byteOrder(a) - byteOrder(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above all others, so they sort last. */
function byteOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit <= 0xdfff ? unit + 0x2000 : unit - 0x800;
}

/** Undefined where the two have no order: other types, or types that know none. */
export function compareValues(left: Value, right: Value): number | undefined {
  if ('S' in left) return 'S' in right ? compareTexts(left.S, right.S) : undefined;
  if ('N' in left) return 'N' in right ? compareNumbers(left.N, right.N) : undefined;
  if ('B' in left && 'B' in right) return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  return undefined;
}

export function equalValues(left: Value, right: Value): boolean {
  if ('S' in left) return 'S' in right && left.S === right.S;
  if ('N' in left) return 'N' in right && left.N === right.N;
  if ('BOOL' in left) return 'BOOL' in right && left.BOOL === right.BOOL;
  if ('NULL' in left) return 'NULL' in right;
  if ('B' in left) return 'B' in right && left.B === right.B;
  if ('M' in left) return 'M' in right && equalItems(left.M, right.M);
  if ('L' in left) return 'L' in right && equalLists(left.L, right.L);
  if ('SS' in left) return 'SS' in right && equalSets(left.SS, right.SS);
  if ('NS' in left) return 'NS' in right && equalSets(left.NS, right.NS);
  return 'BS' in right && equalSets(left.BS, right.BS);
}

export function equalItems(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const a = left[name];
    const b = right[name];
    return a !== undefined && b !== undefined && equalValues(a, b);
  });
}

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((value, index) => {
    const other = right[index];
    return other !== undefined && equalValues(value, other);
  });
}

function equalSets(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const known = new Set(left);
  return right.every((element) => known.has(element));
}

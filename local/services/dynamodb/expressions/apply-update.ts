import { invalid } from '../failures.ts';
import { addNumbers, subtractNumbers } from '../numbers.ts';
import type { Item, Value } from '../values.ts';
import type { Values } from './evaluate.ts';
import type { Path } from './path.ts';
import { valueAt } from './path.ts';
import type { Update, UpdateOperand } from './update.ts';

const wrongType = (): Error => invalid('An operand in the update expression has an incorrect data type');
const wrongPath = (): Error => invalid('The document path provided in the update expression is invalid for update');

/**
 * Changes `draft`, which is the caller's own copy. All operands are read from `before`: no action sees what another one has
 * written, and list positions are those before the update.
 */
export function applyUpdate(update: Update, before: Item, draft: Item, values: Values): void {
  for (const { path, to } of update.sets) place(draft, path, resolve(to, before, values));
  for (const { path, value } of update.adds) place(draft, path, added(valueAt(before, path), given(values, value)));
  const removes = [...update.removes];
  for (const { path, value } of update.deletes) {
    const rest = without(valueAt(before, path), given(values, value));
    if (rest === undefined) removes.push(path);
    else place(draft, path, rest);
  }
  for (const path of removes.toSorted(deepestAndLastFirst)) remove(draft, path);
}

/** So that no removal moves the list elements that a later one names. */
function deepestAndLastFirst(one: Path, two: Path): number {
  if (one.length !== two.length) return two.length - one.length;
  const a = one.at(-1);
  const b = two.at(-1);
  return typeof a === 'number' && typeof b === 'number' ? b - a : 0;
}

function given(values: Values, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`the value ${name} was not checked`);
  return value;
}

function resolve(operand: UpdateOperand, before: Item, values: Values): Value {
  switch (operand.kind) {
    case 'value':
      return given(values, operand.name);
    case 'path': {
      const value = valueAt(before, operand.path);
      if (value === undefined)
        throw invalid('The provided expression refers to an attribute that does not exist in the item');
      return value;
    }
    case 'if_not_exists':
      return valueAt(before, operand.path) ?? resolve(operand.otherwise, before, values);
    default:
      return combine(operand.kind, resolve(operand.left, before, values), resolve(operand.right, before, values));
  }
}

function combine(kind: 'list_append' | '+' | '-', left: Value, right: Value): Value {
  if (kind === 'list_append') {
    if (!('L' in left) || !('L' in right)) throw wrongType();
    return { L: [...left.L, ...right.L] };
  }
  if (!('N' in left) || !('N' in right)) throw wrongType();
  return { N: kind === '+' ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N) };
}

function added(value: Value | undefined, more: Value): Value {
  if (value === undefined) return more;
  if ('N' in more && 'N' in value) return { N: addNumbers(value.N, more.N) };
  if ('SS' in more && 'SS' in value) return { SS: union(value.SS, more.SS) };
  if ('NS' in more && 'NS' in value) return { NS: union(value.NS, more.NS) };
  if ('BS' in more && 'BS' in value) return { BS: union(value.BS, more.BS) };
  throw wrongType();
}

/** The set without the elements; undefined when nothing is left, because there are no empty sets. */
function without(value: Value | undefined, elements: Value): Value | undefined {
  if (value === undefined) return undefined;
  if ('SS' in elements && 'SS' in value) return ofSome((SS) => ({ SS }), difference(value.SS, elements.SS));
  if ('NS' in elements && 'NS' in value) return ofSome((NS) => ({ NS }), difference(value.NS, elements.NS));
  if ('BS' in elements && 'BS' in value) return ofSome((BS) => ({ BS }), difference(value.BS, elements.BS));
  throw wrongType();
}

function union(one: readonly string[], two: readonly string[]): string[] {
  return [...new Set([...one, ...two])];
}

function difference(one: readonly string[], two: readonly string[]): string[] {
  const gone = new Set(two);
  return one.filter((element) => !gone.has(element));
}

function ofSome(make: (elements: string[]) => Value, elements: string[]): Value | undefined {
  return elements.length === 0 ? undefined : make(elements);
}

function place(draft: Item, path: Path, value: Value): void {
  const part = path.at(-1);
  const parent = parentOf(draft, path);
  if (parent === undefined) throw wrongPath();
  if (typeof part === 'number') {
    if (!('L' in parent)) throw wrongPath();
    // Beyond the end means at the end.
    parent.L[Math.min(part, parent.L.length)] = value;
  } else {
    if (!('M' in parent) || part === undefined) throw wrongPath();
    parent.M[part] = value;
  }
}

function remove(draft: Item, path: Path): void {
  const part = path.at(-1);
  const parent = parentOf(draft, path);
  if (parent === undefined) throw wrongPath();
  if (typeof part === 'number') {
    if (!('L' in parent)) throw wrongPath();
    parent.L.splice(part, 1);
  } else {
    if (!('M' in parent) || part === undefined) throw wrongPath();
    Reflect.deleteProperty(parent.M, part);
  }
}

function parentOf(draft: Item, path: Path): Value | undefined {
  return path.length === 1 ? { M: draft } : valueAt(draft, path.slice(0, -1));
}

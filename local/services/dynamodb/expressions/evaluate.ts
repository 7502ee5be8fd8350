import { Buffer } from 'node:buffer';
import { compareValues, equalValues } from '../compare.ts';
import type { Item, Value } from '../values.ts';
import { typeOf } from '../values.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { valueAt } from './path.ts';

/** The request's `ExpressionAttributeValues`, checked and normalized. */
export type Values = Readonly<Record<string, Value>>;

/** An item that does not exist is an empty one. */
export function holds(condition: Condition, item: Item, values: Values): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, values) && holds(condition.right, item, values);
    case 'or':
      return holds(condition.left, item, values) || holds(condition.right, item, values);
    case 'not':
      return !holds(condition.of, item, values);
    case 'exists':
      return (valueAt(item, condition.path) !== undefined) === condition.expected;
    case 'compare':
      return compares(
        condition.comparator,
        operandValue(condition.left, item, values),
        operandValue(condition.right, item, values),
      );
    case 'between': {
      const value = operandValue(condition.of, item, values);
      return (
        compares('>=', value, operandValue(condition.lower, item, values)) &&
        compares('<=', value, operandValue(condition.upper, item, values))
      );
    }
    case 'in': {
      const value = operandValue(condition.of, item, values);
      return condition.candidates.some((candidate) => compares('=', value, operandValue(candidate, item, values)));
    }
    default:
      return holdsFunction(
        condition.kind,
        operandValue(condition.of, item, values),
        operandValue(condition.argument, item, values),
      );
  }
}

export function operandValue(operand: Operand, item: Item, values: Values): Value | undefined {
  if (operand.kind === 'value') return values[operand.name];
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const value = operandValue(operand.of, item, values);
  const size = value === undefined ? undefined : sizeFunction(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** Values of different types are never equal and have no order; what is missing differs from everything. */
function compares(comparator: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return equalValues(left, right);
  if (comparator === '<>') return !equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function holdsFunction(
  name: 'attribute_type' | 'begins_with' | 'contains',
  value: Value | undefined,
  argument: Value | undefined,
): boolean {
  if (value === undefined || argument === undefined) return false;
  if (name === 'attribute_type') return 'S' in argument && typeOf(value) === argument.S;
  return name === 'begins_with' ? beginsWith(value, argument) : contains(value, argument);
}

function beginsWith(value: Value, prefix: Value): boolean {
  if ('S' in value) return 'S' in prefix && value.S.startsWith(prefix.S);
  if (!('B' in value) || !('B' in prefix)) return false;
  const bytes = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, bytes.length).equals(bytes);
}

function contains(value: Value, element: Value): boolean {
  if ('L' in value) return value.L.some((candidate) => equalValues(candidate, element));
  if ('S' in element)
    return ('S' in value && value.S.includes(element.S)) || ('SS' in value && value.SS.includes(element.S));
  if ('N' in element) return 'NS' in value && value.NS.includes(element.N);
  if (!('B' in element)) return false;
  if ('BS' in value) return value.BS.includes(element.B);
  return 'B' in value && Buffer.from(value.B, 'base64').includes(Buffer.from(element.B, 'base64'));
}

function sizeFunction(value: Value): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  return 'BS' in value ? value.BS.length : undefined;
}

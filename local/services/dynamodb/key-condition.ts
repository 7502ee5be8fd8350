import { compareTexts } from './compare.ts';
import type { Condition, Operand } from './expressions/condition.ts';
import type { Values } from './expressions/evaluate.ts';
import { operandValue } from './expressions/evaluate.ts';
import { invalid } from './failures.ts';
import type { Bound } from './item-store.ts';
import { encodeKeyValue } from './keys.ts';
import type { KeyAttribute, KeySchema } from './table.ts';
import { typeOf } from './values.ts';
import type { Value } from './values.ts';

export interface KeyRange {
  readonly hash: string;
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
}

type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;

const notSupported = (): Error => invalid('Query key condition not supported');

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html */
export function rangeOf(condition: Condition, schema: KeySchema, values: Values): KeyRange {
  const byName = new Map<string, Leaf>();
  for (const leaf of leavesOf(condition)) {
    const name = attributeOf(leaf);
    if (byName.has(name)) throw invalid('KeyConditionExpressions must only contain one condition per key');
    byName.set(name, leaf);
  }
  const hashLeaf = take(byName, schema.hash);
  if (hashLeaf === undefined) throw missed(schema.hash.name);
  const hash = equalTo(hashLeaf, schema.hash, values);
  const rangeLeaf = schema.range === undefined ? undefined : take(byName, schema.range);
  if (byName.size > 0) {
    if (schema.range === undefined || rangeLeaf !== undefined) throw notSupported();
    throw missed(schema.range.name);
  }
  if (rangeLeaf === undefined || schema.range === undefined) return { hash, lower: undefined, upper: undefined };
  return { hash, ...boundsOf(rangeLeaf, schema.range, values) };
}

function missed(name: string): Error {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function leavesOf(condition: Condition): readonly Leaf[] {
  switch (condition.kind) {
    case 'and':
      return [...leavesOf(condition.left), ...leavesOf(condition.right)];
    case 'or':
    case 'not':
      throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
    default:
      return [condition];
  }
}

function attributeOf(leaf: Leaf): string {
  const operand = leaf.kind === 'compare' ? leaf.left : leaf.kind === 'exists' ? undefined : leaf.of;
  if (leaf.kind === 'exists')
    throw invalid(
      `Invalid operator used in KeyConditionExpression: ${leaf.expected ? 'attribute_exists' : 'attribute_not_exists'}`,
    );
  if (leaf.kind === 'in' || leaf.kind === 'contains' || leaf.kind === 'attribute_type')
    throw invalid(`Invalid operator used in KeyConditionExpression: ${leaf.kind === 'in' ? 'IN' : leaf.kind}`);
  if (leaf.kind === 'compare' && leaf.comparator === '<>')
    throw invalid('Invalid operator used in KeyConditionExpression: <>');
  if (operand?.kind !== 'path')
    throw invalid('Invalid condition in KeyConditionExpression: no key attribute specified');
  if (operand.path.length !== 1)
    throw invalid(
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    );
  return String(operand.path[0]);
}

function take(byName: Map<string, Leaf>, attribute: KeyAttribute): Leaf | undefined {
  const leaf = byName.get(attribute.name);
  byName.delete(attribute.name);
  return leaf;
}

function equalTo(leaf: Leaf, attribute: KeyAttribute, values: Values): string {
  if (leaf.kind !== 'compare' || leaf.comparator !== '=') throw notSupported();
  return encoded(leaf.right, attribute, values);
}

function encoded(operand: Operand, attribute: KeyAttribute, values: Values): string {
  return encodeKeyValue(typed(operand, attribute, values));
}

function typed(operand: Operand, attribute: KeyAttribute, values: Values): Value {
  if (operand.kind !== 'value')
    throw invalid('Invalid condition in KeyConditionExpression: Multiple attributes specified');
  const value = operandValue(operand, {}, values);
  if (value === undefined || typeOf(value) !== attribute.type)
    throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
  if (('S' in value && value.S === '') || ('B' in value && value.B === ''))
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${'S' in value ? 'string' : 'binary'} value. Key: ${attribute.name}`,
    );
  return value;
}

function boundsOf(leaf: Leaf, attribute: KeyAttribute, values: Values): Omit<KeyRange, 'hash'> {
  if (leaf.kind === 'begins_with') return prefixBounds(leaf.argument, attribute, values);
  if (leaf.kind === 'between')
    return {
      lower: { value: encoded(leaf.lower, attribute, values), inclusive: true },
      upper: { value: encoded(leaf.upper, attribute, values), inclusive: true },
    };
  if (leaf.kind !== 'compare') throw notSupported();
  const value = encoded(leaf.right, attribute, values);
  const inclusive = leaf.comparator.endsWith('=');
  return {
    lower: leaf.comparator.startsWith('<') ? undefined : { value, inclusive },
    upper: leaf.comparator.startsWith('>') ? undefined : { value, inclusive },
  };
}

function prefixBounds(operand: Operand, attribute: KeyAttribute, values: Values): Omit<KeyRange, 'hash'> {
  if (attribute.type === 'N')
    throw invalid(
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    );
  const prefix = encoded(operand, attribute, values);
  const end = endOfPrefix(prefix);
  return {
    lower: { value: prefix, inclusive: true },
    upper: end === undefined ? undefined : { value: end, inclusive: false },
  };
}

/** The least text that sorts behind all texts with the prefix: its last character that has a successor, raised by one. */
function endOfPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() ?? 0;
    if (last < 0x10ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

export function isWithin({ lower, upper }: Omit<KeyRange, 'hash'>, value: string): boolean {
  if (lower !== undefined && compareTexts(value, lower.value) < (lower.inclusive ? 0 : 1)) return false;
  return upper === undefined || compareTexts(value, upper.value) <= (upper.inclusive ? 0 : -1);
}

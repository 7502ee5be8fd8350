import { compareValues } from '../compare.ts';
import type { TypeName, Value } from '../values.ts';
import { typeOf } from '../values.ts';
import type { Condition, Operand } from './condition.ts';
import type { Values } from './evaluate.ts';
import type { Update, UpdateOperand } from './update.ts';

const TYPES: ReadonlySet<string> = new Set<TypeName>(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']);
const LONG_NAMES: Readonly<Record<TypeName, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
};

const wrongOperand = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;

/** What DynamoDB refuses before it looks at any item: operands that are given in the request and can never fit. */
export function complaintOfCondition(condition: Condition, values: Values): string | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return complaintOfCondition(condition.left, values) ?? complaintOfCondition(condition.right, values);
    case 'not':
      return complaintOfCondition(condition.of, values);
    case 'exists':
      return undefined;
    case 'compare':
      return complaintOfSize(condition.left, values) ?? complaintOfSize(condition.right, values);
    case 'between':
      return complaintOfBounds(given(condition.lower, values), given(condition.upper, values));
    case 'in':
      return complaintOfSize(condition.of, values);
    case 'begins_with':
      return complaintOfPrefix(given(condition.of, values)) ?? complaintOfPrefix(given(condition.argument, values));
    case 'attribute_type':
      return complaintOfTypeName(given(condition.argument, values));
    case 'contains':
      return undefined;
  }
}

function given(operand: Operand, values: Values): Value | undefined {
  return operand.kind === 'value' ? values[operand.name] : undefined;
}

function complaintOfSize(operand: Operand, values: Values): string | undefined {
  if (operand.kind !== 'size') return undefined;
  const value = given(operand.of, values);
  if (operand.of.kind === 'size') return wrongOperand('size', 'N');
  if (value === undefined || !('N' in value || 'BOOL' in value || 'NULL' in value)) return undefined;
  return wrongOperand('size', typeOf(value));
}

function complaintOfPrefix(value: Value | undefined): string | undefined {
  if (value === undefined || 'S' in value || 'B' in value) return undefined;
  return wrongOperand('begins_with', typeOf(value));
}

function complaintOfTypeName(value: Value | undefined): string | undefined {
  if (value === undefined) return wrongOperand('attribute_type', '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
  if (!('S' in value)) return wrongOperand('attribute_type', typeOf(value));
  if (TYPES.has(value.S)) return undefined;
  return `Invalid attribute type name found; type: ${value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`;
}

function complaintOfBounds(lower: Value | undefined, upper: Value | undefined): string | undefined {
  if (lower === undefined || upper === undefined) return undefined;
  const bounds = `lower bound operand: AttributeValue: ${describe(lower)}, upper bound operand: AttributeValue: ${describe(upper)}`;
  if (typeOf(lower) !== typeOf(upper))
    return `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`;
  if ((compareValues(lower, upper) ?? 0) <= 0) return undefined;
  return `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`;
}

function describe(value: Value): string {
  return `{${Object.entries(value)
    .map(([type, content]) => `${type}:${String(content)}`)
    .join('')}}`;
}

export function complaintOfUpdate(update: Update, values: Values): string | undefined {
  const operand = (operator: string, name: string, fits: (type: TypeName) => boolean): string | undefined => {
    const value = values[name];
    if (value === undefined || fits(typeOf(value))) return undefined;
    return `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${LONG_NAMES[typeOf(value)]}`;
  };
  const complaints = [
    ...update.sets.map(({ to }) => complaintOfOperand(to, values)),
    ...update.adds.map(({ value }) => operand('ADD', value, (type) => type === 'N' || isSet(type))),
    ...update.deletes.map(({ value }) => operand('DELETE', value, isSet)),
  ];
  return complaints.find((complaint) => complaint !== undefined);
}

function isSet(type: TypeName): boolean {
  return type === 'SS' || type === 'NS' || type === 'BS';
}

function complaintOfOperand(operand: UpdateOperand, values: Values): string | undefined {
  if (operand.kind === 'value' || operand.kind === 'path') return undefined;
  if (operand.kind === 'if_not_exists') return complaintOfOperand(operand.otherwise, values);
  const wanted: TypeName = operand.kind === 'list_append' ? 'L' : 'N';
  for (const side of [operand.left, operand.right]) {
    const value = side.kind === 'value' ? values[side.name] : undefined;
    if (value !== undefined && typeOf(value) !== wanted) return wrongOperand(operand.kind, typeOf(value));
    const inner = complaintOfOperand(side, values);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

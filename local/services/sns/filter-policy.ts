import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import { compilePattern } from '../eventbridge/pattern.ts';
import { invalidParameter } from './errors.ts';
import type { MessageAttributes } from './message.ts';

/** What a filter sees of a message. */
export interface Filterable {
  readonly body: string;
  readonly attributes: MessageAttributes;
}
export type Filter = (message: Filterable) => boolean;

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_BYTES = 262_144;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Extent {
  readonly keys: number;
  readonly combinations: number;
}

/** Values multiply; in a nested policy each also by its depth. */
function extentOf(policy: Record<string, unknown>, depth: number): Extent {
  let keys = 0;
  let combinations = 1;
  for (const [name, value] of Object.entries(policy)) {
    if (name === '$or' && Array.isArray(value)) {
      const inner = value.filter(isObject).map((alternative) => extentOf(alternative, depth));
      keys += inner.reduce((sum, extent) => sum + extent.keys, 0);
      combinations *= inner.reduce((sum, extent) => sum + extent.combinations, 0);
    } else if (isObject(value)) {
      const inner = extentOf(value, depth + 1);
      keys += inner.keys;
      combinations *= inner.combinations;
    } else if (Array.isArray(value)) {
      keys += 1;
      combinations *= value.length * depth;
    }
  }
  return { keys, combinations };
}

function checkExtent(policy: Record<string, unknown>): void {
  const { keys, combinations } = extentOf(policy, 1);
  if (Buffer.byteLength(JSON.stringify(policy)) > MAX_BYTES)
    throw invalidParameter('FilterPolicy: Filter policy is too large');
  if (keys > MAX_KEYS) throw invalidParameter(`FilterPolicy: Filter policy can not have more than ${MAX_KEYS} keys`);
  if (combinations > MAX_COMBINATIONS) {
    throw invalidParameter('FilterPolicy: Filter policy is too complex');
  }
}

/** Attributes are flat, and so is a policy about them. */
function checkFlat(policy: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(policy)) {
    if (name === '$or' && Array.isArray(value)) value.filter(isObject).forEach(checkFlat);
    else if (isObject(value)) {
      throw invalidParameter('Filter policy scope MessageAttributes does not support nested filter policy');
    }
  }
}

/** Attributes as the fields of an event. Binary ones cannot be filtered on: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function fieldsOf(attributes: MessageAttributes): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue = '' }] of Object.entries(attributes)) {
    if (DataType.startsWith('Number')) fields[name] = Number(StringValue);
    else if (DataType === 'String.Array') fields[name] = JSON.parse(StringValue);
    else if (DataType.startsWith('String')) fields[name] = StringValue;
  }
  return fields;
}

function parseBody(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function compile(policy: unknown): (fields: unknown) => boolean {
  try {
    return compilePattern(policy);
  } catch (error) {
    if (error instanceof AwsError) throw invalidParameter(`FilterPolicy: ${error.message.replace(/^.*Reason: /, '')}`);
    throw error;
  }
}

/**
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html. The operators are those of event patterns; what differs is
 * what they look at (attributes, or the body) and how much a policy may hold.
 */
export function compileFilter(given: unknown, scope: unknown = 'MessageAttributes'): Filter | undefined {
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody') {
    throw new UnsupportedError(`FilterPolicyScope ${JSON.stringify(scope)}`);
  }
  const policy: unknown = typeof given === 'string' && given !== '' ? JSON.parse(given) : given;
  if (policy === undefined || policy === '') return undefined;
  if (!isObject(policy)) throw invalidParameter('FilterPolicy: Filter policy must be an object');
  if (Object.keys(policy).length === 0) return undefined;
  checkExtent(policy);
  if (scope === 'MessageAttributes') checkFlat(policy);
  const matches = compile(policy);
  if (scope === 'MessageAttributes') return ({ attributes }) => matches(fieldsOf(attributes));
  // A body that is no JSON object is not delivered under such a policy.
  return ({ body }) => {
    const fields = parseBody(body);
    return fields !== undefined && matches(fields);
  };
}

import { UnsupportedError } from '../../kernel/errors.ts';
import { valuesOfKey } from './condition-keys.ts';
import { compileArnPattern, compileWildcard } from './wildcard.ts';

/** Values of the request by condition key in lower case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;
export type Condition = (context: RequestContext) => boolean;

type Test = (value: string) => boolean;
interface Operator {
  /** One test for a value of the policy; values of one key are alternatives. */
  readonly compile: (expected: string) => Test;
  /** `…Not…`: true when no value matches, and when the key is missing. */
  readonly negated?: true;
}

const equals =
  (expected: string): Test =>
  (value) =>
    value === expected;
const equalsIgnoreCase = (expected: string): Test => {
  const lower = expected.toLowerCase();
  return (value) => value.toLowerCase() === lower;
};
const numeric =
  (compare: (value: number, limit: number) => boolean) =>
  (expected: string): Test => {
    const limit = Number(expected);
    if (!Number.isFinite(limit)) throw new UnsupportedError(`IAM condition value "${expected}" of a numeric operator`);
    return (value) => compare(Number(value), limit);
  };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compile: equals },
  StringNotEquals: { compile: equals, negated: true },
  StringEqualsIgnoreCase: { compile: equalsIgnoreCase },
  StringNotEqualsIgnoreCase: { compile: equalsIgnoreCase, negated: true },
  StringLike: { compile: (expected) => compileWildcard(expected) },
  StringNotLike: { compile: (expected) => compileWildcard(expected), negated: true },
  // ArnEquals and ArnLike behave identically (same page).
  ArnEquals: { compile: compileArnPattern },
  ArnLike: { compile: compileArnPattern },
  ArnNotEquals: { compile: compileArnPattern, negated: true },
  ArnNotLike: { compile: compileArnPattern, negated: true },
  Bool: { compile: equalsIgnoreCase },
  NumericEquals: { compile: numeric((value, limit) => value === limit) },
  NumericNotEquals: { compile: numeric((value, limit) => value === limit), negated: true },
  NumericLessThan: { compile: numeric((value, limit) => value < limit) },
  NumericLessThanEquals: { compile: numeric((value, limit) => value <= limit) },
  NumericGreaterThan: { compile: numeric((value, limit) => value > limit) },
  NumericGreaterThanEquals: { compile: numeric((value, limit) => value >= limit) },
};

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map((element: unknown) => {
    if (typeof element !== 'string' && typeof element !== 'boolean' && typeof element !== 'number') {
      throw new UnsupportedError(`IAM condition value ${JSON.stringify(element)}`);
    }
    const text = String(element);
    if (text.includes('${')) throw new UnsupportedError(`the policy variable in IAM condition value "${text}"`);
    return text;
  });

function compileNull(key: string, expected: readonly string[]): Condition {
  const [wanted] = expected;
  if (expected.length !== 1 || (wanted !== 'true' && wanted !== 'false')) {
    throw new UnsupportedError(`the IAM condition Null on ${key} with ${JSON.stringify(expected)}`);
  }
  const missing = wanted === 'true';
  return (context) => (context.get(key) === undefined) === missing;
}

/** `ForAllValues:` and `ForAnyValue:` are for keys with many values, and only for these. */
function compileKey(
  operator: Operator,
  key: string,
  expected: readonly string[],
  set: string | undefined,
  ifExists: boolean,
): Condition {
  const tests = expected.map((value) => operator.compile(value));
  const matches: Test = (value) => tests.some((test) => test(value));
  const holds: Test = operator.negated === true ? (value) => !matches(value) : matches;
  const whenMissing = ifExists || set === 'ForAllValues' || (set === undefined && operator.negated === true);
  return (context) => {
    const values = context.get(key);
    if (values === undefined || values.length === 0) return whenMissing;
    return set === 'ForAnyValue' ? values.some(holds) : values.every(holds);
  };
}

function checkKey(key: string, set: string | undefined): void {
  const values = valuesOfKey(key.toLowerCase());
  if (values === undefined) throw new UnsupportedError(`the IAM condition key ${key}`);
  if (values === 'many' && set === undefined) {
    throw new UnsupportedError(`the IAM condition key ${key} (it has many values) without ForAllValues or ForAnyValue`);
  }
  if (values === 'one' && set !== undefined) {
    throw new UnsupportedError(`${set} on the IAM condition key ${key}, which has one value,`);
  }
}

const NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** The keys that a condition looks at, in lower case. */
export function keysOfCondition(block: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly string[] {
  return Object.values(block).flatMap((entries) => Object.keys(entries).map((key) => key.toLowerCase()));
}

/** All operators and all keys must hold. Throws {@link UnsupportedError} on what it does not understand. */
export function compileCondition(block: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Condition {
  const conditions: Condition[] = [];
  for (const [name, entries] of Object.entries(block)) {
    const [, set, base = '', ifExists] = NAME.exec(name) ?? [];
    const operator = OPERATORS[base];
    if (operator === undefined && (base !== 'Null' || set !== undefined || ifExists !== undefined)) {
      throw new UnsupportedError(`the IAM condition operator ${name}`);
    }
    for (const [rawKey, value] of Object.entries(entries)) {
      const key = rawKey.toLowerCase();
      const expected = listOf(value);
      if (operator === undefined) {
        if (valuesOfKey(key) === undefined) throw new UnsupportedError(`the IAM condition key ${rawKey}`);
        conditions.push(compileNull(key, expected));
      } else {
        checkKey(rawKey, set);
        conditions.push(compileKey(operator, key, expected, set, ifExists !== undefined));
      }
    }
  }
  return (context) => conditions.every((condition) => condition(context));
}

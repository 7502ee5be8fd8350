import { UnsupportedError } from '../../kernel/errors.ts';
import { compileCidr } from './cidr.ts';
import { invalidPattern } from './pattern-error.ts';
import { compileWildcard } from './wildcard.ts';

export type Scalar = string | number | boolean | null;
export type TestValue = (value: Scalar) => boolean;

/** What a field's list of alternatives says. */
export interface ValueMatcher {
  readonly test: TestValue;
  /** `{"exists": false}` is among the alternatives. */
  readonly whenAbsent: boolean;
}

const NUMERIC_BOUND = 5_000_000_000;

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isText = (value: unknown): value is string => typeof value === 'string';
const foldCase = (text: string): string => text.toLowerCase();
const onText =
  (test: (text: string) => boolean): TestValue =>
  (value) =>
    typeof value === 'string' && test(value);

function oneOperator(value: unknown): readonly [name: string, argument: unknown] {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw invalidPattern('Only one key allowed in match expression');
  return entry;
}

type TextTest = (text: string) => boolean;

/** Operators on text; prefix and suffix may ignore case. */
function compileText(name: string, argument: unknown): TextTest {
  if (isText(argument)) {
    if (name === 'prefix') return (text) => text.startsWith(argument);
    if (name === 'suffix') return (text) => text.endsWith(argument);
    if (name === 'wildcard') return compileWildcard(argument);
    if (name === 'equals-ignore-case') {
      const wanted = foldCase(argument);
      return (text) => foldCase(text) === wanted;
    }
  } else if (name === 'prefix' || name === 'suffix') {
    const [inner, wanted] = oneOperator(argument);
    if (inner === 'equals-ignore-case' && isText(wanted)) {
      const folded = foldCase(wanted);
      return name === 'prefix'
        ? (text) => foldCase(text).startsWith(folded)
        : (text) => foldCase(text).endsWith(folded);
    }
  }
  throw invalidPattern(`${name} match pattern must be a string`);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `["=", 5]`, `[">", 0]`, `[">", 0, "<=", 5]`: lower bound first. */
function compileNumeric(argument: unknown): TestValue {
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  if (parts.length !== 2 && parts.length !== 4) throw invalidPattern('Bad numeric range operator');
  const tests: ((value: number) => boolean)[] = [];
  const operators: string[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const operator = String(parts[index]);
    const bound = parts[index + 1];
    const compare = COMPARISONS[operator];
    if (compare === undefined) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
    if (typeof bound !== 'number' || Math.abs(bound) > NUMERIC_BOUND) {
      throw invalidPattern(`Value of ${operator} must be numeric and between -5.0e9 and 5.0e9`);
    }
    operators.push(operator);
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 2 && !/^>=? <=?$/.test(operators.join(' '))) throw invalidPattern('Bad numeric range operator');
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** Matches what is there and is something else; an absent field does not match. */
function compileAnythingBut(argument: unknown): TestValue {
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument)) {
    const [name, inner] = oneOperator(argument);
    if (!NEGATABLE.includes(name)) throw invalidPattern(`Unsupported anything-but pattern: ${name}`);
    const wanted: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
    if (wanted.length === 0 || !wanted.every(isText)) {
      throw invalidPattern(`anything-but ${name} must be a string or a list of strings`);
    }
    const tests = wanted.map((text) => compileText(name, text));
    return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
  }
  const refused: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const kinds = new Set(refused.map((value) => typeof value));
  if (refused.length === 0 || kinds.size !== 1 || !(kinds.has('string') || kinds.has('number'))) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const values = new Set(refused);
  return (value) => !values.has(value);
}

function compileOperator(name: string, argument: unknown): TestValue {
  switch (name) {
    case 'prefix':
    case 'suffix':
    case 'wildcard':
    case 'equals-ignore-case':
      return onText(compileText(name, argument));
    case 'anything-but':
      return compileAnythingBut(argument);
    case 'numeric':
      return compileNumeric(argument);
    case 'cidr':
      return compileCidr(argument);
    case 'exists':
      if (typeof argument !== 'boolean') throw invalidPattern('exists match pattern must be either true or false.');
      return () => argument;
    default:
      throw new UnsupportedError(`the operator ${name} of an event pattern`);
  }
}

/** The alternatives of one field: `["a", {"prefix": "b"}]`. */
export function compileValues(alternatives: readonly unknown[]): ValueMatcher {
  if (alternatives.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const exact = new Set<unknown>();
  const tests: TestValue[] = [];
  let whenAbsent = false;
  for (const alternative of alternatives) {
    if (isScalar(alternative)) exact.add(alternative);
    else {
      const [name, argument] = oneOperator(alternative);
      tests.push(compileOperator(name, argument));
      if (name === 'exists' && argument === false) whenAbsent = true;
    }
  }
  if (tests.length === 0) return { test: (value) => exact.has(value), whenAbsent };
  return { test: (value) => exact.has(value) || tests.some((test) => test(value)), whenAbsent };
}

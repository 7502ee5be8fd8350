import { invalidPattern } from './pattern-error.ts';
import { compileValues, isScalar } from './pattern-values.ts';
import type { TestValue } from './pattern-values.ts';

type Match = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How the values at a leaf answer; objects are no leaves, and an empty list is nothing. */
function testLeaf(value: unknown, test: TestValue): 'matched' | 'other' | 'absent' {
  if (isScalar(value)) return test(value) ? 'matched' : 'other';
  if (!Array.isArray(value)) return 'absent';
  let found: 'other' | 'absent' = 'absent';
  for (const element of value) {
    const answer = testLeaf(element, test);
    if (answer === 'matched') return answer;
    if (answer === 'other') found = answer;
  }
  return found;
}

function compileLeaf(alternatives: readonly unknown[]): Match {
  const { test, whenAbsent } = compileValues(alternatives);
  return (value) => {
    const answer = testLeaf(value, test);
    return answer === 'matched' || (answer === 'absent' && whenAbsent);
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
function compileOr(alternatives: unknown): Match {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw invalidPattern('$or must be a list of at least two patterns');
  }
  const matches = alternatives.map((alternative) => compileFields(alternative));
  return (value) => matches.some((match) => match(value));
}

function compileField(name: string, pattern: unknown): Match {
  if (Array.isArray(pattern)) {
    const match = compileLeaf(pattern);
    return (value) => match(isObject(value) ? value[name] : undefined);
  }
  if (!isObject(pattern)) throw invalidPattern(`"${name}" must be an object or an array`);
  const match = compileNode(pattern);
  return (value) => match(isObject(value) ? value[name] : undefined);
}

/** All fields together, on one object (or on what is none: then only absence can match). */
function compileFields(pattern: unknown): Match {
  if (!isObject(pattern)) throw invalidPattern('Filter is not an object');
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed');
  const matches = entries.map(([name, field]) => (name === '$or' ? compileOr(field) : compileField(name, field)));
  const [only] = matches;
  if (matches.length === 1 && only !== undefined) return only;
  return (value) => matches.every((match) => match(value));
}

/** Of a list of objects, one element must match all fields; fields of two elements do not add up. */
function compileNode(pattern: unknown): Match {
  const matchFields = compileFields(pattern);
  const match: Match = (value) => {
    if (!Array.isArray(value)) return matchFields(value);
    let nodes = 0;
    for (const element of value) {
      if (isScalar(element)) continue;
      nodes += 1;
      if (match(element)) return true;
    }
    return nodes === 0 && matchFields(undefined);
  };
  return match;
}

/**
 * An event pattern, compiled once: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * Throws InvalidEventPatternException for a pattern that EventBridge refuses, UnsupportedError for an operator not known here.
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  return compileNode(pattern);
}

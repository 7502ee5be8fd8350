import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from '../failures.ts';
import type { Value } from '../values.ts';
import { valueFromInput } from '../values.ts';
import { complaintOfCondition, complaintOfUpdate } from './check-operands.ts';
import type { Condition } from './condition.ts';
import { readCondition } from './condition.ts';
import type { Values } from './evaluate.ts';
import type { Path } from './path.ts';
import { readProjection } from './projection.ts';
import { createReader } from './reader.ts';
import type { Names, Reader } from './reader.ts';
import { readUpdate } from './update.ts';
import type { Update } from './update.ts';

/** All expressions of one request, with its values. */
export interface Expressions {
  readonly condition: Condition | undefined;
  readonly filter: Condition | undefined;
  readonly keyCondition: Condition | undefined;
  readonly projection: readonly Path[] | undefined;
  readonly update: Update | undefined;
  readonly values: Values;
}

interface Compiled<Expression> {
  readonly expression: Expression;
  readonly usedNames: ReadonlySet<string>;
  readonly usedValues: ReadonlySet<string>;
}

/** A program writes few texts; one that builds them endlessly must not fill the memory. */
const MOST_CACHED = 5_000;

function createCompiler<Expression>(
  read: (reader: Reader) => Expression,
): (parameter: string, text: string, names: Names, namesKey: string) => Compiled<Expression> {
  const cache = new Map<string, Compiled<Expression>>();
  return (parameter, text, names, namesKey) => {
    const key = `${parameter}\n${text}\n${namesKey}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const reader = createReader(parameter, text, names);
    const compiled = { expression: read(reader), usedNames: reader.usedNames, usedValues: reader.usedValues };
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(key, compiled);
    return compiled;
  };
}

const compileCondition = createCompiler(readCondition);
const compileProjection = createCompiler(readProjection);
const compileUpdate = createCompiler(readUpdate);

const NONE: Expressions = {
  condition: undefined,
  filter: undefined,
  keyCondition: undefined,
  projection: undefined,
  update: undefined,
  values: {},
};

export function expressionsOf(input: any): Expressions {
  const texts = [
    input.ConditionExpression,
    input.FilterExpression,
    input.KeyConditionExpression,
    input.ProjectionExpression,
    input.UpdateExpression,
  ];
  if (texts.every((text) => text === undefined)) {
    assertNoParameters(input);
    return NONE;
  }
  const names = namesOf(input.ExpressionAttributeNames);
  const namesKey = input.ExpressionAttributeNames === undefined ? '' : JSON.stringify(names);
  const values = valuesOf(input.ExpressionAttributeValues);
  const compiled: Compiled<unknown>[] = [];
  const compile = <Expression>(
    parameter: string,
    compiler: (parameter: string, text: string, names: Names, namesKey: string) => Compiled<Expression>,
    check: (expression: Expression, values: Values) => string | undefined,
  ): Expression | undefined => {
    const text: string | undefined = input[parameter];
    if (text === undefined) return undefined;
    const one = compiler(parameter, text, names, namesKey);
    compiled.push(one);
    assertDefined(parameter, one.usedValues, values);
    const complaint = check(one.expression, values);
    if (complaint !== undefined) throw invalid(`Invalid ${parameter}: ${complaint}`);
    return one.expression;
  };
  const expressions: Expressions = {
    condition: compile('ConditionExpression', compileCondition, complaintOfCondition),
    filter: compile('FilterExpression', compileCondition, complaintOfCondition),
    keyCondition: compile('KeyConditionExpression', compileCondition, complaintOfCondition),
    projection: compile('ProjectionExpression', compileProjection, () => undefined),
    update: compile('UpdateExpression', compileUpdate, complaintOfUpdate),
    values,
  };
  assertUsed('ExpressionAttributeNames', Object.keys(names), (name) => compiled.some((one) => one.usedNames.has(name)));
  assertUsed('ExpressionAttributeValues', Object.keys(values), (name) =>
    compiled.some((one) => one.usedValues.has(name)),
  );
  return expressions;
}

function assertNoParameters(input: any): void {
  for (const parameter of ['ExpressionAttributeNames', 'ExpressionAttributeValues']) {
    if (input[parameter] !== undefined) throw invalid(`${parameter} can only be specified when using expressions`);
  }
}

function namesOf(input: any): Names {
  if (input === undefined) return {};
  const entries = Object.entries(input);
  if (entries.length === 0) throw invalid('ExpressionAttributeNames must not be empty');
  for (const [key, name] of entries) {
    if (!/^#[A-Za-z0-9_]+$/.test(key))
      throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
    if (typeof name !== 'string' || name === '')
      throw invalid(`ExpressionAttributeNames contains invalid value: The attribute name is empty; key: ${key}`);
  }
  return input;
}

function valuesOf(input: any): Values {
  if (input === undefined) return {};
  const values: Record<string, Value> = {};
  for (const key in input) {
    if (!/^:[A-Za-z0-9_]+$/.test(key))
      throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
    values[key] = givenValue(key, input[key]);
  }
  if (Object.keys(values).length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  return values;
}

function givenValue(key: string, input: unknown): Value {
  try {
    return valueFromInput(input);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
  }
}

function assertDefined(parameter: string, used: ReadonlySet<string>, values: Values): void {
  for (const name of used) {
    if (values[name] === undefined)
      throw invalid(
        `Invalid ${parameter}: An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
  }
}

function assertUsed(parameter: string, given: readonly string[], isUsed: (name: string) => boolean): void {
  const unused = given.filter((name) => !isUsed(name));
  if (unused.length > 0)
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
}

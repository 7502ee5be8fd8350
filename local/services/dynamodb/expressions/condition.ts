import type { Path } from './path.ts';
import { describePath } from './path.ts';
import type { Reader } from './reader.ts';

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly of: Operand };
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path; readonly expected: boolean }
  | { readonly kind: 'attribute_type' | 'begins_with' | 'contains'; readonly of: Operand; readonly argument: Operand };

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
const OPERANDS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const MOST_CANDIDATES = 100;

export function readCondition(reader: Reader): Condition {
  const condition = readOr(reader);
  reader.expectEnd();
  return condition;
}

function readOr(reader: Reader): Condition {
  let left = readAnd(reader);
  while (reader.takesWord('OR')) left = { kind: 'or', left, right: readAnd(reader) };
  return left;
}

function readAnd(reader: Reader): Condition {
  let left = readNot(reader);
  while (reader.takesWord('AND')) left = { kind: 'and', left, right: readNot(reader) };
  return left;
}

function readNot(reader: Reader): Condition {
  return reader.takesWord('NOT') ? { kind: 'not', of: readPrimary(reader) } : readPrimary(reader);
}

function readPrimary(reader: Reader): Condition {
  if (reader.takes('(')) {
    const doubled = reader.peek().text === '(';
    const inner = readOr(reader);
    reader.expect(')');
    if (doubled && inner.kind !== 'and' && inner.kind !== 'or')
      throw reader.fail('The expression has redundant parentheses;');
    return inner;
  }
  return startsFunction(reader) && reader.peek().text !== 'size' ? readFunction(reader) : readComparison(reader);
}

function startsFunction(reader: Reader): boolean {
  return (
    reader.peek().kind === 'word' && reader.peek(1).text === '(' && !/^(?:in|and|or|not)$/i.test(reader.peek().text)
  );
}

function readComparison(reader: Reader): Condition {
  const left = readOperand(reader);
  if (reader.takesWord('BETWEEN')) {
    const lower = readOperand(reader);
    if (!reader.takesWord('AND')) throw reader.syntaxError(reader.peek());
    return { kind: 'between', of: left, lower, upper: readOperand(reader) };
  }
  if (reader.takesWord('IN')) return { kind: 'in', of: left, candidates: readCandidates(reader) };
  const comparator = comparatorOf(reader.peek().text);
  if (comparator === undefined) throw misuse(reader, left);
  reader.next();
  const right = readOperand(reader);
  assertDistinct(reader, comparator, left, right);
  return { kind: 'compare', comparator, left, right };
}

function misuse(reader: Reader, operand: Operand): Error {
  if (operand.kind === 'size')
    return reader.fail('The function is not allowed to be used this way in an expression; function: size');
  return reader.syntaxError(reader.peek());
}

function comparatorOf(text: string): Comparator | undefined {
  switch (text) {
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return text;
    default:
      return undefined;
  }
}

function readCandidates(reader: Reader): readonly Operand[] {
  reader.expect('(');
  const candidates = readOperands(reader);
  if (candidates.length > MOST_CANDIDATES)
    throw reader.fail(
      `Invalid number of arguments for operator or function: IN. Maximum: 100. Actual: ${String(candidates.length)}`,
    );
  return candidates;
}

/** Operands up to and with the closing parenthesis. */
function readOperands(reader: Reader): readonly Operand[] {
  const operands = [readOperand(reader)];
  while (reader.takes(',')) operands.push(readOperand(reader));
  reader.expect(')');
  return operands;
}

function readOperand(reader: Reader): Operand {
  if (reader.peek().kind === 'value') return { kind: 'value', name: reader.readValue() };
  if (!startsFunction(reader)) return { kind: 'path', path: reader.readPath() };
  const { name, operands } = readCall(reader);
  const [of] = operands;
  if (name !== 'size' || of === undefined)
    throw reader.fail(`The function is not allowed to be used this way in an expression; function: ${name}`);
  return { kind: 'size', of };
}

function readCall(reader: Reader): { name: string; operands: readonly Operand[] } {
  const name = reader.next().text;
  if (!Object.hasOwn(OPERANDS, name)) throw reader.fail(`Invalid function name; function: ${name}`);
  reader.expect('(');
  const operands = readOperands(reader);
  if (operands.length !== OPERANDS[name])
    throw reader.fail(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${String(operands.length)}`,
    );
  return { name, operands };
}

function readFunction(reader: Reader): Condition {
  const { name, operands } = readCall(reader);
  const [of, argument] = operands;
  if (of === undefined) throw reader.syntaxError(reader.peek());
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (of.kind !== 'path')
      throw reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
    return { kind: 'exists', path: of.path, expected: name === 'attribute_exists' };
  }
  if ((name !== 'attribute_type' && name !== 'begins_with' && name !== 'contains') || argument === undefined)
    throw reader.fail(`The function is not allowed to be used this way in an expression; function: ${name}`);
  assertDistinct(reader, name, of, argument);
  return { kind: name, of, argument };
}

function assertDistinct(reader: Reader, operator: string, left: Operand, right: Operand): void {
  if (left.kind !== 'path' || right.kind !== 'path' || describePath(left.path) !== describePath(right.path)) return;
  throw reader.fail(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${describePath(left.path)}`,
  );
}

import type { Path } from './path.ts';
import { complaintOfOverlap } from './path.ts';
import type { Reader } from './reader.ts';

export type UpdateOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: UpdateOperand }
  | { readonly kind: 'list_append' | '+' | '-'; readonly left: UpdateOperand; readonly right: UpdateOperand };
export interface Update {
  readonly sets: readonly { readonly path: Path; readonly to: UpdateOperand }[];
  readonly removes: readonly Path[];
  /** The name of the value for each path. */
  readonly adds: readonly { readonly path: Path; readonly value: string }[];
  readonly deletes: readonly { readonly path: Path; readonly value: string }[];
  /** All paths that the update touches. */
  readonly paths: readonly Path[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html */
export function readUpdate(reader: Reader): Update {
  const sets: { path: Path; to: UpdateOperand }[] = [];
  const removes: Path[] = [];
  const adds: { path: Path; value: string }[] = [];
  const deletes: { path: Path; value: string }[] = [];
  const seen = new Set<string>();
  const sections: Readonly<Record<string, () => void>> = {
    SET: () => sets.push(readSet(reader)),
    REMOVE: () => removes.push(reader.readPath()),
    ADD: () => adds.push({ path: reader.readPath(), value: reader.readValue() }),
    DELETE: () => deletes.push({ path: reader.readPath(), value: reader.readValue() }),
  };
  while (reader.peek().kind !== 'end') {
    const token = reader.next();
    const section = token.text.toUpperCase();
    const readAction = Object.hasOwn(sections, section) ? sections[section] : undefined;
    if (token.kind !== 'word' || readAction === undefined) throw reader.syntaxError(token);
    if (seen.has(section)) throw reader.fail(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do readAction();
    while (reader.takes(','));
  }
  const paths = [...sets.map(({ path }) => path), ...removes, ...[...adds, ...deletes].map(({ path }) => path)];
  const complaint = complaintOfOverlap(paths);
  if (complaint !== undefined) throw reader.fail(complaint);
  return { sets, removes, adds, deletes, paths };
}

function readSet(reader: Reader): { path: Path; to: UpdateOperand } {
  const path = reader.readPath();
  reader.expect('=');
  return { path, to: readSum(reader) };
}

function readSum(reader: Reader): UpdateOperand {
  const left = readUpdateOperand(reader);
  if (reader.takes('+')) return { kind: '+', left, right: readUpdateOperand(reader) };
  if (reader.takes('-')) return { kind: '-', left, right: readUpdateOperand(reader) };
  return left;
}

function readUpdateOperand(reader: Reader): UpdateOperand {
  if (reader.takes('(')) {
    const inner = readSum(reader);
    reader.expect(')');
    return inner;
  }
  const token = reader.peek();
  if (token.kind === 'value') return { kind: 'value', name: reader.readValue() };
  if (token.kind !== 'word' || reader.peek(1).text !== '(') return { kind: 'path', path: reader.readPath() };
  return readUpdateFunction(reader);
}

function readUpdateFunction(reader: Reader): UpdateOperand {
  const name = reader.next().text;
  if (name !== 'if_not_exists' && name !== 'list_append') throw reader.fail(`Invalid function name; function: ${name}`);
  reader.expect('(');
  const operands = [readUpdateOperand(reader)];
  while (reader.takes(',')) operands.push(readUpdateOperand(reader));
  reader.expect(')');
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length !== 2)
    throw reader.fail(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${String(operands.length)}`,
    );
  if (name === 'list_append') return { kind: name, left, right };
  if (left.kind !== 'path')
    throw reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
  return { kind: name, path: left.path, otherwise: right };
}

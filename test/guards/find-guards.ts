import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Edit, Guard } from './guard.ts';

/**
 * Write conditions, Retry, Catch, idempotency keys and derived ids are known by their syntax, so a new one is found without anybody thinking of it. A check in
 * code (has it been done already? was the claim won?) looks like any other `if`; it is marked by a comment above it that begins with this and says why.
 */
const MARK = /^\/\/ Guard: (.+)$/;

/** Says nothing, and names all that the true condition names, because DynamoDB refuses a name or value that is not used. */
const ALWAYS = ' OR attribute_exists(unguarded) OR attribute_not_exists(unguarded)';

/** Request fields and headers by which the other side knows a repetition, or a change in between. */
const KEYS = /^(?:client-?request-?token|idempotency-?key|if-?none-?match|if-?match|message-?deduplication-?id)$/i;

export function findGuards(root: string): readonly Guard[] {
  const code = filesBelow(root, 'lambdas', '.ts').filter((file) => !file.startsWith('lambdas/contracts/'));
  const machines = filesBelow(root, 'statemachines', '.asl.json');
  return [...code, ...machines].flatMap((file) => guardsIn(file, readFileSync(join(root, file), 'utf8')));
}

function filesBelow(root: string, folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

/** Those of one file, in their order. */
export function guardsIn(file: string, text: string): readonly Guard[] {
  const source = file.endsWith('.json')
    ? ts.parseJsonText(file, text)
    : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Guard[] = [];
  const marks = new Set([...text.matchAll(/^\s*(\/\/ Guard: .+)$/gm)].map(([, mark]) => mark ?? ''));
  const visit = (node: ts.Node, parents: readonly ts.Node[]): void => {
    const finding = readNode(node, parents, source, marks);
    for (const { kind, says, removal } of finding) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push({ kind, file, line, where: whereIs(parents, source), says: says.replaceAll(/\s+/g, ' '), removal });
    }
    ts.forEachChild(node, (child) => {
      visit(child, [...parents, node]);
    });
  };
  visit(source, []);
  const [unread] = marks;
  if (unread !== undefined)
    throw new Error(`${file}: "${unread}" does not stand above an if or a condition with a name`);
  return found;
}

type Finding = Pick<Guard, 'kind' | 'says' | 'removal'>;

function readNode(
  node: ts.Node,
  parents: readonly ts.Node[],
  source: ts.SourceFile,
  marks: Set<string>,
): readonly Finding[] {
  if (ts.isIfStatement(node)) return readCheck(node, source, marks);
  if (ts.isVariableStatement(node)) return readNamedCheck(node, source, marks);
  if (ts.isCallExpression(node)) return readDerivedId(node, source);
  if (!ts.isObjectLiteralElementLike(node) || node.name === undefined) return [];
  const name = nameText(node.name);
  if (name === 'ConditionExpression' && ts.isPropertyAssignment(node)) return [readCondition(node, source)];
  const isMachine = source.fileName.endsWith('.json');
  if (isMachine && (name === 'Retry' || name === 'Catch')) return readHandlers(name, node, source);
  const isNamed = name === 'name' && isArgumentOf('StartExecutionCommand', parents);
  if (!isMachine && (KEYS.test(name) || isNamed) && isWritten(node, parents))
    return [{ kind: 'key', says: node.getText(source), removal: without(node, parents, source) }];
  return [];
}

function nameText(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

function readCondition(node: ts.PropertyAssignment, source: ts.SourceFile): Finding {
  const { initializer } = node;
  const start = initializer.getStart(source);
  const condition = initializer.getText(source);
  const text = source.fileName.endsWith('.json')
    ? JSON.stringify(`(${String(JSON.parse(condition))})${ALWAYS}`)
    : '`(${' + condition + '})' + ALWAYS + '`';
  return { kind: 'condition', says: condition, removal: { start, end: initializer.end, text } };
}

/** An error that nothing throws. A handler of it does nothing, and the states that it leads to can still be reached, so the machine stays a valid one. */
const NEVER_THROWN = '["Guards.Removed"]';

/** Each retrier and catcher of a state by itself. */
function readHandlers(
  name: 'Retry' | 'Catch',
  node: ts.ObjectLiteralElementLike,
  source: ts.SourceFile,
): readonly Finding[] {
  if (!ts.isPropertyAssignment(node) || !ts.isArrayLiteralExpression(node.initializer)) return [];
  const kind = name === 'Retry' ? 'retry' : 'catch';
  return node.initializer.elements.flatMap((element) => {
    const errors = ts.isObjectLiteralExpression(element)
      ? element.properties.find((each) => each.name !== undefined && nameText(each.name) === 'ErrorEquals')
      : undefined;
    if (errors === undefined || !ts.isPropertyAssignment(errors)) return [];
    const { initializer } = errors;
    const removal = { start: initializer.getStart(source), end: initializer.end, text: NEVER_THROWN };
    return [{ kind, says: element.getText(source), removal }];
  });
}

/** An id that follows from what it stands for is the same when it is made again. */
function readDerivedId(node: ts.CallExpression, source: ts.SourceFile): readonly Finding[] {
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'deriveId') return [];
  const end = node.end - 1;
  return [{ kind: 'id', says: node.getText(source), removal: { start: end, end, text: ', Math.random()' } }];
}

function readCheck(node: ts.IfStatement, source: ts.SourceFile, marks: Set<string>): readonly Finding[] {
  const mark = markAbove(node, source);
  const { expression } = node;
  if (mark === undefined && !answersUnchanged(node.thenStatement)) return [];
  return [readBoolean(expression, mark, source, marks)];
}

/** The answer to a check that has a name of its own. */
function readNamedCheck(node: ts.VariableStatement, source: ts.SourceFile, marks: Set<string>): readonly Finding[] {
  const mark = markAbove(node, source);
  const initializer = node.declarationList.declarations[0]?.initializer;
  const isBoolean = initializer !== undefined && ts.isBinaryExpression(initializer);
  return mark === undefined || !isBoolean ? [] : [readBoolean(initializer, mark, source, marks)];
}

function markAbove(node: ts.Statement, source: ts.SourceFile): string | undefined {
  const text = source.getFullText();
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  return comments.map(({ pos, end }) => text.slice(pos, end)).find((comment) => MARK.test(comment));
}

function readBoolean(
  expression: ts.Expression,
  mark: string | undefined,
  source: ts.SourceFile,
  marks: Set<string>,
): Finding {
  marks.delete(mark ?? '');
  const start = expression.getStart(source);
  const says = expression.getText(source);
  const removal = { start, end: expression.end, text: `false && (${says})` };
  return { kind: 'check', says: MARK.exec(mark ?? '')?.[1] ?? says, removal };
}

/** Somebody asks for what is so already: `{ outcome: 'unchanged' }`. */
function answersUnchanged(statement: ts.Statement): boolean {
  const returned = ts.isBlock(statement) ? statement.statements.find(ts.isReturnStatement) : statement;
  if (returned === undefined || !ts.isReturnStatement(returned) || returned.expression === undefined) return false;
  if (!ts.isObjectLiteralExpression(returned.expression)) return false;
  return returned.expression.properties.some(
    (property) =>
      ts.isPropertyAssignment(property) &&
      nameText(property.name) === 'outcome' &&
      ts.isStringLiteral(property.initializer) &&
      property.initializer.text === 'unchanged',
  );
}

function isArgumentOf(command: string, parents: readonly ts.Node[]): boolean {
  const made = parents.at(-2);
  return (
    made !== undefined &&
    ts.isNewExpression(made) &&
    ts.isIdentifier(made.expression) &&
    made.expression.text === command
  );
}

/** In an object that is written, as a header or a field of a request. What we call a key among ourselves is data. */
function isWritten(node: ts.ObjectLiteralElementLike, parents: readonly ts.Node[]): boolean {
  const holder = parents.at(-1);
  const isProperty = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
  return (
    isProperty &&
    holder !== undefined &&
    ts.isObjectLiteralExpression(holder) &&
    nameText(node.name) !== 'idempotencyKey'
  );
}

function without(node: ts.ObjectLiteralElementLike, parents: readonly ts.Node[], source: ts.SourceFile): Edit {
  const holder = parents.at(-1);
  if (holder === undefined || !ts.isObjectLiteralExpression(holder)) throw new Error('a property outside of an object');
  return outOfList(node, holder.properties, source);
}

/** Takes an element out of a list with the comma that it no longer needs. */
function outOfList(node: ts.Node, list: ts.NodeArray<ts.Node>, source: ts.SourceFile): Edit {
  const position = list.indexOf(node);
  const next = list[position + 1];
  const before = list[position - 1];
  if (next !== undefined) return { start: node.getStart(source), end: next.getStart(source), text: '' };
  return { start: before === undefined ? node.getStart(source) : before.end, end: node.end, text: '' };
}

/** The state of a machine, or the innermost function or constant with a name. */
function whereIs(parents: readonly ts.Node[], source: ts.SourceFile): string {
  if (source.fileName.endsWith('.json')) {
    const states = parents.findLastIndex((node) => ts.isPropertyAssignment(node) && nameText(node.name) === 'States');
    const state = parents[states + 2];
    return state !== undefined && ts.isPropertyAssignment(state) ? nameText(state.name) : '';
  }
  const names = parents.flatMap((node) => {
    if (ts.isFunctionDeclaration(node)) return [node.name?.text ?? ''];
    const isHolder =
      (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && node.initializer !== undefined;
    if (!isHolder || !ts.isArrowFunction(node.initializer)) return [];
    return [node.name.getText(source)];
  });
  return names.at(-1) ?? '(file)';
}

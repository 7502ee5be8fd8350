import ts from 'typescript';
import { nameText, replaced } from './syntax.ts';
import type { Finding, Place } from './syntax.ts';

/** A check (has it been done already? was the claim won?) looks like any other `if`; it is marked by a comment above it that begins with this and says why. */
const MARK = /^\/\/ Guard: (.+)$/;
const ANSWER = /^(?:is|has|may|can)[A-Z]/;

/** Answers to what is so already, by their syntax, and what is marked. Taken away, an answer is always no, a filter lets all through, and an id is another one each time. */
export function checkFinder(file: ts.SourceFile): {
  readonly read: (place: Place) => readonly Finding[];
  /** Marks that stand above nothing that can be taken away. */
  readonly unread: () => readonly string[];
} {
  const marks = new Set([...file.text.matchAll(/^\s*(\/\/ Guard: .+)$/gm)].map(([, mark]) => mark ?? ''));
  const read = ({ node, source }: Place): readonly Finding[] => {
    const mark = markAbove(node, source);
    const expression = guarded(node, mark !== undefined, source);
    if (expression === undefined) return [];
    if (mark === undefined) return [no(expression, source)];
    marks.delete(mark);
    const says = MARK.exec(mark)?.[1] ?? '';
    if (ts.isCallExpression(node)) return [{ ...replaced('check', expression, source, '() => true'), says }];
    if (ts.isIfStatement(node) || isAnswer(node, source)) return [{ ...no(expression, source), says }];
    return [{ ...replaced('id', expression, source, `(${expression.getText(source)} + String(Math.random()))`), says }];
  };
  return { read, unread: () => [...marks] };
}

function no(expression: ts.Expression, source: ts.SourceFile): Finding {
  return replaced('check', expression, source, `false && (${expression.getText(source)})`);
}

/** What is taken away of a statement, or of a `.filter(…)` in a chain. */
function guarded(node: ts.Node, isMarked: boolean, source: ts.SourceFile): ts.Expression | undefined {
  if (ts.isIfStatement(node)) return isMarked || answersUnchanged(node.thenStatement) ? node.expression : undefined;
  if (!isMarked) return undefined;
  const value = ts.isVariableStatement(node)
    ? node.declarationList.declarations[0]?.initializer
    : ts.isReturnStatement(node)
      ? node.expression
      : undefined;
  if (value !== undefined) return isComputed(value) ? value : undefined;
  const isFilter = ts.isCallExpression(node) && nameOfCalled(node, source) === 'filter';
  return isFilter ? node.arguments[0] : undefined;
}

function isComputed(value: ts.Expression): boolean {
  return (
    ts.isBinaryExpression(value) ||
    ts.isPrefixUnaryExpression(value) ||
    ts.isCallExpression(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isTemplateExpression(value)
  );
}

function nameOfCalled({ expression }: ts.CallExpression, source: ts.SourceFile): string | undefined {
  return ts.isPropertyAccessExpression(expression) ? expression.name.getText(source) : undefined;
}

/** Whether a variable holds a yes or no, by its name. */
function isAnswer(node: ts.Node, source: ts.SourceFile): boolean {
  const name = ts.isVariableStatement(node) ? node.declarationList.declarations[0]?.name.getText(source) : undefined;
  return name !== undefined && ANSWER.test(name);
}

function markAbove(node: ts.Node, source: ts.SourceFile): string | undefined {
  const start =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
      ? node.expression.expression.end
      : node.getFullStart();
  const isStatement = ts.isStatement(node) || ts.isCallExpression(node);
  const comments = isStatement ? (ts.getLeadingCommentRanges(source.text, start) ?? []) : [];
  return comments.map(({ pos, end }) => source.text.slice(pos, end)).find((comment) => MARK.test(comment));
}

/** Somebody asks for what is so already: `{ outcome: 'unchanged' }`, or `{ unchanged: true }`. */
function answersUnchanged(statement: ts.Statement): boolean {
  const returned = ts.isBlock(statement) ? statement.statements.find(ts.isReturnStatement) : statement;
  if (returned === undefined || !ts.isReturnStatement(returned) || returned.expression === undefined) return false;
  if (!ts.isObjectLiteralExpression(returned.expression)) return false;
  return returned.expression.properties.some((property) => {
    if (!ts.isPropertyAssignment(property)) return false;
    const name = nameText(property.name);
    const { initializer } = property;
    const isOutcome = name === 'outcome' && ts.isStringLiteral(initializer) && initializer.text === 'unchanged';
    return isOutcome || (name === 'unchanged' && initializer.kind === ts.SyntaxKind.TrueKeyword);
  });
}

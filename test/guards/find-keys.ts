import ts from 'typescript';
import { nameText, without } from './syntax.ts';
import type { Finding, Place } from './syntax.ts';

/** Request fields and headers by which the other side knows a repetition, or a change in between. */
const KEYS =
  /^(?:client-?request-?token|client-?token|idempotency-?key|if-?none-?match|if-?match|message-?deduplication-?id)$/i;

/** Keys that the other side knows, names of executions, and ids that follow from what they stand for. */
export function readKey(place: Place): readonly Finding[] {
  const { node, parents, source } = place;
  if (ts.isCallExpression(node)) return readDerivedId(node, source);
  const isWritten = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
  const holder = parents.at(-1);
  if (!isWritten || holder === undefined || !ts.isObjectLiteralExpression(holder)) return [];
  const name = nameText(node.name);
  // What we call a key among ourselves is data.
  const isKey = KEYS.test(name) && name !== 'idempotencyKey';
  const isExecution = name === 'name' && isArgumentOf('StartExecutionCommand', parents);
  return isKey || isExecution ? [{ kind: 'key', says: node.getText(source), removal: without(place) }] : [];
}

/** An id that follows from what it stands for is the same when it is made again. */
function readDerivedId(node: ts.CallExpression, source: ts.SourceFile): readonly Finding[] {
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'deriveId') return [];
  const end = node.end - 1;
  return [{ kind: 'id', says: node.getText(source), removal: { start: end, end, text: ', Math.random()' } }];
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

import ts from 'typescript';
import { isMachine, nameText, replaced } from './syntax.ts';
import type { Finding, Place } from './syntax.ts';

/** An error that nothing throws. A handler of it does nothing, and the states that it leads to can still be reached, so the machine stays a valid one. */
const NEVER_THROWN = 'Guards.Removed';

/** Errors by which AWS says that something is so already, is gone already, or was changed by somebody else. */
const REPEATED =
  /^(?:ConditionalCheckFailed(?:Exception)?|Transaction(?:CanceledException|Conflict)|ExecutionAlreadyExists|Task(?:TimedOut|DoesNotExist)|InvalidToken|ConflictException|Resource(?:Exists|NotFound)Exception|NotFoundException|NoSuch(?:Key|Version))$/;

/** How often something is tried that meets other writers or a partner in trouble. */
const TRIES = /^(?:ATTEMPTS|TRIES|ROUNDS)$/;

/** Retry and Catch of machines, each by itself; in code, what is made of an error that tells of a repetition, and how often something is tried. */
export function readHandler({ node, parents, source }: Place): readonly Finding[] {
  if (isMachine(source)) return readState(node, source);
  if (ts.isStringLiteral(node) && REPEATED.test(node.text)) {
    const parent = parents.at(-1);
    const isType = parent !== undefined && (ts.isLiteralTypeNode(parent) || ts.isImportDeclaration(parent));
    return isType ? [] : [replaced('catch', node, source, `'${NEVER_THROWN}'`)];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
    return REPEATED.test(node.right.getText(source))
      ? [replaced('catch', node, source, `(false && ${node.getText(source)})`)]
      : [];
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined || !ts.isNumericLiteral(node.initializer))
    return [];
  return TRIES.test(node.name.getText(source)) ? [replaced('retry', node.initializer, source, '1', node)] : [];
}

function readState(node: ts.Node, source: ts.SourceFile): readonly Finding[] {
  if (!ts.isPropertyAssignment(node) || !ts.isArrayLiteralExpression(node.initializer)) return [];
  const name = nameText(node.name);
  if (name !== 'Retry' && name !== 'Catch') return [];
  return node.initializer.elements.flatMap((element) => {
    const errors = ts.isObjectLiteralExpression(element)
      ? element.properties.find((each) => each.name !== undefined && nameText(each.name) === 'ErrorEquals')
      : undefined;
    if (errors === undefined || !ts.isPropertyAssignment(errors)) return [];
    const kind = name === 'Retry' ? 'retry' : 'catch';
    return [replaced(kind, errors.initializer, source, `["${NEVER_THROWN}"]`, element)];
  });
}

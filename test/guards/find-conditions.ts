import ts from 'typescript';
import { functionName, isMachine, nameText, replaced } from './syntax.ts';
import type { Finding, Place } from './syntax.ts';

/** Says nothing, and names all that the true condition names, because DynamoDB refuses a name or value that is not used. */
const ALWAYS = ' OR attribute_exists(unguarded) OR attribute_not_exists(unguarded)';

/** Makes each condition in what a helper has written say nothing. */
const UNGUARDED = `((written: any): any => {
  const open = (value: any): void => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.ConditionExpression === 'string') value.ConditionExpression = \`(\${value.ConditionExpression})${ALWAYS}\`;
    for (const inner of Object.values(value)) open(inner);
  };
  open(written);
  return written;
})`;

const SETS_ONCE = /if_not_exists\([^,]+,\s*([^)]+)\)/;

/**
 * Write conditions: where they stand; where a constant that holds one is put into a write; and, as the same words keep several things from happening, each call of a helper that writes with
 * one, if there are several.
 */
export function conditionFinder(file: ts.SourceFile): (place: Place) => readonly Finding[] {
  const shared = isMachine(file) ? new Set<string>() : sharedConditions(file);
  const helpers = isMachine(file) ? new Set<string>() : helpersCalledTwice(file, shared);
  return ({ node, parents, source }) => {
    if (ts.isPropertyAssignment(node)) {
      const name = nameText(node.name);
      if (name === 'ConditionExpression') return isShared(parents) ? [] : readCondition(node.initializer, source);
      return name === 'UpdateExpression' ? readSetOnce(node, source) : [];
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && helpers.has(node.expression.text))
      return [replaced('condition', node, source, `${UNGUARDED}(${node.getText(source)})`)];
    if (!ts.isIdentifier(node) || !shared.has(node.text)) return [];
    const parent = parents.at(-1);
    const isUse =
      parent !== undefined &&
      (ts.isSpreadAssignment(parent) || ts.isCallExpression(parent) || ts.isConditionalExpression(parent));
    if (!isUse) return [];
    const open = `{ ...${node.text}, ConditionExpression: \`(\${${node.text}.ConditionExpression})${ALWAYS}\` }`;
    return [replaced('condition', node, source, open, parent)];
  };
}

/** Each side by itself where there are two. */
function readCondition(condition: ts.Expression, source: ts.SourceFile): readonly Finding[] {
  if (ts.isConditionalExpression(condition))
    return [condition.whenTrue, condition.whenFalse].flatMap((side) => readCondition(side, source));
  const text = condition.getText(source);
  const always = isMachine(source)
    ? JSON.stringify(`(${String(JSON.parse(text))})${ALWAYS}`)
    : '`(${' + text + '})' + ALWAYS + '`';
  return [replaced('condition', condition, source, always)];
}

/** What is set only where nothing is there yet. */
function readSetOnce({ initializer }: ts.PropertyAssignment, source: ts.SourceFile): readonly Finding[] {
  const text = initializer.getText(source);
  return SETS_ONCE.test(text) ? [replaced('condition', initializer, source, text.replace(SETS_ONCE, '$1'))] : [];
}

/** Whether the object that a condition stands in is a constant of its own: then it guards where it is used. */
function isShared(parents: readonly ts.Node[]): boolean {
  const holder = parents.at(-2);
  return holder !== undefined && ts.isVariableDeclaration(holder);
}

function sharedConditions(file: ts.SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  walk(file, [], (node, parents) => {
    const holder = parents.at(-2);
    const isCondition = ts.isPropertyAssignment(node) && nameText(node.name) === 'ConditionExpression';
    if (isCondition && holder !== undefined && ts.isVariableDeclaration(holder)) found.add(holder.name.getText(file));
  });
  return found;
}

/** Functions of a file that give a write with its condition, send nothing themselves, and are called more than once in it. */
function helpersCalledTwice(file: ts.SourceFile, shared: ReadonlySet<string>): ReadonlySet<string> {
  const writers = new Set<string>();
  const calls: string[] = [];
  walk(file, [], (node, parents) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) calls.push(node.expression.text);
    const hasCondition = ts.isPropertyAssignment(node) && nameText(node.name) === 'ConditionExpression';
    const hasShared = ts.isSpreadAssignment(node) && shared.has(node.expression.getText(file));
    if (!hasCondition && !hasShared) return;
    const holder = parents.findLast((parent) => functionName(parent, file) !== undefined);
    if (holder !== undefined && !/\bawait\b|\.send\(/.test(holder.getText(file)))
      writers.add(functionName(holder, file) ?? '');
  });
  return new Set([...writers].filter((name) => calls.filter((called) => called === name).length > 1));
}

function walk(
  node: ts.Node,
  parents: readonly ts.Node[],
  visit: (node: ts.Node, parents: readonly ts.Node[]) => void,
): void {
  visit(node, parents);
  ts.forEachChild(node, (child) => {
    walk(child, [...parents, node], visit);
  });
}

import ts from 'typescript';
import type { Edit, Guard } from './guard.ts';

export type Finding = Pick<Guard, 'kind' | 'says' | 'removal'>;

/** A node with what it stands in, outermost first. */
export interface Place {
  readonly node: ts.Node;
  readonly parents: readonly ts.Node[];
  readonly source: ts.SourceFile;
}

export const isMachine = ({ fileName }: ts.SourceFile): boolean => fileName.endsWith('.json');

export function nameText(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

/** A finding whose removal puts another text in place of a node. */
export function replaced(
  kind: Guard['kind'],
  node: ts.Node,
  source: ts.SourceFile,
  text: string,
  says = node,
): Finding {
  return { kind, says: says.getText(source), removal: { start: node.getStart(source), end: node.end, text } };
}

/** A property is taken out of its object with the comma that it no longer needs. */
export function without({ node, parents, source }: Place): Edit {
  const holder = parents.at(-1);
  if (holder === undefined || !ts.isObjectLiteralExpression(holder)) throw new Error('a property outside of an object');
  const list: readonly ts.Node[] = holder.properties;
  const position = list.indexOf(node);
  const next = list[position + 1];
  const before = list[position - 1];
  if (next !== undefined) return { start: node.getStart(source), end: next.getStart(source), text: '' };
  return { start: before === undefined ? node.getStart(source) : before.end, end: node.end, text: '' };
}

/** The name of a function, or of what an arrow function is put into. */
export function functionName(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  const isHolder = (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && node.initializer !== undefined;
  return isHolder && ts.isArrowFunction(node.initializer) ? node.name.getText(source) : undefined;
}

/** The state of a machine, or the innermost function or constant with a name. */
export function whereIs(parents: readonly ts.Node[], source: ts.SourceFile): string {
  if (isMachine(source)) {
    const states = parents.findLastIndex((node) => ts.isPropertyAssignment(node) && nameText(node.name) === 'States');
    const state = parents[states + 2];
    return state !== undefined && ts.isPropertyAssignment(state) ? nameText(state.name) : '';
  }
  return parents.flatMap((node) => functionName(node, source) ?? []).at(-1) ?? '(file)';
}

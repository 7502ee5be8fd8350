import type { ASTNode } from '@marcbachmann/cel-js';

/** `order.value` for the node that reads it; undefined for any other. */
export function pathOf(node: ASTNode): string | undefined {
  if (node.op !== '.') return undefined;
  const [target, field] = node.args;
  return target.op === 'id' ? `${target.args}.${field}` : undefined;
}

/** The fact that `has(…)` asks for. */
export function askedFor(node: ASTNode): string | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined;
  const [fact] = node.args[1];
  return fact === undefined ? undefined : pathOf(fact);
}

/** The parts of a node that are nodes, in the order in which they stand. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = [];
  const collect = (part: unknown): void => {
    if (Array.isArray(part)) for (const item of part) collect(item);
    else if (isNode(part)) found.push(part);
  };
  collect(node.args);
  return found;
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

import type { ASTNode } from '@marcbachmann/cel-js';
import { environment, isAlwaysThere } from './fact-model.ts';
import { askedFor, pathOf } from './syntax-tree.ts';

type Literal = string | number | boolean;
type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
/** What a condition comes to: in CEL reading what is not there is an error, which && and || pass over when the other side decides. */
type Outcome = 'true' | 'false' | 'error';

/** The smallest statements: a fact compared with a literal, or a text that we do not look into, `has(…)` among them. */
type Statement =
  | { readonly kind: 'compare'; readonly path: string; readonly by: Comparison; readonly to: Literal }
  | { readonly kind: 'said'; readonly text: string; readonly outcome: Outcome };

/** Statements that hold together. */
type Together = readonly Statement[];
/** Ways in which a condition can hold; beyond so many we give up and take it that it can. */
const MOST_WAYS = 4096;
class TooManyWays extends Error {}

/** The values that a fact can have at all, where the pack says so. */
export interface Domains {
  /** Exception type to its family. */
  readonly families: ReadonlyMap<string, string>;
}

/**
 * Whether all of `conditions` can hold together, with none of `butNot`. Never says no wrongly: what it cannot see into may be either,
 * each text in one way at a time.
 */
export function canHold(conditions: readonly string[], butNot: readonly string[], domains: Domains): boolean {
  try {
    const ways = [
      ...conditions.map((text) => waysOf(environment.parse(text).ast, 'true')),
      ...butNot.map((text) => {
        const { ast } = environment.parse(text);
        return [...waysOf(ast, 'false'), ...waysOf(ast, 'error')];
      }),
    ].reduce(crossed, [[]]);
    return ways.some((way) => agrees(way, domains));
  } catch (error) {
    if (error instanceof TooManyWays) return true;
    throw error;
  }
}

function waysOf(node: ASTNode, outcome: Outcome): readonly Together[] {
  if (node.op === '!_') return waysOf(node.args, outcome === 'error' ? 'error' : INVERSE[outcome]);
  if (node.op === '&&' || node.op === '||') return waysOfPair(node.args, node.op, outcome);
  if (node.op === 'value' && typeof node.args === 'boolean') return String(node.args) === outcome ? [[]] : [];
  const asked = askedFor(node);
  if (asked !== undefined) return outcome === 'error' ? [] : [[{ kind: 'said', text: has(asked), outcome }]];
  const path = pathOf(node);
  if (path !== undefined) return compared(path, '==', true, outcome);
  return waysOfComparison(node, outcome) ?? [[{ kind: 'said', text: node.input.slice(node.start, node.end), outcome }]];
}

/** One side that decides is enough; where neither does, an error on either side is one of the whole. */
function waysOfPair(sides: readonly [ASTNode, ASTNode], op: '&&' | '||', outcome: Outcome): readonly Together[] {
  const deciding = op === '&&' ? 'false' : 'true';
  const [left, right] = sides;
  if (outcome === deciding) return [...waysOf(left, outcome), ...waysOf(right, outcome)];
  if (outcome === INVERSE[deciding]) return crossed(waysOf(left, outcome), waysOf(right, outcome));
  const idle = [...waysOf(right, 'error'), ...waysOf(right, INVERSE[deciding])];
  return [...crossed(waysOf(left, 'error'), idle), ...crossed(waysOf(left, INVERSE[deciding]), waysOf(right, 'error'))];
}

function waysOfComparison(node: ASTNode, outcome: Outcome): readonly Together[] | undefined {
  if (node.op === 'in') {
    const path = pathOf(node.args[0]);
    const values = node.args[1].op === 'list' ? node.args[1].args.map(literalOf) : [];
    if (path === undefined || values.length === 0 || values.includes(undefined)) return undefined;
    const ways = values.map((value) => compared(path, '==', value ?? '', outcome));
    return outcome === 'false' ? ways.reduce(crossed, [[]]) : ways.flat();
  }
  if (!isComparison(node)) return undefined;
  const [left, right] = node.args;
  const [path, value] = [pathOf(left), literalOf(right)];
  if (path !== undefined && value !== undefined) return compared(path, node.op, value, outcome);
  const [other, first] = [pathOf(right), literalOf(left)];
  return other === undefined || first === undefined ? undefined : compared(other, MIRRORED[node.op], first, outcome);
}

function compared(path: string, by: Comparison, to: Literal, outcome: Outcome): readonly Together[] {
  const there = (holds: 'true' | 'false'): Statement => ({ kind: 'said', text: has(path), outcome: holds });
  if (outcome === 'error') return isAlwaysThere(path) ? [] : [[there('false')]];
  return [[there('true'), { kind: 'compare', path, by: outcome === 'true' ? by : OPPOSITE[by], to }]];
}

function has(path: string): string {
  return `has(${path})`;
}

const INVERSE = { true: 'false', false: 'true' } as const;
const OPPOSITE = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;
const MIRRORED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function isComparison(node: ASTNode): node is Extract<ASTNode, { op: Comparison }> {
  return node.op in OPPOSITE;
}

function literalOf(node: ASTNode): Literal | undefined {
  if (node.op === '-_') {
    const value = literalOf(node.args);
    return typeof value === 'number' ? -value : undefined;
  }
  if (node.op !== 'value') return undefined;
  if (typeof node.args === 'bigint') return Number(node.args);
  return typeof node.args === 'string' || typeof node.args === 'number' || typeof node.args === 'boolean'
    ? node.args
    : undefined;
}

function crossed(left: readonly Together[], right: readonly Together[]): readonly Together[] {
  if (left.length * right.length > MOST_WAYS) throw new TooManyWays();
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
}

/** Whether there is a case for which all the statements hold. */
function agrees(way: Together, { families }: Domains): boolean {
  return (
    isOfOneMind(way) &&
    [...new Set(way.map((statement) => (statement.kind === 'compare' ? statement.path : '')))].every(
      (path) => path === '' || hasValue(comparisonsOf(way, path)),
    ) &&
    [...families].some(
      ([type, family]) =>
        comparisonsOf(way, 'exception.kind').every((one) => isTrueOf(type, one)) &&
        comparisonsOf(way, 'exception.family').every((one) => isTrueOf(family, one)),
    )
  );
}

type Compare = Extract<Statement, { kind: 'compare' }>;

function comparisonsOf(way: Together, path: string): readonly Compare[] {
  return way.filter((statement): statement is Compare => statement.kind === 'compare' && statement.path === path);
}

function isOfOneMind(way: Together): boolean {
  const said = new Map<string, Outcome>();
  return way.every((statement) => {
    if (statement.kind === 'compare') return true;
    const before = said.get(statement.text);
    said.set(statement.text, statement.outcome);
    return before === undefined || before === statement.outcome;
  });
}

/** Whether one value meets all comparisons: the named values, those between numbers, and some other one are tried. */
function hasValue(comparisons: readonly Compare[]): boolean {
  const named = comparisons.map(({ to }) => to);
  const numbers = named.filter((value) => typeof value === 'number').sort((left, right) => left - right);
  const candidates: readonly Literal[] =
    numbers.length > 0
      ? [
          ...numbers.flatMap((value, at) => [value, (value + (numbers[at + 1] ?? value + 2)) / 2]),
          (numbers[0] ?? 0) - 1,
        ]
      : typeof named[0] === 'boolean'
        ? [true, false]
        : [...named, '\u{10FFFF}'];
  return candidates.some((value) => comparisons.every((one) => isTrueOf(value, one)));
}

function isTrueOf(value: Literal, { by, to }: Compare): boolean {
  if (by === '==') return value === to;
  if (by === '!=') return value !== to;
  if (by === '<') return value < to;
  if (by === '<=') return value <= to;
  return by === '>' ? value > to : value >= to;
}

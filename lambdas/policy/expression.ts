import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import type { ImpactFacts } from '../contracts/index.ts';

/** The fact model as rules see it: group, field, CEL type. The contract `ImpactFacts` says what each means; a test holds the two together. */
export const factModel = {
  exception: {
    kind: 'string',
    family: 'string',
    reason_code: 'string',
    carrier: 'string',
    country: 'string',
    region: 'string',
    business_unit: 'string',
    repeats: 'double',
    age_hours: 'double',
  },
  order: { value: 'double', hours_to_promise: 'double', priority: 'string', expedited: 'bool' },
  shipment: {
    mode: 'string',
    hours_to_cutoff: 'double',
    hours_to_arrival: 'double',
    temperature_controlled: 'bool',
    dangerous_goods: 'bool',
    perishable: 'bool',
  },
  customer: { tier: 'string', penalty: 'double', open_complaints: 'double', safety_critical: 'bool' },
  stock: { substitute_units: 'double', cover_days: 'double' },
  customs: { held: 'bool', hold_code: 'string', missing_documents: 'double', hours_to_free_time_end: 'double' },
} as const;

/** Fields that are always there; all others need `has()` before they are read. */
const ALWAYS_THERE = new Set(['exception.kind', 'exception.family', 'exception.repeats', 'exception.age_hours']);

function buildEnvironment(): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 40 } });
  for (const [group, fields] of Object.entries(factModel))
    environment.registerVariable(group, { schema: { ...fields } });
  return environment.registerVariable('unknown', 'list<string>');
}
const environment = buildEnvironment();

export type Expected = 'bool' | 'double';
export type Evaluate = (facts: ImpactFacts) => unknown;

const compiled = new Map<string, Evaluate>();

/** Parses once per text. Throws where the text is no expression: packs are checked before they are published. */
export function compileExpression(text: string): Evaluate {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const parsed = environment.parse(text);
  const evaluate: Evaluate = (facts) => parsed({ ...facts });
  compiled.set(text, evaluate);
  return evaluate;
}

/** A condition that cannot be evaluated does not hold: a rule never fires on facts that are not there. */
export function holds(condition: string, facts: ImpactFacts): boolean {
  try {
    return compileExpression(condition)(facts) === true;
  } catch {
    return false;
  }
}

/** The value of a number expression, or 0 where it cannot be evaluated. */
export function numberOf(expression: string, facts: ImpactFacts): number {
  try {
    const value = compileExpression(expression)(facts);
    const number = typeof value === 'bigint' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : 0;
  } catch {
    return 0;
  }
}

/**
 * Problems of one expression in words for its author; none when it may be published. `after` is a condition that has held before this
 * is evaluated, so that what it asks has() for may be read.
 */
export function checkExpression(text: string, expected: Expected, after?: string): readonly string[] {
  let ast: ASTNode;
  try {
    const parsed = environment.parse(text);
    const result = parsed.check();
    if (!result.valid) return [firstLine(result.error?.message ?? 'is not typed')];
    const type = result.type === 'int' ? 'double' : result.type;
    if (type !== expected) return [`gives ${result.type ?? 'nothing'}, but ${expected} is needed here`];
    ast = parsed.ast;
  } catch (error) {
    return [firstLine(error instanceof Error ? error.message : String(error))];
  }
  const fields = fieldsOf(ast);
  const guarded = new Set([...fields.guarded, ...(after === undefined ? [] : guardedIn(after))]);
  return [...fields.problems, ...unguarded(fields.read, guarded)];
}

function guardedIn(condition: string): ReadonlySet<string> {
  try {
    return fieldsOf(environment.parse(condition).ast).guarded;
  } catch {
    return new Set();
  }
}

function unguarded(read: ReadonlySet<string>, guarded: ReadonlySet<string>): readonly string[] {
  return [...read]
    .filter((path) => !ALWAYS_THERE.has(path) && !guarded.has(path))
    .map((path) => `${path} may be unknown: write has(${path}) && … before it is read`);
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

interface Fields {
  readonly read: ReadonlySet<string>;
  readonly guarded: ReadonlySet<string>;
  readonly problems: readonly string[];
}

function fieldsOf(ast: ASTNode): Fields {
  const read = new Set<string>();
  const guarded = new Set<string>();
  const problems: string[] = [];
  const visit = (node: unknown, insideHas: boolean): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item, insideHas);
      return;
    }
    if (!isNode(node)) return;
    const name = calledName(node);
    if (name === 'matches')
      problems.push(
        'matches() is refused: a pattern can take seconds on a short text; use startsWith, endsWith, contains or ==',
      );
    const path = pathOf(node);
    if (path !== undefined) (insideHas ? guarded : read).add(path);
    visit(node.args, insideHas || name === 'has');
  };
  visit(ast, false);
  return { read, guarded, problems };
}

interface Node {
  readonly op: string;
  readonly args: unknown;
}
function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
function calledName(node: Node): string | undefined {
  if ((node.op === 'call' || node.op === 'rcall') && Array.isArray(node.args)) return String(node.args[0]);
  return undefined;
}
function pathOf(node: Node): string | undefined {
  if (node.op !== '.' || !Array.isArray(node.args)) return undefined;
  const parts: readonly unknown[] = node.args;
  const [target, field] = parts;
  return isNode(target) && target.op === 'id' ? `${String(target.args)}.${String(field)}` : undefined;
}

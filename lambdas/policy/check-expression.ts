import type { ASTNode, TypeCheckResult } from '@marcbachmann/cel-js';
import { environment, EXPRESSION_LIMITS, factModel, fieldsOf, isAlwaysThere } from './fact-model.ts';
import { askedFor, childrenOf, pathOf } from './syntax-tree.ts';

export type Expected = 'bool' | 'double' | 'string';

/** What is wrong with an expression, in words for its author. */
export interface ExpressionProblem {
  readonly problem: string;
  /** What to write instead. */
  readonly mend: string;
  /** Characters from the beginning of the expression. */
  readonly offset: number;
}

/** Facts that are known to be there. */
type Known = ReadonlySet<string>;

/**
 * Problems of one expression; none when it may be published. `after` is a condition that has held before this is evaluated, so that
 * what it asks `has()` for may be read.
 */
export function checkExpression(text: string, expected: Expected, after?: string): readonly ExpressionProblem[] {
  const checked = environment.check(text);
  if (!checked.valid) return [typeProblem(checked, text)];
  const type = checked.type === 'int' ? 'double' : checked.type;
  if (type !== expected)
    return [
      {
        problem: `it gives ${TYPES[checked.type ?? ''] ?? checked.type ?? 'nothing'}, and ${TYPES[expected] ?? expected} is needed here`,
        mend: AS_EXPECTED[expected],
        offset: 0,
      },
    ];
  const known = after === undefined || !environment.check(after).valid ? new Set<string>() : knownIf(true, tree(after));
  return [...callProblems(tree(text)), ...letterProblems(tree(text)), ...unguarded(tree(text), known)];
}

/** The facts that an expression reads or asks for, each once, as `order.value`. It has to be one that can be parsed. */
export function factsRead(text: string): readonly string[] {
  const read = (node: ASTNode): readonly string[] => {
    const path = pathOf(node);
    return path === undefined ? childrenOf(node).flatMap(read) : [path];
  };
  return [...new Set(read(tree(text)))];
}

function tree(text: string): ASTNode {
  return environment.parse(text).ast;
}

function typeProblem({ error }: TypeCheckResult, text: string): ExpressionProblem {
  if (error === undefined) return { problem: 'it is not typed', mend: COMPARE, offset: 0 };
  const { code, summary } = error;
  const offset = error.range?.start ?? 0;
  const mend = writtenOtherwise(text) ?? mendOf(code, summary, error.node?.input?.slice(0, offset) ?? '') ?? COMPARE;
  return { problem: inWords(summary, text.slice(offset)), mend, offset };
}

const TYPES: Readonly<Record<string, string>> = {
  double: 'a number',
  int: 'a whole number',
  string: 'a text',
  bool: 'true or false',
};

const COMPARE = 'compare it with one that holds in policies/default/severity.yaml';

/** What an expression gives where it stands. */
const AS_EXPECTED: Readonly<Record<Expected, string>> = {
  bool: 'write a comparison, e.g. order.value >= 1000.0',
  double: 'write e.g. customer.penalty >= 5000.0 ? 20.0 : 10.0',
  string: 'write e.g. has(exception.reason_code) ? exception.reason_code : ""',
};

/** The commonest things that the library says, without its words. */
function inWords(summary: string, rest: string): string {
  const [, left = '', sign = '', right = ''] = /^no such overload: (\w+) (\S+) (\w+)$/.exec(summary) ?? [];
  if (left !== '') return `${TYPES[left] ?? left} ${sign} ${TYPES[right] ?? right} is not possible (${summary})`;
  return summary
    .replace(
      /^Unexpected character: '?(.)'?$/,
      (_all, character: string) => `it cannot be read from \`${/^\w+/.exec(rest)?.[0] ?? character}\` on`,
    )
    .replace(/^Unknown variable: /, 'there is nothing named ')
    .replace(/^No such key: /, 'there is no fact ');
}

/** How people write conditions elsewhere. What is quoted says nothing. */
function writtenOtherwise(text: string): string | undefined {
  const bare = text.replaceAll(/"[^"]*"|'[^']*'/g, '""');
  if (/\b(and|or|not)\b/i.test(bare)) return 'write && for and, || for or, ! for not';
  return /[^=!<>]=[^=]/.test(bare) ? 'write == to compare' : undefined;
}

function mendOf(code: string, summary: string, before: string): string | undefined {
  if (code === 'unknown_variable') return `write one of ${Object.keys(factModel).join(', ')}, unknown`;
  if (code === 'no_such_key') {
    const group = /(\w+)\.$/.exec(before)?.[1] ?? '';
    const fields = fieldsOf(group);
    return fields === undefined ? undefined : `${group} has ${fields.join(', ')}`;
  }
  if (/\bdouble\b/.test(summary) && /\bstring\b/.test(summary))
    return 'write numbers without quotes, and texts in quotes: 2.0 and "gold"';
  if (/\bint\b/.test(summary) && /\bdouble\b/.test(summary)) return 'write numbers with a point: 2.0 and not 2';
  if (/limit|exceeded/i.test(summary))
    return `at most ${String(EXPRESSION_LIMITS.maxAstNodes)} parts, ${String(EXPRESSION_LIMITS.maxDepth)} deep: make two rules of it`;
  return undefined;
}

/** Calls that are refused, and questions after facts that there are not, which the types of CEL let pass. */
function callProblems(node: ASTNode): readonly ExpressionProblem[] {
  const asked = askedFor(node);
  if (asked !== undefined) return askedProblems(asked, node.start + 'has('.length);
  const inside = childrenOf(node).flatMap(callProblems);
  if ((node.op !== 'rcall' && node.op !== 'call') || node.args[0] !== 'matches') return inside;
  return [
    ...inside,
    {
      problem: 'matches() is refused: a pattern can take seconds on a short text',
      mend: 'use startsWith, endsWith, contains or ==',
      offset: node.start,
    },
  ];
}

/** Facts that are told in small letters, however their system writes them. */
const IN_SMALL_LETTERS: readonly string[] = ['customer.tier'];

function letterProblems(node: ASTNode): readonly ExpressionProblem[] {
  const inside = childrenOf(node).flatMap(letterProblems);
  const sides = comparedIn(node);
  const path = sides.map(pathOf).find((one) => one !== undefined && IN_SMALL_LETTERS.includes(one));
  if (path === undefined) return inside;
  return [
    ...inside,
    ...sides.flatMap(({ op, args, start }) =>
      op === 'value' && typeof args === 'string' && args !== args.toLowerCase()
        ? [
            {
              problem: `${path} is told in small letters, so it is never ${args}`,
              mend: `write "${args.toLowerCase()}"`,
              offset: start,
            },
          ]
        : [],
    ),
  ];
}

/** The two sides of a comparison; of one with a list, what stands in it. */
function comparedIn(node: ASTNode): readonly ASTNode[] {
  if (node.op === '==' || node.op === '!=') return childrenOf(node);
  return node.op === 'in' ? childrenOf(node).flatMap((one) => (one.op === 'list' ? childrenOf(one) : [one])) : [];
}

function askedProblems(path: string, offset: number): readonly ExpressionProblem[] {
  const [group = '', field = ''] = path.split('.');
  const fields = fieldsOf(group) ?? [];
  return fields.includes(field)
    ? []
    : [{ problem: `there is no fact ${path}`, mend: `${group} has ${fields.join(', ')}`, offset }];
}

/** Reads of facts that may be missing there: a condition is read from left to right, as CEL evaluates it. */
function unguarded(node: ASTNode, known: Known): readonly ExpressionProblem[] {
  if (askedFor(node) !== undefined) return [];
  const path = pathOf(node);
  if (path !== undefined && (isAlwaysThere(path) || known.has(path))) return [];
  if (path !== undefined)
    return [
      { problem: `${path} may be unknown`, mend: `write has(${path}) && … before it is read`, offset: node.start },
    ];
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = node.args;
    return [...unguarded(left, known), ...unguarded(right, both(known, knownIf(node.op === '&&', left)))];
  }
  if (node.op === '?:') {
    const [condition, yes, no] = node.args;
    return [
      ...unguarded(condition, known),
      ...unguarded(yes, both(known, knownIf(true, condition))),
      ...unguarded(no, both(known, knownIf(false, condition))),
    ];
  }
  return childrenOf(node).flatMap((child) => unguarded(child, known));
}

/** Which facts are there when the condition has come out as `outcome`. */
function knownIf(outcome: boolean, node: ASTNode): Known {
  const asked = askedFor(node);
  if (asked !== undefined) return outcome ? new Set([asked]) : new Set();
  if (node.op === '!_') return knownIf(!outcome, node.args);
  if (node.op !== '&&' && node.op !== '||') return new Set();
  const [left, right] = node.args.map((side) => knownIf(outcome, side));
  if (left === undefined || right === undefined) return new Set();
  return (node.op === '&&') === outcome ? both(left, right) : new Set([...left].filter((path) => right.has(path)));
}

function both(left: Known, right: Known): Known {
  return new Set([...left, ...right]);
}

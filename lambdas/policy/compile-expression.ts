import type { ASTNode } from '@marcbachmann/cel-js';
import type { ImpactFacts } from '../contracts/index.ts';
import { factIn, NO_GROUP, typeOf } from './fact-model.ts';
import { askedFor, pathOf } from './syntax-tree.ts';

/** A part of an expression as a function of the facts; undefined is what CEL calls an error: it reads a fact that is not there. */
type Part<Value> = (facts: Facts) => Value | undefined;
type Facts = Partial<ImpactFacts>;
type Scalar = string | number | boolean;

/**
 * An expression of the kind that most rules are, as nested functions: a case is scored by some forty of them, and walking their trees took most of the time of a decision.
 * Only for expressions whose types are checked. Undefined where a part is of a rarer kind: CEL itself evaluates those, and a test holds the two together.
 */
export function compileTree(node: ASTNode): Part<Scalar> | undefined {
  switch (node.op) {
    case 'value': {
      const literal = node.args;
      return isScalar(literal) ? () => literal : undefined;
    }
    case '.':
      return readPart(node);
    case 'call':
      return askPart(node);
    case '!_':
      return flag(node.args, (part) => (facts) => opposite(part(facts)));
    case '&&':
    case '||':
      return logicPart(node.args, node.op === '||');
    case '?:':
      return choicePart(node.args);
    case 'in':
      return memberPart(node.args);
    case '==':
    case '!=':
      return equalPart(node.args, node.op === '==');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return countPart(node.args, ARITHMETIC[node.op]) ?? arithmeticPart(node.args, ARITHMETIC[node.op]);
    case '+':
    case '-':
    case '*':
      return arithmeticPart(node.args, ARITHMETIC[node.op]);
    default:
      return undefined;
  }
}

type Two = readonly [ASTNode, ASTNode];

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function opposite(value: Scalar | undefined): boolean | undefined {
  return typeof value === 'boolean' ? !value : undefined;
}

function readPart(node: ASTNode): Part<Scalar> | undefined {
  const read = readerOf(pathOf(node));
  if (read === undefined) return undefined;
  return (facts) => {
    const value = read(facts);
    return isScalar(value) ? value : undefined;
  };
}

function askPart(node: ASTNode): Part<boolean> | undefined {
  const read = readerOf(askedFor(node));
  if (read === undefined) return undefined;
  return (facts) => {
    const value = read(facts);
    return value === NO_GROUP ? undefined : value !== undefined;
  };
}

function readerOf(path: string | undefined): ((facts: Facts) => unknown) | undefined {
  const [group, field] = path?.split('.') ?? [];
  return group === undefined || field === undefined ? undefined : (facts) => factIn(facts, group, field);
}

function flag(node: ASTNode, make: (part: Part<Scalar>) => Part<boolean>): Part<boolean> | undefined {
  const part = compileTree(node);
  return part === undefined ? undefined : make(part);
}

/** As CEL has it, one side that decides makes up for an error on the other, whichever stands first. */
function logicPart([left, right]: Two, decides: boolean): Part<boolean> | undefined {
  return pair(left, right, (one, other) => (facts) => {
    const first = one(facts);
    if (first === decides) return decides;
    const second = other(facts);
    if (second === decides) return decides;
    return first === undefined || second === undefined ? undefined : !decides;
  });
}

function choicePart([condition, yes, no]: readonly [ASTNode, ASTNode, ASTNode]): Part<Scalar> | undefined {
  const asked = compileTree(condition);
  return asked === undefined
    ? undefined
    : pair(yes, no, (one, other) => (facts) => {
        const chosen = asked(facts);
        return chosen === undefined ? undefined : chosen === true ? one(facts) : other(facts);
      });
}

/** Among literals, or among the systems that could not be asked. */
function memberPart([item, list]: Two): Part<boolean> | undefined {
  const part = compileTree(item);
  if (part === undefined) return undefined;
  if (list.op === 'id' && list.args === 'unknown')
    return (facts) => {
      const sought = part(facts);
      return sought === undefined ? undefined : facts.unknown?.some((one) => one === sought);
    };
  if (list.op !== 'list') return undefined;
  const literals = list.args.flatMap((one) => (one.op === 'value' && isScalar(one.args) ? [one.args] : []));
  if (literals.length !== list.args.length) return undefined;
  return (facts) => {
    const sought = part(facts);
    return sought === undefined ? undefined : literals.includes(sought);
  };
}

function equalPart([left, right]: Two, equal: boolean): Part<boolean> | undefined {
  return pair(left, right, (one, other) => (facts) => {
    const [first, second] = [one(facts), other(facts)];
    return first === undefined || second === undefined ? undefined : (first === second) === equal;
  });
}

const ARITHMETIC = {
  '<': (left: number, right: number) => left < right,
  '<=': (left: number, right: number) => left <= right,
  '>': (left: number, right: number) => left > right,
  '>=': (left: number, right: number) => left >= right,
  '+': (left: number, right: number) => left + right,
  '-': (left: number, right: number) => left - right,
  '*': (left: number, right: number) => left * right,
} as const;

/** How many systems could not be asked, compared with a whole number, which is of a kind of its own in CEL. */
function countPart(
  [counted, limit]: Two,
  compare: (left: number, right: number) => boolean,
): Part<boolean> | undefined {
  if (counted.op !== 'rcall' || limit.op !== 'value' || typeof limit.args !== 'bigint') return undefined;
  const [method, list] = counted.args;
  if (method !== 'size' || list.op !== 'id' || list.args !== 'unknown') return undefined;
  const most = Number(limit.args);
  return ({ unknown }) => (unknown === undefined ? undefined : compare(unknown.length, most));
}

/** Of doubles; texts, and numbers of another kind, are left to CEL. */
function arithmeticPart(
  [left, right]: Two,
  compute: (left: number, right: number) => number | boolean,
): Part<Scalar> | undefined {
  if (![left, right].every(isDouble)) return undefined;
  return pair(left, right, (one, other) => (facts) => {
    const [first, second] = [one(facts), other(facts)];
    return typeof first === 'number' && typeof second === 'number' ? compute(first, second) : undefined;
  });
}

function isDouble(node: ASTNode): boolean {
  if (node.op === 'value') return typeof node.args === 'number';
  if (node.op === '+' || node.op === '-' || node.op === '*') return node.args.every(isDouble);
  const path = pathOf(node);
  return path !== undefined && typeOf(path) === 'double';
}

function pair<Value>(
  left: ASTNode,
  right: ASTNode,
  make: (one: Part<Scalar>, other: Part<Scalar>) => Part<Value>,
): Part<Value> | undefined {
  const [one, other] = [compileTree(left), compileTree(right)];
  return one === undefined || other === undefined ? undefined : make(one, other);
}

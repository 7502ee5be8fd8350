import type { ParseResult } from '@marcbachmann/cel-js';
import type { ImpactFacts } from '../contracts/index.ts';
import { compileTree } from './compile-expression.ts';
import { environment } from './fact-model.ts';

/** Undefined where it cannot be evaluated: it reads what is not there. */
type Evaluate = (facts: Partial<ImpactFacts>) => unknown;

const compiled = new Map<string, Evaluate>();

/** Once per text. What is no expression at all gives nothing: packs are checked before they are published. */
function compile(text: string): Evaluate {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const evaluate = compileAnew(text);
  compiled.set(text, evaluate);
  return evaluate;
}

function compileAnew(text: string): Evaluate {
  if (!environment.check(text).valid) return () => undefined;
  const parsed = environment.parse(text);
  return compileTree(parsed.ast) ?? byCel(parsed);
}

/** What is rarer. */
function byCel(parsed: ParseResult): Evaluate {
  return (facts) => {
    try {
      const value: unknown = parsed({ ...facts });
      return value;
    } catch {
      return undefined;
    }
  };
}

/** A condition that cannot be evaluated does not hold: a rule never fires on facts that are not there. */
export function holds(condition: string, facts: ImpactFacts): boolean {
  return compile(condition)(facts) === true;
}

/** The value of a number expression, or 0 where it cannot be evaluated. */
export function numberOf(expression: string, facts: ImpactFacts): number {
  const value = compile(expression)(facts);
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** The text that an expression gives of what was reported, or an empty one where it cannot be evaluated. */
export function textOf(expression: string, facts: Pick<ImpactFacts, 'exception'>): string {
  const value = compile(expression)(facts);
  return typeof value === 'string' ? value : '';
}

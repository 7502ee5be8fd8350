import type { ImpactFacts } from '../contracts/index.ts';
import { environment } from './fact-model.ts';

export type Evaluate = (facts: Partial<ImpactFacts>) => unknown;

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

/** The text that an expression gives of what was reported, or an empty one where it cannot be evaluated. */
export function textOf(expression: string, facts: Pick<ImpactFacts, 'exception'>): string {
  try {
    const value = compileExpression(expression)(facts);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

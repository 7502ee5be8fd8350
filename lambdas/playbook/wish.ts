import type { Action, ActionType, FactSet, Money } from '../contracts/index.ts';

/** A change that somebody wants made in a system of record, in our own names, before the catalogue has made a proposal of it. */
export interface Wish {
  readonly type: ActionType;
  /** The document that is changed; what is made anew has a key that follows from case and content. */
  readonly subject?: string;
  readonly change: Action['change'];
  /** What the document says now; absent for what is made anew. */
  readonly basis?: Action['basis'];
  readonly amount?: Money;
}

/** What the systems said about a case, by name. */
export interface KnownFacts {
  readonly text: (system: FactSet['system'], name: string) => string | undefined;
  readonly number: (system: FactSet['system'], name: string) => number | undefined;
  readonly texts: (system: FactSet['system'], name: string) => readonly string[];
  readonly money: (system: FactSet['system'], name: string) => Money | undefined;
}

export function knownFacts(factSets: readonly FactSet[]): KnownFacts {
  const fact = (system: string, name: string): FactSet['facts'][string] | undefined =>
    factSets.find((set) => set.system === system && set.state !== 'missing')?.facts[name];
  return {
    text: (system, name) => {
      const value = fact(system, name);
      return typeof value === 'string' ? value : undefined;
    },
    number: (system, name) => {
      const value = fact(system, name);
      return typeof value === 'number' ? value : undefined;
    },
    texts: (system, name) => {
      const value = fact(system, name);
      return Array.isArray(value) ? value : [];
    },
    money: (system, name) => {
      const value = fact(system, name);
      return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
    },
  };
}

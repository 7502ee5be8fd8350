import type { FactSet, SystemOfRecord } from '../contracts/index.ts';

/** A fact's value as it lies in a fact set. */
type Value = FactSet['facts'][string];

/** What a system said of something; what a silent one holds does not count. */
export function factReader(factSets: readonly FactSet[]): (system: SystemOfRecord, name: string) => Value | undefined {
  const bySystem: Partial<Record<SystemOfRecord, FactSet['facts']>> = {};
  for (const { system, state, facts } of factSets) if (state !== 'missing') bySystem[system] ??= facts;
  return (system, name) => bySystem[system]?.[name];
}

import type { EngineEvent } from '../../local/kernel/types.ts';
import { shortName } from './places.ts';

/**
 * Whoever kills the whole engine does it to all functions that are at work, and to those that had ended at that very moment: that they had was not yet
 * said to the queue, so the message comes again and a try is gone. The one that it was aimed at has been counted.
 */
export function withKills(
  doneTo: ReadonlyMap<string, readonly number[]>,
  events: readonly EngineEvent[],
): ReadonlyMap<string, readonly number[]> {
  const all = new Map(doneTo);
  const ended = Map.groupBy(
    events.filter(({ kind }) => kind === 'lambda.invoked'),
    ({ heardAt }) => heardAt,
  );
  for (const { kind, heardAt, functions } of events) {
    if (kind !== 'lambda.killed') continue;
    const atWork: unknown[] = Array.isArray(functions) ? functions : [];
    const names = [...atWork, ...(ended.get(heardAt) ?? []).map((event) => event['function'])];
    for (const name of new Set(names.map((physical) => shortName(String(physical))))) {
      const times = all.get(name) ?? [];
      if (!times.includes(Number(heardAt))) all.set(name, [...times, Number(heardAt)]);
    }
  }
  return all;
}

import type { Case, FactSet, ImpactFacts, Playbook, PolicyPack } from '../contracts/index.ts';
import { holds } from '../policy/expression.ts';
import { knownFacts } from './wish.ts';
import type { Wish } from './wish.ts';
import { WISHES } from './wishes-of.ts';

/** The playbook of a type; a pack may leave a type without one. */
export function playbookOf(type: string, pack: PolicyPack): Playbook | undefined {
  return pack.playbooks.find(({ types }) => types.includes(type));
}

/** What the playbook wishes by itself, from the facts as they are. */
export function proposeActions(
  record: Case,
  factSets: readonly FactSet[],
  seen: ImpactFacts,
  pack: PolicyPack,
): readonly Wish[] {
  const facts = knownFacts(factSets);
  return (playbookOf(record.type, pack)?.actions ?? []).flatMap((rule) =>
    rule.when !== undefined && holds(rule.when, seen) ? (WISHES[rule.type]?.({ record, facts, rule }) ?? []) : [],
  );
}

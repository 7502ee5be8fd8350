import type { Action, Case, FactSet, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { proposeActions } from '../playbook/propose-actions.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { proposalOf } from './catalogue.ts';
import { inInstance } from './instance-of.ts';
import { makeAction } from './make-action.ts';
import type { MadeAction } from './make-action.ts';

/** What the playbook proposes with these facts, beside what was proposed before: one open action of a type at a time, and no proposal twice. */
export function proposeFromPlaybook(
  record: Case,
  factSets: readonly FactSet[],
  before: readonly Action[],
  pack: PolicyPack,
  at: string,
  cause: Act['cause'],
): readonly MadeAction[] {
  const seen = buildImpactFacts(record, factSets, pack, at);
  const by = { actor: { kind: 'system', id: 'playbook' }, cause } as const;
  return (
    proposeActions(record, factSets, seen, pack)
      // Guard: while one of a type is open, no other is proposed.
      .filter(({ type }) => !before.some((action) => action.type === type && action.endedAt === undefined))
      .flatMap((wish) => {
        const proposed = proposalOf(record.id, wish);
        return proposed.ok ? [makeAction(record, inInstance(proposed.proposal, factSets), by, pack, at)] : [];
      })
      // Guard: what has been decided is not proposed again.
      .filter(({ action }) => !before.some(({ id }) => id === action.id))
  );
}

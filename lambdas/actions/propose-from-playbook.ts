import type { Action, Case, FactSet, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { proposeActions } from '../playbook/propose-actions.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { proposalOf } from './catalogue.ts';
import { goesWithItsCase, wasGivenUp } from './decide-action.ts';
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
      .flatMap((wish) =>
        firstUndecided(before, (replaced) => {
          const proposed = proposalOf(record.id, wish, replaced);
          if (!proposed.ok) return undefined;
          const place = replaced === undefined ? {} : { replaced };
          return makeAction(record, inInstance(proposed.proposal, factSets), by, pack, at, place);
        }),
      )
  );
}

/** What has been decided is not proposed again, except where it was taken back or given up with its case and the trouble has come back since. */
function firstUndecided(
  before: readonly Action[],
  make: (replaced?: string) => MadeAction | undefined,
): readonly MadeAction[] {
  let made = make();
  for (;;) {
    if (made === undefined) return [];
    const { id } = made.action;
    const decided = before.find((action) => action.id === id);
    if (decided === undefined) return [made];
    const gone = undoneWithItsCase(decided, before) ?? (wasGivenUp(decided) ? decided.id : undefined);
    // Guard: what has been decided is not proposed again.
    if (gone === undefined) return [];
    made = make(gone);
  }
}

/** By what it was taken back, unless a person wanted that: they would be written against. What was taken back once did not say so itself. */
function undoneWithItsCase({ id, compensatedBy }: Action, before: readonly Action[]): string | undefined {
  const undoing = before.find(
    (one) => (one.id === compensatedBy || one.undoes === id) && one.state === 'confirmed' && goesWithItsCase(one),
  );
  return undoing?.id;
}

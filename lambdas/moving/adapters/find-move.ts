import { actionsOf } from '../../actions/index.ts';
import { latestFacts } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Case, PolicyRelease } from '../../contracts/index.ts';
import { versionIn } from '../../policy/index.ts';
import type { PackStore } from '../../policy/index.ts';
import type { MoveSituation } from '../decide-move.ts';

/** What is known of a case that is to go over to what holds where it is. */
export async function situationOf(
  { cases, packs }: { readonly cases: CaseStore; readonly packs: PackStore },
  record: Case,
  release: PolicyRelease,
  at: string,
): Promise<MoveSituation> {
  const [entries, actions, from, to] = await Promise.all([
    cases.journal(record.id),
    actionsOf(cases, record.id),
    packs.load(record.policyVersion),
    packs.load(versionIn(release, record)),
  ]);
  return { record, facts: latestFacts(entries), actions, from, to, at };
}

import type { PolicySimulation, Problem, SimulationWish } from '../../contracts/index.ts';
import { canonicalJson } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import {
  draftKeeper,
  pageBehind,
  policyProblem,
  publicationKeeper,
  runResults,
  simulationStore,
} from '../../policy/index.ts';
import type { CasesBehind } from '../../contracts/index.ts';
import { runResult } from '../../policy/index.ts';
import type { AskErrand } from './errands.sqs.ts';

type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export interface SimulationPlace {
  readonly table: string;
  readonly bucket: string;
  readonly ask: AskErrand;
}

/** Simulations as people ask for them and look at them. They are made elsewhere, by a function that can change nothing. */
export function simulationKeeper({ table, bucket, ask }: SimulationPlace) {
  const store = simulationStore(table);
  const drafts = draftKeeper(table);
  const publications = publicationKeeper(table);
  const results = runResults(bucket, 'simulations', runResult);

  const find = async (id: string): Promise<Result<PolicySimulation>> => {
    const simulation = await store.find(id);
    return simulation === undefined
      ? { ok: false, problem: policyProblem('no-such-simulation', id) }
      : { ok: true, value: simulation };
  };
  const digestOf = async ({ draft, publication = 0 }: SimulationWish): Promise<Result<string>> => {
    if (draft !== undefined) {
      const found = await drafts.find(draft);
      return found.ok ? { ok: true, value: found.value.draft.digest } : found;
    }
    const found = await publications.find(publication);
    if (!found.ok) return found;
    const { digest } = found.value.publication;
    return digest === undefined
      ? {
          ok: false,
          problem: policyProblem('no-such-publication', String(publication), 'It was published without its files'),
        }
      : { ok: true, value: digest };
  };

  return {
    find,
    list: store.list,
    /** The same once more is the same simulation, and is asked for again where it was not made: whoever died on the way tries again. */
    begin: async (id: string, wish: SimulationWish, by: string): Promise<Result<PolicySimulation>> => {
      const digest = await digestOf(wish);
      if (!digest.ok) return digest;
      const wanted: PolicySimulation = {
        contract: 'policy-simulation/1',
        id,
        wish,
        digest: digest.value,
        by,
        at: nowInstant(),
        state: 'waiting',
      };
      const isNew = await store.save(wanted);
      const known = isNew ? wanted : ((await store.find(id)) ?? wanted);
      if (sayWish(known) !== sayWish(wanted)) return { ok: false, problem: policyProblem('other-run', id) };
      if (known.state === 'waiting') await ask({ kind: 'simulate', id });
      return { ok: true, value: known };
    },
    behind: async (id: string, key: string, after?: string): Promise<Result<CasesBehind>> => {
      const found = await find(id);
      if (!found.ok) return found;
      const result = await results.get(id);
      const page = result === undefined ? undefined : pageBehind(result, key, after);
      return page === undefined
        ? { ok: false, problem: policyProblem('no-such-number', key) }
        : { ok: true, value: page };
    },
  };
}

function sayWish({ wish, digest }: PolicySimulation): string {
  return canonicalJson({ wish, digest });
}

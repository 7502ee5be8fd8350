import type { PolicySimulation, Result, SimulationWish } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import {
  draftKeeper,
  policyProblem,
  publicationKeeper,
  runKeeper,
  runResults,
  simulationStore,
} from '../../policy/index.ts';
import type { AskErrand } from './errands.sqs.ts';

export interface SimulationPlace {
  readonly table: string;
  readonly bucket: string;
  readonly ask: AskErrand;
}

/** Simulations as people ask for them and look at them. They are made elsewhere, by a function that can change nothing. */
export function simulationKeeper({ table, bucket, ask }: SimulationPlace) {
  const drafts = draftKeeper(table);
  const publications = publicationKeeper(table);
  const runs = runKeeper(simulationStore(table), runResults(bucket, 'simulations'), 'no-such-simulation');

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
    find: runs.find,
    list: runs.list,
    behind: runs.behind,
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
      return runs.begin(
        wanted,
        (run) => ({ wish: run.wish, digest: run.digest }),
        () => ask({ kind: 'simulate', id }),
      );
    },
  };
}

import { canonicalJson } from '../../contracts/index.ts';
import type { CasesBehind, Result } from '../../contracts/index.ts';
import { pageBehind } from '../count-behind.ts';
import { policyProblem } from '../refuse.ts';
import type { RunResults } from './run-results.s3.ts';
import type { RunStore } from './run-store.dynamo.ts';

/** What people ask for that takes longer than a call, and look at: simulations and moves. */
export function runKeeper<Run extends { readonly id: string; readonly state: string }>(
  store: RunStore<Run>,
  results: RunResults,
  notThere: 'no-such-simulation' | 'no-such-move',
) {
  const find = async (id: string): Promise<Result<Run>> => {
    const run = await store.find(id);
    return run === undefined ? { ok: false, problem: policyProblem(notThere, id) } : { ok: true, value: run };
  };
  return {
    find,
    list: store.list,
    /** The same once more (`wished`) is the same run, and `ask` is called again where it was not made: whoever died on the way tries again. */
    begin: async (wanted: Run, wished: (run: Run) => unknown, ask: () => Promise<void>): Promise<Result<Run>> => {
      const isNew = await store.save(wanted);
      const known = isNew ? wanted : ((await store.find(wanted.id)) ?? wanted);
      if (canonicalJson(wished(known)) !== canonicalJson(wished(wanted)))
        return { ok: false, problem: policyProblem('other-run', wanted.id) };
      if (known.state === 'waiting') await ask();
      return { ok: true, value: known };
    },
    /** Some of the cases behind a number that it has told. */
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

import type { CasesBehind, MoveWish, PolicyMove, PolicyRelease, Problem } from '../../contracts/index.ts';
import { canonicalJson } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { moveStore, pageBehind, policyProblem, publicationKeeper, runResult, runResults } from '../../policy/index.ts';
import type { AskErrand } from '../../simulation/index.ts';
import { startMove, stopMove } from '../decide-run.ts';
import type { DecidedMove } from '../decide-run.ts';

type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export interface MovePlace {
  readonly table: string;
  readonly bucket: string;
  readonly ask: AskErrand;
  readonly goOn: (id: string) => Promise<void>;
}

const ATTEMPTS = 5;

/** Moves as people ask for them: a preview first, then the move itself, by a publisher and with a reason. */
export function moveKeeper({ table, bucket, ask, goOn }: MovePlace) {
  const store = moveStore(table);
  const publications = publicationKeeper(table);
  const results = runResults(bucket, 'moves', runResult);

  const find = async (id: string): Promise<Result<PolicyMove>> => {
    const move = await store.find(id);
    return move === undefined ? { ok: false, problem: policyProblem('no-such-move', id) } : { ok: true, value: move };
  };
  const holds = async (): Promise<Result<PolicyRelease>> => {
    const found = await publications.inForce();
    return found.ok ? { ok: true, value: found.value.current } : found;
  };
  /** Whoever meets somebody else decides again by what is there then. */
  const change = async (id: string, decide: (move: PolicyMove) => DecidedMove): Promise<Result<PolicyMove>> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = await find(id);
      if (!found.ok) return found;
      const decided = decide(found.value);
      if (!decided.ok) return decided;
      if (!decided.changed || (await store.save(decided.move, found.value))) return { ok: true, value: decided.move };
    }
    throw new Error(`move ${id} changed ${String(ATTEMPTS)} times while it was written`);
  };

  return {
    find,
    list: store.list,
    preview: async (id: string, wish: MoveWish, by: string): Promise<Result<PolicyMove>> => {
      const release = await holds();
      if (!release.ok) return release;
      const wanted: PolicyMove = {
        contract: 'policy-move/1',
        id,
        wish,
        release: release.value,
        by,
        at: nowInstant(),
        state: 'waiting',
        looked: 0,
        moved: 0,
        left: 0,
        failed: [],
      };
      const isNew = await store.save(wanted);
      const known = isNew ? wanted : ((await store.find(id)) ?? wanted);
      if (canonicalJson(known.wish) !== canonicalJson(wish))
        return { ok: false, problem: policyProblem('other-run', id) };
      if (known.state === 'waiting') await ask({ kind: 'preview', id });
      return { ok: true, value: known };
    },
    /** Asked for twice it is told twice, and done once: whoever died between the two steps tries again. */
    start: async (id: string, reason: string, by: string): Promise<Result<PolicyMove>> => {
      const release = await holds();
      if (!release.ok) return release;
      const started = await change(id, (move) => startMove(move, reason, release.value, { by, at: nowInstant() }));
      if (started.ok && started.value.state === 'moving') await goOn(id);
      return started;
    },
    stop: (id: string, by: string): Promise<Result<PolicyMove>> => change(id, (move) => stopMove(move, { by })),
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

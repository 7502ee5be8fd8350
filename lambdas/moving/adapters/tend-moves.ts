import type { MoveWish, PolicyMove, PolicyRelease, Result } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { moveStore, publicationKeeper, runKeeper, runResults } from '../../policy/index.ts';
import type { AskErrand } from '../../simulation/index.ts';
import { startMove, stopMove } from '../decide-run.ts';
import type { DecidedMove } from '../decide-run.ts';

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
  const runs = runKeeper(store, runResults(bucket, 'moves'), 'no-such-move');

  const holds = async (): Promise<Result<PolicyRelease>> => {
    const found = await publications.inForce();
    return found.ok ? { ok: true, value: found.value.current } : found;
  };
  /** Whoever meets somebody else decides again by what is there then. */
  const change = async (id: string, decide: (move: PolicyMove) => DecidedMove): Promise<Result<PolicyMove>> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = await runs.find(id);
      if (!found.ok) return found;
      const decided = decide(found.value);
      if (!decided.ok) return decided;
      if (!decided.changed || (await store.save(decided.move, found.value))) return { ok: true, value: decided.move };
    }
    throw new Error(`move ${id} changed ${String(ATTEMPTS)} times while it was written`);
  };

  return {
    find: runs.find,
    list: runs.list,
    behind: runs.behind,
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
      return runs.begin(
        wanted,
        (move) => move.wish,
        () => ask({ kind: 'preview', id }),
      );
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
  };
}

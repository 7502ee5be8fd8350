import { putAction } from '../../actions/index.ts';
import { perform } from '../../case/index.ts';
import type { PolicyMove } from '../../contracts/index.ts';
import { inGroups, nowInstant, traceparentFrom } from '../../platform/index.ts';
import { moveStore, runResults } from '../../policy/index.ts';
import { decideMove } from '../decide-move.ts';
import { isTurn, MOST_AT_A_TIME, noteMoved, overtaken } from '../decide-run.ts';
import { ALL } from '../preview-cases.ts';
import { situationOf } from './find-move.ts';
import type { MoveStores } from './preview-move.ts';

const AT_A_TIME = 10;
const ATTEMPTS = 5;

/**
 * Moves the next cases of a move. Whoever dies on the way leaves cases that were moved and are counted as left the second time; a case is never moved twice, because it has
 * the version then. Answers whether there are more.
 */
export async function moveSome(stores: MoveStores, id: string): Promise<boolean> {
  const store = moveStore(stores.table);
  const move = await store.find(id);
  // Guard: one that was stopped goes no further, and two that are told at once do not go on side by side.
  if (move === undefined || !isTurn(move, nowInstant())) return false;
  const holds = await stores.packs.release();
  if (holds.publication !== move.release.publication) {
    await store.save(overtaken(move, holds.publication), move);
    return false;
  }
  const result = await runResults(stores.bucket, 'moves').get(id);
  const ids = result?.groups[ALL] ?? [];
  const some = ids.slice(move.looked, move.looked + MOST_AT_A_TIME);
  const fates = await inGroups(some, AT_A_TIME, (caseId) => moveCase(stores, caseId, move));
  const count = (outcome: string): number =>
    fates.filter((fate) => fate.status === 'fulfilled' && fate.value === outcome).length;
  const moved = count('moves');
  const failed = some.filter((_caseId, index) => fates[index]?.status === 'rejected');
  const done = { from: move.looked, looked: some.length, moved, left: some.length - moved - failed.length, failed };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = await store.find(id);
    const after = before === undefined ? undefined : noteMoved(before, done, ids.length, nowInstant());
    if (after === undefined) return false;
    // Somebody may have stopped it meanwhile: what was done is noted all the same.
    if (await store.save(after, before)) return after.state === 'moving';
  }
  throw new Error(`move ${id} changed ${String(ATTEMPTS)} times while it was written`);
}

async function moveCase(
  stores: MoveStores,
  caseId: string,
  { id, release, startedBy = '', reason = '' }: PolicyMove,
): Promise<string | undefined> {
  const request = { caseId, traceparent: traceparentFrom(undefined) };
  return perform<string>(stores.cases, request, async (record, at) => {
    const situation = await situationOf(stores, record, release, at);
    const decision = decideMove(situation, { move: id, by: startedBy, reason });
    if (decision.outcome !== 'moves') return { commit: false, answer: decision.outcome };
    return {
      commit: true,
      acts: decision.acts,
      with: { extra: decision.actions.map((action) => putAction(stores.cases.table, action)) },
      answer: () => decision.outcome,
    };
  });
}

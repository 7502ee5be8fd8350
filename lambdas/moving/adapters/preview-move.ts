import { casesWithDue, isLive } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { MOST_SIMULATED } from '../../contracts/index.ts';
import type { Case, PolicyMove } from '../../contracts/index.ts';
import { inGroups, nowInstant } from '../../platform/index.ts';
import { moveStore, runResults, versionIn } from '../../policy/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { decideMove } from '../decide-move.ts';
import { previewed } from '../decide-run.ts';
import { previewCases } from '../preview-cases.ts';
import type { Previewed } from '../preview-cases.ts';
import { situationOf } from './find-move.ts';

export interface MoveStores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
  readonly table: string;
  readonly bucket: string;
}

const AT_A_TIME = 25;

/** Finds out what a move would change, by the very decision that moves. It changes no case; should it die it begins anew. */
export async function previewMove(stores: MoveStores, id: string): Promise<PolicyMove | undefined> {
  const store = moveStore(stores.table);
  const move = await store.find(id);
  // Guard: told twice, it is previewed once.
  if (move?.state !== 'waiting') return move;
  const records = await openCases(stores, move);
  const chosen = records.open.slice(0, MOST_SIMULATED);
  const found = await all(chosen, (record) => preview(stores, record, move));
  const { preview: summary, result } = previewCases(found, {
    notOpen: records.notOpen,
    leftOut: records.open.length - chosen.length,
  });
  await runResults(stores.bucket, 'moves').put(id, result);
  await store.save(previewed(move, summary), move);
  return store.find(id);
}

/** Those that have another version than holds where they are, the oldest first. */
async function openCases({ cases }: MoveStores, { wish, release }: PolicyMove) {
  const ids = wish.cases ?? (await casesWithDue(cases));
  const records = await all([...new Set(ids)], (id) => cases.load(id));
  const open = records
    .filter((record) => record !== undefined)
    .filter((record) => isLive(record) && record.policyVersion !== versionIn(release, record))
    .sort((left, right) => (left.openedAt < right.openedAt ? -1 : 1));
  return { open, notOpen: wish.cases === undefined ? 0 : records.length - open.length };
}

async function preview(stores: MoveStores, record: Case, { id, by, release }: PolicyMove): Promise<Previewed> {
  const situation = await situationOf(stores, record, release, nowInstant());
  const decision = decideMove(situation, { move: id, by, reason: '' });
  return { record, change: decision.outcome === 'moves' ? decision.change : {} };
}

async function all<Item, Answer>(
  items: readonly Item[],
  run: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const fates = await inGroups(items, AT_A_TIME, run);
  return fates.map((fate) => {
    if (fate.status === 'rejected') throw fate.reason;
    return fate.value;
  });
}

import type { CaseStore } from '../../case/index.ts';
import { nowInstant } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { decideEarlyEnd, decideWish } from '../decide-wish.ts';
import type { Wish, WishDecision } from '../decide-wish.ts';
import { currentSilences, findSilence, saveSilence } from './silence-store.dynamo.ts';

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

/** Makes a silence. Asked for twice, it is made once. */
export async function makeSilence({ cases, packs }: Stores, wish: Wish, person: string): Promise<WishDecision> {
  const { pack } = await packs.active();
  for (;;) {
    const decision = decideWish(wish, person, await currentSilences(cases), pack, nowInstant());
    if (decision.outcome !== 'changed' || (await saveSilence(cases, decision.silence))) return decision;
  }
}

/** Ends a silence before its time; its cases are looked at within the next minutes. Undefined: there is none. */
export async function endSilence(
  { cases }: Pick<Stores, 'cases'>,
  id: string,
  reason: string,
  person: string,
): Promise<WishDecision | undefined> {
  for (;;) {
    const silence = await findSilence(cases, id);
    if (silence === undefined) return undefined;
    const decision = decideEarlyEnd(silence, reason, person, nowInstant());
    if (decision.outcome !== 'changed' || (await saveSilence(cases, decision.silence, silence))) return decision;
  }
}

import { addDuration, LIFECYCLE_PATIENCE, perform, SILENCED_SHARDS, traceOf } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Silence } from '../../contracts/index.ts';
import { inGroups, nowInstant } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { decideSilenceEnd } from '../decide-silence-end.ts';
import { endOf } from '../silences.ts';
import { casesSilencedBy, currentSilences, forgetSilenced, putAway } from './silence-store.dynamo.ts';

/** Cases that are looked at in one minute, over all silences; the others wait for the next one. So ten thousand take half an hour, and no minute calls more people. */
const MOST_IN_A_MINUTE = 300;
const AT_A_TIME = 10;

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

export interface Ended {
  /** Cases that were looked at again. */
  readonly cases: number;
  /** Silences that have nothing left to look at. */
  readonly silences: number;
  readonly failed: number;
}

/**
 * Looks again at the cases of silences that are over, some each minute. While a silence holds it costs nothing. Whatever dies on the way is done again: a case that was looked at
 * belongs to no silence any more, and a silence is put away when it has no case left.
 */
export async function endSilences(stores: Stores): Promise<Ended> {
  const all = await currentSilences(stores.cases);
  const at = nowInstant();
  const over = all.filter((silence) => endOf(silence) <= at);
  let [looked, failed, putAwayCount] = [0, 0, 0];
  for (const silence of over) {
    const room = MOST_IN_A_MINUTE - looked - failed;
    if (room <= 0) break;
    const found = await someCases(stores.cases, silence.id, room);
    const fates = await inGroups(found, AT_A_TIME, (caseId) => lookAgain(stores, silence, all, caseId));
    const lost = fates.filter(({ status }) => status === 'rejected').length;
    looked += fates.length - lost;
    failed += lost;
    // Guard: one that has cases left is not put away.
    if (found.length < room && lost === 0) {
      await putAway(stores.cases, silence);
      putAwayCount += 1;
    }
  }
  return { cases: looked, silences: putAwayCount, failed };
}

async function someCases(cases: CaseStore, silence: string, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const shard of SILENCED_SHARDS) {
    if (found.length >= limit) break;
    found.push(...(await casesSilencedBy(cases, silence, shard, limit - found.length)));
  }
  return found;
}

async function lookAgain(
  { cases, packs }: Stores,
  silence: Silence,
  all: readonly Silence[],
  caseId: string,
): Promise<void> {
  const traceparent = await traceOf(cases, caseId);
  const changed = await perform<boolean>(cases, { caseId, traceparent }, async (record, at) => {
    const { pack } = await packs.load(record.policyVersion);
    const happening = decideSilenceEnd(record, all, pack, at);
    if (happening === undefined) return { commit: false, answer: false };
    const isWoken = happening.what === 'SilenceEnded' && happening.found === 'open';
    return {
      commit: true,
      acts: [
        {
          actor: { kind: 'system', id: 'maintenance' },
          cause: { kind: 'clock', id: silence.id },
          ...(isWoken ? { nextDueAt: addDuration(at, LIFECYCLE_PATIENCE) } : {}),
          happening,
        },
      ],
      answer: () => true,
    };
  });
  if (changed !== true) await forgetSilenced(cases, silence.id, caseId);
}

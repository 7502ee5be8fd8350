import { addDuration, isLater } from '../case/duration.ts';
import type { Case, PolicyPack } from '../contracts/index.ts';
import { nextGrowthLook } from '../incident/growth.ts';
import { clockMoments } from './clock-move.ts';
import { lateMoments } from './late-tasks.ts';

/** A triage that was due and failed is tried again after so long. */
const NEXT_TRIAGE = 'PT5M';

interface Look {
  readonly record: Case;
  readonly pack: PolicyPack;
  readonly at: string;
}

/** The next moment at which there is something to decide: the step, a clock that will be breached before it, a severity to be found anew, or how much an incident has grown. */
export function earliest({ record, pack, at }: Look, dueAt: string): string {
  const look = nextGrowthLook(record, pack, at);
  return first([
    dueAt,
    ...clockMoments(record, pack, at),
    ...lateMoments(record, pack, at),
    ...assessedAgainAt(record, at),
    ...(look === undefined ? [] : [look]),
  ]);
}

/** When the case is assessed anew, unless somebody reports more before. */
export function assessedAgainAt(record: Case, at: string): readonly string[] {
  if (wantsTriage(record, at)) return [addDuration(at, NEXT_TRIAGE)];
  return record.severity?.rescoreAt === undefined ? [] : [record.severity.rescoreAt];
}

/** More was reported, or a deadline has come so near that the case is worse than it was. */
export function wantsTriage({ signals, triagedSignals, severity }: Case, at: string): boolean {
  return signals > triagedSignals || (severity?.rescoreAt !== undefined && !isLater(severity.rescoreAt, at));
}

export function first(moments: readonly [string, ...string[]]): string {
  return moments.reduce((soonest, moment) => (isLater(soonest, moment) ? moment : soonest));
}

export function last(moments: readonly [string, ...string[]]): string {
  return moments.reduce((latest, moment) => (isLater(moment, latest) ? moment : latest));
}

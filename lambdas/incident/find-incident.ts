import { addDuration, durationMs } from '../case/duration.ts';
import type { Case, GroupingRule, PolicyPack, PossibleCause } from '../contracts/index.ts';

/** What to count for a cause of a case, and from when. */
export interface Count {
  readonly cause: PossibleCause;
  /** Cases opened at or after this count. */
  readonly since: string;
  /** More than this are an incident. */
  readonly threshold: number;
}

/** Storms are looked for once in a case's life: when it was assessed and nobody was called yet. Later it only looks for an incident that is there. */
export function looksForStorm({ state, escalation }: Case): boolean {
  return state === 'triaged' && escalation.lastCallAt === undefined;
}

/**
 * What has to be counted, by the rules of the case's own policy version. `ended` tells when the last incident of a cause ended: the cases from
 * before are done with, and those since decide whether the storm is back.
 */
export function whatToCount(
  record: Case,
  ended: ReadonlyMap<PossibleCause, string>,
  pack: PolicyPack,
  at: string,
): readonly Count[] {
  return (record.causes ?? []).flatMap((cause) => {
    const rule = pack.grouping.find(({ id }) => id === cause.rule);
    if (rule === undefined) return [];
    const { threshold } = rule;
    // What was silent counts by when it came in: that is when it would have been a storm.
    const start = windowStart(rule, record.silenceEndedAt === undefined ? at : record.openedAt);
    const end = ended.get(cause);
    return [{ cause, threshold, since: end !== undefined && end > start ? end : start }];
  });
}

/** A marker outlives its window by a day, for whoever gathers late. Epoch seconds, as time to live takes them. */
export function markedUntil(openedAt: string, window: string): number {
  return Math.ceil(Date.parse(addDuration(openedAt, window)) / 1000) + 24 * 3600;
}

/** Monday, 5 January 1970, midnight UTC: fixed windows are counted from here. */
const FIRST_MONDAY_MS = 4 * 24 * 3_600_000;

/** Since when cases count at an instant: the time before it, or the fixed window that it lies in. */
export function windowStart({ window, windowKind }: Pick<GroupingRule, 'window' | 'windowKind'>, at: string): string {
  const [now, length] = [Date.parse(at), durationMs(window)];
  const start =
    windowKind === 'rolling' ? now - length : now - ((((now - FIRST_MONDAY_MS) % length) + length) % length);
  return new Date(start).toISOString();
}

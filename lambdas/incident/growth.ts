import { durationMs } from '../case/duration.ts';
import type { Case, GroupingRule, PolicyPack } from '../contracts/index.ts';

/** An incident whose rule the pack does not have: it has become ten times as large, and is told of five times at most. */
const USUAL: GroupingRule['growth'] = { times: 10, messages: 5, firstLook: 'PT5M' };

/** Whether people have to hear how large an incident is by now: so many times as large as they know, and not told of too often. */
export function hasGrown(record: Case, children: number, pack: PolicyPack): boolean {
  const { times, messages } = boundsOf(record, pack);
  return (
    record.cause !== undefined &&
    (record.toldGrowths ?? 0) < messages &&
    children >= times * Math.max(1, record.toldChildren ?? 0)
  );
}

/** When an incident is looked at next for its growth; undefined: no more. */
export function nextGrowthLook(record: Case, pack: PolicyPack, at: string): string | undefined {
  if (record.cause === undefined) return undefined;
  const { messages, firstLook } = boundsOf(record, pack);
  const began = Date.parse(record.reopenedAt ?? record.openedAt);
  const now = Date.parse(at);
  for (let look = 0; look < messages; look += 1) {
    const moment = began + durationMs(firstLook) * 3 ** look;
    if (moment > now) return new Date(moment).toISOString();
  }
  return undefined;
}

function boundsOf({ cause }: Case, pack: PolicyPack): GroupingRule['growth'] {
  return pack.grouping.find(({ id }) => id === cause?.rule)?.growth ?? USUAL;
}

import type { Case } from '../contracts/index.ts';

/** An incident that has become so many times what people were told of is another matter: they are told once more. */
const GROWN_TIMES = 10;
/** Looked for after 5, 15, 45, 135 and 405 minutes: a storm grows at its beginning. */
const FIRST_LOOK_MS = 5 * 60_000;
const LOOKS = 5;

/** Whether people have to hear how large an incident is by now. Ten times each, so a million children are told of in at most five messages to a person. */
export function hasGrown(record: Case, children: number): boolean {
  return record.cause !== undefined && children >= GROWN_TIMES * Math.max(1, record.toldChildren ?? 0);
}

/** When an incident is looked at next for its growth; undefined: no more. */
export function nextGrowthLook(record: Case, at: string): string | undefined {
  if (record.cause === undefined) return undefined;
  const began = Date.parse(record.reopenedAt ?? record.openedAt);
  const now = Date.parse(at);
  for (let look = 0; look < LOOKS; look += 1) {
    const moment = began + FIRST_LOOK_MS * 3 ** look;
    if (moment > now) return new Date(moment).toISOString();
  }
  return undefined;
}

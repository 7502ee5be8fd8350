import type { Signal } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { missedMilestone } from '../raise.ts';
import type { DueSchedules } from './due-schedules.ts';
import type { ExpectationKey, ExpectationStore } from './expectation-store.dynamo.ts';
import { keptSince } from './kept-since.ts';

export interface Checks {
  readonly expectations: ExpectationStore;
  readonly schedules: DueSchedules;
  readonly raise: (signal: Signal) => Promise<void>;
}

export type Checked = 'missed' | 'met' | 'moved' | 'dropped' | 'nothing';

/**
 * A promised milestone has fallen due. What is known now decides, not what was known when the schedule was made: a plan that has moved is looked at again at its time, and a report that lies on
 * the timeline already keeps the promise. The trouble is published before the promise is marked, and has an id of its own promise: a death between the two raises nothing twice.
 */
export async function checkDue({ expectations, schedules, raise }: Checks, key: ExpectationKey): Promise<Checked> {
  const expected = await expectations.read(key);
  // Guard: a promise is checked once.
  if (expected?.state !== 'waiting') return 'nothing';
  // Guard: a schedule of before does not count for a plan that has moved.
  if (expected.dueAt > nowInstant()) {
    await schedules.setFor(key, expected.dueAt);
    return 'moved';
  }
  if (await expectations.isTakenBack(expected.plan)) {
    await expectations.replace(key, expected, { ...expected, state: 'dropped' });
    return 'dropped';
  }
  const metAt = await keptSince(expectations, expected);
  if (metAt !== undefined) {
    await expectations.replace(key, expected, { ...expected, state: 'met', metAt });
    return 'met';
  }
  await raise(missedMilestone(expected, nowInstant()));
  await expectations.replace(key, expected, { ...expected, state: 'missed' });
  return 'missed';
}

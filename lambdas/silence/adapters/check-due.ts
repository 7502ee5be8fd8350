import { addDuration } from '../../case/index.ts';
import type { Signal } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { expectationMetBy, inUtc, subjectOf } from '../expectation.ts';
import type { Expectation } from '../expectation.ts';
import { missedMilestone } from '../raise.ts';
import type { DueSchedules } from './due-schedules.ts';
import type { ExpectationKey, ExpectationStore } from './expectation-store.dynamo.ts';

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
  if (expected?.state !== 'waiting') return 'nothing';
  if (expected.dueAt > nowInstant()) {
    await schedules.setFor(key, expected.dueAt);
    return 'moved';
  }
  if (await expectations.isTakenBack(expected.plan)) {
    await expectations.replace(key, expected, { ...expected, state: 'dropped' });
    return 'dropped';
  }
  const metAt = await heard(expectations, expected);
  if (metAt !== undefined) {
    await expectations.replace(key, expected, { ...expected, state: 'met', metAt });
    return 'met';
  }
  await raise(missedMilestone(expected, nowInstant()));
  await expectations.replace(key, expected, { ...expected, state: 'missed' });
  return 'missed';
}

/** A report may have come so early that it belongs to an earlier journey of the same container; a month is longer than most and shorter than two. */
async function heard(expectations: ExpectationStore, expected: Expectation): Promise<string | undefined> {
  const subject = subjectOf(expected.plan);
  if (subject === undefined) return undefined;
  const events = await expectations.heardOf(subject, addDuration(expected.expectedAt, '-P30D'));
  const report = events.find(
    (event) => event.milestone.at === 'actual' && expectationMetBy(event, [expected]) !== undefined,
  );
  return report === undefined ? undefined : inUtc(report.occurredAt);
}

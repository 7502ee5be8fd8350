import { addDuration } from '../../case/index.ts';
import { expectationMetBy, inUtc, subjectOf } from '../expectation.ts';
import type { Expectation } from '../expectation.ts';
import type { ExpectationStore } from './expectation-store.dynamo.ts';

/**
 * When a promise was kept by what lies on the timeline already; undefined where it was not. A report may have come so early that it belongs to an earlier journey of the same container; a
 * month is longer than most and shorter than two.
 */
export async function keptSince(
  expectations: Pick<ExpectationStore, 'heardOf'>,
  expected: Expectation,
): Promise<string | undefined> {
  const subject = subjectOf(expected.plan);
  if (subject === undefined) return undefined;
  const events = await expectations.heardOf(subject, addDuration(expected.expectedAt, '-P30D'));
  const report = events.find(
    (event) => event.milestone.at === 'actual' && expectationMetBy(event, [expected]) !== undefined,
  );
  return report === undefined ? undefined : inUtc(report.occurredAt);
}

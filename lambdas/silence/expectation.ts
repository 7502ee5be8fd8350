import * as z from 'zod';
import { signal, strongSubjectKinds } from '../contracts/index.ts';
import type { ProgressSignal, SubjectReference } from '../contracts/index.ts';

/**
 * A milestone that a plan promises. `waiting`: nothing was heard of it yet; `met`: it was reported; `missed`: trouble was raised for it; `dropped`: the plan was taken back.
 */
export const expectation = z.strictObject({
  plan: signal,
  /** UTC, of the planned time. */
  expectedAt: z.string(),
  /** When trouble is raised: the planned time and the grace of the source, sooner when a later milestone was heard of. */
  dueAt: z.string(),
  why: z.enum(['no_report', 'missing_in_sequence']),
  state: z.enum(['waiting', 'met', 'missed', 'dropped']),
  /** When it happened, by the report of it. */
  metAt: z.string().optional(),
});
export type Expectation = z.infer<typeof expectation> & { readonly plan: ProgressSignal };

export const inUtc = (instant: string): string => new Date(Date.parse(instant)).toISOString();

/** The one thing that a plan is about: the kind of number that tells things apart best. */
export function subjectOf({ references }: ProgressSignal): SubjectReference | undefined {
  for (const kind of strongSubjectKinds) {
    const found = references.find((reference) => reference.kind === kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A milestone at its stop: moved, it is the same one. */
export const milestoneKey = ({ milestone }: ProgressSignal): string => `${milestone.name}#${milestone.stop ?? ''}`;

/** Which of the promised milestones a report is about: of the same name and, where both name one, the same stop; else the earliest that waits. What was taken back is promised no more. */
export function expectationMetBy(report: ProgressSignal, expected: readonly Expectation[]): Expectation | undefined {
  const same = expected
    .filter(({ plan, state }) => plan.milestone.name === report.milestone.name && state !== 'dropped')
    .toSorted((left, right) => Date.parse(left.expectedAt) - Date.parse(right.expectedAt));
  const { stop } = report.milestone;
  const atStop = same.find(({ plan }) => plan.milestone.stop === stop);
  if (atStop !== undefined) return atStop;
  const open = same.filter(({ plan }) => stop === undefined || plan.milestone.stop === undefined);
  return open.find(({ state }) => state !== 'met') ?? open[0];
}

/** What ought to have been heard of before that milestone and was not. */
export function missingBefore(met: Expectation, expected: readonly Expectation[]): readonly Expectation[] {
  return expected.filter(({ state, expectedAt }) => state === 'waiting' && expectedAt < met.expectedAt);
}

/** An earlier milestone of the plan that, by the reports, happened after the later one: one of the two dates is wrong. */
export function outOfSequence(
  met: Expectation,
  metAt: string,
  expected: readonly Expectation[],
): { readonly earlier: Expectation; readonly later: Expectation } | undefined {
  for (const other of expected) {
    if (other.metAt === undefined) continue;
    if (other.expectedAt < met.expectedAt && other.metAt > metAt) return { earlier: other, later: met };
    if (other.expectedAt > met.expectedAt && other.metAt < metAt) return { earlier: met, later: other };
  }
  return undefined;
}

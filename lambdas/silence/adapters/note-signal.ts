import { addDuration } from '../../case/index.ts';
import type { ProgressSignal, Signal, SourceRegistration } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { expectationMetBy, inUtc, missingBefore, outOfSequence } from '../expectation.ts';
import type { Expectation } from '../expectation.ts';
import { datesOutOfSequence } from '../raise.ts';
import type { DueSchedules } from './due-schedules.ts';
import { keyOf } from './expectation-store.dynamo.ts';
import type { ExpectationStore, Kept } from './expectation-store.dynamo.ts';
import { keptSince } from './kept-since.ts';

export interface Watch {
  readonly expectations: ExpectationStore;
  readonly schedules: DueSchedules;
  readonly source: (id: string) => Promise<SourceRegistration | undefined>;
  /** Publishes a signal, or throws. */
  readonly raise: (signal: Signal) => Promise<void>;
}

export type Noted = 'promised' | 'met' | 'passed_over';

/** A scheduled milestone of a source that plans is a promise; one that has happened keeps a promise. All else is passed over. */
export async function noteSignal(watch: Watch, signal: Signal): Promise<Noted> {
  if (signal.kind !== 'progress') return 'passed_over';
  if (signal.milestone.at === 'actual') return noteReport(watch, signal);
  if (signal.milestone.at !== 'scheduled') return 'passed_over';
  const plans = (await watch.source(signal.source.id))?.plans;
  return plans === undefined ? 'passed_over' : promise(watch, signal, plans.grace);
}

/**
 * First the promise, then its schedule: a death between them is mended by the next delivery. What happened before the plan came keeps it at once; what intake has not written to the
 * timeline yet is found when it falls due.
 */
async function promise({ expectations, schedules }: Watch, plan: ProgressSignal, grace: string): Promise<Noted> {
  const key = keyOf(plan);
  if (key === undefined) return 'passed_over';
  const expectedAt = inUtc(plan.occurredAt);
  const expected: Expectation = {
    plan,
    expectedAt,
    dueAt: addDuration(expectedAt, grace),
    why: 'no_report',
    state: 'waiting',
  };
  if (!(await expectations.promise(expected))) return 'passed_over';
  const metAt = await keptSince(expectations, expected);
  if (metAt !== undefined) {
    await expectations.replace(key, expected, { ...expected, state: 'met', metAt });
    await schedules.cancel(key);
    return 'met';
  }
  await schedules.setFor(key, expected.dueAt);
  return 'promised';
}

async function noteReport(watch: Watch, report: ProgressSignal): Promise<Noted> {
  const kept = await watch.expectations.expectedOf(report.references);
  const all = kept.map(({ expected }) => expected);
  const met = expectationMetBy(report, all);
  const place = kept.find(({ expected }) => expected === met);
  if (met === undefined || place === undefined) return 'passed_over';
  const metAt = inUtc(report.occurredAt);
  if (report.timeBasis !== 'received') await raiseDates(watch, met, metAt, all);
  for (const missing of missingBefore(met, all)) await bringForward(watch, kept, missing);
  if (met.state !== 'met' || met.metAt !== metAt)
    await watch.expectations.replace(place.key, met, { ...met, state: 'met', metAt });
  await watch.schedules.cancel(place.key);
  return 'met';
}

async function raiseDates(
  { raise }: Watch,
  met: Expectation,
  metAt: string,
  all: readonly Expectation[],
): Promise<void> {
  const odd = outOfSequence(met, metAt, all);
  if (odd === undefined) return;
  const withDate = (one: Expectation): Expectation => (one === met ? { ...one, metAt } : one);
  await raise(datesOutOfSequence(withDate(odd.earlier), withDate(odd.later), nowInstant()));
}

/** Reports come late and in any order: what is missing before a later milestone has its grace from now on, and no longer. */
async function bringForward(
  { expectations, schedules, source }: Watch,
  kept: readonly Kept[],
  missing: Expectation,
): Promise<void> {
  const key = kept.find(({ expected }) => expected === missing)?.key;
  const grace = (await source(missing.plan.source.id))?.plans?.grace;
  if (key === undefined || grace === undefined) return;
  const dueAt = addDuration(nowInstant(), grace);
  // Guard: what is missing is brought forward once.
  if (missing.why === 'missing_in_sequence' || dueAt >= missing.dueAt) return;
  if (await expectations.replace(key, missing, { ...missing, dueAt, why: 'missing_in_sequence' }))
    await schedules.setFor(key, dueAt);
}

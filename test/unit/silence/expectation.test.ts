import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import {
  expectationMetBy,
  milestoneKey,
  missingBefore,
  outOfSequence,
  subjectOf,
} from '../../../lambdas/silence/expectation.ts';
import type { Expectation } from '../../../lambdas/silence/expectation.ts';
import { datesOutOfSequence, missedMilestone } from '../../../lambdas/silence/raise.ts';
import { container, order, progress, shipment, tracking } from '../intake/signals.ts';

type Name = Parameters<typeof progress>[2] extends infer M ? (M extends { name: infer N } ? N : never) : never;
const promise = (
  name: Name,
  expectedAt: string,
  stop?: string,
  state: Expectation['state'] = 'waiting',
): Expectation => ({
  plan: progress(
    `plan ${name} ${stop ?? ''}`,
    [shipment('S1')],
    { name, at: 'scheduled', ...(stop === undefined ? {} : { stop }) },
    expectedAt,
  ),
  expectedAt,
  dueAt: new Date(Date.parse(expectedAt) + 7_200_000).toISOString(),
  why: 'no_report',
  state,
});
const report = (name: Name, at: string, stop?: string) =>
  progress(`report ${name}`, [shipment('S1')], { name, at: 'actual', ...(stop === undefined ? {} : { stop }) }, at);

const departed = promise('departed', '2026-03-02T08:00:00.000Z', '1');
const first = promise('arrived', '2026-03-02T12:00:00.000Z', '2');
const second = promise('arrived', '2026-03-02T18:00:00.000Z', '3');
const all = [second, departed, first];

describe('the promise that a report keeps', () => {
  it.each([
    ['of that name', report('departed', '2026-03-02T08:10:00Z'), departed],
    ['of that stop', report('arrived', '2026-03-02T18:10:00Z', '3'), second],
    ['the earliest that waits, where no stop is named', report('arrived', '2026-03-02T12:10:00Z'), first],
    ['none of another stop', report('arrived', '2026-03-02T12:10:00Z', '9'), undefined],
    ['none of another name', report('delivered', '2026-03-02T12:10:00Z'), undefined],
  ])('%s', (_what, told, expected) => {
    expect(expectationMetBy(told, all)).toBe(expected);
  });

  it('is the next one when the first was kept', () => {
    const kept = { ...first, state: 'met' as const };
    expect(expectationMetBy(report('arrived', '2026-03-02T18:00:00Z'), [kept, second])).toBe(second);
  });

  it('is the one that was kept, where none is left: the same report again, or a better time', () => {
    const [one, two] = [first, second].map((promised) => ({ ...promised, state: 'met' as const }));
    expect(expectationMetBy(report('arrived', '2026-03-02T12:05:00Z'), [two!, one!])).toBe(one);
  });

  it('is never one that was taken back: the trouble of the next would stay open though it was reported', () => {
    const takenBack = { ...first, state: 'dropped' as const };
    expect(expectationMetBy(report('arrived', '2026-03-02T18:00:00Z'), [takenBack, second])).toBe(second);
    expect(expectationMetBy(report('arrived', '2026-03-02T18:00:00Z', '2'), [takenBack, second])).toBeUndefined();
  });

  it('may be of a plan that names no stop, though the report does; its own stop goes first', () => {
    const anywhere = promise('arrived', '2026-03-02T11:00:00.000Z');
    expect(expectationMetBy(report('arrived', '2026-03-02T12:00:00Z', '9'), [first, anywhere])).toBe(anywhere);
    expect(expectationMetBy(report('arrived', '2026-03-02T12:00:00Z', '2'), [anywhere, first])).toBe(first);
  });
});

describe('what a plan is about', () => {
  const about = (...references: Parameters<typeof progress>[1]) => subjectOf(progress('plan', references));
  it('is the number that tells things apart best, wherever it stands', () => {
    expect(about(order('45'), tracking('T1'), container('C1'), shipment('S1'))).toEqual(shipment('S1'));
    expect(about(tracking('T1'), container('C1'))).toEqual(container('C1'));
    // An order goes in many shipments: its number would mix their milestones.
    expect(about(order('45'))).toBeUndefined();
  });

  it('is the same milestone at a stop when it moves, and another one at another stop', () => {
    expect(milestoneKey(promise('arrived', '2026-03-02T12:00:00.000Z', '2').plan)).toBe('arrived#2');
    expect(milestoneKey(promise('arrived', '2026-03-05T12:00:00.000Z', '2').plan)).toBe('arrived#2');
    expect(milestoneKey(promise('arrived', '2026-03-02T12:00:00.000Z').plan)).toBe('arrived#');
  });
});

describe('the order of a plan', () => {
  it('shows what was passed over, and only what still waits', () => {
    expect(missingBefore(second, all)).toEqual([departed, first]);
    expect(missingBefore(second, [departed, { ...first, state: 'missed' }, second])).toEqual([departed]);
    expect(missingBefore(departed, all)).toEqual([]);
  });

  it('is contradicted by an arrival before the departure, whichever is told first', () => {
    const left = { ...departed, metAt: '2026-03-02T09:00:00.000Z' };
    const came = { ...first, metAt: '2026-03-02T08:30:00.000Z' };
    expect(outOfSequence(first, '2026-03-02T08:30:00.000Z', [left, first])).toEqual({ earlier: left, later: first });
    expect(outOfSequence(departed, '2026-03-02T09:00:00.000Z', [departed, came])).toEqual({
      earlier: departed,
      later: came,
    });
    expect(outOfSequence(first, '2026-03-02T11:00:00.000Z', [left, first])).toBeUndefined();
  });

  const NINE = '2026-03-02T09:00:00.000Z';
  const at = (promised: Expectation, metAt: string) => ({ ...promised, metAt });
  it.each([
    ['two milestones in one minute: a scan of both', first, NINE, [at(departed, NINE)]],
    ['two in one minute, the earlier one told last', departed, NINE, [at(first, NINE)]],
    ['an earlier one that came earlier', first, NINE, [at(departed, '2026-03-02T08:59:00.000Z')]],
    ['a later one that came later', departed, NINE, [at(first, '2026-03-02T09:01:00.000Z')]],
    ['one that nobody has reported yet', first, NINE, [departed, second]],
    [
      'two that were promised for one time, in either order',
      first,
      NINE,
      [
        at({ ...departed, expectedAt: first.expectedAt }, '2026-03-02T10:00:00.000Z'),
        at({ ...second, expectedAt: first.expectedAt }, '2026-03-02T08:00:00.000Z'),
      ],
    ],
    ['its own time of before, which it corrects', at(first, '2026-03-02T10:00:00.000Z'), NINE, [first]],
  ])('is not contradicted by %s', (_what, met, metAt, others) => {
    expect(outOfSequence(met, metAt, [met, ...others])).toBeUndefined();
  });
});

describe('what is raised', () => {
  const AT = '2026-03-02T10:00:00.000Z';
  it('says what was expected, is a sound signal, and is the same one each time', () => {
    const raised = missedMilestone(departed, AT);
    expect(signal.parse(raised)).toEqual(raised);
    expect(raised).toMatchObject({
      kind: 'exception',
      type: 'transport.milestone_missed',
      source: { id: 'canadapost-edi', format: 'plan' },
      milestone: { name: 'departed', at: 'scheduled', stop: '1' },
      reason: { scheme: 'fairlead:plan', code: 'no_report' },
      text: 'Departed at stop 1 was expected at 2026-03-02T08:00:00.000Z and, with its grace, by 2026-03-02T10:00:00.000Z. Nobody has reported it.',
    });
    expect(missedMilestone(departed, '2026-03-02T11:00:00.000Z').id).toBe(raised.id);
    expect(missedMilestone({ ...departed, expectedAt: '2026-03-03T08:00:00.000Z' }, AT).id).not.toBe(raised.id);
  });

  it('of contradicting dates names no milestone that a report could settle', () => {
    const raised = datesOutOfSequence(
      { ...departed, metAt: '2026-03-02T09:00:00.000Z' },
      { ...first, metAt: '2026-03-02T08:30:00.000Z' },
      AT,
    );
    expect(signal.parse(raised)).toEqual(raised);
    expect(raised).toMatchObject({
      milestone: { name: 'other', at: 'actual' },
      reason: { code: 'date_out_of_sequence' },
    });
  });
});

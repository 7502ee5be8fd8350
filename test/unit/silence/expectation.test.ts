import { describe, expect, it } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import { expectationMetBy, missingBefore, outOfSequence } from '../../../lambdas/silence/expectation.ts';
import type { Expectation } from '../../../lambdas/silence/expectation.ts';
import { datesOutOfSequence, missedMilestone } from '../../../lambdas/silence/raise.ts';
import { progress, shipment } from '../intake/signals.ts';

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

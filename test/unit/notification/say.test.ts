import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/contracts/index.ts';
import { localTime, timeAndDistance } from '../../../lambdas/notification/say-time.ts';
import { happenedLines } from '../../../lambdas/notification/say-what-happened.ts';
import { stakeLines } from '../../../lambdas/notification/say-what-is-at-stake.ts';
import { openCase } from '../../support/case.ts';

const NOW = '2026-03-02T08:05:00.000Z';

describe('a time', () => {
  it.each([
    ['2026-03-02T08:05:10.000Z', 'Mon 2 Mar, 09:05 CET (just now)'],
    ['2026-03-02T08:06:00.000Z', 'Mon 2 Mar, 09:06 CET (in 1 minute)'],
    ['2026-03-02T06:35:00.000Z', 'Mon 2 Mar, 07:35 CET (2 hours ago)'],
    ['2026-03-03T08:05:00.000Z', 'Tue 3 Mar, 09:05 CET (in 24 hours)'],
    ['2026-03-05T08:05:00.000Z', 'Thu 5 Mar, 09:05 CET (in 3 days)'],
    // Without its year this would look like a year from now.
    ['2019-11-02T23:25:00.000Z', 'Sun, 3 Nov 2019, 00:25 CET (6 years ago)'],
  ])('%s', (instant, said) => {
    expect(timeAndDistance(instant, 'Europe/Berlin', NOW)).toBe(said);
  });
  it('is that of the reader', () => {
    expect(localTime(NOW, 'America/Chicago')).toBe('Mon, Mar 2, 02:05 CST');
  });
});

const signal = (changes: Partial<Signal> = {}) =>
  ({ kind: 'exception', receivedAt: NOW, references: [], ...changes }) as unknown as Signal;
const happened = (signals: readonly Signal[], changes: Parameters<typeof openCase>[0] = {}): readonly string[] =>
  happenedLines(openCase(changes), signals, { zone: 'Europe/Berlin', at: NOW });

describe('what happened', () => {
  it('is what the newest report says, in its own words and numbers', () => {
    const lines = happened([
      signal({ text: 'old words', receivedAt: '2026-03-02T08:00:00.000Z' }),
      signal({
        text: 'new\n words',
        quantities: { weight: { value: '0', unit: 'KGM' }, temperature: { value: '11.4', unit: 'CEL' } },
        amounts: { per_day: { amount: '95.00', currency: 'EUR' } },
        milestone: { name: 'picked_up', at: 'scheduled', stop: '1' },
      }),
      signal({ kind: 'retraction', text: 'never mind', receivedAt: '2026-03-02T09:00:00.000Z' }),
    ]);
    expect(lines).toEqual([
      'Failed delivery, Mon 2 Mar, 09:00 CET (5 minutes ago), Drill, BC, CA',
      'Milestone: picked up (scheduled, stop 1)',
      'In the sender’s words: “new words”',
      'Reported: temperature 11.4 °C · per day 95 EUR',
      'References: tracking 4343638098050296',
    ]);
  });
  it('says a reason once, a number under all its kinds, and that the report came late', () => {
    const references = ['tracking', 'shipment'].map((kind) => ({ kind, value: '1', issuer: 'X' })) as never;
    const late = { occurredAt: '2026-03-02T05:00:00.000Z', detectedAt: NOW, signals: 3 };
    expect(
      happened([signal({ text: 'Closed' })], { ...late, references, reasonText: 'Closed', reasonCode: 'C' }),
    ).toEqual([
      'Failed delivery, Mon 2 Mar, 06:00 CET (3 hours ago), Drill, BC, CA',
      'Reason given by CPCC: Closed (C)',
      'References: tracking, shipment 1',
      'First reported to us Mon 2 Mar, 09:05 CET (just now)',
      'Reported 3 times',
    ]);
  });
  it('cuts what nobody reads on a phone', () => {
    const words = happened([signal({ text: 'x'.repeat(2000) })]).find((line) => line.startsWith('In the sender'));
    expect(words).toHaveLength('In the sender’s words: “”'.length + 300);
  });
});

describe('what is at stake', () => {
  it('is said once, and never left out', () => {
    expect(stakeLines(openCase(), 'Europe/Berlin', NOW)).toEqual([
      'Not known yet: no system names a value, a customer or a promised date for it.',
    ]);
    const reason = (rule: string, text: string) => ({ rule, text, points: 1 });
    const record = openCase({
      impact: { promisedAt: '2026-03-02T12:05:00.000Z' } as never,
      severity: {
        reasons: [reason('promise-today', 'away'), reason('perishable', 'The goods are perishable.')],
      } as never,
    });
    expect(stakeLines(record, 'Europe/Berlin', NOW)).toEqual([
      'Promised for Mon 2 Mar, 13:05 CET (in 4 hours)',
      'The goods are perishable.',
    ]);
  });
});

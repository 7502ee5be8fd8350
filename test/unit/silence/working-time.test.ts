import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silenceCalendar, sourceWish } from '../../../lambdas/contracts/index.ts';
import type { SilenceCalendar, SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { decideSilentSource } from '../../../lambdas/silence/decide-silent-source.ts';
import { workingTime } from '../../../lambdas/silence/working-time.ts';
import { reception } from '../inbound/complete.ts';

const BERLIN = 'Europe/Berlin';
const HOUR = 3_600_000;
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const WORKDAYS = WEEK.slice(0, 5);
const calendar = (hours: SilenceCalendar['hours'], holidays: string[] = []): SilenceCalendar => ({ hours, holidays });
const office = calendar([{ days: WORKDAYS, from: '07:00', to: '19:00' }]);
const nights = calendar([{ days: [...WEEK], from: '22:00', to: '06:00' }]);
const hoursBetween = (of: SilenceCalendar, from: string, to: string, zone = BERLIN): number =>
  workingTime(of, zone, { from: Date.parse(from), to: Date.parse(to) }) / HOUR;

describe('working time', () => {
  it.each([
    ['within a day', office, '2026-03-02T07:00:00Z', '2026-03-02T10:30:00Z', 3.5],
    ['from before it opens to after it closes', office, '2026-03-02T00:00:00Z', '2026-03-02T23:00:00Z', 12],
    ['over a weekend', office, '2026-03-06T17:00:00Z', '2026-03-09T07:00:00Z', 2],
    ['on a Sunday', office, '2026-03-07T23:00:00Z', '2026-03-08T22:59:59Z', 0],
    ['on a holiday', calendar(office.hours, ['2026-03-03']), '2026-03-03T00:00:00Z', '2026-03-03T22:00:00Z', 0],
    ['backwards', office, '2026-03-02T10:00:00Z', '2026-03-02T09:00:00Z', 0],
    ['in a night that began the day before', nights, '2026-03-02T23:30:00Z', '2026-03-03T04:00:00Z', 4.5],
    [
      'of a night that belongs to Friday',
      calendar([{ days: ['friday'], from: '22:00', to: '06:00' }]),
      '2026-03-06T12:00:00Z',
      '2026-03-08T12:00:00Z',
      8,
    ],
    [
      'of a whole day',
      calendar([{ days: [...WEEK], from: '00:00', to: '00:00' }]),
      '2026-03-02T11:00:00Z',
      '2026-03-04T11:00:00Z',
      48,
    ],
    // 29 March 2026, 02:00 becomes 03:00; 25 October 2026, 03:00 becomes 02:00.
    ['of a night in spring', nights, '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', 7],
    ['of a night in autumn', nights, '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z', 9],
    [
      'from a time that does not exist',
      calendar([{ days: ['sunday'], from: '02:30', to: '08:00' }]),
      '2026-03-28T12:00:00Z',
      '2026-03-29T12:00:00Z',
      4.5,
    ],
    [
      'from a time that exists twice',
      calendar([{ days: ['sunday'], from: '02:30', to: '08:00' }]),
      '2026-10-24T12:00:00Z',
      '2026-10-25T12:00:00Z',
      6.5,
    ],
    ['the same hours, after the change in spring', office, '2026-03-30T00:00:00Z', '2026-03-30T06:00:00Z', 1],
    [
      'hours that overlap',
      calendar([
        { days: WORKDAYS, from: '07:00', to: '13:00' },
        { days: WORKDAYS, from: '09:00', to: '15:00' },
      ]),
      '2026-03-02T00:00:00Z',
      '2026-03-02T22:00:00Z',
      8,
    ],
    [
      'a night that overlaps the morning after',
      calendar([...nights.hours, { days: [...WEEK], from: '05:00', to: '08:00' }]),
      '2026-03-02T12:00:00Z',
      '2026-03-03T12:00:00Z',
      10,
    ],
  ] as const)('%s', (_what, of, from, to, hours) => {
    expect(hoursBetween(of, from, to)).toBe(hours);
  });

  it('is that of the zone', () => {
    expect(hoursBetween(office, '2026-03-02T12:00:00Z', '2026-03-02T16:00:00Z', 'America/Chicago')).toBe(3);
  });

  it('adds up, is never more than has passed, and stops where it is enough', () => {
    const instants = fc.integer({ min: Date.parse('2026-03-20T00:00:00Z'), max: Date.parse('2026-04-10T00:00:00Z') });
    fc.assert(
      fc.property(fc.tuple(instants, instants, instants), fc.constantFrom(office, nights), (three, of) => {
        const [from, middle, to] = [...three].sort((one, other) => one - other) as [number, number, number];
        const count = (a: number, b: number): number => workingTime(of, BERLIN, { from: a, to: b });
        expect(count(from, middle) + count(middle, to)).toBe(count(from, to));
        expect(count(from, to)).toBeLessThanOrEqual(to - from);
        expect(workingTime(of, BERLIN, { from, to }, HOUR) > HOUR).toBe(count(from, to) > HOUR);
      }),
    );
  });
});

describe('a source with a calendar', () => {
  const source: SourceRegistration = {
    ...reception.source,
    zone: BERLIN,
    silence: { allowed: 'PT4H', calendar: office },
  };
  const decided = (at: string, of = source) =>
    decideSilentSource(of, '2026-03-06T17:00:00.000Z', undefined, {
      at,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    });

  it('heard on Friday at 18:00 is not silent on Sunday, but on Monday after 10:00', () => {
    for (const at of ['2026-03-08T12:00:00.000Z', '2026-03-09T09:00:00.000Z']) expect(decided(at).do).toBe('remember');
    expect(decided('2026-03-09T09:00:00.001Z')).toMatchObject({
      do: 'raise',
      signal: { text: expect.stringContaining('At most PT4H of its working hours is allowed.') },
    });
    expect(decided('2026-03-06T21:00:00.001Z', { ...source, silence: { allowed: 'PT4H' } }).do).toBe('raise');
  });

  it('has hours in a zone that there is, or is refused with the field', () => {
    const wish = {
      id: 'north',
      title: 'North',
      format: 'csv',
      region: 'eu',
      businessUnit: 'retail',
    };
    const errors = (silence: unknown, own = BERLIN): readonly string[] =>
      sourceWish.safeParse({ ...wish, zone: own, silence }).error?.issues.map(({ path }) => path.join('/')) ?? [];
    expect(errors({ allowed: 'PT4H', calendar: office }, 'Europe/Berlim')).toEqual(['zone']);
    expect(errors({ allowed: 'PT4H', calendar: { ...office, zone: 'Mars/Base' } })).toEqual(['silence/calendar/zone']);
    expect(errors({ allowed: 'PT4H', calendar: { ...office, zone: BERLIN } })).toEqual([]);
    expect(errors({ allowed: 'PT4H', calendar: office })).toEqual([]);
    expect(silenceCalendar.safeParse({ hours: [] }).success).toBe(false);
  });
});

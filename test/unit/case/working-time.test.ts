import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorking,
  closesAt,
  hoursOf,
  openFrom,
  subtractWorking,
  workingBetween,
} from '../../../lambdas/case/working-time.ts';
import type { WorkingHours } from '../../../lambdas/case/working-time.ts';
import type { WeeklyHours } from '../../../lambdas/contracts/index.ts';
import { defaultPack } from '../../support/pack.ts';

const HOUR = 3_600_000;
const WEEKDAYS: WeeklyHours['days'] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const EVERY_DAY: WeeklyHours['days'] = [...WEEKDAYS, 'saturday', 'sunday'];
const hours = (zone: string, weekly: WeeklyHours[], holidays: string[] = []): WorkingHours => ({
  zone,
  weekly,
  holidays: new Set(holidays),
});
const office = hours('Europe/Berlin', [{ days: WEEKDAYS, from: '08:00', to: '18:00' }], ['2026-04-06']);

describe('business hours', () => {
  it('wait over the night and the weekend', () => {
    // Friday 27 February 2026, 17:00 in Berlin.
    expect(addWorking('2026-02-27T16:00:00.000Z', 3 * HOUR, office)).toBe('2026-03-02T09:00:00.000Z');
  });

  it('begin with the next stretch for what starts outside, and end with one, not before the next', () => {
    expect(addWorking('2026-03-01T12:00:00.000Z', HOUR, office)).toBe('2026-03-02T08:00:00.000Z');
    expect(addWorking('2026-03-02T16:00:00.000Z', HOUR, office)).toBe('2026-03-02T17:00:00.000Z');
  });

  it('rest on holidays', () => {
    // Easter Monday, 6 April 2026; summer time by then.
    expect(addWorking('2026-04-03T15:00:00.000Z', 2 * HOUR, office)).toBe('2026-04-07T07:00:00.000Z');
  });

  it('over midnight belong to the day on which they begin', () => {
    const night = hours('Europe/Berlin', [{ days: ['friday'], from: '22:00', to: '06:00' }]);
    expect(workingBetween('2026-02-27T00:00:00.000Z', '2026-03-02T00:00:00.000Z', night)).toBe(8 * HOUR);
    expect(addWorking('2026-02-27T23:00:00.000Z', 6 * HOUR, night)).toBe('2026-02-28T05:00:00.000Z');
    expect(subtractWorking('2026-02-28T05:00:00.000Z', 8 * HOUR, night)).toBe('2026-02-27T21:00:00.000Z');
  });

  it('count each moment once where stretches overlap', () => {
    const both = hours('UTC', [
      { days: EVERY_DAY, from: '08:00', to: '12:00' },
      { days: EVERY_DAY, from: '10:00', to: '14:00' },
    ]);
    expect(workingBetween('2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z', both)).toBe(6 * HOUR);
    expect(addWorking('2026-03-02T09:00:00.000Z', 5 * HOUR, both)).toBe('2026-03-02T14:00:00.000Z');
    expect(subtractWorking('2026-03-02T14:00:00.000Z', 5 * HOUR, both)).toBe('2026-03-02T09:00:00.000Z');
  });

  it('go on around the clock for a team whose every day is a holiday, instead of looking forever', () => {
    const never = hours('UTC', [{ days: ['monday'], from: '08:00', to: '09:00' }], allMondays());
    expect(addWorking('2026-03-02T08:00:00.000Z', HOUR, never)).toBe('2026-03-02T09:00:00.000Z');
  });

  it('are those of a team in its zone, without the days of its calendars', () => {
    const pack = defaultPack();
    pack.calendars = [{ id: 'de', title: 'Germany', days: [{ date: '2026-05-01', name: 'Labour Day' }] }];
    const [team] = pack.teams;
    const weekly = [{ days: WEEKDAYS, from: '08:00', to: '18:00' }];
    expect(hoursOf(team, pack)).toBeUndefined();
    expect(hoursOf({ ...team!, hours: weekly, calendars: ['de'] }, pack)).toEqual(
      hours('Europe/Berlin', weekly, ['2026-05-01']),
    );
  });
});

describe('when somebody works next', () => {
  it.each([
    ['while they work: now', '2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    ['at the first moment: now', '2026-03-02T07:00:00.000Z', '2026-03-02T07:00:00.000Z'],
    ['a moment before: then', '2026-03-02T06:59:59.999Z', '2026-03-02T07:00:00.000Z'],
    ['at the last moment: now', '2026-03-02T16:59:59.999Z', '2026-03-02T16:59:59.999Z'],
    ['when they have just left: tomorrow', '2026-03-02T17:00:00.000Z', '2026-03-03T07:00:00.000Z'],
    ['on a Saturday: on Monday', '2026-02-28T12:00:00.000Z', '2026-03-02T07:00:00.000Z'],
  ])('%s', (_name, at, expected) => {
    expect(openFrom(at, office)).toBe(expected);
    // Around the clock somebody always does.
    expect(openFrom(at)).toBe(at);
  });

  it('no time, or less than none, is no way to the next morning', () => {
    expect(addWorking('2026-02-28T12:00:00.000Z', 0, office)).toBe('2026-02-28T12:00:00.000Z');
    expect(addWorking('2026-02-28T12:00:00.000Z', -HOUR, office)).toBe('2026-02-28T11:00:00.000Z');
    expect(workingBetween('2026-03-02T12:00:00.000Z', '2026-03-02T09:00:00.000Z', office)).toBe(0);
    expect(workingBetween('2026-03-02T12:00:00.000Z', '2026-03-02T12:00:00.000Z')).toBe(0);
    expect(workingBetween('2026-03-02T12:00:00.000Z', '2026-03-02T09:00:00.000Z')).toBe(0);
  });

  it('is counted only until it is enough: whoever asks whether it is more need not walk over years', () => {
    const week = ['2026-03-02T00:00:00.000Z', '2026-03-09T00:00:00.000Z'] as const;
    expect(workingBetween(...week, office)).toBe(50 * HOUR);
    expect(workingBetween(...week, office, 10 * HOUR)).toBe(20 * HOUR);
    expect(workingBetween(...week, office, 9 * HOUR)).toBe(10 * HOUR);
  });
});

describe('when a stretch ends', () => {
  const shift = (from: string, to: string, days = WEEKDAYS) => hours('UTC', [{ days, from, to }]);
  it.each([
    ['in it', shift('08:00', '18:00'), '2026-03-02T09:00:00.000Z', '2026-03-02T18:00:00.000Z'],
    ['at its first moment', shift('08:00', '18:00'), '2026-03-02T08:00:00.000Z', '2026-03-02T18:00:00.000Z'],
    ['before it', shift('08:00', '18:00'), '2026-03-02T07:59:59.999Z', undefined],
    ['at its end', shift('08:00', '18:00'), '2026-03-02T18:00:00.000Z', undefined],
    ['on a day without one', shift('08:00', '18:00'), '2026-03-01T09:00:00.000Z', undefined],
    ['over midnight', shift('22:00', '06:00'), '2026-03-02T23:00:00.000Z', '2026-03-03T06:00:00.000Z'],
    ['after midnight', shift('22:00', '06:00'), '2026-03-03T01:00:00.000Z', '2026-03-03T06:00:00.000Z'],
    [
      'from midnight to midnight, five days long',
      shift('00:00', '00:00'),
      '2026-03-02T09:00:00.000Z',
      '2026-03-07T00:00:00.000Z',
    ],
    ['never', shift('00:00', '00:00', EVERY_DAY), '2026-03-02T09:00:00.000Z', undefined],
  ])('%s', (_name, of, at, expected) => {
    expect(closesAt(at, of)).toBe(expected);
  });

  it('two that meet are one; with a minute between them they are two', () => {
    const both = (from: string) =>
      hours('UTC', [
        { days: EVERY_DAY, from, to: '16:00' },
        { days: EVERY_DAY, from: '08:00', to: '12:00' },
      ]);
    expect(closesAt('2026-03-02T09:00:00.000Z', both('12:00'))).toBe('2026-03-02T16:00:00.000Z');
    expect(closesAt('2026-03-02T09:00:00.000Z', both('12:01'))).toBe('2026-03-02T12:00:00.000Z');
    // One within the other ends with the longer one.
    expect(closesAt('2026-03-02T09:00:00.000Z', both('07:00'))).toBe('2026-03-02T16:00:00.000Z');
  });
});

describe('a local time that does not exist moves forward, one that exists twice means the first', () => {
  // Clocks in Berlin go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
  const small = hours('Europe/Berlin', [{ days: EVERY_DAY, from: '01:00', to: '04:00' }]);
  const gap = hours('Europe/Berlin', [{ days: EVERY_DAY, from: '02:30', to: '05:00' }]);

  it('has two hours where spring takes one, and four where autumn gives one', () => {
    expect(workingBetween('2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z', small)).toBe(2 * HOUR);
    expect(workingBetween('2026-10-24T12:00:00.000Z', '2026-10-25T12:00:00.000Z', small)).toBe(4 * HOUR);
  });

  it('begins at 03:30 where there is no 02:30, and at the first 02:30 where there are two', () => {
    expect(addWorking('2026-03-28T12:00:00.000Z', 1, gap)).toBe('2026-03-29T01:30:00.001Z');
    expect(addWorking('2026-10-24T12:00:00.000Z', 1, gap)).toBe('2026-10-25T00:30:00.001Z');
  });
});

describe('for all hours, instants and lengths', () => {
  const zones = ['Europe/Berlin', 'America/Toronto', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC'];
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const stretch = fc.record({ days: fc.subarray([...EVERY_DAY], { minLength: 1 }), from: time, to: time });
  const someHours = fc.option(
    fc
      .record({ zone: fc.constantFrom(...zones), weekly: fc.array(stretch, { minLength: 1, maxLength: 3 }) })
      .map(({ zone, weekly }) => hours(zone, weekly, ['2026-03-30', '2026-10-26'])),
    { nil: undefined },
  );
  // Around both changes of the clocks, in the north and in the south.
  const instant = fc
    .tuple(
      fc.constantFrom('2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04', '2026-03-08'),
      fc.integer({ min: -4 * 24 * 60, max: 4 * 24 * 60 }),
    )
    .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000).toISOString());
  const length = fc.integer({ min: 1, max: 5 * 24 * 60 }).map((minutes) => minutes * 60_000);

  it('what is added is worked, forwards and backwards', () => {
    fc.assert(
      fc.property(instant, length, someHours, (at, milliseconds, of) => {
        const later = addWorking(at, milliseconds, of);
        const earlier = subtractWorking(at, milliseconds, of);
        expect(workingBetween(at, later, of)).toBe(milliseconds);
        expect(workingBetween(earlier, at, of)).toBe(milliseconds);
      }),
      { numRuns: 150 },
    );
  });

  it('two lengths are one after the other', () => {
    fc.assert(
      fc.property(instant, length, length, someHours, (at, first, second, of) => {
        expect(addWorking(addWorking(at, first, of), second, of)).toBe(addWorking(at, first + second, of));
      }),
      { numRuns: 100 },
    );
  });
});

function allMondays(): string[] {
  const first = Date.parse('2026-01-05T00:00:00Z');
  return Array.from({ length: 200 }, (_, week) => new Date(first + week * 7 * 24 * HOUR).toISOString().slice(0, 10));
}

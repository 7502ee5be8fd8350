import { describe, expect, it } from 'vitest';
import { freeTimeCost } from '../../../lambdas/scoring/free-time.ts';
import type { FreeTimeTerms } from '../../../lambdas/scoring/free-time.ts';
import { freeTimeEndOf, readFreeTime } from '../../../lambdas/scoring/read-free-time.ts';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const terms = (changes: Partial<FreeTimeTerms>): FreeTimeTerms => ({
  freeDays: 10,
  startsOn: '2026-03-01',
  freeDaysIn: 'calendar',
  chargedIn: 'calendar',
  rates: [],
  holidays: new Set(),
  ...changes,
});
const rates = (...tiers: readonly (readonly [number, number])[]) =>
  tiers.map(([fromDay, pounds]) => ({ fromDay, cents: pounds * 100 }));

/*
 * CMA CGM, United Kingdom, "Export Detention and Demurrage Increase", from 1 September 2016 (cma-cgm.com/local/united-kingdom/news/180): standard, ten days free, then GBP a day
 * for 20': 16 on days 11 and 12, 26 on days 13 to 17, 43 from day 18 on; for 40': 32, 48 and 81. Day 1 is 1 March here, so day 11 is 11 March.
 */
const CMA_20 = terms({ rates: rates([1, 16], [3, 26], [8, 43]) });
const CMA_40 = terms({ rates: rates([1, 32], [3, 48], [8, 81]) });
/* "Demurrage/Detention, UK Export to all trades", 15 October 2013 to 31 December 2014 (expydoc.com/doc/4195012): reefer, three calendar days free, then GBP 55 on days 1 to 7 and 90 after. */
const REEFER = terms({ freeDays: 3, rates: rates([1, 55], [8, 90]) });

describe('published tariffs', () => {
  it.each([
    ['CMA CGM 20, the last free day', CMA_20, '2026-03-10', 0, 16],
    ['CMA CGM 20, day 11', CMA_20, '2026-03-11', 16, 16],
    ['CMA CGM 20, day 12', CMA_20, '2026-03-12', 32, 16],
    ['CMA CGM 20, day 13: the next tier', CMA_20, '2026-03-13', 58, 26],
    ['CMA CGM 20, day 17', CMA_20, '2026-03-17', 162, 26],
    ['CMA CGM 20, day 18: the last tier', CMA_20, '2026-03-18', 205, 43],
    ['CMA CGM 20, day 31', CMA_20, '2026-03-31', 764, 43],
    ['CMA CGM 40, day 18', CMA_40, '2026-03-18', 385, 81],
    ['reefer, the third free day', REEFER, '2026-03-03', 0, 55],
    ['reefer, charged for seven days', REEFER, '2026-03-10', 385, 55],
    ['reefer, charged for eight days', REEFER, '2026-03-11', 475, 90],
  ] as const)('%s', (_name, tariff, today, pounds, perDay) => {
    expect(freeTimeCost(tariff, today, undefined)).toMatchObject({
      soFarCents: pounds * 100,
      perDayCents: perDay * 100,
      forecastCents: pounds * 100,
    });
  });

  it('the forecast is what it will have cost when it is out; one that is behind us saves nothing', () => {
    expect(freeTimeCost(CMA_20, '2026-03-05', '2026-03-18')).toMatchObject({
      lastFreeDay: '2026-03-10',
      chargedFrom: '2026-03-11',
      soFarCents: 0,
      forecastCents: 20_500,
    });
    expect(freeTimeCost(CMA_20, '2026-03-13', '2026-03-11').forecastCents).toBe(5_800);
  });
});

describe('which days count', () => {
  // In Germany 3 April (Good Friday) and 6 April 2026 (Easter Monday) are holidays.
  const holidays = new Set(pack.calendars.find(({ id }) => id === 'de')?.days.map(({ date }) => date));
  const easter = { startsOn: '2026-04-02', freeDays: 2, holidays, rates: rates([1, 100]) };

  it.each([
    ['calendar days', 'calendar', 'calendar', '2026-04-03', '2026-04-04', 500],
    ['free days that are worked, charged by the calendar', 'working', 'calendar', '2026-04-07', '2026-04-08', 100],
    ['free by the calendar, charged on working days', 'calendar', 'working', '2026-04-03', '2026-04-07', 200],
    ['working days all through', 'working', 'working', '2026-04-07', '2026-04-08', 100],
  ] as const)('%s', (_name, freeDaysIn, chargedIn, lastFreeDay, chargedFrom, pounds) => {
    expect(freeTimeCost(terms({ ...easter, freeDaysIn, chargedIn }), '2026-04-08', undefined)).toMatchObject({
      lastFreeDay,
      chargedFrom,
      soFarCents: pounds * 100,
    });
  });

  it('none free: charged from the first day; a start on a Saturday waits for Monday where working days are free', () => {
    expect(freeTimeCost(terms({ freeDays: 0, rates: rates([1, 10]) }), '2026-03-01', undefined)).toMatchObject({
      lastFreeDay: '2026-02-28',
      soFarCents: 1_000,
    });
    const saturday = terms({ startsOn: '2026-03-07', freeDays: 1, freeDaysIn: 'working', rates: rates([1, 10]) });
    expect(freeTimeCost(saturday, '2026-03-07', undefined).lastFreeDay).toBe('2026-03-09');
  });
});

describe('from facts', () => {
  const AT = '2026-03-13T23:30:00.000Z';
  const known = {
    freeTimeKind: 'demurrage',
    freeDays: 10,
    freeDaysIn: 'calendar',
    chargedIn: 'calendar',
    dailyRates: ['8: 43', '1: 16.00', '3: 26.00'],
    rateCurrency: 'GBP',
    freeTimeStartsAt: '2026-03-01T05:00:00Z',
    equipmentExpectedAt: '2026-03-18T08:00:00Z',
  };
  const read = (facts: FactSet['facts'], state: FactSet['state'] = 'live') =>
    readFreeTime(openCase(), [{ system: 'finance', state, askedAt: AT, facts }], pack, AT);

  it('says the last free day, the cost so far, of a day and by the time that it is out', () => {
    expect(read(known)).toEqual({
      freeTime: {
        kind: 'demurrage',
        lastFreeDay: '2026-03-10',
        chargedFrom: '2026-03-11',
        asOf: '2026-03-13',
        soFar: { amount: '58.00', currency: 'GBP' },
        perDay: { amount: '26.00', currency: 'GBP' },
        until: '2026-03-18',
        forecast: { amount: '205.00', currency: 'GBP' },
      },
      freeTimeEndsAt: '2026-03-11T00:00:00.000Z',
      nextDayAt: '2026-03-14T00:00:00.000Z',
    });
  });

  it('is reckoned anew when the day changes where it stands, until it is back', () => {
    expect(read({ ...known, freeTimeZone: 'Asia/Singapore' })?.nextDayAt).toBe('2026-03-14T16:00:00.000Z');
    // Clocks were put forward that night: the day of the return has an hour less.
    const inChicago = { ...known, freeTimeZone: 'America/Chicago' };
    const at = '2026-03-08T07:00:00Z';
    const facts = [{ system: 'finance', state: 'live', askedAt: at, facts: inChicago }] as const;
    expect(readFreeTime(openCase(), facts, pack, at)?.nextDayAt).toBe('2026-03-09T05:00:00.000Z');
    expect(read({ ...known, equipmentReturnedAt: '2026-03-12T10:00:00Z' })?.nextDayAt).toBeUndefined();
    // That it will be back is no return.
    expect(read({ ...known, equipmentReturnedAt: '2026-03-15T10:00:00Z' })?.nextDayAt).toBeDefined();
  });

  it('counts the days where the container stands, and none after it came back', () => {
    // In Singapore it is the 14th already, and its days end eight hours earlier.
    expect(read({ ...known, freeTimeZone: 'Asia/Singapore' })).toMatchObject({
      freeTime: { asOf: '2026-03-14' },
      freeTimeEndsAt: '2026-03-10T16:00:00.000Z',
    });
    expect(read({ ...known, equipmentReturnedAt: '2026-03-12T10:00:00Z' })?.freeTime).toMatchObject({
      asOf: '2026-03-12',
      soFar: { amount: '32.00' },
      perDay: { amount: '0.00' },
      forecast: { amount: '32.00' },
    });
  });

  it.each([
    ['a tier that cannot be read', { dailyRates: ['1: 16.00', '3-7: 26.00'] }],
    ['no rates', { dailyRates: [] }],
    ['half a day free', { freeDays: 2.5 }],
    ['a start that is no time', { freeTimeStartsAt: 'on arrival' }],
  ])('%s: no reckoning rather than a wrong one', (_name, changes) => {
    expect(read({ ...known, ...changes })).toBeUndefined();
  });

  it('a system that is silent tells nothing', () => {
    expect(read(known, 'missing')).toBeUndefined();
  });

  it('of two ends the earlier counts', () => {
    expect(freeTimeEndOf('2026-03-11T00:00:00Z', '2026-03-10T16:00:00.000Z')).toBe('2026-03-10T16:00:00.000Z');
    expect(freeTimeEndOf('2026-03-09T00:00:00Z', '2026-03-10T16:00:00.000Z')).toBe('2026-03-09T00:00:00Z');
    expect(freeTimeEndOf(undefined, undefined)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeClocks,
  dueOf,
  hoursOfClock,
  isRunning,
  momentOf,
  moveDeadlines,
  pauseClock,
  pausedClocks,
  resumeClock,
  runningClocks,
  timeClocks,
} from '../../../lambdas/case/clocks.ts';
import { workingBetween } from '../../../lambdas/case/working-time.ts';
import type { WorkingHours } from '../../../lambdas/case/working-time.ts';
import type { Case, Clock, ClockName, Impact } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const START = '2026-03-27T08:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(START) + count * 60_000).toISOString();
const clock = (changes: Partial<Clock> = {}): Clock => ({ startedAt: START, dueAt: minutes(480), ...changes });
const office: WorkingHours = {
  zone: 'Europe/Berlin',
  weekly: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '18:00' }],
  holidays: new Set(),
};

describe('a pause', () => {
  it('leaves the time that was left, and is counted', () => {
    const resumed = resumeClock(pauseClock(clock(), minutes(60)), minutes(200));
    expect(resumed).toEqual(clock({ dueAt: minutes(620), pausedMs: 140 * 60_000 }));
  });

  it('in business hours counts only these, and the weekend is not lost twice', () => {
    // Friday 09:00 in Berlin, due at 17:00 of that day; paused at 16:00, it goes on Monday at 08:00.
    const running = clock({ dueAt: '2026-03-27T16:00:00.000Z' });
    const resumed = resumeClock(pauseClock(running, '2026-03-27T15:00:00.000Z'), '2026-03-30T06:00:00.000Z', office);
    expect(resumed).toMatchObject({ dueAt: '2026-03-30T07:00:00.000Z', pausedMs: 2 * 3_600_000 });
  });

  it('does not move a time that was set outside', () => {
    const bound = clock({ deadline: minutes(480) });
    expect(resumeClock(pauseClock(bound, minutes(60)), minutes(200)).dueAt).toBe(minutes(480));
  });

  it('that was none leaves the clock as it is', () => {
    expect(resumeClock(clock(), minutes(5))).toEqual(clock());
  });
});

describe('for all pauses', () => {
  const hours = fc.constantFrom(undefined, office);
  const gaps = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 2, maxLength: 12 });

  it('the time that it ran is the time that it had, however often it was paused', () => {
    fc.assert(
      fc.property(gaps, hours, (lengths, of) => {
        const whole = workingBetween(START, minutes(480), of);
        let [now, running, ran] = [0, clock(), 0];
        lengths.forEach((length, index) => {
          const [from, to] = [minutes(now), minutes(now + length)];
          now += length;
          if (index % 2 === 1) running = resumeClock(pauseClock(running, from), to, of);
          else ran += workingBetween(from, to, of);
        });
        const left = workingBetween(minutes(now), running.dueAt, of);
        if (left > 0) expect(ran + left).toBe(whole);
        // Broken before: no pause mends that.
        else expect(ran).toBeGreaterThanOrEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('one pause or the same in two pieces leaves the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 479 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        hours,
        (at, first, second, of) => {
          const once = resumeClock(pauseClock(clock(), minutes(at)), minutes(at + first + second), of);
          const half = resumeClock(pauseClock(clock(), minutes(at)), minutes(at + first), of);
          expect(resumeClock(pauseClock(half, minutes(at + first)), minutes(at + first + second), of)).toEqual(once);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('timed anew in a pause and then resumed is resumed and then timed anew, where the grace plays no part', () => {
    const duration = fc.constantFrom('PT30H', 'PT40H', 'P3D');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 900 }),
        duration,
        hours,
        (at, length, time, of) => {
          const timing = { startedAt: START, duration: time, grace: 'PT5M', hours: of };
          const paused = pauseClock(clock(), minutes(at));
          const end = minutes(at + length);
          const inside = resumeClock({ ...paused, dueAt: dueOf(paused, { ...timing, at: minutes(at + 1) }) }, end, of);
          const resumed = resumeClock(paused, end, of);
          expect(inside.dueAt).toBe(dueOf(resumed, { ...timing, at: end }));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('half of the time is over when as much has run as is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 3000 }), hours, (at, length, of) => {
        const resumed = resumeClock(pauseClock(clock(), minutes(at)), minutes(at + length), of);
        const moment = momentOf(resumed, 50, of);
        expect(workingBetween(moment, resumed.dueAt, of)).toBe(240 * 60_000);
        expect(momentOf(resumed, 100, of)).toBe(resumed.dueAt);
      }),
      { numRuns: 100 },
    );
  });
});

describe('which clocks run', () => {
  it.each<[string, Partial<Clock>, boolean, boolean]>([
    ['one that nothing has happened to', {}, true, false],
    ['one that was kept', { stoppedAt: START }, false, false],
    ['one that was broken', { breachedAt: START }, false, false],
    ['one that waits', { pausedAt: START }, false, true],
    ['one that waited when it was kept', { pausedAt: START, stoppedAt: START }, false, false],
  ])('%s', (_name, changes, runs, waits) => {
    const clocks = {
      acknowledge: clock({ stoppedAt: START }),
      resolve: clock(changes),
      communicate: clock({ breachedAt: START }),
    };
    expect(isRunning(clocks.resolve)).toBe(runs);
    expect(runningClocks(clocks)).toEqual(runs ? ['resolve'] : []);
    expect(pausedClocks(clocks)).toEqual(waits ? ['resolve'] : []);
  });

  it('none before the first triage', () => {
    expect([runningClocks(undefined), pausedClocks(undefined)]).toEqual([[], []]);
  });

  it('only those that are named are changed', () => {
    const clocks = { acknowledge: clock(), resolve: clock(), communicate: clock() };
    const paused = (names: ClockName[]) => pausedClocks(changeClocks(clocks, names, (one) => pauseClock(one, START)));
    for (const name of ['acknowledge', 'resolve', 'communicate'] as const) expect(paused([name])).toEqual([name]);
    expect(paused([])).toEqual([]);
    expect(paused(['resolve', 'communicate'])).toEqual(['resolve', 'communicate']);
  });

  it('in the hours of the team that they were timed for; around the clock without one, or where it is gone', () => {
    const pack = defaultPack();
    pack.teams = pack.teams.map((team) => ({ ...team, hours: [...office.weekly] }));
    expect(hoursOfClock(clock({ team: 'transport-desk' }), pack)).toMatchObject({ zone: 'Europe/Berlin' });
    expect(hoursOfClock(clock({ team: 'customer-service' }), pack)).toMatchObject({ zone: 'America/Toronto' });
    expect(hoursOfClock(clock(), pack)).toBeUndefined();
    expect(hoursOfClock(clock({ team: 'gone' }), pack)).toBeUndefined();
  });
});

describe('how much of the time is over', () => {
  const moment = (changes: Partial<Clock>, percent: number) => momentOf(clock(changes), percent);
  it('by percent of what was given, pauses not counted', () => {
    expect([0, 25, 80, 100].map((percent) => moment({}, percent))).toEqual([
      minutes(0),
      minutes(120),
      minutes(384),
      minutes(480),
    ]);
    // Two of eight hours waited: what was given are six, and they end at the same time.
    expect(moment({ pausedMs: 120 * 60_000 }, 50)).toBe(minutes(300));
    // A time outside that came nearer while it waited leaves none: it is over, and not before it began.
    expect(moment({ pausedMs: 600 * 60_000 }, 50)).toBe(minutes(480));
  });
});

describe('when a clock is due', () => {
  const timing = { startedAt: START, duration: 'PT4H', grace: 'PT5M' };

  it('the first time as promised; timed anew never sooner than the grace', () => {
    expect(dueOf(undefined, { ...timing, at: minutes(300) })).toBe(minutes(240));
    expect(dueOf(clock(), { ...timing, at: minutes(100) })).toBe(minutes(240));
    expect(dueOf(clock(), { ...timing, at: minutes(300) })).toBe(minutes(305));
  });

  it('outside it is that time, also the first, but never sooner than the grace', () => {
    const outside = (deadline: string, running?: Clock) => dueOf(running, { ...timing, deadline, at: minutes(100) });
    expect(outside(minutes(500))).toBe(minutes(500));
    expect(outside(minutes(105))).toBe(minutes(105));
    expect(outside(minutes(104))).toBe(minutes(105));
    // Pauses add nothing to it: it waits for nobody.
    expect(outside(minutes(500), clock({ pausedMs: 60_000 }))).toBe(minutes(500));
    expect(dueOf(clock({ pausedMs: 60 * 60_000 }), { ...timing, at: minutes(10) })).toBe(minutes(300));
  });

  it('timed anew in a pause counts from where it stands, not from now', () => {
    const paused = clock({ pausedAt: minutes(238), pausedMs: 0 });
    const dueAt = dueOf(paused, { ...timing, at: minutes(2000) });
    expect(dueAt).toBe(minutes(243));
    expect(resumeClock({ ...paused, dueAt }, minutes(2000)).dueAt).toBe(minutes(2005));
  });
});

it('a clock runs as long as the type of the case says, each by itself, and else as those of all types', () => {
  const pack = defaultPack();
  const own = { S1: 'PT1M', S2: 'PT2M', S3: 'PT3M', S4: 'PT4M' };
  pack.types['cargo.damaged']!.clocks = { resolve: own };
  const dues = (type: string, level: 'S1' | 'S3') => {
    const { acknowledge, resolve, communicate } = timeClocks(openCase({ openedAt: START, type }), level, pack, START);
    return [acknowledge.dueAt, resolve.dueAt, communicate.dueAt];
  };
  expect(dues('cargo.damaged', 'S3')).toEqual([minutes(120), minutes(3), minutes(480)]);
  expect(dues('cargo.damaged', 'S1')).toEqual([minutes(15), minutes(1), minutes(60)]);
  expect(dues('transport.lost', 'S3')).toEqual([minutes(120), minutes(1440), minutes(480)]);
  // A type that the pack does not know has the times of all.
  expect(dues('transport.strike', 'S3')).toEqual([minutes(120), minutes(1440), minutes(480)]);
});

describe('clocks of a case', () => {
  const pack = defaultPack();
  pack.clocks.outside = [{ clock: 'resolve', types: ['transport.detention'], deadline: 'free_time_end' }];
  const ending = (freeTimeEndsAt?: string): Impact => ({
    ...(freeTimeEndsAt === undefined ? {} : { freeTimeEndsAt }),
    unknown: [],
  });
  const detained = (changes: Partial<Case> = {}): Case =>
    openCase({ type: 'transport.detention', openedAt: START, ...changes });

  it('are due at a deadline outside once it is known, and move when it moves', () => {
    const first = timeClocks(detained({ impact: ending(minutes(5000)) }), 'S3', pack, START);
    expect(first.resolve).toEqual(clock({ dueAt: minutes(5000), deadline: minutes(5000) }));
    const later = detained({ clocks: first, impact: ending(minutes(9000)) });
    expect(moveDeadlines(later, 'S3', pack, minutes(10))?.resolve).toMatchObject({ dueAt: minutes(9000) });
    expect(moveDeadlines(later, 'S3', pack, minutes(10))?.acknowledge).toEqual(first.acknowledge);
  });

  it('move to now and the grace at once when the deadline has come nearer than that', () => {
    const first = timeClocks(detained({ impact: ending(minutes(5000)) }), 'S3', pack, START);
    const sooner = detained({ clocks: first, impact: ending(minutes(60)) });
    expect(moveDeadlines(sooner, 'S3', pack, minutes(70))?.resolve).toMatchObject({
      dueAt: minutes(75),
      deadline: minutes(60),
    });
  });

  it('keep a deadline that nobody could tell this time; another severity does not move it', () => {
    const first = timeClocks(detained({ impact: ending(minutes(5000)) }), 'S3', pack, START);
    const silent = detained({ clocks: first, impact: ending() });
    expect(moveDeadlines(silent, 'S3', pack, minutes(10))).toBeUndefined();
    expect(timeClocks(silent, 'S1', pack, minutes(10)).resolve).toEqual(first.resolve);
  });

  it('each goes by its own deadline, and none by that of another clock', () => {
    const bound = (deadline: 'promised_date' | 'cut_off', name: ClockName = 'resolve') => {
      const rules = defaultPack();
      rules.clocks.outside = [{ clock: name, types: ['transport.detention'], deadline }];
      const impact = { promisedAt: minutes(6000), cutoffAt: minutes(7000), unknown: [] };
      const timed = timeClocks(detained({ impact }), 'S3', rules, START);
      return [timed.acknowledge.deadline, timed.resolve.deadline, timed.communicate.deadline];
    };
    expect(bound('promised_date')).toEqual([undefined, minutes(6000), undefined]);
    expect(bound('cut_off')).toEqual([undefined, minutes(7000), undefined]);
    expect(bound('cut_off', 'communicate')).toEqual([undefined, undefined, minutes(7000)]);
    expect(bound('cut_off', 'acknowledge')).toEqual([minutes(7000), undefined, undefined]);
    // Nobody has asked the systems yet.
    expect(timeClocks(detained(), 'S3', pack, START).resolve).not.toHaveProperty('deadline');
  });

  it('lose the deadline that the policy no longer names, and that of no clocks moves none', () => {
    const first = timeClocks(detained({ impact: ending(minutes(5000)) }), 'S3', pack, START);
    const free = { ...pack, clocks: { ...pack.clocks, outside: [] } };
    const again = timeClocks(detained({ clocks: first, impact: ending(minutes(5000)) }), 'S3', free, minutes(10));
    expect(again.resolve).toEqual(clock({ dueAt: minutes(1440) }));
    expect(moveDeadlines(detained({ impact: ending(minutes(5000)) }), 'S3', pack, START)).toBeUndefined();
  });

  it('count from the opening, from when it came back, or from when they began', () => {
    const starts = (changes: Partial<Case>) => {
      const { acknowledge, resolve, communicate } = timeClocks(detained(changes), 'S3', pack, START);
      return [acknowledge.startedAt, resolve.startedAt, communicate.startedAt];
    };
    expect(starts({})).toEqual([START, START, START]);
    const back = minutes(100);
    expect(starts({ reopenedAt: back })).toEqual([back, back, back]);
    const first = timeClocks(detained(), 'S3', pack, START);
    expect(starts({ reopenedAt: back, clocks: { ...first, resolve: clock({ startedAt: minutes(50) }) } })).toEqual([
      START,
      minutes(50),
      START,
    ]);
  });

  it('a promise that was kept before it had a time stays kept, and only that one', () => {
    const taken = detained({ acknowledgedAt: minutes(1) });
    const timed = timeClocks(taken, 'S3', pack, minutes(2));
    expect([timed.acknowledge.stoppedAt, timed.resolve.stoppedAt, timed.communicate.stoppedAt]).toEqual([
      minutes(1),
      undefined,
      undefined,
    ]);
    // Forgotten, and called again: the clock that runs is not stopped by what was before.
    const { stoppedAt: _kept, ...running } = timed.acknowledge;
    const again = timeClocks({ ...taken, clocks: { ...timed, acknowledge: running } }, 'S2', pack, minutes(3));
    expect(again.acknowledge.stoppedAt).toBeUndefined();
  });

  it('run by their duration for types that no deadline binds', () => {
    const other = openCase({ openedAt: START, impact: ending(minutes(5000)) });
    expect(timeClocks(other, 'S3', pack, START).resolve).not.toHaveProperty('deadline');
  });

  it('run in the hours of the owning team where the level says so', () => {
    const patient = { ...pack, clocks: { ...pack.clocks, businessHours: { resolve: ['S4' as const] } } };
    patient.teams = pack.teams.map((team) =>
      team.id === 'transport-desk' ? { ...team, hours: [...office.weekly] } : team,
    );
    const owner = {
      function: 'transport_planning',
      team: 'transport-desk',
      role: 'lead',
      reasons: [],
      namedAt: START,
    } as const;
    const owned = openCase({ openedAt: START, owner: { ...owner, reasons: [] } });
    // P3D of ten hours a day, from Friday 09:00 on.
    expect(timeClocks(owned, 'S4', patient, START).resolve).toEqual({
      startedAt: START,
      team: 'transport-desk',
      dueAt: '2026-04-07T09:00:00.000Z',
    });
    expect(timeClocks(owned, 'S3', patient, START).resolve).toEqual({ startedAt: START, dueAt: minutes(1440) });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HolidayCalendar, Rota } from '../../../lambdas/contracts/index.ts';
import { onDuty, timetableOf, whoIsOnDuty } from '../../../lambdas/routing/index.ts';
import { office, rota } from './rotas.ts';

const berlin: HolidayCalendar = {
  id: 'de-be',
  title: 'Germany, Berlin',
  days: [
    { date: '2026-03-08', name: 'Internationaler Frauentag' },
    { date: '2026-05-01', name: 'Tag der Arbeit' },
  ],
};
const stretch = (from: string, to: string): { from: string; to: string } => ({
  from: `2026-01-${from}:00+01:00`,
  to: `2026-01-${to}:00+01:00`,
});

describe('overrides', () => {
  const day = stretch('06T00:00', '07T00:00');
  const at = '2026-01-06T12:00:00Z';
  test.each<[string, Partial<Rota>, readonly string[]]>([
    [
      'add puts somebody behind who is there',
      { overrides: [{ ...day, kind: 'add', person: 'olga' }] },
      ['anna', 'olga'],
    ],
    [
      'add fills an empty rota',
      {
        layers: [{ ...office, restrictions: [{ days: ['sunday'], from: '09:00', to: '10:00' }] }],
        overrides: [{ ...day, kind: 'add', person: 'olga' }],
      },
      ['olga'],
    ],
    [
      'add of who is there already takes nobody out, and uncovers nobody',
      { layers: [...rota().layers, office], overrides: [{ ...day, kind: 'add', person: 'cleo' }] },
      ['cleo'],
    ],
    ['add of nobody changes nothing', { overrides: [{ ...day, kind: 'add' }] }, ['anna']],
    ['add of who is there already changes nothing', { overrides: [{ ...day, kind: 'add', person: 'anna' }] }, ['anna']],
    [
      'remove uncovers the layer below',
      { layers: [...rota().layers, office], overrides: [{ ...day, kind: 'remove', person: 'cleo' }] },
      ['anna'],
    ],
    ['remove of the only one leaves nobody', { overrides: [{ ...day, kind: 'remove', person: 'anna' }] }, []],
    [
      'remove of somebody who is not there changes nothing',
      { overrides: [{ ...day, kind: 'remove', person: 'ben' }] },
      ['anna'],
    ],
    ['replace puts one in the place of all', { overrides: [{ ...day, kind: 'replace', person: 'olga' }] }, ['olga']],
    [
      'of two that replace the last one counts',
      {
        overrides: [
          { ...day, kind: 'replace', person: 'olga' },
          { ...day, kind: 'replace', person: 'pia' },
        ],
      },
      ['pia'],
    ],
    [
      'replace and add',
      {
        overrides: [
          { ...day, kind: 'replace', person: 'olga' },
          { ...day, kind: 'add', person: 'pia' },
        ],
      },
      ['olga', 'pia'],
    ],
    ['a swap puts the other in place', { swaps: [{ ...day, between: ['anna', 'ben'] }] }, ['ben']],
    [
      'who has swapped and is taken out is out',
      { swaps: [{ ...day, between: ['anna', 'ben'] }], overrides: [{ ...day, kind: 'remove', person: 'ben' }] },
      [],
    ],
    ['a swap of others changes nothing', { swaps: [{ ...day, between: ['ben', 'olga'] }] }, ['anna']],
  ])('%s', (_name, changes, expected) => {
    expect(onDuty(rota(changes), at, [])).toEqual(expected);
    // A day later all is as before.
    expect(onDuty(rota({ ...changes, layers: rota().layers }), '2026-01-07T12:00:00Z', [])).toEqual(['anna']);
  });

  test('a swap goes both ways', () => {
    const swapped = rota({ swaps: [{ ...stretch('05T00:00', '19T08:00'), between: ['anna', 'ben'] }] });
    expect(['06', '13', '20'].map((date) => onDuty(swapped, `2026-01-${date}T12:00:00Z`, [])[0])).toEqual([
      'ben',
      'anna',
      'anna',
    ]);
  });
});

describe('a rotation by a rule of its own', () => {
  const by = (rrule: string): Rota =>
    rota({ layers: [{ ...rota().layers[0]!, people: ['anna', 'ben', 'cleo'], rotation: { rrule } }] });
  test.each<[string, string, string | undefined]>([
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-05T06:59:00Z', undefined],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-05T07:00:00Z', 'anna'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-19T06:59:00Z', 'anna'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-19T07:00:00Z', 'ben'],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-01-07T12:00:00Z', 'anna'],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-01-08T07:00:00Z', 'ben'],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-01-12T07:00:00Z', 'cleo'],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-01-15T07:00:00Z', 'anna'],
    // The layer begins on a Monday; the first hand-over of the rule is on Friday.
    ['FREQ=WEEKLY;BYDAY=FR', '2026-01-06T12:00:00Z', 'anna'],
    ['FREQ=WEEKLY;BYDAY=FR', '2026-01-09T07:00:00Z', 'ben'],
    ['FREQ=WEEKLY;BYDAY=FR', '2026-01-05T06:59:00Z', undefined],
    ['FREQ=WEEKLY;BYDAY=FR', '2025-12-20T12:00:00Z', undefined],
    // Counted a year ahead, after it was counted for the first weeks.
    ['FREQ=WEEKLY;INTERVAL=2', '2027-01-04T06:59:00Z', 'ben'],
    ['FREQ=WEEKLY;INTERVAL=2', '2027-01-04T07:00:00Z', 'cleo'],
    ['FREQ=MONTHLY;BYMONTHDAY=1', '2026-02-01T07:00:00Z', 'ben'],
    // Summer time: 08:00 in Berlin is 06:00 in UTC.
    ['FREQ=WEEKLY', '2026-03-30T05:59:00Z', 'cleo'],
    ['FREQ=WEEKLY', '2026-03-30T06:00:00Z', 'anna'],
  ])('%s at %s: %s', (rrule, at, expected) => {
    expect(onDuty(by(rrule), at, [])[0]).toBe(expected);
  });

  test('that hands over at other times of the day than it began has its borders there', () => {
    expect(timetableOf(by('FREQ=DAILY;BYHOUR=6,18'), '2026-01-05T07:00:00Z', '2026-01-06T07:00:00Z', [])).toEqual([
      { from: '2026-01-05T07:00:00.000Z', to: '2026-01-05T17:00:00.000Z', people: ['anna'] },
      { from: '2026-01-05T17:00:00.000Z', to: '2026-01-06T05:00:00.000Z', people: ['ben'] },
      { from: '2026-01-06T05:00:00.000Z', to: '2026-01-06T07:00:00.000Z', people: ['cleo'] },
    ]);
  });
});

describe('the hours of a layer', () => {
  const within = (...restrictions: { from: string; to: string }[]): Rota =>
    rota({
      layers: [{ ...office, restrictions: restrictions.map((hours) => ({ days: ['tuesday' as const], ...hours })) }],
    });
  const at = (time: string, of: Rota): boolean => onDuty(of, `2026-01-${time}:00+01:00`, []).length > 0;
  test('are any of several', () => {
    const parts = within({ from: '08:00', to: '12:00' }, { from: '13:00', to: '17:00' });
    expect(
      ['06T07:59', '06T08:00', '06T12:00', '06T13:00', '06T17:00', '07T09:00'].map((time) => at(time, parts)),
    ).toEqual([false, true, false, true, false, false]);
  });
  test('from a time to the same are a whole day, also over midnight', () => {
    const day = within({ from: '08:00', to: '08:00' });
    expect(['06T07:59', '06T08:00', '07T07:59', '07T08:00'].map((time) => at(time, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('holidays', () => {
  const worked = rota({ layers: [...rota().layers, office], calendars: ['de-be'] });
  test('of a calendar that the rota names take the restricted layer off', () => {
    expect(onDuty(worked, '2026-05-01T10:00:00Z', [berlin])).toEqual(['anna']);
    expect(onDuty(worked, '2026-05-04T10:00:00Z', [berlin])).toEqual(['cleo']);
  });
  test('of a calendar that it does not name, or that the pack does not have, do not', () => {
    expect(onDuty({ ...worked, calendars: [] }, '2026-05-01T10:00:00Z', [berlin])).toEqual(['cleo']);
    expect(onDuty(worked, '2026-05-01T10:00:00Z', [])).toEqual(['cleo']);
  });
});

describe('a timetable', () => {
  test('shows shifts, gaps and overlaps in order, without holes', () => {
    const overrides: Rota['overrides'] = [{ ...stretch('06T10:00', '06T12:00'), kind: 'add', person: 'olga' }];
    expect(
      timetableOf(rota({ layers: [office], overrides }), '2026-01-06T00:00:00Z', '2026-01-07T10:00:00Z', []),
    ).toEqual([
      { from: '2026-01-06T00:00:00.000Z', to: '2026-01-06T08:00:00.000Z', people: [] },
      { from: '2026-01-06T08:00:00.000Z', to: '2026-01-06T09:00:00.000Z', people: ['cleo'] },
      { from: '2026-01-06T09:00:00.000Z', to: '2026-01-06T11:00:00.000Z', people: ['cleo', 'olga'] },
      { from: '2026-01-06T11:00:00.000Z', to: '2026-01-06T16:00:00.000Z', people: ['cleo'] },
      { from: '2026-01-06T16:00:00.000Z', to: '2026-01-07T08:00:00.000Z', people: [] },
      { from: '2026-01-07T08:00:00.000Z', to: '2026-01-07T10:00:00.000Z', people: ['cleo'] },
    ]);
  });

  test('of a gap over a holiday is that of the whole day', () => {
    const gaps = timetableOf(
      rota({ layers: [office], calendars: ['de-be'] }),
      '2026-04-30T00:00:00Z',
      '2026-05-05T00:00:00Z',
      [berlin],
    )
      .filter(({ people }) => people.length === 0)
      .map(({ from, to }) => [from, to]);
    expect(gaps).toContainEqual(['2026-04-30T15:00:00.000Z', '2026-05-04T07:00:00.000Z']);
  });

  const person = fc.constantFrom('anna', 'ben', 'olga');
  const offset = fc.integer({ min: 0, max: 40 * 24 });
  const around = (hour: number): string =>
    new Date(Date.parse('2026-03-10T00:30:00Z') + hour * 3_600_000).toISOString();
  const anyStretch = fc
    .tuple(offset, fc.integer({ min: 1, max: 60 }))
    .map(([start, length]) => ({ from: around(start), to: around(start + length) }));
  const anyRota = fc.record({
    rotation: fc.constantFrom<Rota['layers'][number]['rotation']>('daily', 'weekly', {
      rrule: 'FREQ=DAILY;INTERVAL=3',
    }),
    overrides: fc.array(
      fc
        .tuple(anyStretch, fc.constantFrom('replace' as const, 'add' as const, 'remove' as const), person)
        .map(([when, kind, who]) => ({ ...when, kind, person: who })),
      { maxLength: 4 },
    ),
    swaps: fc.array(
      anyStretch.map((when) => ({ ...when, between: ['anna', 'ben'] as [string, string] })),
      { maxLength: 2 },
    ),
  });
  // Local times that the clock change of Berlin leaves out, or that come twice.
  const aroundClockChange = Array.from({ length: 8 }, (_, half) => 19 * 24 * 60 + half * 30 + 5);
  test('says at every minute what the rota says, both clock changes included', () => {
    fc.assert(
      fc.property(
        anyRota,
        fc.array(fc.integer({ min: 0, max: 40 * 24 * 60 - 1 }), { minLength: 5, maxLength: 5 }),
        ({ rotation, ...rest }, minutes) => {
          const given = rota({ ...rest, layers: [{ ...rota().layers[0]!, rotation }, office] });
          const from = '2026-03-10T00:00:00.000Z';
          const table = timetableOf(given, from, '2026-04-19T00:00:00.000Z', [berlin]);
          expect(table.slice(1).map((shift) => shift.from)).toEqual(table.slice(0, -1).map((shift) => shift.to));
          const calendars = [berlin];
          for (const minute of [...minutes, ...aroundClockChange]) {
            const at = new Date(Date.parse(from) + minute * 60_000).toISOString();
            const shift = table.find((one) => one.from <= at && at < one.to);
            expect(shift?.people).toEqual(onDuty(given, at, [berlin]));
            // Of the same rota and calendars it is remembered by stretches.
            expect(whoIsOnDuty(given, at, calendars)).toBe(onDuty(given, at, calendars)[0]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

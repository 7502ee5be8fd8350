import { describe, expect, test } from 'vitest';
import { onDuty } from '../../../lambdas/routing/index.ts';
import { readCalendar } from '../../../lambdas/routing/read-calendar.ts';
import {
  decideChange,
  decideRevocation,
  MOST_CHANGES,
  stillCurrent,
  touches,
  withRotaChanges,
} from '../../../lambdas/routing/rota-changes.ts';
import { tellShifts } from '../../../lambdas/routing/tell-shifts.ts';
import type { RotaChange, RotaChangeWish } from '../../../lambdas/contracts/index.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const by = { by: 'ines-duarte', at: AT };
const pack = defaultPack();
const night = { from: '2026-03-02T18:00:00+01:00', to: '2026-03-03T08:00:00+01:00', reason: 'The train stands still' };
const LATE = '2026-03-02T20:00:00.000Z';

function make(wish: RotaChangeWish, current: readonly RotaChange[] = []): RotaChange {
  const decision = decideChange('transport', wish, current, pack, by);
  if (decision.outcome !== 'changed') throw new Error(JSON.stringify(decision));
  return decision.change;
}
const dutyWith = (changes: readonly RotaChange[], at = LATE): readonly string[] => {
  const changed = withRotaChanges(pack, changes);
  return onDuty(
    changed.rotas.find(({ id }) => id === 'transport')!,
    at,
    changed.calendars,
  );
};

describe('a change of a rota', () => {
  const [regular = ''] = dutyWith([]);
  const other = pack.people.find(({ id }) => id !== regular)!.id;

  test('replace, add, remove and swap hold from their beginning to their end, and not beyond', () => {
    const replaced = make({ kind: 'replace', person: other, ...night });
    expect(dutyWith([replaced])).toEqual([other]);
    expect(dutyWith([replaced], '2026-03-02T16:59:59.000Z')).toEqual(dutyWith([], '2026-03-02T16:59:59.000Z'));
    expect(dutyWith([replaced], '2026-03-03T07:00:00.000Z')).toEqual(dutyWith([], '2026-03-03T07:00:00.000Z'));
    expect(dutyWith([make({ kind: 'add', person: other, ...night })])).toEqual([regular, other]);
    expect(dutyWith([make({ kind: 'remove', person: regular, ...night })])).not.toContain(regular);
    expect(dutyWith([make({ kind: 'swap', between: [regular, other], ...night })])).toEqual([other]);
    expect(dutyWith([make({ kind: 'replace', ...night })])).toEqual([]);
  });

  test('the one that was made last wins, in whatever order they are read', () => {
    const first = make({ kind: 'replace', person: other, ...night });
    const last = { ...make({ kind: 'replace', person: regular, ...night }), madeAt: '2026-03-02T09:30:00.000Z' };
    expect(dutyWith([first, last])).toEqual([regular]);
    expect(dutyWith([last, first])).toEqual([regular]);
  });

  test('taken back it holds until then: who was on duty stays as it was', () => {
    const change = make({ kind: 'replace', person: other, ...night });
    const at = '2026-03-02T22:00:00.000Z';
    const revoked = decideRevocation(change, 'The train goes', { by: 'ines-duarte', at });
    if (revoked.outcome !== 'changed') throw new Error(revoked.outcome);
    expect(dutyWith([revoked.change])).toEqual([other]);
    expect(dutyWith([revoked.change], '2026-03-02T23:00:00.000Z')).toEqual(dutyWith([], '2026-03-02T23:00:00.000Z'));
    expect(decideRevocation(revoked.change, 'again', { by: 'x', at }).outcome).toBe('unchanged');
    // Before it began it has never been.
    const early = decideRevocation(change, 'No need', by);
    expect(early.outcome === 'changed' && dutyWith([early.change])).toEqual([regular]);
    expect(decideRevocation(change, 'late', { by: 'x', at: '2026-03-04T00:00:00.000Z' }).outcome).toBe('unchanged');
  });

  test('asked for twice it is made once; what means nothing is refused at its field', () => {
    const wish = { kind: 'replace', person: other, ...night } as const;
    const change = make(wish);
    expect(decideChange('transport', wish, [change], pack, by)).toMatchObject({ outcome: 'unchanged', change });
    const pointerOf = (bad: RotaChangeWish) => {
      const decision = decideChange('transport', bad, [], pack, by);
      return decision.outcome === 'refused' ? decision.problem.errors?.[0]?.pointer : decision.outcome;
    };
    expect(pointerOf({ ...wish, person: 'nobody-known' })).toBe('/person');
    expect(pointerOf({ ...wish, to: wish.from })).toBe('/to');
    expect(pointerOf({ ...wish, from: '2026-03-01T00:00:00Z', to: AT })).toBe('/to');
    expect(pointerOf({ ...wish, to: '2028-03-01T00:00:00Z' })).toBe('/to');
    expect(pointerOf({ kind: 'swap', between: [other, other], ...night })).toBe('/between');
    expect(pointerOf({ kind: 'swap', between: [other, 'nobody-known'], ...night })).toBe('/between');
    const many = Array.from({ length: MOST_CHANGES }, (_unused, index) => ({ ...change, id: `rot_${String(index)}` }));
    expect(decideChange('transport', wish, many, pack, by).outcome).toBe('refused');
  });

  test.each<[string, RotaChangeWish, string, string]>([
    ['of no time', { kind: 'add', person: other, ...night, to: night.from }, '/to', 'It must be after the beginning.'],
    [
      'of what is over',
      { kind: 'add', person: other, ...night, from: '2026-03-01T00:00:00Z', to: AT },
      '/to',
      'It must be in the future: who was on duty stays as it was.',
    ],
    [
      'of more than 400 days',
      { kind: 'add', person: other, ...night, from: '2026-03-03T00:00:00Z', to: '2027-04-07T00:00:01Z' },
      '/to',
      'At most 400 days; who is away longer leaves the rota.',
    ],
    [
      'for a stranger',
      { kind: 'replace', person: 'nobody-known', ...night },
      '/person',
      'The policy knows no person nobody-known.',
    ],
    [
      'with a stranger',
      { kind: 'swap', between: [other, 'nobody-known'], ...night },
      '/between',
      'The policy knows no person nobody-known.',
    ],
    [
      'with oneself',
      { kind: 'swap', between: [other, other], ...night },
      '/between',
      'Two people swap; these are one.',
    ],
  ])('%s is refused with its reason', (_name, wish, pointer, detail) => {
    expect(decideChange('transport', wish, [], pack, by)).toMatchObject({
      outcome: 'refused',
      problem: { status: 400, detail, errors: [{ pointer, detail }] },
    });
  });

  test('of 400 days is one, and so is one from now on', () => {
    const wish = { kind: 'add', person: other, ...night } as const;
    const year = { ...wish, from: '2026-03-03T00:00:00Z', to: '2027-04-07T00:00:00Z' };
    expect(decideChange('transport', year, [], pack, by).outcome).toBe('changed');
    expect(decideChange('transport', { ...wish, from: '2026-03-01T00:00:00Z' }, [], pack, by)).toMatchObject({
      outcome: 'changed',
      change: { contract: 'rota-change/1', rota: 'transport', madeBy: 'ines-duarte', madeAt: AT },
    });
  });

  test('asked for again says that it was made; once taken back, that it wants another reason; and no more than two hundred', () => {
    const wish = { kind: 'replace', person: other, ...night } as const;
    const change = make(wish);
    expect(decideChange('transport', wish, [change], pack, by)).toMatchObject({ why: 'It was made before.' });
    const revoked = { ...change, revokedAt: AT, revokedBy: 'ines-duarte' };
    expect(decideChange('transport', wish, [revoked], pack, by)).toMatchObject({
      outcome: 'refused',
      problem: { status: 409, detail: 'It was taken back; ask for it with another reason.' },
    });
    const all = (count: number) =>
      Array.from({ length: count }, (_unused, index) => ({ ...change, id: `rot_${String(index)}` }));
    expect(decideChange('transport', wish, all(MOST_CHANGES - 1), pack, by).outcome).toBe('changed');
    expect(decideChange('transport', wish, all(MOST_CHANGES), pack, by)).toMatchObject({
      problem: { status: 409, detail: 'There are 200 changes already; put what lasts into the policy.' },
    });
    // By another person, or for another rota, it is another one.
    const ids = [
      change.id,
      make({ ...wish, reason: 'Another' }).id,
      ...['warehouse', 'transport'].map((rota) => {
        const made = decideChange(rota, wish, [], pack, { by: rota === 'transport' ? 'tom-baker' : by.by, at: AT });
        return made.outcome === 'changed' ? made.change.id : '';
      }),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  test('is taken back once, and not when it is over', () => {
    const change = make({ kind: 'add', person: other, ...night });
    const again = (changes: Partial<RotaChange>, at = AT) =>
      decideRevocation({ ...change, ...changes }, 'x', { by: 'tom-baker', at });
    expect(again({ revokedAt: AT, revokedBy: 'mei-tan' })).toMatchObject({ why: 'mei-tan has taken it back already.' });
    expect(again({ revokedAt: AT })).toMatchObject({ why: 'Somebody has taken it back already.' });
    expect(again({}, '2026-03-03T07:00:00.000Z')).toMatchObject({ outcome: 'unchanged', why: 'It is over already.' });
    expect(again({}, '2026-03-03T06:59:59.999Z')).toMatchObject({
      outcome: 'changed',
      change: { revokedBy: 'tom-baker', revokeReason: 'x' },
    });
  });

  test('is one of its rota, and leaves every other as it is', () => {
    const change = make({ kind: 'replace', person: other, ...night });
    const after = withRotaChanges(pack, [change]);
    for (const rota of after.rotas) {
      const before = pack.rotas.find(({ id }) => id === rota.id);
      if (rota.id === 'transport') expect(rota.overrides).toHaveLength(before!.overrides.length + 1);
      else expect(rota).toBe(before);
    }
  });

  test('that names nobody empties the rota, and a swap is no override', () => {
    const rotaWith = (wish: RotaChangeWish) =>
      withRotaChanges(pack, [make(wish)]).rotas.find(({ id }) => id === 'transport')!;
    const to = '2026-03-03T07:00:00.000Z';
    const { from, reason } = night;
    expect(rotaWith({ kind: 'replace', ...night }).overrides.at(-1)).toStrictEqual({
      kind: 'replace',
      from,
      to,
      reason,
    });
    const swap = rotaWith({ kind: 'swap', between: [regular, other], ...night });
    expect(swap.swaps).toEqual([{ from, to, reason, between: [regular, other] }]);
    expect(swap.overrides).toEqual([]);
  });

  test.each<[string, string, string, boolean]>([
    ['before it', '2026-03-02T12:00:00Z', '2026-03-02T17:00:00Z', false],
    ['up to a moment after its beginning', '2026-03-02T12:00:00Z', '2026-03-02T17:00:00.001Z', true],
    ['within it', '2026-03-02T20:00:00Z', '2026-03-02T21:00:00Z', true],
    ['from a moment before its end', '2026-03-03T06:59:59.999Z', '2026-03-04T00:00:00Z', true],
    ['after it', '2026-03-03T07:00:00Z', '2026-03-04T00:00:00Z', false],
  ])('a stretch of time %s: touched %s', (_name, from, to, isTouched) => {
    const change = make({ kind: 'add', person: other, ...night });
    expect(touches(change, from, to)).toBe(isTouched);
    // What was taken back before it began has never been.
    expect(touches({ ...change, revokedAt: AT }, from, to)).toBe(false);
    expect(touches({ ...change, revokedAt: '2026-03-02T17:00:00.000Z' }, from, to)).toBe(false);
  });

  test('a version that knows neither the rota nor the person is left as it is: the very pack', () => {
    const change = make({ kind: 'replace', person: other, ...night });
    expect(withRotaChanges(pack, [])).toBe(pack);
    expect(withRotaChanges(pack, [{ ...change, rota: 'gone' }])).toBe(pack);
    const without = { ...pack, people: pack.people.filter(({ id }) => id !== other) };
    expect(withRotaChanges(without, [change])).toBe(without);
    expect(withRotaChanges(pack, [change]).severity).toBe(pack.severity);
  });

  test('what ended a day ago is read by no decision any more', () => {
    const change = make({ kind: 'add', person: other, ...night });
    expect(stillCurrent([change], '2026-03-04T06:59:00.000Z')).toEqual([change]);
    expect(stillCurrent([change], '2026-03-04T07:00:00.000Z')).toEqual([]);
  });
});

test('gaps and overlaps are told with their hours', () => {
  const told = tellShifts([
    { from: '2026-03-02T00:00:00.000Z', to: '2026-03-02T08:00:00.000Z', people: [] },
    { from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T16:00:00.000Z', people: ['a'] },
    { from: '2026-03-02T16:00:00.000Z', to: '2026-03-02T17:30:00.000Z', people: ['a', 'b'] },
  ]);
  expect(told.shifts?.map(({ is }) => is)).toEqual(['gap', 'covered', 'overlap']);
  expect([told.gaps, told.overlaps]).toEqual([
    { count: 1, hours: 8 },
    { count: 1, hours: 1.5 },
  ]);
});

describe('a calendar that somebody sends', () => {
  const calendar = (...events: string[]): string =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events, 'END:VCALENDAR'].join('\r\n');
  const event = (...lines: string[]): string =>
    ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
  const read = (...events: string[]) => {
    const found = readCalendar(
      calendar(...events),
      'Europe/Berlin',
      '2026-01-01T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    );
    return found.ok ? found.events : found.why;
  };

  test.each([
    [
      'whole days are days of the zone, the end not among them',
      event('SUMMARY:Holiday', 'DTSTART;VALUE=DATE:20260803', 'DTEND;VALUE=DATE:20260806'),
      [
        {
          title: 'Holiday',
          from: '2026-08-02T22:00:00.000Z',
          to: '2026-08-05T22:00:00.000Z',
          dates: ['2026-08-03', '2026-08-04', '2026-08-05'],
        },
      ],
    ],
    [
      'a day without an end is one day',
      event('SUMMARY:Day', 'DTSTART;VALUE=DATE:20260501'),
      [{ title: 'Day', from: '2026-04-30T22:00:00.000Z', to: '2026-05-01T22:00:00.000Z', dates: ['2026-05-01'] }],
    ],
    [
      'a time in UTC is that time, one without a zone is of the zone of the rota',
      event('SUMMARY:Dentist', 'DTSTART:20260302T080000Z', 'DTEND:20260302T100000'),
      [{ title: 'Dentist', from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T09:00:00.000Z', dates: [] }],
    ],
    ['what is cancelled is no absence', event('SUMMARY:Off', 'STATUS:CANCELLED', 'DTSTART;VALUE=DATE:20260501'), []],
    ['what lies outside of the time asked for is left', event('DTSTART;VALUE=DATE:20240501'), []],
  ])('%s', (_title, ics, expected) => {
    expect(read(ics)).toEqual(expected);
  });

  test('what repeats comes each time, until the time asked for ends, without its exceptions', () => {
    const weekly = event(
      'SUMMARY:Course',
      'DTSTART;VALUE=DATE:20261201',
      'RRULE:FREQ=WEEKLY',
      'EXDATE;VALUE=DATE:20261208',
    );
    const found = read(weekly);
    expect(Array.isArray(found) && found.map(({ dates }) => dates[0])).toEqual([
      '2026-12-01',
      '2026-12-15',
      '2026-12-22',
      '2026-12-29',
    ]);
  });

  test('a rule of seconds that began long ago is followed no further than it pays', () => {
    expect(read(event('DTSTART:19700101T000000Z', 'RRULE:FREQ=SECONDLY'))).toEqual([]);
  });

  test('what one file says of a zone is not believed of another', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Works',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0500',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n');
    const there = event('SUMMARY:Shift', 'DTSTART;TZID=Works:20260302T080000', 'DTEND;TZID=Works:20260302T090000');
    const begins = (...parts: string[]) => {
      const found = read(...parts);
      return Array.isArray(found) ? found.map(({ from }) => from) : found;
    };
    expect(begins(zone, there)).toEqual(['2026-03-02T13:00:00.000Z']);
    expect(begins(there)).toEqual(['2026-03-02T07:00:00.000Z']);
  });

  test.each([
    ['nothing', '', /./],
    ['a text', 'no calendar', /./],
    ['a card', 'BEGIN:VCARD\r\nEND:VCARD', /VCALENDAR/],
    ['an event without a time', calendar(event('SUMMARY:When?')), /beginning/],
    [
      'a thousand and one events',
      calendar(...Array.from({ length: 1001 }, () => event('DTSTART;VALUE=DATE:20260501'))),
      /more than/,
    ],
  ])('%s: refused with a reason', (_title, ics, why) => {
    const found = readCalendar(ics, 'UTC', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z');
    expect(found.ok ? 'read' : found.why).toMatch(why);
  });
});

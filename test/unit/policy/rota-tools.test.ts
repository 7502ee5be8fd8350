import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { holidayCalendar } from '../../../bin/policy/holidays.ts';
import { feedOf } from '../../../lambdas/routing/rota-feed.ts';
import { tellRota } from '../../../bin/policy/tell-rota.ts';
import { timetableOf } from '../../../lambdas/routing/index.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const procurement = pack.rotas.find(({ id }) => id === 'procurement')!;
const shifts = timetableOf(procurement, '2026-12-23T00:00:00Z', '2026-12-29T00:00:00Z', pack.calendars);

test('a feed has one event a shift, with the person, and none for a gap', () => {
  const events = new ICAL.Component(ICAL.parse(feedOf(procurement, shifts, pack)))
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component));
  // Office days before and after Christmas: 23, 24 and 28 December; the 25th is a holiday, 26 and 27 a weekend.
  expect(events.map((event) => [event.summary, event.startDate.toJSDate().toISOString()])).toEqual([
    ['Karim Haddad', '2026-12-23T07:00:00.000Z'],
    ['Karim Haddad', '2026-12-24T07:00:00.000Z'],
    ['Karim Haddad', '2026-12-28T07:00:00.000Z'],
  ]);
  expect(feedOf(procurement, shifts, pack)).toBe(feedOf(procurement, shifts, pack));
});

test('a rota is told in its own zone, with the gap over the holiday', () => {
  const told = tellRota(procurement, shifts, pack);
  expect(told).toMatch(/Thu,? 24 Dec,? 19:00 {2}to {2}Mon,? 28 Dec,? 08:00 {2}nobody {2}GAP/);
  expect(told).toMatch(/4 gaps, \d+ hours/);
});

test('holidays are those of the country and of the region', () => {
  const of = (place: string): readonly string[] => holidayCalendar(place, [2026])?.days.map(({ date }) => date) ?? [];
  // 8 March is a holiday in Berlin and not in all of Germany; 3 October is in both.
  expect(of('DE-BE')).toEqual(expect.arrayContaining(['2026-03-08', '2026-10-03']));
  expect(of('DE')).toContain('2026-10-03');
  expect(of('DE')).not.toContain('2026-03-08');
  expect(holidayCalendar('XX', [2026])).toBeUndefined();
  expect(holidayCalendar('DE-XX', [2026])).toBeUndefined();
});

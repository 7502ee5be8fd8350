import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../local/services/scheduler/expression.ts';

const occurrences = (expression: string, timeZone: string, after: string, count: number): readonly string[] => {
  const parsed = parseExpression(expression, timeZone);
  const found: string[] = [];
  let at = Date.parse(after);
  for (let index = 0; index < count; index += 1) {
    const next = parsed.next(at, Date.parse(after));
    if (next === undefined) break;
    found.push(`${new Date(next).toISOString().slice(0, 16)}Z`);
    at = next;
  }
  return found;
};

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
describe('cron', () => {
  test.each([
    ['each day', 'cron(15 10 * * ? *)', '2026-03-02T10:15:00Z', ['2026-03-03T10:15Z', '2026-03-04T10:15Z']],
    ['weekdays', 'cron(0 18 ? * MON-FRI *)', '2026-03-06T17:59:59Z', ['2026-03-06T18:00Z', '2026-03-09T18:00Z']],
    ['by number of weekday, from Sunday', 'cron(0 0 ? * 1 *)', '2026-03-02T00:00:00Z', ['2026-03-08T00:00Z']],
    [
      'steps',
      'cron(0/20 8-9 * * ? *)',
      '2026-03-02T08:30:00Z',
      ['2026-03-02T08:40Z', '2026-03-02T09:00Z', '2026-03-02T09:20Z'],
    ],
    ['steps of all', 'cron(*/30 0 * * ? *)', '2026-03-02T00:00:00Z', ['2026-03-02T00:30Z', '2026-03-03T00:00Z']],
    [
      'lists',
      'cron(5,35 14 1,15 * ? *)',
      '2026-03-02T00:00:00Z',
      ['2026-03-15T14:05Z', '2026-03-15T14:35Z', '2026-04-01T14:05Z'],
    ],
    ['the last day', 'cron(0 9 L * ? *)', '2028-01-31T09:00:00Z', ['2028-02-29T09:00Z', '2028-03-31T09:00Z']],
    ['the last weekday', 'cron(0 9 LW * ? *)', '2026-05-01T00:00:00Z', ['2026-05-29T09:00Z', '2026-06-30T09:00Z']],
    [
      'the nearest weekday',
      'cron(0 9 15W * ? *)',
      '2026-02-01T00:00:00Z',
      ['2026-02-16T09:00Z', '2026-03-16T09:00Z', '2026-04-15T09:00Z'],
    ],
    ['the nearest weekday stays in the month', 'cron(0 9 1W * ? *)', '2026-07-31T00:00:00Z', ['2026-08-03T09:00Z']],
    ['the third Monday', 'cron(0 9 ? * 2#3 *)', '2026-03-02T00:00:00Z', ['2026-03-16T09:00Z', '2026-04-20T09:00Z']],
    ['a fifth Friday, where there is one', 'cron(0 9 ? * FRI#5 *)', '2026-03-02T00:00:00Z', ['2026-05-29T09:00Z']],
    ['the last Friday', 'cron(0 9 ? * 6L *)', '2026-03-02T00:00:00Z', ['2026-03-27T09:00Z', '2026-04-24T09:00Z']],
    [
      'the weekend over the week boundary',
      'cron(0 9 ? * SAT-SUN *)',
      '2026-03-02T00:00:00Z',
      ['2026-03-07T09:00Z', '2026-03-08T09:00Z'],
    ],
    ['29 February', 'cron(0 0 29 2 ? *)', '2026-03-02T00:00:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    ['years', 'cron(0 0 1 JAN ? 2028,2030)', '2026-03-02T00:00:00Z', ['2028-01-01T00:00Z', '2030-01-01T00:00Z']],
  ])('%s', (_name, expression, after, expected) => {
    expect(occurrences(expression, 'UTC', after, expected.length)).toEqual(expected);
  });

  test('ends with its years', () => {
    expect(occurrences('cron(0 0 1 1 ? 2027)', 'UTC', '2026-03-02T00:00:00Z', 3)).toEqual(['2027-01-01T00:00Z']);
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
  test.each([
    [
      'local time on both sides of the change',
      'cron(0 9 * * ? *)',
      'Europe/Berlin',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T08:00Z', '2026-03-29T07:00Z'],
    ],
    [
      'a time that does not exist is skipped',
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-03-27T12:00:00Z',
      ['2026-03-28T01:30Z', '2026-03-30T00:30Z'],
    ],
    [
      'a time that exists twice happens once',
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'west of Greenwich',
      'cron(30 1 * * ? *)',
      'America/New_York',
      '2026-11-01T00:00:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
  ])('%s', (_name, expression, timeZone, after, expected) => {
    expect(occurrences(expression, timeZone, after, expected.length)).toEqual(expected);
  });
});

test('a rate of days is of 24 hours, also when the clocks change', () => {
  expect(occurrences('rate(1 day)', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-29T12:00Z',
    '2026-03-30T12:00Z',
  ]);
});

test.each([
  ['UTC', '2026-07-01T09:00Z'],
  ['Asia/Kolkata', '2026-07-01T03:30Z'],
  ['America/New_York', '2026-07-01T13:00Z'],
])('one moment in %s', (timeZone, expected) => {
  expect(occurrences('at(2026-07-01T09:00:00)', timeZone, '2026-03-02T00:00:00Z', 1)).toEqual([expected]);
});

test.each([
  ['cron(0 9 * * * *)'],
  ['cron(0 9 ? * ? *)'],
  ['cron(0 9 * * ?)'],
  ['cron(60 9 * * ? *)'],
  ['cron(0 24 * * ? *)'],
  ['cron(0 9 32 * ? *)'],
  ['cron(0 9 0 * ? *)'],
  ['cron(0 9 ? * 8 *)'],
  ['cron(0 9 ? * 2#6 *)'],
  ['cron(0 9 * 13 ? *)'],
  ['cron(0 9 * * ? 2200)'],
  ['cron(a 9 * * ? *)'],
  ['rate(0 minutes)'],
  ['rate(1 minutes)'],
  ['rate(5 minute)'],
  ['rate(30 seconds)'],
  ['at(2026-13-01T00:00:00)'],
  ['at(2026-01-01)'],
  ['tomorrow'],
])('refuses %s', (expression) => {
  expect(() => parseExpression(expression)).toThrow(expect.objectContaining({ name: 'ValidationException' }));
});

test('refuses a time zone that it does not know', () => {
  expect(() => parseExpression('rate(5 minutes)', 'Mars/Olympus')).toThrow(/Timezone/);
});

import { expect, test } from 'vitest';
import * as z from 'zod';
import { pointed } from '../../../lambdas/contracts/index.ts';

test('a field that is missing, strange or wrong is pointed at, in words that its sender knows', () => {
  const wish = z.strictObject({
    reason: z.string(),
    cases: z.array(z.string().min(3)),
    at: z.object({ 'a/b': z.int() }),
  });
  const errorsOf = (body: unknown) => wish.safeParse(body).error?.issues.flatMap(pointed);
  expect(errorsOf({ cases: ['x'], at: { 'a/b': 'one' }, whom: 'Jo' })).toEqual([
    { pointer: '/reason', detail: 'It is missing: give a value of type string.' },
    { pointer: '/cases/0', detail: 'It is too short: 3 at least.' },
    { pointer: '/at/a~1b', detail: 'Invalid input: expected number, received string' },
    { pointer: '/whom', detail: 'There is no such field.' },
  ]);
});

test.each<[string, z.ZodType, unknown, string]>([
  ['words that are none', z.string().trim().min(1), '  ', 'It is empty.'],
  ['a list without anything', z.array(z.string()).min(1), [], 'It is empty.'],
  ['too many words', z.string().max(3), 'four', 'It is too long: 3 at most.'],
  ['too long a list', z.array(z.int()).max(1), [1, 2], 'It is too long: 1 at most.'],
  ['too small a number', z.int().min(1), 0, 'Too small: expected number to be >=1'],
  ['a name that there is not', z.enum(['S1', 'S2']), 'S5', 'Give one of S1, S2.'],
  [
    'a time in other words',
    z.iso.datetime({ offset: true }),
    'soon',
    'Give a time with its offset: 2026-03-02T09:00:00Z.',
  ],
  ['what the schema has words for', z.array(z.string()).min(1, 'name a case'), [], 'name a case'],
])('%s', (_what, schema, value, detail) => {
  expect(schema.safeParse(value).error?.issues.flatMap(pointed)).toEqual([{ pointer: '/', detail }]);
});

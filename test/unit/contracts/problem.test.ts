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
    { pointer: '/cases/0', detail: 'Too small: expected string to have >=3 characters' },
    { pointer: '/at/a~1b', detail: 'Invalid input: expected number, received string' },
    { pointer: '/whom', detail: 'There is no such field.' },
  ]);
});

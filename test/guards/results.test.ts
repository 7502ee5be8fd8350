import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Guard } from './guard.ts';
import { readResults } from './results.ts';

const GUARD: Guard = {
  kind: 'check',
  file: 'lambdas/a.ts',
  line: 1,
  where: 'take',
  says: 'once is enough.',
  ordinal: 0,
  removal: { start: 0, end: 0, text: '' },
};
const witness = { by: 'test/a.test.ts > takes it once', testFile: 'test/a.test.ts' };
let root: string;
const put = (file: string, text: string): void => writeFileSync(join(root, file), text);
const read = () => readResults(root, root);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fairlead-results-'));
  for (const folder of ['lambdas', 'test/guards']) mkdirSync(join(root, folder), { recursive: true });
  put('lambdas/a.ts', 'export const a = 1;');
  put('lambdas/b.ts', 'export const b = 1;');
  put('test/a.test.ts', "import '../lambdas/a.ts';");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('what was noticed is not tried again while guard and witness are as they were, also by another run', () => {
  read().keep(GUARD, witness);
  expect(read().of(GUARD)).toMatchObject(witness);
  expect(read().holds({ ...GUARD, line: 7 })).toBe(true);
  put('lambdas/b.ts', 'export const b = 2;');
  expect(read().holds(GUARD)).toBe(true);
  put('lambdas/a.ts', 'export const a = 2;');
  expect(read().holds(GUARD)).toBe(false);
});

test('a witness that says something else now, or is gone, is asked again', () => {
  read().keep(GUARD, witness);
  put('test/a.test.ts', "import '../lambdas/a.ts'; // weaker");
  expect(read().holds(GUARD)).toBe(false);
  rmSync(join(root, 'test/a.test.ts'));
  expect(read().holds(GUARD)).toBe(false);
});

test('what nobody has noticed is remembered as that, and tried each time', () => {
  read().keep(GUARD, undefined);
  expect(read().of(GUARD)?.by).toBeUndefined();
  expect(read().of(GUARD)).toBeDefined();
  expect(read().holds(GUARD)).toBe(false);
});

test('a guard that is no more is forgotten', () => {
  const results = read();
  results.keep(GUARD, witness);
  results.keepOnly([]);
  expect(read().of(GUARD)).toBeUndefined();
});

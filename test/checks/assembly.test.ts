import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { take } from '../support/assembly.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-assembly-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

it('one test file has the assembly made, also where its folder is not there yet', () => {
  const lock = join(home, '.build', 'assembly.lock');
  expect([take(lock), take(lock)]).toEqual([true, false]);
  expect(existsSync(lock)).toBe(true);
});

it('what keeps everybody from having it made is said, and not waited for', () => {
  writeFileSync(join(home, '.build'), 'a file in place of the folder');
  expect(() => take(join(home, '.build', 'assembly.lock'))).toThrow();
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'policy-command-'));
const broken = join(folder, 'broken.jsonl');
writeFileSync(broken, '\n{ "contract": "past-ca\n');
const other = join(folder, 'other.jsonl');
writeFileSync(other, '{ "contract": "past-case/1" }\n');

const PACK = 'policies/default';
const policy = (...words: readonly string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/policy.ts', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
  });

it.each<[string, readonly string[], RegExp]>([
  ['a folder that is not there', ['check', 'policies/nowhere'], /^policies\/nowhere is not there\n$/],
  ['a file of cases that is not there', ['simulate', PACK, '--cases', 'none.jsonl'], /^none\.jsonl is not there\n$/],
  ['a line that is cut off', ['simulate', PACK, '--cases', broken], /broken\.jsonl, line 2: is no JSON\n$/],
  [
    'a line that is no past case',
    ['simulate', PACK, '--cases', other],
    /other\.jsonl, line 1, readAt: .*policy -- history\n$/,
  ],
  ['reports that are none', ['simulate', PACK, '--signals', other, '--against', PACK], /line 1: is no signal\/1, nor/],
  [
    'reports that are compared with nothing',
    ['simulate', PACK, '--signals', other],
    /^Nothing has happened with a file of signals/,
  ],
  ['a folder without a history', ['simulate', PACK, '--data', folder], /holds|is not there: name the folder/],
  ['an option that there is not', ['check', PACK, '--aganst', 'x'], /'--aganst'/],
])('%s is told in a sentence, and nothing else', (_what, words, said) => {
  const { status, stdout, stderr } = policy(...words);
  expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([status, stdout]).toEqual([2, '']);
});

it('tells its commands: asked for them that is well, and without a command it is not', () => {
  const help = policy('--help');
  expect([help.status, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toMatch(/^npm run policy -- check DIR/);
  const none = policy();
  expect([none.status, none.stdout]).toEqual([2, '']);
  expect(none.stderr).toBe(help.stdout);
});

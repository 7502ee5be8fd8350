import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')));

/** What is a tool of somebody else's has the help of that. */
const OTHERS = ['storm', 'format', 'synth'];
const ours = Object.keys(scripts).filter((name) => !OTHERS.includes(name));

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(name: string, ...words: readonly string[]): Promise<Said> {
  const [node = '', ...before] = (scripts[name] ?? '').split(' ');
  const child = spawn(node, [...before, ...words], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, ...said };
}

const nameOf = (script: string): string => (['start', 'test'].includes(script) ? script : `run ${script}`);

test('those of others are as many as are written here', () => {
  expect(OTHERS.filter((name) => scripts[name]?.startsWith('node '))).toEqual([]);
  expect(ours.filter((name) => scripts[name]?.startsWith('node ') === false)).toEqual([]);
});

describe.each(ours)('%s', { timeout: 120_000, concurrent: true }, (script) => {
  test('asked how it is called says so, and is done', async () => {
    const { status, stdout, stderr } = await run(script, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^npm ${nameOf(script)}\\b`));
  });

  test('called with what there is not it says so, and how it is called, and does nothing', async () => {
    const { status, stdout, stderr } = await run(script, '--no-such-flag');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^Unknown option '--no-such-flag'\\.?\n\nnpm ${nameOf(script)}\\b`));
  });
});

test.each<[string, readonly string[], string]>([
  ['start', ['--speed', 'fast'], '--speed takes a number from 1 to 3600, not fast.'],
  ['start', ['--port', '70000'], '--port takes a port number up to 65500, not 70000.'],
  ['start', ['D'], 'D is not understood.'],
  ['check', ['lnit'], 'There is no check lnit.'],
  ['bench', ['--cases', '3'], '--cases takes a whole number from 20, not 3.'],
  ['bench', ['speed'], 'There is no part speed.'],
  ['audit', [], 'Say what to do: verify or erase.'],
  ['audit', ['erase', '--case', 'case_1'], 'To erase, --case, --reason and --api are needed.'],
  ['sources', ['aply'], 'Say what to do: plan or apply.'],
  ['systems', ['check'], 'Say check, and which files.'],
  ['samples', [], 'Name one folder of samples.'],
  ['contracts', ['publsh'], 'There is no publsh.'],
  ['contracts', ['--because', 'it must be'], '--because belongs to publish.'],
  ['set-up', [], '--settings is missing.'],
  ['guards', ['--seeds', 'many'], '--seeds takes a whole number from 1, not many.'],
  ['mutants', ['kitchen'], 'There is no room kitchen.'],
  ['faults', ['--seeds', '0'], '--seeds and --from take whole numbers from 1.'],
])('%s %j is not understood: %s', { timeout: 60_000 }, async (script, words, why) => {
  const { status, stdout, stderr } = await run(script, ...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr.startsWith(`${why}\n\nnpm ${nameOf(script)}`), stderr).toBe(true);
});

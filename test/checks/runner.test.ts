import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot, runTool } from '../../bin/checks/run-tool.ts';
import { plantTree } from './plant-tree.ts';

const ours = ['test/run.ts', 'bin/command-line.ts', 'test/support/test-facts.ts', 'vitest.config.ts'];

/** The project's own runner in a tree with other tests. */
async function runTests(
  tests: Readonly<Record<string, string>>,
): Promise<{ exitCode: number; lines: readonly string[] }> {
  const root = plantTree({
    ...Object.fromEntries(ours.map((file) => [file, readFileSync(join(projectRoot, file), 'utf8')])),
    'test/support/global-setup.ts': 'export default function setup(): void {}\n',
    ...tests,
  });
  const run = await runTool('node', ['test/run.ts'], root);
  return { exitCode: run.exitCode, lines: run.stdout.trimEnd().split('\n') };
}

const file = (body: string): string => `import { it, expect, beforeAll } from 'vitest';\n${body}`;
const good = "it('holds', () => expect(1).toBe(1));\n";
const bad = "it('does not hold', () => expect(1).toBe(2));\n";

describe('npm test', () => {
  it('closes with the count, after the skipped and the real payloads', async () => {
    const facts = "import { recordPayloads } from './support/test-facts.ts';\n";
    const run = await runTests({
      'test/a.test.ts': file(
        `${facts}${good}it.skip('is not due', () => undefined);\nit('reads', () => recordPayloads(7, 2));\n`,
      ),
      'test/b.test.ts': file(`${facts}it('reads more', () => recordPayloads(3, 1));\n`),
    });
    expect(run.exitCode).toBe(0);
    expect(run.lines.slice(-3)).toEqual(['10 real payloads run, 3 skipped', '1 tests skipped', '3 passed, 0 failed']);
  });

  it.each([
    ['a test fails', file(good + bad), '1 passed, 1 failed'],
    ['a file cannot be loaded', "import './nowhere.ts';\n", '0 passed, 1 failed'],
    ['a file holds no test', file(''), '0 passed, 1 failed'],
    [
      'an error comes from nowhere',
      file(`${good}setTimeout(() => { throw new Error('late'); }, 0);\nawait new Promise((r) => setTimeout(r, 50));\n`),
      '1 passed, 1 failed',
    ],
    ['a hook fails', file(`beforeAll(() => { throw new Error('no'); });\n${good}`), '0 passed, 1 failed'],
  ])('fails when %s', async (_, text, last) => {
    const run = await runTests({ 'test/a.test.ts': text });
    expect(run.lines.at(-1), run.lines.join('\n')).toBe(last);
    expect(run.exitCode).toBe(1);
  });

  it.each([
    ['there is no test', {}],
    ['every test is skipped', { 'test/a.test.ts': file("it.skip('is not due', () => undefined);\n") }],
  ])('fails when %s', async (_, tests) => {
    const run = await runTests(tests);
    expect(run.lines.at(-1)).toBe('0 passed, 0 failed');
    expect(run.exitCode).toBe(1);
  });

  it('leaves bundles to Node, as they are', async () => {
    const bundle =
      'export const seenBy = import.meta.url.startsWith("file:") && new Error().stack.includes(".mjs:1:");\nexport const vite = typeof __vite_ssr_import_meta__;\n';
    const run = await runTests({
      '.build/functions/f/index.mjs': bundle,
      'cdk.out/asset.1/index.mjs': bundle,
      'test/a.test.ts': file(`import { resolve } from 'node:path';
it.each(['.build/functions/f', 'cdk.out/asset.1'])('loads %s', async (folder) => {
  const loaded = await import(resolve(folder, 'index.mjs'));
  expect(loaded.seenBy).toBe(true);
  expect(loaded.vite).toBe('undefined');
});
`),
    });
    expect(run.lines.at(-1), run.lines.join('\n')).toBe('2 passed, 0 failed');
  });
});

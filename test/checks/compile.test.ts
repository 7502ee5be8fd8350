import { describe, expect, it } from 'vitest';
import { checkFormat } from '../../bin/checks/check-format.ts';
import { checkTypes } from '../../bin/checks/check-types.ts';
import { checkUnused } from '../../bin/checks/check-unused.ts';
import { plantTree } from './plant-tree.ts';

describe('the type check', () => {
  it('passes a sound tree', async () => {
    const root = plantTree({
      'lambdas/scoring/decide-severity.ts': 'export const severity = (n: number): number => n;\n',
    });
    expect(await checkTypes(root)).toMatchObject({ outcome: 'passed' });
  });

  it('fails for each planted error', async () => {
    const root = plantTree({
      'lambdas/mistyped.ts': "export const count: number = 'one';\n",
      'lambdas/unguarded.ts': 'export const first = (list: string[]): string => list[0];\n',
      'lambdas/unstrippable.ts': 'export enum Level { Low, High }\n',
      'lambdas/unused-local.ts': 'export const f = (): number => {\n  const a = 1;\n  return 2;\n};\n',
    });
    const result = await checkTypes(root);
    expect(result.outcome).toBe('failed');
    expect(result.output).toContain('lambdas/mistyped.ts(1,14): error TS2322');
    expect(result.output).toContain('lambdas/unguarded.ts(1,50): error TS2322');
    expect(result.output).toContain('lambdas/unstrippable.ts(1,13): error TS1294');
    expect(result.output).toContain('lambdas/unused-local.ts(2,9): error TS6133');
  });

  it('fails when there is nothing to look at', async () => {
    expect(await checkTypes(plantTree({}))).toMatchObject({ outcome: 'failed' });
  });
});

describe('the format check', () => {
  const plain = { 'tsconfig.json': '{}\n', 'package.json': '{}\n' };

  it('passes a formatted tree and names the file that is not', async () => {
    const root = plantTree({ 'good.ts': "export const a = 'a';\n", ...plain });
    expect(await checkFormat(root)).toMatchObject({ outcome: 'passed' });

    const untidy = plantTree({
      'good.ts': "export const a = 'a';\n",
      'bad.ts': 'export const a = "a"',
      ...plain,
    });
    const result = await checkFormat(untidy);
    expect(result.outcome).toBe('failed');
    expect(result.output).toContain('bad.ts');
    expect(result.output).not.toContain('good.ts');
  });
});

describe('the check for unused code', () => {
  const used = {
    'bin/start.ts':
      "import { greet } from '../local/greet.ts';\nimport * as z from 'zod';\n\ngreet(z.string().parse('x'));\n",
    'local/greet.ts': 'export const greet = (name: string): string => name;\n',
  };
  const manifest = (dependencies: Readonly<Record<string, string>>): string =>
    JSON.stringify({ name: 'planted', type: 'module', scripts: { start: 'node bin/start.ts' }, dependencies });

  it('passes a tree in which everything is used', async () => {
    const result = await checkUnused(plantTree({ ...used, 'package.json': manifest({ zod: '4.6.7' }) }));
    expect(result, result.output).toMatchObject({ outcome: 'passed' });
  });

  it('fails for an unused file, export and dependency, and for one that is not declared', async () => {
    const root = plantTree({
      ...used,
      'package.json': manifest({ yaml: '2.9.1' }),
      'local/forgotten.ts': 'export const forgotten = 1;\n',
      'local/greet.ts': `${used['local/greet.ts']}export const nobodyCallsMe = 1;\n`,
    });
    const result = await checkUnused(root);
    expect(result.outcome).toBe('failed');
    expect(result.output).toMatch(/Unused files \(1\)\s+local\/forgotten\.ts/);
    expect(result.output).toMatch(/Unused exports \(1\)\s+nobodyCallsMe/);
    expect(result.output).toMatch(/Unused dependencies \(1\)\s+yaml/);
    expect(result.output).toMatch(/Unlisted dependencies \(1\)\s+zod/);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { checkImportLaw, findBlindness } from '../../bin/checks/check-import-law.ts';
import { plantTree } from './plant-tree.ts';

const nothing = 'export const x = 1;\n';
/** A module that imports what is named and hands it on. */
const importing = (...specifiers: readonly string[]): string =>
  specifiers.map((specifier, n) => `export * as m${n} from '${specifier}';\n`).join('');

/** What the law allows, all of it: a tree on which no law speaks. */
const lawful: Readonly<Record<string, string>> = {
  'lambdas/contracts/case.ts': importing('zod'),
  'lambdas/contracts/index.ts': importing('./case.ts'),
  'lambdas/platform/clock.ts': importing('../contracts/index.ts', '@aws-sdk/client-sqs', 'node:timers'),
  'lambdas/case/decide-transition.ts': importing('../contracts/index.ts', 'node:crypto'),
  'lambdas/case/ports.ts': "import type * as c from '../contracts/case.ts';\n\nexport type Port = typeof c;\n",
  'lambdas/case/case-store.dynamo.ts': importing('../platform/clock.ts', './ports.ts', '@aws-sdk/client-dynamodb'),
  'lambdas/case/index.ts': importing('./decide-transition.ts', './case-store.dynamo.ts'),
  'lambdas/scoring/decide-severity.ts': importing('../contracts/case.ts', '../case/decide-transition.ts', 'zod'),
  'lambdas/scoring/adapters/facts.ts': importing(
    '../../platform/clock.ts',
    '../../case/index.ts',
    '../decide-severity.ts',
  ),
  'lambdas/scoring/score-case.handler.ts': importing('./adapters/facts.ts', '../case/index.ts', '../platform/clock.ts'),
  'lib/stacks/data.ts': importing('aws-cdk-lib'),
  'local/kernel/kernel.ts': importing('node:sqlite', 'jsonata'),
  'bin/fairlead.ts': importing('../lib/stacks/data.ts'),
  'bin/start.ts': importing('../local/kernel/kernel.ts'),
};

/** One planted import each: the law that must speak, the file, what it imports. */
const unlawful: readonly (readonly [string, string, string])[] = [
  ['contracts-stand-alone', 'lambdas/contracts/a.ts', '../case/decide-transition.ts'],
  ['contracts-stand-alone', 'lambdas/contracts/b.ts', '../platform/clock.ts'],
  ['contracts-know-no-runtime', 'lambdas/contracts/c.ts', '@aws-sdk/client-sqs'],
  ['platform-knows-no-room', 'lambdas/platform/a.ts', '../case/index.ts'],
  ['rules-are-pure', 'lambdas/scoring/decide-a.ts', '../platform/clock.ts'],
  ['rules-are-pure', 'lambdas/scoring/decide-b.ts', './adapters/facts.ts'],
  ['rules-are-pure', 'lambdas/scoring/decide-c.ts', '@aws-sdk/client-sqs'],
  ['rules-are-pure', 'lambdas/scoring/decide-d.ts', '@middy/core'],
  ['rules-are-pure', 'lambdas/scoring/decide-e.ts', '@aws-lambda-powertools/logger'],
  ['rules-are-pure', 'lambdas/inbound/formats/x12.ts', '@aws-sdk/client-s3'],
  ['rules-are-pure', 'lambdas/case/decide-f.ts', './case-store.dynamo.ts'],
  ['rules-reach-no-runtime', 'lambdas/scoring/decide-g.ts', '../case/index.ts'],
  ['rules-do-no-io', 'lambdas/scoring/decide-h.ts', 'node:fs'],
  ['handlers-use-the-front-door', 'lambdas/scoring/a.handler.ts', '../case/decide-transition.ts'],
  ['adapters-use-the-front-door', 'lambdas/scoring/adapters/a.ts', '../../case/case-store.dynamo.ts'],
  ['stores-use-the-front-door', 'lambdas/scoring/a.dynamo.ts', '../case/case-store.dynamo.ts'],
  ['faces-use-the-front-door', 'lambdas/scoring/index.ts', '../case/decide-transition.ts'],
  ['handlers-are-entries', 'lambdas/case/b.handler.ts', './c.handler.ts'],
  ['lambdas-know-only-lambdas', 'lambdas/scoring/adapters/b.ts', '../../../lib/stacks/data.ts'],
  ['lambdas-know-only-lambdas', 'lambdas/platform/b.ts', '../../local/kernel/kernel.ts'],
  ['lambdas-know-only-lambdas', 'lambdas/scoring/d.handler.ts', '../../bin/start.ts'],
  ['lambdas-ship-no-dev-dependency', 'lambdas/scoring/adapters/c.ts', 'fast-check'],
  ['lib-names-handlers-by-path', 'lib/a.ts', '../lambdas/contracts/case.ts'],
  ['lib-names-handlers-by-path', 'lib/b.ts', '../local/kernel/kernel.ts'],
  ['local-knows-no-room', 'local/a.ts', '../lambdas/contracts/case.ts'],
  ['local-knows-no-room', 'local/b.ts', '../lib/stacks/data.ts'],
  ['local-knows-no-room', 'local/c.ts', '../bin/start.ts'],
  ['no-cycles', 'local/d.ts', './e.ts'],
  ['nothing-unresolved', 'local/f.ts', 'a-package-nobody-declared'],
];

const bystanders = { 'lambdas/case/c.handler.ts': nothing, 'local/e.ts': importing('./d.ts') };

const manifest = JSON.stringify({
  name: 'planted',
  type: 'module',
  dependencies: {
    zod: '*',
    jsonata: '*',
    '@aws-sdk/client-sqs': '*',
    '@aws-sdk/client-s3': '*',
    '@aws-sdk/client-dynamodb': '*',
  },
  devDependencies: { 'fast-check': '*', 'aws-cdk-lib': '*' },
});

describe('the import law', () => {
  let spoken = '';

  beforeAll(async () => {
    const planted = Object.fromEntries(unlawful.map(([, file, specifier]) => [file, importing(specifier)]));
    const result = await checkImportLaw(plantTree({ ...lawful, ...bystanders, ...planted, 'package.json': manifest }));
    expect(result.outcome).toBe('failed');
    spoken = result.output;
  });

  it('leaves a lawful tree alone', async () => {
    const result = await checkImportLaw(plantTree({ ...lawful, 'package.json': manifest }));
    expect(result, result.output).toEqual({
      outcome: 'passed',
      note: `${Object.keys(lawful).length} modules`,
      output: '',
    });
  });

  it.each(unlawful)('%s: %s -> %s', (law, file) => {
    expect(
      spoken.split('\n').some((line) => line.startsWith(`${law}: ${file} -> `)),
      spoken,
    ).toBe(true);
  });

  it('sees an import that is only of types', async () => {
    const text = "import type * as c from '../platform/clock.ts';\n\nexport type Clock = typeof c;\n";
    const result = await checkImportLaw(
      plantTree({ ...lawful, 'lambdas/scoring/ports.ts': text, 'package.json': manifest }),
    );
    expect(result.output).toContain('rules-are-pure: lambdas/scoring/ports.ts -> lambdas/platform/clock.ts');
  });

  it('has nothing to say only where there is no source file at all', async () => {
    expect(await checkImportLaw(plantTree({}))).toMatchObject({ outcome: 'absent' });
  });
});

describe('a law that sees too little', () => {
  const module = (source: string, imports: number): { source: string; dependencies: readonly unknown[] } => ({
    source,
    dependencies: Array.from({ length: imports }, () => ({})),
  });

  it.each([
    ['no module', ['a.ts', 'b.ts'], [], 'overlooked 2 of 2'],
    ['one too few', ['a.ts', 'b.ts'], [module('a.ts', 1)], 'overlooked 1 of 2 modules: b.ts'],
    ['modules without imports', ['a.ts', 'b.ts'], [module('a.ts', 0), module('b.ts', 0)], 'saw no import in 2 modules'],
  ])('fails: %s', (_, files, modules, expected) => {
    expect(findBlindness(files, modules)).toContain(expected);
  });

  it('is content when it has seen every file', () => {
    expect(findBlindness(['a.ts', 'b.ts'], [module('a.ts', 1), module('b.ts', 0)])).toBeUndefined();
  });
});

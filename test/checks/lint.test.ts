import { join } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLint } from '../../bin/checks/check-lint.ts';
import { projectRoot } from '../../bin/checks/run-tool.ts';
import { plantTree } from './plant-tree.ts';

const exported = (expression: string): string => `export const value = (): unknown => ${expression};\n`;
const longFile = Array.from({ length: 301 }, (_, line) => `export const v${line} = ${line};\n`).join('');
const branchy = `export const f = (n: number): number => {\n${Array.from({ length: 9 }, (_, n) => `  if (n === ${n}) return ${n + 1};\n`).join('')}  return n;\n};\n`;
const room = 'lambdas/scoring';

/** Planted where it is forbidden: file, text, the rule that must speak. */
const breaches: readonly (readonly [string, string, string])[] = [
  // The clock rule.
  [`${room}/new-date.ts`, exported('new Date()'), 'no-restricted-syntax'],
  [`${room}/date-call.ts`, exported('Date()'), 'no-restricted-syntax'],
  [`${room}/date-now.ts`, exported('Date.now()'), 'no-restricted-properties'],
  [`${room}/random.ts`, exported('Math.random()'), 'no-restricted-properties'],
  [`${room}/timeout.ts`, exported('setTimeout(() => undefined, 1)'), 'no-restricted-globals'],
  [`${room}/interval.ts`, exported('setInterval(() => undefined, 1)'), 'no-restricted-globals'],
  [`${room}/immediate.ts`, exported('setImmediate(() => undefined)'), 'no-restricted-globals'],
  [`${room}/global-timer.ts`, exported('globalThis.setTimeout(() => undefined, 1)'), 'no-restricted-properties'],
  [`${room}/performance.ts`, exported('performance.now()'), 'no-restricted-globals'],
  [`${room}/uuid.ts`, exported('crypto.randomUUID()'), 'no-restricted-properties'],
  [
    `${room}/uuid-import.ts`,
    "import { randomUUID } from 'node:crypto';\n\nexport const id = randomUUID;\n",
    'no-restricted-imports',
  ],
  [
    `${room}/crypto-default.ts`,
    "import crypto from 'node:crypto';\n\nexport const c = crypto;\n",
    'no-restricted-imports',
  ],
  [
    `${room}/timer-import.ts`,
    "import { setTimeout as wait } from 'node:timers/promises';\n\nexport const w = wait;\n",
    'no-restricted-imports',
  ],
  [`${room}/abort.ts`, exported('AbortSignal.timeout(5)'), 'no-restricted-properties'],
  [`${room}/fetch.ts`, exported("fetch('https://example.com')"), 'no-restricted-globals'],
  ['lib/stacks/stamp.ts', exported('new Date()'), 'no-restricted-syntax'],
  ['local/services/sqs/stamp.ts', exported('Date.now()'), 'no-restricted-properties'],
  ['local/partners/erp.ts', exported('Math.random()'), 'no-restricted-properties'],
  ['local/services/sqs/cast.ts', 'export const f = (x: unknown): string => x as string;\n', 'no-restricted-syntax'],
  ['test/journeys/waits.ts', exported('setTimeout(() => undefined, 1)'), 'no-restricted-globals'],
  ['test/journeys/today.ts', exported('new Date()'), 'no-restricted-syntax'],
  // Casts and ways around a rule.
  [`${room}/cast.ts`, 'export const f = (x: unknown): string => x as string;\n', 'no-restricted-syntax'],
  [`${room}/old-cast.ts`, 'export const f = (x: unknown): string => <string>x;\n', 'no-restricted-syntax'],
  ['lambdas/platform/cast.ts', 'export const f = (x: unknown): string => x as string;\n', 'no-restricted-syntax'],
  ['local/kernel/cast.ts', 'export const f = (x: unknown): string => x as string;\n', 'no-restricted-syntax'],
  ['bin/cast.ts', 'export const f = (x: unknown): string => x as string;\n', 'no-restricted-syntax'],
  [`${room}/ignored.ts`, `/* eslint-disable */\n${exported('Date.now()')}`, 'no-restricted-properties'],
  [`${room}/ts-ignore.ts`, '// @ts-ignore\nexport const a = 1;\n', '@typescript-eslint/ban-ts-comment'],
  // Types that only the compiler knows.
  [`${room}/any.ts`, 'export const f = (x: any): void => void x;\n', '@typescript-eslint/no-explicit-any'],
  [
    `${room}/floating.ts`,
    'export const f = (): void => {\n  Promise.resolve(1);\n};\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [`${room}/console.ts`, "export const f = (): void => console.log('x');\n", 'no-console'],
  // Size.
  [`${room}/long.ts`, longFile, 'max-lines'],
  [`${room}/branchy.handler.ts`, branchy, 'complexity'],
  [
    `${room}/wide.handler.ts`,
    'export const f = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
    'max-params',
  ],
];

/** The same where it belongs: no rule speaks. */
const welcome: readonly (readonly [string, string])[] = [
  ['lambdas/platform/clock.ts', exported('[new Date(), Date.now(), setTimeout(() => undefined, 1)]')],
  ['lambdas/platform/random.ts', "import { randomUUID } from 'node:crypto';\n\nexport const id = randomUUID;\n"],
  ['local/kernel/clock.ts', exported('Date.now()')],
  [
    'local/services/sqs/edge.ts',
    'export const f = (input: any): unknown => [input.Name, `${input.Name}`, input.Size + 1];\n',
  ],
  [`${room}/controls.ts`, 'export const readable = /^[\\x09\\x20-\\x7e]*$/;\n'],
  ['bin/stopwatch.ts', exported('Date.now()')],
  ['test/support/real-time.ts', exported('setTimeout(() => undefined, 1)')],
  ['test/unit/cast.ts', 'export const f = (x: unknown): string => x as string;\n'],
  [`${room}/given-time.ts`, 'export const f = (at: string): number => new Date(at).getTime();\n'],
  [`${room}/constant.ts`, "export const kinds = ['a', 'b'] as const;\n"],
  [`${room}/hash.ts`, "import { createHash } from 'node:crypto';\n\nexport const h = createHash;\n"],
  [`${room}/branchy.ts`, branchy],
  ['test/unit/long.ts', longFile],
];

describe('lint', () => {
  const spoken = new Map<string, readonly (string | null)[]>();
  let broken = '';

  beforeAll(async () => {
    broken = plantTree(Object.fromEntries([...breaches.map(([file, text]) => [file, text]), ...welcome]));
    const eslint = new ESLint({ cwd: broken, overrideConfigFile: join(projectRoot, 'eslint.config.js') });
    for (const { filePath, messages } of await eslint.lintFiles('.')) {
      spoken.set(
        filePath.slice(broken.length + 1),
        messages.map((message) => message.ruleId),
      );
    }
  });

  it.each(breaches)('refuses %s', (file, _, rule) => {
    expect(spoken.get(file)).toContain(rule);
  });

  it.each(welcome)('accepts %s', (file) => {
    expect(spoken.get(file)).toEqual([]);
  });

  it('is a step that fails on a breach, and passes without', async () => {
    const planted = await checkLint(plantTree({ [`${room}/date-now.ts`]: exported('Date.now()') }));
    expect(planted.outcome).toBe('failed');
    expect(planted.output).toContain('date-now.ts');
    const clean = await checkLint(
      plantTree({ [`${room}/given.ts`]: 'export const f = (at: string): string => at;\n' }),
    );
    expect(clean, clean.output).toMatchObject({ outcome: 'passed' });
  });
});

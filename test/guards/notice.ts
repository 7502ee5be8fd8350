import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import type { Guard } from './guard.ts';
import { nearTests } from './near-tests.ts';

/** What saw that a guard was gone: a test by its file and name, or invariants by their words. */
export interface Noticed {
  readonly by: string;
  readonly testFile: string | undefined;
}

/** So long a stage may take; a removal can make things go on for ever, which is noticed too. */
const PATIENCE_MS = 20 * 60_000;
/** A busy machine must not look like a removal that was noticed. */
const TEST_PATIENCE_MS = 180_000;
/** Test files that have a look before all the others have. */
const NEAREST = 2;

export const stageNames = ['near', 'journeys', 'faults'] as const;
type StageName = (typeof stageNames)[number];

export interface Watch {
  readonly root: string;
  /** Histories to play where no test has noticed. */
  readonly seeds: number;
  readonly stages: readonly StageName[];
}

/** The first that notices, nearest first: only what a cheaper stage has not noticed comes to a dearer one. Undefined: nobody does. */
export async function whoNotices({ root, seeds, stages }: Watch, guard: Guard): Promise<Noticed | undefined> {
  const look: Readonly<Record<StageName, () => Promise<Noticed | undefined>>> = {
    near: async () => {
      const tests = nearTests(root, guard);
      for (const some of [tests.slice(0, NEAREST), tests.slice(NEAREST)]) {
        const noticed = some.length === 0 ? undefined : await lookByTests(root, ['run', ...some]);
        if (noticed !== undefined) return noticed;
      }
      return undefined;
    },
    journeys: () => lookByTests(root, ['run', 'test/journeys']),
    faults: () => lookByFaults(root, seeds),
  };
  for (const stage of stages) {
    const noticed = await look[stage]();
    if (noticed !== undefined) return noticed;
  }
  return undefined;
}

/** Of these test files those that fail in the tree as it is. */
export async function failingOf(root: string, files: readonly string[]): Promise<readonly string[]> {
  if (files.length === 0) return [];
  const report = await runTests(root, ['run', ...files], []);
  return (report?.testResults ?? []).flatMap(({ name, status }) => (status === 'passed' ? [] : [relative(root, name)]));
}

const testReport = z.object({
  numTotalTests: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});
type TestReport = z.infer<typeof testReport>;

async function runTests(
  root: string,
  what: readonly string[],
  more: readonly string[],
): Promise<TestReport | undefined> {
  const file = join(root, 'guard-report.json');
  rmSync(file, { force: true });
  const flags = [`--testTimeout=${String(TEST_PATIENCE_MS)}`, `--hookTimeout=${String(TEST_PATIENCE_MS)}`, ...more];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const [command = '', ...rest] = what;
  const args = [vitest, command, ...rest, '--run', '--passWithNoTests', '--reporter=json', `--outputFile=${file}`];
  const ended = await run(root, [...args, ...flags]);
  if (ended.code === undefined) return undefined;
  return testReport.parse(JSON.parse(readFileSync(file, 'utf8')));
}

async function lookByTests(root: string, what: readonly string[]): Promise<Noticed | undefined> {
  const report = await runTests(root, what, ['--bail=1']);
  if (report === undefined) return { by: `${what.join(' ')} does not end`, testFile: undefined };
  for (const { name, status, assertionResults } of report.testResults) {
    if (status === 'passed') continue;
    const failed = assertionResults.find((test) => test.status === 'failed');
    const testFile = relative(root, name);
    // A file that was cut short because another had failed is no witness.
    if (failed !== undefined) return { by: `${testFile} > ${failed.fullName}`, testFile };
  }
  return report.success ? undefined : { by: `${what.join(' ')} cannot be run`, testFile: undefined };
}

async function lookByFaults(root: string, seeds: number): Promise<Noticed | undefined> {
  const args = ['--disable-warning=ExperimentalWarning', 'test/faults/run.ts', '--seeds', String(seeds)];
  const { code, output } = await run(root, args);
  if (code === 0) return undefined;
  const broken = [...output.matchAll(/^BROKEN {2}(.+)$/gm)].map(([, says]) => says ?? '');
  if (code !== undefined && broken.length === 0)
    throw new Error(`fault histories cannot be run:\n${output.slice(-2_000)}`);
  return { by: `faults: ${broken.join('; ') || 'a history does not end'}`, testFile: undefined };
}

/** Code undefined: it took too long. */
function run(
  root: string,
  args: readonly string[],
): Promise<{ readonly code: number | undefined; readonly output: string }> {
  return new Promise((resolve) => {
    // A test runner within a test runner must not take itself for a worker of the outer one.
    const own = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|FAIRLEAD)/.test(name));
    const env = Object.fromEntries(own);
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let late = false;
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-200_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: late ? undefined : (code ?? 1), output });
    });
  });
}

import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';

/** What some test files say of the tree as it is. */
export interface Said {
  /** Tests that failed, by file and name; files that cannot be loaded. */
  readonly failed: readonly { readonly testFile: string; readonly name: string }[];
  /** Tests that came to no end in their time: how busy a machine is says nothing about the code. */
  readonly unfinished: readonly string[];
}

/** Long enough for whatever ends at all on a busy machine. */
const TEST_PATIENCE_MS = 120_000;
const PATIENCE_MS = 20 * 60_000;
/** How vitest names what it has given up; an assertion of ours is never called so. */
const TIMED_OUT = /^(?:Test|Hook)TimeoutError: /;

const testReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z
            .array(z.string())
            .nullish()
            .transform((messages) => messages ?? []),
        }),
      ),
    }),
  ),
});

export async function runTests(root: string, files: readonly string[]): Promise<Said> {
  const report = join(root, 'guard-report.json');
  rmSync(report, { force: true });
  const args = [
    ...[join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files, '--passWithNoTests'],
    ...['--reporter=json', `--outputFile=${report}`],
    ...[`--testTimeout=${String(TEST_PATIENCE_MS)}`, `--hookTimeout=${String(TEST_PATIENCE_MS)}`],
    // What was compiled for the guard before is not compiled again.
    ...['--experimental.fsModuleCache', `--experimental.fsModuleCachePath=${join(root, '.build/modules')}`],
  ];
  const { code, output } = await run(root, args);
  if (code === undefined) return { failed: [], unfinished: files };
  try {
    return readReport(root, readFileSync(report, 'utf8'));
  } catch (error) {
    throw new Error(`${files.join(' ')} cannot be run:\n${output.slice(-2_000)}`, { cause: error });
  }
}

/** What a report of vitest says. A test that has timed out has not failed. */
export function readReport(root: string, text: string): Said {
  const failed: { testFile: string; name: string }[] = [];
  const unfinished: string[] = [];
  for (const { name: path, status, assertionResults } of testReport.parse(JSON.parse(text)).testResults) {
    const testFile = relative(root, path);
    for (const { status: fate, fullName, failureMessages } of assertionResults) {
      if (fate !== 'failed') continue;
      const isLate = failureMessages.length > 0 && failureMessages.every((message) => TIMED_OUT.test(message));
      if (isLate) unfinished.push(`${testFile} > ${fullName}`);
      else failed.push({ testFile, name: fullName });
    }
    if (status === 'failed' && assertionResults.length === 0) failed.push({ testFile, name: '(cannot be loaded)' });
  }
  return { failed, unfinished };
}

/** Code undefined: it took too long. */
export function run(
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

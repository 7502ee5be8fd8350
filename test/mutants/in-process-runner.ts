import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type {
  CompleteDryRunResult,
  DryRunOptions,
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import * as fc from 'fast-check';
import { collector } from './collected-tests.ts';

/** Where the changed code looks which change is on, and writes what it ran through. */
interface Switchboard {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: CompleteDryRunResult['mutantCoverage'];
}

type Load = (require: (name: string) => unknown) => void;

/**
 * Runs the tests of rules in the process that is there: a test file and the rules that it needs are one script, which is run anew for each mutant, so that nothing that a rule keeps
 * is left of the mutant before. Contracts and packages stay, because they are not changed.
 */
class InProcessRunner implements TestRunner {
  readonly #scripts = new Map<string, Promise<Load>>();
  readonly #switches: Switchboard = {};
  readonly #kept: Plugin;

  static readonly inject = tokens(commonTokens.options);
  constructor({ mutate }: StrykerOptions) {
    // Most tests read a pack, and code that has run before does so much faster.
    const isPolicy = mutate.some((pattern) => pattern.startsWith('lambdas/policy/'));
    this.#kept = keeping(
      isPolicy
        ? /\/lambdas\/contracts\/|\/test\/support\/default-pack\.ts$/
        : /\/lambdas\/(contracts|policy)\/|\/test\/support\/default-pack\.ts$/,
    );
    Object.assign(globalThis, { __stryker__: this.#switches });
    // The same examples each time: a mutant is noticed or is not.
    fc.configureGlobal({ seed: 1 });
  }

  /** The default pack is read once, before any change is on: what its reading runs through is tried by no test that only has it as an example. */
  init(): Promise<void> {
    const file = resolve('test/support/default-pack.ts');
    createRequire(file)(file).defaultPack();
    this.#switches.mutantCoverage = undefined;
    return Promise.resolve();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ testFiles = [] }: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.#runFiles(testFiles, undefined, true);
    const { mutantCoverage } = this.#switches;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage === undefined ? {} : { mutantCoverage }) };
  }

  async mutantRun({ activeMutant, testFilter = [], hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    Object.assign(this.#switches, { activeMutant: activeMutant.id, hitCount: hitLimit && 0, hitLimit });
    // Of what runs while a rule is loaded nobody knows which test it concerns: files are named instead of tests.
    const areTests = testFilter.some((id) => id.includes('#'));
    const files = [...new Set(testFilter.map((id) => id.split('#', 1)[0] ?? id))];
    const tests = await this.#runFiles(files, areTests ? new Set(testFilter) : undefined, false);
    const reached = determineHitLimitReached(this.#switches.hitCount, hitLimit);
    return toMutantRunResult(reached ?? { status: DryRunStatus.Complete, tests });
  }

  /** Up to the first failure, unless all are asked for. */
  async #runFiles(files: readonly string[], ids: ReadonlySet<string> | undefined, all: boolean): Promise<TestResult[]> {
    const results: TestResult[] = [];
    for (const file of files) {
      for await (const result of this.#runFile(file, ids)) {
        results.push(result);
        if (result.status === TestStatus.Failed && !all) return results;
      }
    }
    return results;
  }

  async *#runFile(fileName: string, ids: ReadonlySet<string> | undefined): AsyncGenerator<TestResult> {
    const load = await this.#scriptOf(fileName);
    const { vitest, tests } = collector();
    const require = createRequire(fileName);
    const about = (name: string) => ({ id: `${fileName}#${name}`, name, fileName });
    try {
      load((name) => (name === 'vitest' ? vitest : require(name)));
    } catch (error) {
      yield { ...about('loads'), timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error) };
      return;
    }
    for (const { name, run } of tests) {
      const { id } = about(name);
      if (ids?.has(id) === false) continue;
      const begun = performance.now();
      this.#switches.currentTestId = id;
      const failure = await run().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
      );
      this.#switches.currentTestId = undefined;
      const told = { ...about(name), timeSpentMs: performance.now() - begun };
      yield failure === undefined
        ? { ...told, status: TestStatus.Success }
        : { ...told, status: TestStatus.Failed, failureMessage: failure };
    }
  }

  #scriptOf(fileName: string): Promise<Load> {
    const known = this.#scripts.get(fileName);
    if (known !== undefined) return known;
    const script = scriptOf(fileName, this.#kept);
    this.#scripts.set(fileName, script);
    return script;
  }
}

async function scriptOf(fileName: string, kept: Plugin): Promise<Load> {
  const { outputFiles } = await build({
    entryPoints: [fileName],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    packages: 'external',
    plugins: [kept],
  });
  const run = compileFunction(outputFiles[0]?.text ?? '', ['require', 'module', 'exports'], { filename: fileName });
  return (require) => {
    const module = { exports: {} };
    run(require, module, module.exports);
  };
}

/** What is not changed is loaded once; and each file knows where it lies, though it is part of a script. */
const keeping = (unchanged: RegExp): Plugin => ({
  name: 'kept',
  setup(script) {
    script.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const found = resolve(resolveDir, path);
      return kind !== 'entry-point' && unchanged.test(found) ? { path: found, external: true } : undefined;
    });
    script.onLoad({ filter: /\/(test|lambdas)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
});

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];

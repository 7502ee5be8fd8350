import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestModule, Vitest } from 'vitest/node';
import { startVitest } from 'vitest/node';
import { readCommandLine } from '../bin/command-line.ts';
import { factsVariable, sumPayloads } from './support/test-facts.ts';

const USAGE = `npm test [-- FILE ...]

Runs all tests, or those of the files whose path holds one of the words, and counts them. Ends with 1 where one has failed or none was run.`;

const { positionals: files } = readCommandLine(USAGE, { takesWords: true, options: {} });
const root = resolve(import.meta.dirname, '..');
const factsFile = join(root, '.build/test-facts.jsonl');

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function tallyModule(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (state: string): number => states.filter((each) => each === state).length;
  // A test that was collected and never came to a result did not pass.
  const failed = count('failed') + count('pending');
  // A file that cannot be loaded, or a hook that fails, leaves no failed test behind.
  const brokenElsewhere = failed === 0 && module.state() === 'failed' ? 1 : 0;
  return { passed: count('passed'), failed: failed + brokenElsewhere, skipped: count('skipped') };
}

function tallyRun(vitest: Vitest): Tally {
  const tallies = vitest.state.getTestModules().map(tallyModule);
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
  const unhandled = vitest.state.getUnhandledErrors().length;
  return { passed: sum('passed'), failed: sum('failed') + unhandled, skipped: sum('skipped') };
}

function report(tally: Tally): void {
  const payloads = sumPayloads(factsFile);
  console.log(`${payloads.run} real payloads run, ${payloads.skipped} skipped`);
  console.log(`${tally.skipped} tests skipped`);
  if (tally.passed + tally.failed === 0) console.log('No test was run.');
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
}

process.chdir(root);
mkdirSync(join(root, '.build'), { recursive: true });
rmSync(factsFile, { force: true });
process.env[factsVariable] = factsFile;

const vitest = await startVitest(files, { watch: false, root });
const tally = tallyRun(vitest);
await vitest.close();
report(tally);
// What a test forgot to close must not keep the run alive after its last line.
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);

import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { readCommandLine, refuseCommandLine } from './command-line.ts';
import type { Check, CheckResult } from './checks/check.ts';
import { failed } from './checks/check.ts';
import { checkAsl } from './checks/check-asl.ts';
import { checkContracts } from './checks/check-contracts.ts';
import { checkFormat } from './checks/check-format.ts';
import { checkImportLaw } from './checks/check-import-law.ts';
import { checkLint } from './checks/check-lint.ts';
import { checkPolicies } from './checks/check-policies.ts';
import { checkTemplates } from './checks/check-templates.ts';
import { checkTypes } from './checks/check-types.ts';
import { checkUnused } from './checks/check-unused.ts';
import { projectRoot } from './checks/run-tool.ts';

// The longest first, so that the short ones fill the other lane.
const steps: ReadonlyMap<string, Check> = new Map([
  ['lint', checkLint],
  ['templates', checkTemplates],
  ['types', checkTypes],
  ['import law', checkImportLaw],
  ['unused code', checkUnused],
  ['format', checkFormat],
  ['asl', checkAsl],
  ['policies', checkPolicies],
  ['contracts', checkContracts],
]);

const USAGE = `npm run check [-- CHECK ...]

Runs all checks, or those named: ${[...steps.keys()].map((name) => (name.includes(' ') ? `'${name}'` : name)).join(', ')}. Ends with 1 where one has failed.`;

const verdicts = { passed: 'ok', failed: 'FAILED', absent: 'ok' } as const;

async function runStep(name: string, check: Check): Promise<boolean> {
  const start = performance.now();
  const result = await check(projectRoot).catch((error: unknown): CheckResult =>
    failed('the check itself broke', error instanceof Error ? (error.stack ?? '') : String(error)),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${name.padEnd(12)} ${seconds.padStart(6)} s  ${verdicts[result.outcome].padEnd(7)} ${result.note}`.trimEnd(),
  );
  if (result.outcome === 'failed') console.log(`${result.output.trim()}\n`);
  return result.outcome !== 'failed';
}

/** More than two at once only makes each slower on the machines that we and CI have. */
async function runSteps(chosen: readonly (readonly [string, Check])[]): Promise<readonly boolean[]> {
  const waiting = [...chosen];
  const results: boolean[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await runStep(...step));
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  return results;
}

function chooseSteps(names: readonly string[]): readonly (readonly [string, Check])[] {
  const unknown = names.filter((name) => !steps.has(name));
  if (unknown.length > 0) refuseCommandLine(USAGE, `There is no check ${unknown.join(', ')}.`);
  return [...steps].filter(([name]) => names.length === 0 || names.includes(name));
}

const results = await runSteps(chooseSteps(readCommandLine(USAGE, { takesWords: true, options: {} }).positionals));
const bad = results.filter((ok) => !ok).length;
console.log(bad === 0 ? `${results.length} checks ok` : `${bad} of ${results.length} checks failed`);
process.exitCode = bad === 0 ? 0 : 1;

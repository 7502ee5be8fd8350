import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Check, CheckResult } from './check.ts';
import { absent, failed, passed } from './check.ts';
import { runTool } from './run-tool.ts';

const rulePack = 'AwsSolutions';

const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      conclusion: z.string(),
      violations: z.array(
        z.object({
          ruleName: z.string(),
          description: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })),
        }),
      ),
    }),
  ),
});

/** Synthesizes every stage and reads what the rule pack wrote beside the templates. */
export const checkTemplates: Check = (root) => checkStages(root, ['dev', 'prod']);

export async function checkStages(root: string, stages: readonly string[]): Promise<CheckResult> {
  if (!existsSync(join(root, 'bin/fairlead.ts'))) return absent('bin/fairlead.ts');
  const problems: string[] = [];
  // One after the other: a synth bundles every function and fills a core by itself.
  for (const stage of stages) {
    const problem = await checkStage(root, stage);
    if (problem !== undefined) problems.push(`stage ${stage}:\n${problem}`);
  }
  const note = `stages ${stages.join(', ')}`;
  return problems.length === 0 ? passed(note) : failed(note, problems.join('\n\n'));
}

async function checkStage(root: string, stage: string): Promise<string | undefined> {
  const assembly = join(root, '.build/check', stage);
  const run = await runTool(
    'cdk',
    ['synth', '--quiet', '--no-notices', '-c', `stage=${stage}`, '--output', assembly],
    root,
  );
  if (run.exitCode !== 0) return run.output;
  const path = join(assembly, 'validation-report.json');
  if (!existsSync(path)) return 'the cloud assembly holds no validation-report.json: cdk-nag did not run';
  return judgeReport(JSON.parse(readFileSync(path, 'utf8')));
}

/** @returns what is wrong, or undefined. A report without our rule pack is wrong: the app forgot to add it. */
export function judgeReport(content: unknown): string | undefined {
  const packs = report.parse(content).pluginReports;
  if (!packs.some((pack) => pack.pluginName === rulePack)) return `the rule pack ${rulePack} did not run`;
  const findings = packs.flatMap((pack) =>
    pack.violations.flatMap((violation) =>
      violation.violatingConstructs.map(
        (construct) => `${violation.ruleName} ${construct.constructPath ?? '(app)'}: ${violation.description}`,
      ),
    ),
  );
  if (findings.length > 0) return findings.join('\n');
  const unhappy = packs.find((pack) => pack.conclusion !== 'success');
  return unhappy === undefined ? undefined : `${unhappy.pluginName} concludes "${unhappy.conclusion}"`;
}

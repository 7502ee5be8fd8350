import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Check, CheckResult } from './check.ts';
import { absent, failed, passed } from './check.ts';
import { routeDifferences } from './compare-routes.ts';
import { runTool } from './run-tool.ts';

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

/** @returns what is wrong, or undefined. */
async function checkStage(root: string, stage: string): Promise<string | undefined> {
  const assembly = join(root, '.build/check', stage);
  const witness = `${assembly}.nag-witness.txt`;
  rmSync(assembly, { recursive: true, force: true });
  rmSync(witness, { force: true });
  mkdirSync(assembly, { recursive: true });
  const app = ['--app', `node "${join(import.meta.dirname, 'witnessed-app.ts')}"`, '--output', assembly];
  const run = await runTool('cdk', ['synth', '--quiet', '--no-notices', '-c', `stage=${stage}`, ...app], root, {
    FAIRLEAD_NAG_WITNESS: witness,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  });
  if (run.exitCode !== 0) return run.output;
  const seen = existsSync(witness) ? Number(readFileSync(witness, 'utf8')) : 0;
  if (seen === 0) return 'the rule pack AwsSolutions looked at no resource';
  const findings = findFindings(JSON.parse(readFileSync(join(assembly, 'validation-report.json'), 'utf8')));
  return findings ?? compareWithDescription(root, join(assembly, `fairlead-${stage}-api.template.json`));
}

/** The API as it is synthesized, and as it is described. */
function compareWithDescription(root: string, template: string): string | undefined {
  const description = join(root, 'docs/api/openapi.yaml');
  if (!existsSync(description) || !existsSync(template)) return undefined;
  const differences = routeDifferences(
    JSON.parse(readFileSync(template, 'utf8')),
    parse(readFileSync(description, 'utf8')),
  );
  return differences.length === 0 ? undefined : differences.join('\n');
}

/** A finding of any severity counts: the CLI itself lets warnings pass. */
export function findFindings(content: unknown): string | undefined {
  const packs = report.parse(content).pluginReports;
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

import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** What a deployment tells of itself: the outputs of its stacks, merged. The same on AWS and on this machine. */
export interface Deployment {
  readonly stage: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Outputs by the beginning of their name: CDK adds a hash to some. A missing one says which stack to deploy. */
export function outputOf({ outputs }: Deployment, name: string): string {
  const found = outputs[name] ?? Object.entries(outputs).find(([key]) => key.startsWith(name))?.[1];
  if (found === undefined)
    throw new Error(
      `the deployment has no output ${name}: deploy all stacks with npx cdk deploy --all --outputs-file cdk-outputs.json`,
    );
  return found;
}

/** What `cdk deploy --outputs-file` has written. */
export function readDeployment(stage: string, file: string): Deployment {
  if (!existsSync(file))
    throw new Error(
      `There is no ${file}: npx cdk deploy --all --outputs-file ${file} writes it. What runs by npm start has none: ask its API.`,
    );
  return mergeOutputs(stage, outputsFile.parse(JSON.parse(readFileSync(file, 'utf8'))));
}

const outputsFile = z.record(z.string(), z.record(z.string(), z.string()));

/** Of outputs by stack. */
export function mergeOutputs(
  stage: string,
  byStack: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Deployment {
  return { stage, outputs: Object.fromEntries(Object.values(byStack).flatMap((outputs) => Object.entries(outputs))) };
}

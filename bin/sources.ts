import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { sourceWish } from '../lambdas/contracts/index.ts';
import type { SourceWish } from '../lambdas/contracts/index.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';
import { readDeployment } from './set-up/deployment.ts';
import { applyPlan, describePlan, planSources } from './set-up/plan-sources.ts';
import { sourcesByApi } from './set-up/sources-by-api.ts';
import { sourcesOf } from './set-up/set-up.ts';

const USAGE = `npm run sources -- plan|apply [--dir sources] [--outputs cdk-outputs.json [--stage dev] | --api URL]

Each file sources/<id>.yaml is a source as it shall be: what POST /v1/sources takes, without secrets. plan says what differs; apply does it, and doing it again
does nothing. A source without a file is left alone: switch it off by API. Secrets are made, and told once by apply; give a vendor's own by
POST /v1/sources/<id>/rotate-secret. --outputs: a deployment, with the credentials of the environment. --api: whatever answers there, as whoever the token in
FAIRLEAD_TOKEN belongs to: what npm start prints as API and as the token of ADMIN.`;

function readWishes(directory: string): readonly SourceWish[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const read = sourceWish.safeParse(parse(readFileSync(join(directory, name), 'utf8')));
      if (!read.success) throw new Error(`${name}:\n${z.prettifyError(read.error)}`);
      if (`${read.data.id}.yaml` !== name)
        throw new Error(`${name} holds the source ${read.data.id}: name it after it`);
      return read.data;
    });
}

function sourcesAt(api: string): ReturnType<typeof sourcesByApi> {
  const token = process.env['FAIRLEAD_TOKEN'];
  if (token === undefined) throw new Error('Put the token of a platform_admin into FAIRLEAD_TOKEN.');
  return sourcesByApi(api, token);
}

async function main(): Promise<void> {
  const { values, positionals } = readCommandLine(USAGE, {
    takesWords: true,
    options: {
      dir: { type: 'string', default: 'sources' },
      outputs: { type: 'string', default: 'cdk-outputs.json' },
      stage: { type: 'string', default: 'dev' },
      api: { type: 'string' },
    },
  });
  const act = z.enum(['plan', 'apply']).safeParse(positionals.join(' ')).data;
  if (act === undefined) refuseCommandLine(USAGE, 'Say what to do: plan or apply.');
  const sources =
    values.api === undefined ? sourcesOf(readDeployment(values.stage, values.outputs)) : sourcesAt(values.api);
  const plan = await planSources(sources, readWishes(values.dir));
  for (const line of describePlan(plan)) console.log(line);
  if (act === 'plan') return;
  for (const line of await applyPlan(sources, plan)) console.log(line);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});

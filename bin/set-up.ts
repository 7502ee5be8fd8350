import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { systemOfRecord, mapping, role, sourceWish } from '../lambdas/contracts/index.ts';
import type { Connection } from '../lambdas/contracts/index.ts';
import { sayProblem } from '../lambdas/policy/pack-problem.ts';
import { readConnectionFile } from '../lambdas/systems/read-connection-file.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';
import { readDeployment, outputOf } from './set-up/deployment.ts';
import { connectSystems, ensureSource, invite, keepMapping, publishPack, sayPolicy } from './set-up/set-up.ts';

const USAGE = `npm run set-up -- --settings FILE [--outputs cdk-outputs.json] [--stage dev] [--publish-policies]

After npx cdk deploy --all --outputs-file cdk-outputs.json: publishes the policy pack, invites people, registers sources, tells the
deployment where its systems of record and Slack are. May be run again: what is there already stays, also the policy that
holds, unless --publish-policies says that the folder's is to hold instead. FILE is JSON:
{
  "policies": "policies/default",
  "people":  [{ "email": "…", "person": "id in the pack", "roles": ["lead"] }],
  "sources": [{ "id": "northline-edi", "title": "Northline EDI", "format": "x12-214", "zone": "America/Chicago", "region": "na", "businessUnit": "retail" }],
  "mappings": [see docs/files-and-mappings.md],
  "systems": { "erp": { "url": "https://…", "apiKey": "…" }, "tms": { … }, "crm": { … }, "wms": { … }, "trade": { … }, "documents": { … } },
             or with instances, OAuth, limits or questions of its own (docs/connections.md):
             "erp": { "connection": "erp.yaml", "credentials": { "erp-eu": { "clientId": "…", "clientSecret": "…" } } }
  "slack":   { "apiUrl": "https://slack.com/api", "token": "xoxb-…", "signingSecret": "…" },
  "teams":   { "name in the pack": "URL of the workflow" },
  "webhooks": { "name in the pack": { "url": "https://…", "current": "whsec_…", "previous": "whsec_…, while its receiver changes over" } }
}
Keep FILE out of version control: it holds keys.`;

function readConnection(file: string): Connection {
  const read = readConnectionFile({ file, text: readFileSync(file, 'utf8') });
  if (!read.ok) throw new Error(read.problems.map(sayProblem).join('\n'));
  return read.connection;
}

/** The specification asks for 24 to 64 bytes. */
const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, '`whsec_` and 24 to 64 bytes in base64');

const settingsFile = z.strictObject({
  policies: z.string().default('policies/default'),
  people: z
    .array(z.strictObject({ email: z.email(), person: z.string().optional(), roles: z.array(role).min(1) }))
    .default([]),
  sources: z.array(sourceWish).default([]),
  mappings: z.array(mapping).default([]),
  systems: z.partialRecord(
    systemOfRecord,
    z.union([
      z.strictObject({ url: z.url(), apiKey: z.string().min(1) }),
      z.strictObject({
        connection: z.string().min(1).transform(readConnection),
        credentials: z.record(z.string(), z.record(z.string(), z.string())),
      }),
    ]),
  ),
  teams: z.record(z.string(), z.url()).default({}),
  webhooks: z
    .record(
      z.string(),
      z.strictObject({
        url: z.url({ protocol: /^https$/ }),
        current: webhookSecret,
        previous: webhookSecret.optional(),
      }),
    )
    .default({}),
  slack: z.strictObject({ apiUrl: z.url(), token: z.string().min(1), signingSecret: z.string().min(1).optional() }),
});

async function main(): Promise<void> {
  const { values } = readCommandLine(USAGE, {
    options: {
      settings: { type: 'string' },
      outputs: { type: 'string', default: 'cdk-outputs.json' },
      stage: { type: 'string', default: 'dev' },
      'publish-policies': { type: 'boolean', default: false },
    },
  });
  if (values.settings === undefined) refuseCommandLine(USAGE, '--settings is missing.');
  const settings = settingsFile.parse(JSON.parse(readFileSync(values.settings, 'utf8')));
  const deployment = readDeployment(values.stage, values.outputs);

  const folder = join(fileURLToPath(new URL('..', import.meta.url)), settings.policies);
  const policy = await publishPack(deployment, folder, { over: values['publish-policies'] });
  console.log(`policies     ${sayPolicy(policy)}`);
  const { signingSecret, ...slack } = settings.slack;
  await connectSystems(deployment, {
    records: settings.systems,
    slack: { ...slack, ...(signingSecret === undefined ? {} : { signingSecret }) },
    teams: settings.teams,
    webhooks: settings.webhooks,
  });
  console.log(`systems      ${Object.keys(settings.systems).join(', ')} and Slack are connected`);
  console.log(
    `             interactivity request URL of the Slack app: ${outputOf(deployment, 'ApiUrl')}v1/slack/interactions`,
  );
  for (const person of settings.people) {
    const { person: id, ...rest } = person;
    await invite(deployment, id === undefined ? rest : { ...rest, person: id });
    console.log(`person       ${person.email}: ${person.roles.join(', ')}`);
  }
  for (const wish of settings.mappings)
    console.log(`mapping      ${wish.id}: version ${String(await keepMapping(deployment, wish))}`);
  for (const source of settings.sources) {
    const known = await ensureSource(deployment, source);
    console.log(
      `source       ${known.id}: POST <ApiUrl>${known.path.slice(1)}, secret in Secrets Manager fairlead/${values.stage}/source/${known.id}`,
    );
  }
}

await main().catch((error: unknown) => {
  console.error(
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error),
  );
  process.exit(1);
});

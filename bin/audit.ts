import { parseArgs } from 'node:util';
import { askToErase } from './audit/erase.ts';
import { inDeployment, inFolder, verify } from './audit/verify.ts';

const USAGE = `npm run audit -- verify [--export] [--data DIR | --outputs cdk-outputs.json [--stage dev]]

Reads the journal of every case and tells each that is not as it was written: an entry altered, missing, or out of order, the end cut off, a case taken away from
its journal, and a case whose state, severity or owner is not what its journal says. With --export each is also held against what was exported to where nobody can
change it: so whoever has rewritten a whole journal, or taken a case away with it, is found out. Writes nothing. --data: the folder of npm start -- --data DIR. Else
the deployment, with the credentials of the environment (dynamodb:Scan and Query on the table of cases, s3:ListBucketVersions and GetObjectVersion on the bucket of
journals, kms:Decrypt on the key). Ends with 1 when there is something to tell.`;

const ERASE_USAGE = `npm run audit -- erase --case CASE_ID --reason "…" --api URL

Takes what people have written out of a case: notes, reasons, texts of reports. The journal stays whole, and says who has erased and why; name nobody in the reason.
Asks the API, as whoever the token in FAIRLEAD_TOKEN belongs to (the right erase-personal-data).`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      export: { type: 'boolean', default: false },
      outputs: { type: 'string', default: 'cdk-outputs.json' },
      stage: { type: 'string', default: 'dev' },
      case: { type: 'string' },
      reason: { type: 'string' },
      api: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { case: caseId, reason, api } = values;
  const token = process.env['FAIRLEAD_TOKEN'];
  if (
    positionals.join() === 'erase' &&
    caseId !== undefined &&
    reason !== undefined &&
    api !== undefined &&
    token !== undefined
  ) {
    const { line, done } = await askToErase({ api, token, caseId, reason });
    console.log(line);
    process.exitCode = done ? 0 : 1;
    return;
  }
  if (values.help || positionals.join() !== 'verify') {
    console.log(`${USAGE}\n\n${ERASE_USAGE}`);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const sources = values.data === undefined ? inDeployment(values.stage, values.outputs) : inFolder(values.data);
  process.exitCode = (await verify(sources, values.export, console.log)) === 0 ? 0 : 1;
}

await main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(1);
});

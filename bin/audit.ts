import { askToErase } from './audit/erase.ts';
import { inDeployment, inFolder, verify } from './audit/verify.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';

const USAGE = `npm run audit -- verify [--export] [--data DIR | --outputs cdk-outputs.json [--stage dev]]

Reads the journal of every case and tells each that is not as it was written: an entry altered, missing, or out of order, the end cut off, a case taken away from
its journal, and a case whose state, severity or owner is not what its journal says. With --export each is also held against what was exported to where nobody can
change it: so whoever has rewritten a whole journal, or taken a case away with it, is found out. Writes nothing. --data: the folder of npm start -- --data DIR. Else
the deployment, with the credentials of the environment (dynamodb:Scan and Query on the table of cases, s3:ListBucketVersions and GetObjectVersion on the bucket of
journals, kms:Decrypt on the key). Ends with 1 when there is something to tell.

npm run audit -- erase --case CASE_ID --reason "…" --api URL

Takes what people have written out of a case: notes, reasons, texts of reports. The journal stays whole, and says who has erased and why; name nobody in the reason.
Asks the API, as whoever the token in FAIRLEAD_TOKEN belongs to (the right erase-personal-data).`;

async function main(): Promise<boolean> {
  const { values, positionals } = readCommandLine(USAGE, {
    takesWords: true,
    options: {
      data: { type: 'string' },
      export: { type: 'boolean', default: false },
      outputs: { type: 'string', default: 'cdk-outputs.json' },
      stage: { type: 'string', default: 'dev' },
      case: { type: 'string' },
      reason: { type: 'string' },
      api: { type: 'string' },
    },
  });
  switch (positionals.join(' ')) {
    case 'verify': {
      const sources = values.data === undefined ? inDeployment(values.stage, values.outputs) : inFolder(values.data);
      return (await verify(sources, values.export, console.log)) === 0;
    }
    case 'erase':
      return erase(values);
    default:
      return refuseCommandLine(USAGE, 'Say what to do: verify or erase.');
  }
}

async function erase({
  case: caseId,
  reason,
  api,
}: Partial<Record<'case' | 'reason' | 'api', string>>): Promise<boolean> {
  const token = process.env['FAIRLEAD_TOKEN'];
  if (caseId === undefined || reason === undefined || api === undefined)
    return refuseCommandLine(USAGE, 'To erase, --case, --reason and --api are needed.');
  if (token === undefined) return refuseCommandLine(USAGE, 'Put the token of whoever erases into FAIRLEAD_TOKEN.');
  const { line, done } = await askToErase({ api, token, caseId, reason });
  console.log(line);
  return done;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

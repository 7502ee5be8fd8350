import { parseArgs } from 'node:util';
import { auditJournal } from '../lambdas/case/audit-journals.ts';
import { journalsInFolder } from './audit/read-folder.ts';
import { journalsInTable } from './audit/read-table.ts';
import { outputOf, readDeployment } from './set-up/deployment.ts';

const USAGE = `npm run audit -- verify [--data DIR | --outputs cdk-outputs.json [--stage dev]]

Reads the journal of every case and tells each that is not as it was written: an entry altered, missing, or out of order, the end cut off, a case deleted. Writes
nothing. --data: the folder of npm start -- --data DIR. Else the deployment, with the credentials of the environment (dynamodb:Scan and Query on the table of cases,
kms:Decrypt on its key). Ends with 1 when there is something to tell.`;

const PROGRESS_EVERY = 1000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      outputs: { type: 'string', default: 'cdk-outputs.json' },
      stage: { type: 'string', default: 'dev' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals.join() !== 'verify') {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const journals =
    values.data === undefined
      ? journalsInTable(outputOf(readDeployment(values.stage, values.outputs), 'CasesTable'))
      : journalsInFolder(values.data);
  let cases = 0;
  let entries = 0;
  let findings = 0;
  for await (const journal of journals) {
    cases += 1;
    entries += journal.entries.length;
    const finding = auditJournal(journal);
    if (finding !== undefined) {
      findings += 1;
      console.log(`${finding.caseId}, entry ${finding.sequence}: ${finding.problem}`);
    }
    if (cases % PROGRESS_EVERY === 0) process.stderr.write(`${cases} cases read …\n`);
  }
  console.log(
    `${cases} cases with ${entries} entries, ${findings === 0 ? 'all as they were written' : `${findings} not as written`}`,
  );
  process.exitCode = findings === 0 ? 0 : 1;
}

await main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(1);
});

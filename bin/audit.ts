import { parseArgs } from 'node:util';
import { auditJournal } from '../lambdas/case/audit-journals.ts';
import type { JournalFinding, StoredJournal } from '../lambdas/case/audit-journals.ts';
import { compareWithExport, readExported } from '../lambdas/case/compare-export.ts';
import { askToErase } from './audit/erase.ts';
import { exportInBucket, exportInFolder } from './audit/read-export.ts';
import { journalsInFolder } from './audit/read-folder.ts';
import { journalsInTable } from './audit/read-table.ts';
import { outputOf, readDeployment } from './set-up/deployment.ts';

const USAGE = `npm run audit -- verify [--export] [--data DIR | --outputs cdk-outputs.json [--stage dev]]

Reads the journal of every case and tells each that is not as it was written: an entry altered, missing, or out of order, the end cut off, a case deleted. With
--export each is also held against what was exported to where nobody can change it: so whoever has rewritten a whole journal, or taken a whole case away, is
found out. Writes nothing. --data: the folder of npm start -- --data DIR. Else the deployment, with the credentials of the environment (dynamodb:Scan and Query
on the table of cases, s3:ListBucketVersions and GetObjectVersion on the bucket of journals, kms:Decrypt on the key). Ends with 1 when there is something to tell.`;

const ERASE_USAGE = `npm run audit -- erase --case CASE_ID --reason "…" --api URL

Takes what people have written out of a case: notes, reasons, texts of reports. The journal stays whole, and says who has erased and why; name nobody in the reason.
Asks the API, as whoever the token in FAIRLEAD_TOKEN belongs to (the right erase-personal-data).`;

const PROGRESS_EVERY = 1000;
/** The export is five minutes behind, and later where it had to try again; what is older and not there was lost. */
const EXPORT_PATIENCE_MS = 30 * 60_000;

interface Sources {
  readonly journals: Iterable<StoredJournal> | AsyncIterable<StoredJournal>;
  readonly files: Iterable<string> | AsyncIterable<string>;
}

type Exported = Map<string, Map<number, Set<string>>>;

function inFolder(folder: string): Sources {
  return { journals: journalsInFolder(folder), files: exportInFolder(folder) };
}

function inDeployment(stage: string, outputs: string): Sources {
  const deployed = readDeployment(stage, outputs);
  return {
    journals: journalsInTable(outputOf(deployed, 'CasesTable')),
    files: exportInBucket(outputOf(deployed, 'ExportJournalBucket')),
  };
}

async function readExport(files: Sources['files'], tell: (line: string) => void): Promise<Exported> {
  const exported: Exported = new Map();
  let unreadable = 0;
  for await (const text of files) unreadable += readExported(text, exported);
  if (unreadable > 0) tell(`${unreadable} lines of the export are no entries as they were written`);
  return exported;
}

async function verify({ journals, files }: Sources, withExport: boolean): Promise<number> {
  let [cases, entries, findings] = [0, 0, 0];
  const tell = (line: string): void => {
    findings += 1;
    console.log(line);
  };
  const tellOf = ({ caseId, sequence, problem }: JournalFinding): void => {
    tell(`${caseId}, entry ${sequence}: ${problem}`);
  };
  const since = new Date(Date.now() - EXPORT_PATIENCE_MS).toISOString();
  const exported = withExport ? await readExport(files, tell) : undefined;
  for await (const journal of journals) {
    cases += 1;
    entries += journal.entries.length;
    const finding =
      auditJournal(journal) ??
      (exported === undefined ? undefined : compareWithExport(journal, exported.get(journal.caseId), since));
    if (finding !== undefined) tellOf(finding);
    exported?.delete(journal.caseId);
    if (cases % PROGRESS_EVERY === 0) process.stderr.write(`${cases} cases read …\n`);
  }
  for (const caseId of exported?.keys() ?? [])
    tellOf({ caseId, sequence: 1, problem: 'it was exported, and the case is not in the table' });
  const held = withExport ? ' and exported' : '';
  console.log(
    `${cases} cases with ${entries} entries, ${findings === 0 ? `all as they were written${held}` : `${findings} not as written${held}`}`,
  );
  return findings;
}

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
  process.exitCode = (await verify(sources, values.export)) === 0 ? 0 : 1;
}

await main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(1);
});

import { counted } from '../../lambdas/contracts/index.ts';
import { auditJournal } from '../../lambdas/case/audit-journals.ts';
import type { JournalFinding, StoredJournal } from '../../lambdas/case/audit-journals.ts';
import { compareWithExport, readExported } from '../../lambdas/case/compare-export.ts';
import { outputOf, readDeployment } from '../set-up/deployment.ts';
import { exportInBucket, exportInFolder } from './read-export.ts';
import { clockOfFolder, journalsInFolder } from './read-folder.ts';
import { journalsInTable } from './read-table.ts';

const PROGRESS_EVERY = 1000;
/** The export is five minutes behind, and later where it had to try again; what is older and not there was lost. */
const EXPORT_PATIENCE_MS = 30 * 60_000;

export interface Sources {
  readonly journals: Iterable<StoredJournal> | AsyncIterable<StoredJournal>;
  readonly files: Iterable<string> | AsyncIterable<string>;
  /** By the clock that the entries go by. */
  readonly readAt: string;
}

type Exported = Map<string, Map<number, Set<string>>>;

/** The clock of a folder is its engine's: with `--speed` ahead of the wall's, and behind it once it was off for a while. */
export function inFolder(folder: string): Sources {
  return { journals: journalsInFolder(folder), files: exportInFolder(folder), readAt: clockOfFolder(folder) };
}

export function inDeployment(stage: string, outputs: string): Sources {
  const deployed = readDeployment(stage, outputs);
  return {
    journals: journalsInTable(outputOf(deployed, 'CasesTable')),
    files: exportInBucket(outputOf(deployed, 'ExportJournalBucket')),
    readAt: new Date().toISOString(),
  };
}

async function readExport(files: Sources['files'], tell: (line: string) => void): Promise<Exported> {
  const exported: Exported = new Map();
  let unreadable = 0;
  for await (const text of files) unreadable += readExported(text, exported);
  if (unreadable > 0) tell(`${unreadable} lines of the export are no entries as they were written`);
  return exported;
}

/** Says each finding, and at the end how many there are; answers that. */
export async function verify(
  { journals, files, readAt }: Sources,
  withExport: boolean,
  say: (line: string) => void,
): Promise<number> {
  let [cases, entries, findings] = [0, 0, 0];
  const tell = (line: string): void => {
    findings += 1;
    say(line);
  };
  const tellOf = ({ caseId, sequence, problem }: JournalFinding): void => {
    tell(`${caseId}, entry ${sequence}: ${problem}`);
  };
  const since = new Date(Date.parse(readAt) - EXPORT_PATIENCE_MS).toISOString();
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
  say(
    `${counted(cases, 'case')} with ${entries} entries, ${findings === 0 ? `all as they were written${held}` : `${findings} not as written${held}`}`,
  );
  return findings;
}

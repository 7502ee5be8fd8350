import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { keptIn } from '../../lambdas/case/index.ts';
import type { Kept } from '../../lambdas/case/index.ts';
import { erasePersonal } from '../../lambdas/case/chain.ts';
import { withoutReason } from '../../lambdas/case/effects.ts';
import { withoutWords } from '../../lambdas/case/without-words.ts';
import { caseRecord, jsonIn, journalEntry } from '../../lambdas/contracts/index.ts';
import type { ReportedSignal } from '../../lambdas/simulation/cases-of-signals.ts';
import { pastCase } from '../../lambdas/simulation/past-case.ts';
import type { PastCase } from '../../lambdas/simulation/past-case.ts';
import { pastReport } from '../../lambdas/simulation/past-report.ts';
import type { PastReport } from '../../lambdas/simulation/past-report.ts';
import { readSignals } from '../../lambdas/simulation/read-signals.ts';
import type { KeptJournal } from '../audit/journals.ts';
import { clockOfFolder, journalsInFolder, reportsInFolder } from '../audit/read-folder.ts';
import { journalsInTable, reportsInTable } from '../audit/read-table.ts';
import { outputOf, readDeployment } from '../set-up/deployment.ts';

/** Where past cases are: a file of them, the folder of `npm start -- --data DIR`, or a deployment. */
export interface Whence {
  readonly cases?: string | undefined;
  readonly data?: string | undefined;
  readonly outputs: string;
  readonly stage: string;
}

export async function* pastCases({ cases, data, outputs, stage }: Whence): AsyncGenerator<PastCase> {
  if (cases !== undefined) {
    for await (const one of pastInFile(cases)) if (one.contract === 'past-case/1') yield one;
    return;
  }
  const readAt = data === undefined ? new Date().toISOString() : clockOfFolder(data);
  const journals =
    data === undefined
      ? journalsInTable(outputOf(readDeployment(stage, outputs), 'CasesTable'))
      : journalsInFolder(data);
  for await (const journal of journals) {
    const past = pastCaseOf(journal, readAt);
    if (past !== undefined) yield past;
  }
}

/** What each line of a file holds as JSON, and which line that is. */
async function* linesOf(file: string): AsyncGenerator<{ readonly place: string; readonly value: unknown }> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const place = `${file}, line ${String(line)}`;
    const value = jsonIn(text);
    if (value === undefined) throw new Error(`${place}: is no JSON`);
    yield { place, value };
  }
}

/** What was reported, beside the past cases of the same place; in no order, and one that lies on several timelines as often. */
export async function* pastReports({ cases, data, outputs, stage }: Whence): AsyncGenerator<PastReport> {
  if (cases !== undefined) {
    for await (const one of pastInFile(cases)) if (one.contract === 'past-report/1') yield one;
    return;
  }
  const items =
    data === undefined ? reportsInTable(outputOf(readDeployment(stage, outputs), 'CasesTable')) : reportsInFolder(data);
  for await (const item of items) {
    const kept = keptIn(item);
    if (kept.kind === 'report') yield pastReportOf(kept);
  }
}

/** Without what people wrote. */
export function pastReportOf({ signal, caseId }: Extract<Kept, { kind: 'report' }>): PastReport {
  return {
    contract: 'past-report/1',
    signal: withoutWords(signal),
    ...(caseId === undefined ? {} : { caseId }),
  };
}

const pastLine = z.discriminatedUnion('contract', [pastCase, pastReport]);

/** One past case or report on each line. */
async function* pastInFile(file: string): AsyncGenerator<PastCase | PastReport> {
  for await (const { place, value } of linesOf(file)) {
    const read = pastLine.safeParse(value);
    const [issue] = read.success ? [] : read.error.issues;
    if (!read.success)
      throw new Error(
        `${place}, ${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'is no past case'}; such a file is written by npm run policy -- history`,
      );
    yield read.data;
  }
}

/** One report on each line. */
export function signalsInFile(file: string): readonly ReportedSignal[] {
  const read = readSignals(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(`${file}, line ${String(read.line)}: ${read.problem}`);
  return read.reports;
}

/** Without what people wrote; undefined for entries whose case was deleted. */
export function pastCaseOf(
  { record, entries }: Pick<KeptJournal, 'record' | 'entries'>,
  readAt: string,
): PastCase | undefined {
  if (record === undefined || entries.length === 0) return undefined;
  return {
    contract: 'past-case/1',
    readAt,
    record: withoutReason(caseRecord.parse(JSON.parse(record))),
    entries: entries
      .map((text) => erasePersonal(journalEntry.parse(JSON.parse(text))))
      .sort((left, right) => left.sequence - right.sequence),
  };
}

import { allCasesAndReports } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { MOST_SIMULATED } from '../../contracts/index.ts';
import type { Case, PolicySimulation, SimulationWish } from '../../contracts/index.ts';
import { inGroups, nowInstant } from '../../platform/index.ts';
import { checkFiles, policyFilesIn, runResults, sayProblem, simulationStore } from '../../policy/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { addSignals } from '../cases-of-signals.ts';
import { LIST_RATES } from '../list-rates.ts';
import { amongVersions, withOverlays } from '../past-case.ts';
import type { PastCase, PolicyIn } from '../past-case.ts';
import type { PastReport } from '../past-report.ts';
import { MOST_REPLAYED } from '../replay/history.ts';
import { readSignals } from '../read-signals.ts';
import { beginSimulation } from '../simulate-history.ts';
import type { Simulation } from '../simulate-history.ts';
import { summarizeReport } from '../summarize-report.ts';
import { readSignalFile } from './signal-files.s3.ts';

export interface SimulationStores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
  readonly table: string;
  readonly bucket: string;
}

const READ_AT_A_TIME = 25;

/** Makes a simulation that was asked for. It reads cases and policy and writes what it found, nothing else; should it die it begins anew. */
export async function runSimulation(stores: SimulationStores, id: string): Promise<PolicySimulation | undefined> {
  const store = simulationStore(stores.table);
  const asked = await store.find(id);
  // Guard: told twice, it is made once.
  if (asked?.state !== 'waiting') return asked;
  const done = await make(stores, asked);
  await store.save({ ...asked, ...done, endedAt: nowInstant() }, asked);
  return store.find(id);
}

async function make(
  { cases, packs, table, bucket }: SimulationStores,
  { id, wish, digest }: PolicySimulation,
): Promise<Pick<PolicySimulation, 'state' | 'problem' | 'summary'>> {
  const files = await policyFilesIn(table)(digest);
  const read = checkFiles(files ?? {});
  if (!read.ok) {
    const [first] = read.problems;
    return { state: 'failed', problem: first === undefined ? 'It is no pack.' : sayProblem(first) };
  }
  const against = wish.against === 'in-force' ? await inForce(packs) : undefined;
  const simulation = beginSimulation({ draft: withOverlays(read), against, rates: LIST_RATES });
  const found =
    wish.signals === undefined || against === undefined
      ? { leftOut: await addHistory(cases, wish, simulation) }
      : await addFile(bucket, wish.signals, simulation, against);
  if ('problem' in found) return { state: 'failed', problem: found.problem };
  const { summary, result } = summarizeReport(simulation.report(), found.leftOut);
  await runResults(bucket, 'simulations').put(id, result);
  return { state: 'done', summary };
}

/** How many cases were left out. */
async function addHistory(cases: CaseStore, wish: SimulationWish, simulation: Simulation): Promise<number> {
  const { chosen, leftOut, reports } = await choose(cases, wish);
  for (const report of reports) simulation.addReport(report);
  for (let start = 0; start < chosen.length; start += READ_AT_A_TIME) {
    const fates = await inGroups(chosen.slice(start, start + READ_AT_A_TIME), READ_AT_A_TIME, (record) =>
      withJournal(cases, record),
    );
    for (const fate of fates) {
      if (fate.status === 'rejected') throw fate.reason;
      if (fate.value !== undefined) simulation.add(fate.value);
    }
  }
  return leftOut;
}

async function addFile(
  bucket: string,
  sha256: string,
  simulation: Simulation,
  against: PolicyIn,
): Promise<{ readonly leftOut: number } | { readonly problem: string }> {
  const text = await readSignalFile(bucket, sha256);
  if (text === undefined)
    return { problem: 'The file of reports is not there: upload it by POST /v1/policy/signal-files first.' };
  const read = readSignals(text);
  if (!read.ok) return { problem: `Line ${String(read.line)} of the file ${read.problem}.` };
  addSignals(simulation, read.reports, against);
  return { leftOut: 0 };
}

/** The latest cases, where there are more than are simulated; and all reports of the time, as what is on a timeline may be a case by the draft. */
async function choose(
  cases: CaseStore,
  wish: SimulationWish,
): Promise<{ readonly chosen: readonly Case[]; readonly leftOut: number; readonly reports: Iterable<PastReport> }> {
  const isAsked = timeOf(wish);
  const found: Case[] = [];
  const reports = new Map<string, PastReport>();
  for await (const one of allCasesAndReports(cases)) {
    if (one.kind === 'case') {
      if (isAsked(one.record.openedAt)) found.push(one.record);
    } else if (reports.size <= MOST_REPLAYED && isAsked(one.signal.receivedAt, EARLIER_MS)) {
      const { signal, caseId } = one;
      reports.set(signal.id, { contract: 'past-report/1', signal, ...(caseId === undefined ? {} : { caseId }) });
    }
  }
  found.sort((left, right) => (left.openedAt < right.openedAt ? -1 : 1));
  const chosen = found.slice(-MOST_SIMULATED);
  return { chosen, leftOut: Math.max(0, found.length - MOST_SIMULATED), reports: reports.values() };
}

/** What settles a report may have come so long before it. */
const EARLIER_MS = 30 * 24 * 3_600_000;

function timeOf({ openedFrom, openedTo }: SimulationWish): (instant: string, earlierMs?: number) => boolean {
  const from = openedFrom === undefined ? -Infinity : Date.parse(openedFrom);
  const to = openedTo === undefined ? Infinity : Date.parse(openedTo);
  return (instant, earlierMs = 0) => {
    const at = Date.parse(instant);
    return from - earlierMs <= at && at < to;
  };
}

/** With what was in its journal when the case was read. */
async function withJournal(cases: CaseStore, record: Case): Promise<PastCase | undefined> {
  const readAt = nowInstant();
  const entries = (await cases.journal(record.id)).filter(({ sequence }) => sequence <= record.version);
  return entries.length === 0 ? undefined : { contract: 'past-case/1', readAt, record, entries: [...entries] };
}

async function inForce(packs: PackStore): Promise<PolicyIn> {
  const release = await packs.release();
  const versions = new Set([release.version, ...(release.overlays ?? []).map(({ version }) => version)]);
  return amongVersions(await Promise.all([...versions].map((version) => packs.load(version))), release);
}

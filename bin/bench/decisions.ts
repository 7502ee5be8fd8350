import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { applyActs } from '../../lambdas/case/apply-acts.ts';
import type { Act } from '../../lambdas/case/apply-acts.ts';
import { assessCase } from '../../lambdas/case/assess-case.ts';
import { decideTriage } from '../../lambdas/case/decide-triage.ts';
import type { Case, PolicyPack } from '../../lambdas/contracts/index.ts';
import { decideNextStep } from '../../lambdas/escalation/decide-next-step.ts';
import { correlationKeys } from '../../lambdas/intake/correlate.ts';
import { packTexts } from '../../lambdas/policy/adapters/pack-files.ts';
import { readPack } from '../../lambdas/policy/read-pack.ts';
import { everywhere, policyOf } from '../../lambdas/simulation/past-case.ts';
import { beginSimulation } from '../../lambdas/simulation/simulate-history.ts';
import { factsFor, historyOf, reportedCase, reportOf } from './past-cases.ts';

const decisions = z.object({
  /** Of one core: correlate, score, route and plan, each once. */
  decisionsPerSecond: z.number(),
  packCheckMs: z.number(),
  simulationSeconds: z.number(),
});
export type Decisions = z.infer<typeof decisions>;

const DEFAULT_PACK = fileURLToPath(new URL('../../policies/default', import.meta.url));
const SIMULATED_CASES = 10_000;
const SLICES = 60;

/** In a process of their own: neither finds what the line or they have left in memory. */
export function measureDecisionsApart(): Decisions {
  const script = fileURLToPath(new URL('decide.ts', import.meta.url));
  const words = ['--disable-warning=ExperimentalWarning', script];
  const { stdout, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('the decisions cannot be measured');
  return decisions.parse(JSON.parse(stdout));
}

/** What the rules take, without any service: all of it is processor time of one core. */
export function measureDecisions(report: (text: string) => void): Decisions {
  const texts = packTexts(DEFAULT_PACK);
  const packCheckMs = cpuMs(() => readPack(texts));
  const read = readPack(texts);
  if (!read.ok) throw new Error('the default pack has problems: npm run policy -- check policies/default');
  report('Deciding …');
  const decisionsPerSecond = measurePerSecond(read.pack);
  report(`Simulating ${String(SIMULATED_CASES)} past cases …`);
  return { decisionsPerSecond, packCheckMs, simulationSeconds: measureSimulation(read.pack) / 1000 };
}

function measurePerSecond(pack: PolicyPack): number {
  const situations = Array.from({ length: 200 }, (_unused, index) => situationOf(index, pack));
  const decideAll = (): void => {
    for (const situation of situations) decideOnce(situation, pack);
  };
  // Compiled and warm, as a function that has run for a while.
  for (let round = 0; round < 10; round += 1) decideAll();
  // The least disturbed of many short slices: who else computes on the machine is no matter of the rules.
  const spent = Array.from({ length: SLICES }, () => cpuMs(decideAll));
  return (situations.length * 1000) / Math.min(...spent);
}

interface Situation {
  readonly open: Case;
  readonly triaged: Case;
  readonly facts: ReturnType<typeof factsFor>;
  readonly at: string;
}

function situationOf(index: number, pack: PolicyPack): Situation {
  const open = reportedCase(index, pack);
  const facts = factsFor(index, open.openedAt);
  const at = open.openedAt;
  const acts = decideTriage(open, assessCase(open, facts, pack, at), pack, at, { kind: 'lifecycle', id: 'bench' });
  const { after: triaged } = applied(open, acts, at);
  return { open, triaged, facts, at };
}

/** Which case it belongs to, how severe it is and whose, and what happens next. */
function decideOnce({ open, triaged, facts, at }: Situation, pack: PolicyPack): number {
  const keys = correlationKeys(open.type, open, pack);
  const { severity } = assessCase(open, facts, pack, at);
  const { acts } = decideNextStep({
    record: triaged,
    notices: [],
    pack,
    at,
    generation: 1,
    execution: 'bench',
    triageFailed: false,
  });
  return keys.length + severity.score + acts.length;
}

function measureSimulation(pack: PolicyPack): number {
  const policy = policyOf(pack);
  const past = Array.from({ length: SIMULATED_CASES }, (_unused, index) => historyOf(index, policy));
  const rates = { perCase: 0, perFurtherCall: 0, perMessage: {} };
  const simulation = beginSimulation({ draft: everywhere(policy), rates });
  const reports = past.map(reportOf);
  let unchanged = 0;
  const spent = cpuMs(() => {
    for (const one of past) simulation.add(one);
    for (const one of reports) simulation.addReport(one);
    ({ unchanged } = simulation.report());
  });
  if (unchanged !== SIMULATED_CASES)
    throw new Error(`${String(SIMULATED_CASES - unchanged)} cases did not go as they went`);
  return spent;
}

function applied(record: Case, acts: readonly Act[], at: string) {
  return applyActs(record, acts, { at, traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, salt: () => '' });
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

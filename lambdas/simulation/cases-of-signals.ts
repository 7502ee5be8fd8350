import * as z from 'zod';
import { applyActs } from '../case/apply-acts.ts';
import { assessCase } from '../case/assess-case.ts';
import { decideTriage } from '../case/decide-triage.ts';
import { addDuration } from '../case/duration.ts';
import { systemOfRecord, factSet, signal } from '../contracts/index.ts';
import type { SystemOfRecord, Case, FactSet, JournalEntry, Signal } from '../contracts/index.ts';
import { correlationKeys } from '../intake/correlate.ts';
import { readByCodes } from '../intake/decide-code.ts';
import { decideIntake } from '../intake/decide-intake.ts';
import type { PastCase, PolicyIn } from './past-case.ts';
import type { Simulation } from './simulate-history.ts';

/** One line of a file of signals: a report, and what systems would say of it, by system; what is not said nobody knows. */
export const reportedSignal: z.ZodType<ReportedSignal> = z.union([
  z.strictObject({ signal, facts: z.partialRecord(systemOfRecord, factSet.shape.facts).default({}) }),
  signal.transform((one) => ({ signal: one, facts: {} })),
]);
export interface ReportedSignal {
  readonly signal: Signal;
  readonly facts: Partial<Record<SystemOfRecord, FactSet['facts']>>;
}

interface Known {
  readonly record: Case;
  readonly entries: readonly JournalEntry[];
}

/** So long it is looked what becomes of a case that nobody takes. */
const LOOKED_FOR = 'P3D';
const CAUSE = { kind: 'lifecycle', id: 'simulation' } as const;

/**
 * The cases that reports would have been, each with the journal of its reports and triages and of nothing that people did: what a simulation needs where there is no history. Reports
 * come in the order in which they were received; what takes back or only tells of progress makes no case.
 */
export function casesOfSignals(reports: readonly ReportedSignal[], policyIn: PolicyIn): readonly PastCase[] {
  const cases = new Map<string, Known>();
  const holders = new Map<string, string>();
  const inOrder = reports.toSorted((one, other) => one.signal.receivedAt.localeCompare(other.signal.receivedAt));
  for (const report of inOrder) takeIn(report, policyIn, cases, holders);
  const readAt = addDuration(inOrder.at(-1)?.signal.receivedAt ?? new Date(0).toISOString(), LOOKED_FOR);
  return [...cases.values()].map(({ record, entries }) => ({
    contract: 'past-case/1',
    readAt,
    record,
    entries: [...entries],
  }));
}

/** Simulates the cases that reports would have been under the policy that is compared with. */
export function addSignals(simulation: Simulation, reports: readonly ReportedSignal[], against: PolicyIn): void {
  for (const past of casesOfSignals(reports, against)) simulation.add(past);
  for (const { signal: reported } of reports) simulation.addReport({ contract: 'past-report/1', signal: reported });
}

function takeIn(
  { signal: reported, facts }: ReportedSignal,
  policyIn: PolicyIn,
  cases: Map<string, Known>,
  holders: Map<string, string>,
): void {
  const policy = policyIn(scopeOf(reported));
  const { pack } = policy;
  const read = readByCodes(reported, pack);
  if (read.kind !== 'exception' && read.kind !== 'correction') return;
  const at = read.receivedAt;
  const known = new Map(
    correlationKeys(read.type, read, pack).flatMap((key): [string, Case][] => {
      const holder = cases.get(holders.get(key) ?? '');
      return holder === undefined ? [] : [[key, holder.record]];
    }),
  );
  const published = { ...policy, publishedAt: at, publishedBy: 'simulation' };
  const decision = decideIntake(read, { holders: known, progress: [] }, { at, published });
  if (decision.do === 'keep') return;
  const context = { at, traceparent: read.traceparent, salt: () => '' };
  const taken = applyActs(decision.record, decision.acts, context);
  const told = taken.after.asks.map((system) => factsOf(system, facts[system], at));
  const triage = decideTriage(taken.after, assessCase(taken.after, told, pack, at), pack, at, CAUSE);
  const { after, entries } = applyActs(taken.after, triage, context);
  const before = cases.get(after.id)?.entries ?? [];
  cases.set(after.id, { record: after, entries: [...before, ...taken.entries, ...entries] });
  const { free, taken: passed } = decision.keys;
  for (const key of [...free, ...passed.map((one) => one.key)]) holders.set(key, after.id);
}

function scopeOf({ region, businessUnit }: Signal): Parameters<PolicyIn>[0] {
  return {
    ...(region === undefined ? {} : { region }),
    ...(businessUnit === undefined ? {} : { businessUnit }),
  };
}

function factsOf(system: FactSet['system'], facts: FactSet['facts'] | undefined, at: string): FactSet {
  return facts === undefined
    ? { system, state: 'missing', askedAt: at, problem: 'the file of signals does not say', facts: {} }
    : { system, state: 'live', askedAt: at, observedAt: at, facts };
}

import { IN_THE_LINE } from './errand.ts';
import type { Rig } from './rig.ts';

export interface Throughput {
  readonly casesPerSecond: number;
  /** Of the engine's process alone, all its threads. */
  readonly cpuMsPerCase: number;
  /** Time per case of the last tenth to that of the first, without what is in the line when it begins and ends. */
  readonly growthRatio: number;
}

/** As many as it takes: distinct cases as fast as they are answered, until the owners of the last one are told by every channel, and nobody twice. */
export async function measureThroughput(rig: Rig, cases: number, first: number): Promise<Throughput> {
  const cpu = process.cpuUsage();
  const posted = await rig.report({ first, count: cases, distinct: cases });
  await rig.told.settled(first, cases);
  const { user, system } = process.cpuUsage(cpu);
  const start = Math.min(...posted.slice(0, 100).map(({ at }) => at));
  const ends = Array.from({ length: cases }, (_unused, index) => rig.told.firstAt(first + index) ?? start).sort(
    (left, right) => left - right,
  );
  const tenth = Math.max(2, Math.floor(cases / 10));
  // At the start the line fills, at the end it runs dry: both are left out. The time of a window is that between its first and its last case.
  const timeOf = (from: number): number => ((ends[from + tenth - 1] ?? 0) - (ends[from] ?? 0)) / (tenth - 1);
  return {
    casesPerSecond: (cases * 1000) / ((ends.at(-1) ?? start) - start),
    cpuMsPerCase: (user + system) / 1000 / cases,
    growthRatio: timeOf(cases - tenth - Math.min(tenth, IN_THE_LINE)) / timeOf(Math.min(tenth, IN_THE_LINE)),
  };
}

export interface Latency {
  readonly webhookP95Ms: number;
  readonly firstNoticeP95Ms: number;
}

/** At a steady rate: how long the sender waits for its answer, and how long it takes until somebody is told. */
export async function measureLatency(rig: Rig, perSecond: number, seconds: number, first: number): Promise<Latency> {
  const count = perSecond * seconds;
  const answers = await rig.report({ first, count, distinct: count, perSecond });
  await rig.told.settled(first, count);
  // In the order of their answers; a case was posted before it was told in any order.
  const starts = answers.map(({ at }) => at).sort((left, right) => left - right);
  const notices = starts.map((start, index) => (rig.told.firstAt(first + index) ?? Infinity) - start);
  return { webhookP95Ms: p95(answers.map(({ milliseconds }) => milliseconds)), firstNoticeP95Ms: p95(notices) };
}

/** Nine of ten reports are about a trouble that is known already. */
export async function measureDuplicates(rig: Rig, keys: number, first: number): Promise<number> {
  const signals = keys * 10;
  const start = performance.now();
  await rig.report({ first, count: signals, distinct: keys });
  await rig.told.settled(first, keys);
  return (signals * 1000) / (performance.now() - start);
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0;
}

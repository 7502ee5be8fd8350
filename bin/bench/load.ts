import { pause, until } from './cost.ts';
import type { Rig } from './rig.ts';

/** Posts that are under way at a time: what a gateway of a large sender keeps open. */
const AT_ONCE = 32;

export interface Throughput {
  readonly casesPerSecond: number;
  readonly cpuMsPerCase: number;
  /** Time per case of the last tenth to that of the first. */
  readonly growthRatio: number;
}

/** As many as it takes: distinct cases as fast as they are answered, until the owner of the last one is told. */
export async function measureThroughput(
  rig: Rig,
  cases: number,
  first: number,
  tell: (done: number) => void,
): Promise<Throughput> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let next = first;
  const sender = async (): Promise<void> => {
    while (next < first + cases) {
      const serial = next;
      next += 1;
      await rig.report(serial);
      if (serial % 100 === 0) tell(serial - first);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  for (let serial = first; serial < first + cases; serial += 1) await until(() => rig.told.get(serial));
  const { user, system } = process.cpuUsage(cpu);
  const ends = Array.from({ length: cases }, (_unused, index) => rig.told.get(first + index)?.at ?? start).sort(
    (left, right) => left - right,
  );
  const tenth = Math.max(2, Math.floor(cases / 10));
  // The first tenth starts when the first case was told: what comes before is the length of the line, not its speed.
  const timeOf = (from: number): number => ((ends[from + tenth - 1] ?? 0) - (ends[from] ?? 0)) / (tenth - 1);
  return {
    casesPerSecond: (cases * 1000) / ((ends.at(-1) ?? start) - start),
    cpuMsPerCase: (user + system) / 1000 / cases,
    growthRatio: timeOf(cases - tenth) / timeOf(tenth),
  };
}

export interface Latency {
  readonly webhookP95Ms: number;
  readonly firstNoticeP95Ms: number;
}

/** At a steady rate: how long the sender waits for its answer, and how long it takes until somebody is told. */
export async function measureLatency(rig: Rig, perSecond: number, seconds: number, first: number): Promise<Latency> {
  const answers: number[] = [];
  const starts = new Map<number, number>();
  const posts: Promise<void>[] = [];
  const begin = performance.now();
  const count = perSecond * seconds;
  for (let index = 0; index < count; index += 1) {
    await pause(Math.max(0, begin + (index * 1000) / perSecond - performance.now()));
    const serial = first + index;
    starts.set(serial, performance.now());
    posts.push(rig.report(serial).then((milliseconds) => void answers.push(milliseconds)));
  }
  await Promise.all(posts);
  const notices: number[] = [];
  for (const [serial, start] of starts) notices.push((await until(() => rig.told.get(serial))).at - start);
  return { webhookP95Ms: p95(answers), firstNoticeP95Ms: p95(notices) };
}

/** Nine of ten reports are about a trouble that is known already. */
export async function measureDuplicates(rig: Rig, signals: number, first: number): Promise<number> {
  const keys = Math.max(1, Math.floor(signals / 10));
  const start = performance.now();
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < signals) {
      const index = next;
      next += 1;
      await rig.report(first + (index % keys));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  for (let key = 0; key < keys; key += 1) await until(() => rig.told.get(first + key));
  return (signals * 1000) / (performance.now() - start);
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0;
}

import { cpus } from 'node:os';
import { measureCost } from './bench/cost.ts';
import type { Cost } from './bench/cost.ts';
import { measureHandlers } from './bench/handlers.ts';
import { measureDuplicates, measureLatency, measureThroughput } from './bench/load.ts';
import { PRICES_AS_OF } from './bench/prices.ts';
import { openRig } from './bench/rig.ts';
import type { Rig } from './bench/rig.ts';

const USAGE = `npm run bench [-- --json] [--cases N] [PART ...]
  parts: cost handlers throughput latency duplicates (all when none is named)
  --cases N   distinct cases of the throughput (default 600)`;

type Results = Record<string, unknown>;
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

/** Goal of a figure, and whether more of it is better. */
const GOALS: Readonly<Record<string, readonly ['at least' | 'at most', number, string]>> = {
  casesPerSecond: ['at least', 300, 'distinct cases in over HTTP, owner told'],
  webhookP95Ms: ['at most', 10, 'answer to a sender, at 50 cases/s'],
  firstNoticeP95Ms: ['at most', 500, 'from the post to the first message, at 50 cases/s'],
  growthRatio: ['at most', 1.2, 'time per case at the end of the run to its start'],
  duplicateSignalsPerSecond: ['at least', 1500, 'signals, nine of ten about a known trouble'],
  peakMemoryMb: ['at most', 700, 'resident, engine and load together'],
  transitionsPerCase: ['at most', 12, 'billable, webhook to acknowledgement'],
  lambdaInvocationsPerCase: ['at most', 20, 'webhook to acknowledgement'],
  usdPerThousandCases: ['at most', 0.45, `list prices of ${PRICES_AS_OF}, mail not counted`],
};

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const json = words.includes('--json');
  const at = words.indexOf('--cases');
  const cases = at === -1 ? 600 : Number(words[at + 1]);
  if (!Number.isInteger(cases) || cases < 20) throw new Error(`--cases takes a whole number from 20\n${USAGE}`);
  const parts = words.filter((word, index) => !word.startsWith('--') && (at === -1 || index !== at + 1));
  const wants = (part: string): boolean => parts.length === 0 || parts.includes(part);

  const results: Results = {};
  if (wants('handlers')) {
    progress('Loading each function in a process of its own …');
    results['handlers'] = await measureHandlers();
  }
  if (['cost', 'throughput', 'latency', 'duplicates'].some(wants)) await withRig(wants, cases, results);
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else print(results);
}

async function withRig(wants: (part: string) => boolean, cases: number, results: Results): Promise<void> {
  progress('Bundling, synthesizing, booting …');
  const rig = await openRig();
  try {
    await warmUp(rig);
    if (wants('cost')) {
      progress('Metering cases one by one …');
      Object.assign(results, await costOf(rig));
    }
    if (wants('latency')) {
      progress('50 cases a second for ten seconds …');
      Object.assign(results, await measureLatency(rig, 50, 10, 2_000_000));
    }
    if (wants('throughput')) {
      Object.assign(results, await measureThroughput(rig, cases, 3_000_000));
    }
    if (wants('duplicates')) {
      progress('10,000 signals about 1,000 troubles …');
      results['duplicateSignalsPerSecond'] = await measureDuplicates(rig, 1_000, 4_000_000);
    }
    results['peakMemoryMb'] = process.resourceUsage().maxRSS / 1024;
  } finally {
    await rig.close();
  }
}

/** What is loaded and compiled once is not what a case costs. */
async function warmUp(rig: Rig): Promise<void> {
  await measureThroughput(rig, 300, 1);
}

async function costOf(rig: Rig): Promise<Omit<Cost, 'lines'> & { readonly cost: Cost['lines'] }> {
  const { lines, ...sums } = await measureCost(rig, 3, 1_000_000);
  return { ...sums, cost: lines };
}

function print(results: Results): void {
  const line = (text: string): void => void process.stdout.write(`${text}\n`);
  line(
    `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  line('');
  for (const [key, [side, goal, what]] of Object.entries(GOALS)) {
    const value = results[key];
    if (typeof value !== 'number') continue;
    const isMet = side === 'at least' ? value >= goal : value <= goal;
    line(
      `${isMet ? ' ok ' : 'MISS'}  ${key.padEnd(26)} ${rounded(value).padStart(9)}   ${side} ${String(goal)}: ${what}`,
    );
  }
  if (typeof results['cpuMsPerCase'] === 'number')
    line(
      `      cpuMsPerCase               ${rounded(results['cpuMsPerCase']).padStart(9)}   engine, partners and load together`,
    );
  table(results['cost'], ['service', 'unit', 'perCase', 'usdPerThousand']);
  table(results['handlers'], ['name', 'kb', 'coldImportMs']);

  function table(rows: unknown, columns: readonly string[]): void {
    if (!Array.isArray(rows)) return;
    line('');
    line(columns.map((column, index) => (index < 1 ? column.padEnd(32) : column.padStart(18))).join(''));
    const listed: readonly unknown[] = rows;
    for (const row of listed) {
      const cells = typeof row === 'object' && row !== null ? new Map(Object.entries(row)) : new Map<string, unknown>();
      line(columns.map((column, index) => cellText(cells.get(column), index < 1)).join(''));
    }
  }
}

function cellText(value: unknown, isFirst: boolean): string {
  const text = typeof value === 'number' ? rounded(value) : typeof value === 'string' ? value : '';
  return isFirst ? text.padEnd(32) : text.padStart(18);
}

function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(1) : value.toFixed(4);
}

await main().then(
  // Timers of the application go on; the bench is over.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { synthesize } from './assembly.ts';
import { renderCapacity } from './bench/capacity.ts';
import { measureCost } from './bench/cost.ts';
import type { Cost } from './bench/cost.ts';
import { measureDecisionsApart } from './bench/decisions.ts';
import { measureHandlers } from './bench/handlers.ts';
import { measureDuplicates, measureLatency, measureThroughput } from './bench/load.ts';
import { measureMail, renderMail } from './bench/mail.ts';
import { PRICES_AS_OF } from './bench/prices.ts';
import { openRig } from './bench/rig.ts';
import { measureTranslations, translationGoals } from './bench/translations.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';

const PARTS = [
  'cost',
  'handlers',
  'translations',
  'decisions',
  'throughput',
  'latency',
  'duplicates',
  'mail',
  'capacity',
];

/** Takes a minute or so. */
const CASES = 4_000;

const USAGE = `npm run bench -- [--json] [--cases N] [PART ...]
  parts: cost handlers translations decisions throughput latency duplicates (all when none is named)
         mail: how often mail is read right, on the mails that its reader was not made from (docs/mail.md)
         capacity: meters a case and writes docs/capacity.md from it
  --cases N   distinct cases of the throughput, after a first thousand (default ${String(CASES)}; 100000 for the whole growth)`;

type Results = Record<string, unknown>;
/** What the goal of growth begins with: by then all is loaded and compiled. */
const WARM_UP = 1_000;
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

/** Goal of a figure, and whether more of it is better. */
const GOALS: Readonly<Record<string, readonly ['at least' | 'at most', number, string]>> = {
  casesPerSecond: ['at least', 300, 'distinct cases in over HTTP, owner told'],
  webhookP95Ms: ['at most', 10, 'answer to a sender, at 50 cases/s'],
  firstNoticeP95Ms: ['at most', 500, 'from the post to the first message, at 50 cases/s'],
  growthRatio: ['at most', 1.2, 'time per case at the end of the run to its start'],
  duplicateSignalsPerSecond: ['at least', 1500, 'signals, nine of ten about a known trouble'],
  peakMemoryMb: ['at most', 700, 'resident, the process of the engine'],
  transitionsPerCase: ['at most', 12, 'billable, webhook to acknowledgement'],
  lambdaInvocationsPerCase: ['at most', 20, 'webhook to acknowledgement'],
  x12StatusesPerSecond: ['at least', 20_000, 'status messages of X12 214, translated by one core'],
  epcisEventsPerSecond: ['at least', 20_000, 'events of EPCIS, translated by one core'],
  csvRowsPerSecond: ['at least', 100_000, 'rows of three columns, translated by one core'],
  tenMegabytesMemoryMb: [
    'at most',
    512,
    'resident, the hungriest format with 10 MB; half of what the reader of files has',
  ],
  decisionsPerSecond: ['at least', 20_000, 'correlate, score, route and plan, 60 facts, default pack, one core'],
  packCheckMs: ['at most', 1_000, 'check of the default pack, in a process that has just begun'],
  simulationSeconds: ['at most', 60, 'simulation of 10,000 past cases'],
  usdPerThousandCases: ['at most', 0.45, `list prices of ${PRICES_AS_OF}, mail not counted`],
};

async function main(): Promise<void> {
  const { values, positionals: parts } = readCommandLine(USAGE, {
    takesWords: true,
    options: { json: { type: 'boolean', default: false }, cases: { type: 'string', default: String(CASES) } },
  });
  const { json } = values;
  const cases = Number(values.cases);
  if (!Number.isInteger(cases) || cases < 20)
    refuseCommandLine(USAGE, `--cases takes a whole number from 20, not ${values.cases}.`);
  const unknown = parts.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) refuseCommandLine(USAGE, `There is no part ${unknown.join(', ')}.`);
  const wants = (part: string): boolean =>
    parts.length === 0 ? !['capacity', 'mail'].includes(part) : parts.includes(part);

  const results: Results = {};
  // First, in a process that has nothing else in its memory.
  if (['cost', 'throughput', 'latency', 'duplicates', 'capacity'].some(wants)) await withRig(wants, cases, results);
  if (wants('handlers')) {
    progress('Loading each function in a process of its own …');
    results['handlers'] = measureHandlers(await synthesize(fileURLToPath(new URL('..', import.meta.url))));
  }
  if (wants('mail')) {
    const measured = await measureMail(0.8);
    results['mail'] = measured;
    if (!json) process.stdout.write(`${renderMail(measured)}\n`);
  }
  if (wants('translations')) {
    const rows = measureTranslations(progress);
    results['translations'] = rows;
    Object.assign(results, translationGoals(rows));
  }
  if (wants('decisions')) Object.assign(results, measureDecisionsApart());
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else print(results);
}

async function withRig(wants: (part: string) => boolean, cases: number, results: Results): Promise<void> {
  progress('Bundling, synthesizing, booting …');
  const rig = await openRig();
  try {
    if (wants('cost') || wants('capacity')) {
      progress('Metering cases one by one …');
      await measureThroughput(rig, 20, 1);
      const cost = await measureCost(rig, 3, 1_000_000);
      if (wants('capacity')) keepCapacity(cost);
      if (wants('cost')) Object.assign(results, cost);
    }
    if (['throughput', 'latency', 'duplicates'].some(wants)) {
      progress(`${String(WARM_UP)} cases to begin with …`);
      await measureThroughput(rig, WARM_UP, 5_000_000);
    }
    if (wants('latency')) {
      progress('50 cases a second for ten seconds …');
      Object.assign(results, await measureLatency(rig, 50, 10, 2_000_000));
    }
    if (wants('throughput')) {
      progress(`${String(cases)} cases as fast as the line takes them …`);
      Object.assign(results, await measureThroughput(rig, cases, 3_000_000));
    }
    if (wants('duplicates')) {
      progress('10,000 signals about 1,000 troubles …');
      results['duplicateSignalsPerSecond'] = await measureDuplicates(rig, 1_000, 4_000_000);
    }
    results['repeatedMessages'] = rig.told.repeats;
    results['peakMemoryMb'] = process.resourceUsage().maxRSS / 1024;
  } finally {
    await rig.close();
  }
}

/** The page is written from the file, so that a test can hold that they agree. */
function keepCapacity({ lines, calls }: Cost): void {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  const metering = {
    takenOn: new Date().toISOString().slice(0, 10),
    units: Object.fromEntries(lines.map(({ service, unit, perCase }) => [`${service} ${unit}`, rounded(perCase)])),
    calls: Object.fromEntries(Object.entries(calls).map(([name, perCase]) => [name, rounded(perCase)])),
  };
  writeFileSync(new URL('bench/metering.json', import.meta.url), `${JSON.stringify(metering, undefined, 2)}\n`);
  writeFileSync(new URL('../docs/capacity.md', import.meta.url), renderCapacity(metering));
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
      `      cpuMsPerCase               ${rounded(results['cpuMsPerCase']).padStart(9)}   processor time of the engine's process; senders and partners are another`,
    );
  table(results['lines'], ['service', 'unit', 'perCase', 'usdPerThousand']);
  table(results['invocations'], ['name', 'perCase']);
  table(results['handlers'], ['name', 'kb', 'coldImportMs']);
  table(results['translations'], [
    'format',
    'item',
    'perSecond',
    'megabytesPerSecond',
    'memoryMb',
    'grownMb',
    'payloadMb',
  ]);

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

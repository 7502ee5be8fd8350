import { readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import * as z from 'zod';
import { packTexts } from '../lambdas/policy/adapters/pack-files.ts';
import { sayProblem } from '../lambdas/policy/pack-problem.ts';
import { createPackStore } from '../lambdas/policy/index.ts';
import { packFileSchema } from '../lambdas/policy/pack-schema.ts';
import { readPack } from '../lambdas/policy/read-pack.ts';
import { readRates } from '../lambdas/policy/read-rates.ts';
import type { PolicyPack } from '../lambdas/contracts/index.ts';
import { feedOf, readCalendar, timetableOf } from '../lambdas/routing/index.ts';
import { addSignals } from '../lambdas/simulation/cases-of-signals.ts';
import { withOverlays } from '../lambdas/simulation/past-case.ts';
import type { PolicyIn } from '../lambdas/simulation/past-case.ts';
import { LIST_RATES } from '../lambdas/simulation/list-rates.ts';
import { beginSimulation } from '../lambdas/simulation/simulate-history.ts';
import { tellSimulation } from '../lambdas/simulation/tell-simulation.ts';
import { readCommandLine } from './command-line.ts';
import { holidayCalendar, holidayYaml } from './policy/holidays.ts';
import { pastCases, pastReports, signalsInFile } from './policy/past-cases.ts';
import { previewPack } from './policy/preview.ts';
import { outputOf, readDeployment } from './set-up/deployment.ts';
import { tellRota } from './policy/tell-rota.ts';
import { readExamples, tryExample } from './policy/worked-examples.ts';
import type { TriedExample } from './policy/worked-examples.ts';

const USAGE = `npm run policy -- check DIR [--json]        tells all that is wrong with a pack, before anything is published
npm run policy -- examples DIR [--json]     what a pack makes of policies/worked-examples.yaml, and where that differs from what a manager expects
npm run policy -- rota DIR [ID] [--from DATE] [--days N] [--ics]
                                            who is on duty when, with gaps and overlaps; --ics: one rota as an iCalendar file
npm run policy -- simulate DIR [--against DIR] [PAST] [--json]
                                            what a pack would have made of past cases, and what that changes; compared with what has happened, or with another pack
                                            --signals FILE.jsonl --against DIR: of reports instead, a signal on each line, or { signal, facts: { erp: … } }
npm run policy -- preview DIR [--against DIR] [PAST] [--json]
                                            which open cases would change, if a publisher moved them to a pack; --against: the pack that they have (otherwise
                                            each its own version, which only a deployment has)
npm run policy -- history [PAST]            past cases with their journals and reports, one a line, without what people wrote: a file for simulate --cases
                                            PAST: --cases FILE.jsonl, --data DIR (the folder of npm start -- --data DIR), or a deployment by
                                            --outputs cdk-outputs.json [--stage dev] with the credentials of the environment
npm run policy -- holidays PLACE... YEAR... public holidays of countries or regions (DE, DE-BE, US-NY) as calendars for a pack
npm run policy -- rates FILE [--currency EUR] exchange rates out of a file that the European Central Bank publishes each day (XML or CSV), for a pack
npm run policy -- calendar FILE ID          an iCalendar file of holidays as a calendar for a pack
npm run policy -- schema                    the JSON Schema of a pack's files, for editors`;

const notThere = z.object({ code: z.enum(['ENOENT', 'ENOTDIR']), path: z.string() });

const EXAMPLES = fileURLToPath(new URL('../policies/worked-examples.yaml', import.meta.url));

const { values: options, positionals } = readCommandLine(USAGE, {
  takesWords: true,
  options: {
    json: { type: 'boolean' },
    ics: { type: 'boolean' },
    from: { type: 'string' },
    days: { type: 'string', default: '14' },
    against: { type: 'string' },
    currency: { type: 'string', default: 'EUR' },
    cases: { type: 'string' },
    signals: { type: 'string' },
    data: { type: 'string' },
    outputs: { type: 'string', default: 'cdk-outputs.json' },
    stage: { type: 'string', default: 'dev' },
  },
});
const [command, first, ...rest] = positionals;

const isYear = (text: string): boolean => /^\d{4}$/.test(text);

/** Exit codes: 0 well, 1 the pack may not be published or differs, 2 the command is not understood, or what it names is not there or cannot be read. */
await main().catch(refuseCommand);

async function main(): Promise<void> {
  if (command === 'schema') console.log(JSON.stringify(packFileSchema(), undefined, 2));
  else if (command === 'check' && first !== undefined) check(first);
  else if (command === 'examples' && first !== undefined) withPack(first, tellExamples);
  else if (command === 'rota' && first !== undefined) withPack(first, (pack) => tellRotas(pack, rest[0]));
  else if (command === 'simulate' && first !== undefined) await simulate(first);
  else if (command === 'preview' && first !== undefined) await preview(first);
  else if (command === 'rates' && first !== undefined) tellRates(first);
  else if (command === 'calendar' && first !== undefined && rest[0] !== undefined) tellCalendar(first, rest[0]);
  else if (command === 'history') await tellHistory();
  else if (command === 'holidays' && first !== undefined && rest.length > 0)
    tellHolidays(
      [first, ...rest].filter((one) => !isYear(one)),
      rest.filter(isYear).map(Number),
    );
  else {
    console.error(USAGE);
    process.exitCode = 2;
  }
}

function refuseCommand(error: unknown): void {
  const missing = notThere.safeParse(error);
  if (missing.success) console.error(`${missing.data.path} is not there`);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function check(folder: string): void {
  if (options.json === true) {
    const read = readPack(packTexts(folder));
    const told = read.ok
      ? { ok: true, name: read.pack.name, warnings: read.warningsAt(new Date().toISOString()) }
      : read;
    console.log(JSON.stringify(told, undefined, 2));
    if (!read.ok) process.exitCode = 1;
    return;
  }
  const read = readPack(packTexts(folder));
  if (read.ok)
    for (const warning of read.warningsAt(new Date().toISOString())) console.log(`warning: ${sayProblem(warning)}`);
  withPack(folder, ({ name, types, severity, ownership, rotas }) => {
    console.log(
      `${name}: ${String(Object.keys(types).length)} types, ${String(severity.rules.length + severity.latches.length)} severity rules, ${String(ownership.rules.length)} ownership rules, ${String(rotas.length)} rotas. It may be published.`,
    );
  });
}

async function simulate(folder: string): Promise<void> {
  const [draft, against] = packsOf([folder, ...(options.against === undefined ? [] : [options.against])]) ?? [];
  if (draft === undefined) return;
  const simulation = beginSimulation({ draft, against, rates: LIST_RATES });
  if (options.signals !== undefined && against === undefined) {
    console.error(
      'Nothing has happened with a file of signals: say with --against DIR with which pack it is compared.',
    );
    process.exitCode = 2;
    return;
  }
  if (options.signals === undefined || against === undefined) {
    for await (const one of pastCases(options)) simulation.add(one);
    for await (const one of pastReports(options)) simulation.addReport(one);
  } else addSignals(simulation, signalsInFile(options.signals), against);
  const report = simulation.report();
  console.log(options.json === true ? JSON.stringify(report, undefined, 2) : tellSimulation(report));
}

/** Packs of folders, with their overlays; undefined where one may not be published, which is told. */
function packsOf(folders: readonly string[]): readonly PolicyIn[] | undefined {
  const read = folders.map((folder) => ({ folder, read: readPack(packTexts(folder)) }));
  for (const one of read) if (!one.read.ok) withPack(one.folder, () => undefined);
  const packs = read.flatMap((one) => (one.read.ok ? [withOverlays(one.read)] : []));
  return packs.length === folders.length ? packs : undefined;
}

async function preview(folder: string): Promise<void> {
  const [draft, against] = packsOf([folder, ...(options.against === undefined ? [] : [options.against])]) ?? [];
  if (draft === undefined) return;
  const versions =
    against === undefined
      ? createPackStore(outputOf(readDeployment(options.stage, options.outputs), 'ReferenceTable'))
      : undefined;
  const found = await previewPack(
    pastCases(options),
    async (record) => versions?.load(record.policyVersion) ?? against?.(record) ?? draft(record),
    draft,
  );
  console.log(options.json === true ? JSON.stringify(found, undefined, 2) : found.preview.table);
}

async function tellHistory(): Promise<void> {
  for await (const past of pastCases(options)) writeSync(1, `${JSON.stringify(past)}\n`);
  const told = new Set<string>();
  for await (const report of pastReports(options)) {
    if (!told.has(report.signal.id)) writeSync(1, `${JSON.stringify(report)}\n`);
    told.add(report.signal.id);
  }
}

/** Does something with the pack of a folder, or tells what is wrong with it. */
function withPack(folder: string, use: (pack: PolicyPack) => void): void {
  const read = readPack(packTexts(folder));
  if (read.ok) {
    use(read.pack);
    return;
  }
  for (const problem of read.problems) console.error(sayProblem(problem));
  console.error(`${String(read.problems.length)} ${read.problems.length === 1 ? 'problem' : 'problems'}`);
  process.exitCode = 1;
}

function tellExamples(pack: PolicyPack): void {
  const tried = readExamples(EXAMPLES).map((example) => tryExample(example, pack));
  const differing = tried.filter(({ differs }) => differs.length > 0);
  const told = [
    ...tried.map(sayExample),
    `${String(tried.length - differing.length)} of ${String(tried.length)} as expected`,
  ];
  console.log(options.json === true ? JSON.stringify(tried, undefined, 2) : told.join('\n'));
  if (differing.length > 0) process.exitCode = 1;
}

function sayExample({ example, severity, owner, differs }: TriedExample): string {
  const told = `${severity.level} ${String(severity.score).padStart(3)}  ${owner.team.padEnd(17)} ${example.title}`;
  return differs.length === 0
    ? `as expected  ${told}`
    : `DIFFERS      ${told}\n             ${differs.join('; ')}: ${example.why}`;
}

function tellRotas(pack: PolicyPack, id: string | undefined): void {
  const rotas = pack.rotas.filter((rota) => id === undefined || rota.id === id);
  if (rotas.length === 0) {
    console.error(`there is no rota ${id ?? ''}; there are ${pack.rotas.map((rota) => rota.id).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const from = new Date(typeof options.from === 'string' ? options.from : Date.now());
  const to = new Date(from.getTime() + Number(options.days) * 86_400_000);
  for (const rota of rotas) {
    const shifts = timetableOf(rota, from.toISOString(), to.toISOString(), pack.calendars);
    console.log(options.ics === true ? feedOf(rota, shifts, pack) : tellRota(rota, shifts, pack));
  }
}

function tellHolidays(places: readonly string[], years: readonly number[]): void {
  const found = places.map((place) => ({ place, calendar: holidayCalendar(place, years) }));
  const missing = found.find(({ calendar }) => calendar === undefined);
  if (missing !== undefined) {
    console.error(
      `${missing.place} is no country or region of ISO 3166 that is known; write for example DE, DE-BE, US-NY`,
    );
    process.exitCode = 2;
  } else console.log(holidayYaml(found.flatMap(({ calendar }) => calendar ?? [])));
}

function tellRates(file: string): void {
  const read = readRates(readFileSync(file, 'utf8'), options.currency);
  if (read.ok) console.log(stringify({ exchangeRates: read.rates }));
  else refuseFile(file, read.why);
}

function tellCalendar(file: string, id: string): void {
  const read = readCalendar(readFileSync(file, 'utf8'), 'UTC', '2000-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z');
  if (!read.ok) {
    refuseFile(file, read.why);
    return;
  }
  const days = read.events.flatMap(({ title, dates }) => dates.map((date) => ({ date, name: title })));
  console.log(holidayYaml([{ id, title: id, source: file, days }]));
}

function refuseFile(file: string, why: string): void {
  console.error(`${file}: ${why}`);
  process.exitCode = 1;
}

import { counted } from '../contracts/index.ts';
import type { Counted, Row } from './count-cases.ts';
import { tellFates } from './replay/tell-fates.ts';
import type { SimulationReport } from './simulate-history.ts';
import type { Course } from './tell-course.ts';

const TITLES: Readonly<Record<Row['about'], string>> = {
  severity: 'Cases by their worst severity',
  owner: 'Cases by the team that owned them first',
  called: 'Calls by who was called',
  clock: 'Cases by what became of each clock',
  action: 'Actions by who has to agree',
  message: 'Messages by channel',
};

/** A simulation as a table for people. The ids behind all numbers are in the JSON; here stand a few of each change. */
export function tellSimulation(report: SimulationReport): string {
  const { cases, from, to, changed, unchanged, moves, rows, usd, limits, reports } = report;
  const against = report.against === 'history' ? 'what has happened' : `version ${report.against}`;
  const lines = [
    `${counted(cases, 'case')}${from === undefined ? '' : ` opened from ${day(from)} to ${day(to ?? from)}`}: version ${report.draft} against ${against}.`,
    `${String(unchanged)} go as before. ${Object.entries(changed)
      .map(([kind, { count }]) => `${kind} changes in ${String(count)}`)
      .join(', ')}.`,
    '',
    ...moves.map(
      ({ about, from: before, to: after, cases: ids }) =>
        `${about.padEnd(9)} ${before} → ${after}: ${String(ids.length)} (${examples(ids)})`,
    ),
    ...(moves.length === 0 ? [] : ['']),
    ...tables(rows),
    ...paths(report.courses),
    `Cost, list prices: ${dollars(usd.before)} before, ${dollars(usd.after)} after (${signed(usd.after - usd.before, dollars)}).`,
    ...limit(limits.misfits, 'cases have something that a person did and could not have done then; it is left out'),
    ...limit(limits.unasked, 'cases would have asked a system that was not asked; scored without its answer'),
    ...limit(limits.cut, 'cases were left after very many calls'),
    'People are taken to do what they did when they did it; in all numbers above each case is what it was, with its reports and its incident.',
    '',
    ...tellFates(reports),
  ];
  return lines.join('\n');
}

function tables(rows: readonly Row[]): readonly string[] {
  return [...Map.groupBy(rows, ({ about }) => about)].flatMap(([about, list]) => [
    `${TITLES[about].padEnd(46)} ${'before'.padStart(8)} ${'after'.padStart(8)} ${'change'.padStart(8)}`,
    ...list.map(
      ({ name, before, after }) =>
        `  ${name.padEnd(44)} ${String(before.count).padStart(8)} ${String(after.count).padStart(8)} ${signed(after.count - before.count).padStart(8)}`,
    ),
    '',
  ]);
}

/** Who would have been called when, for the first cases of which that changes. */
function paths(courses: SimulationReport['courses']): readonly string[] {
  const changed = courses.filter(({ differs }) => differs.includes('path'));
  if (changed.length === 0) return [];
  return [
    `Who is called when, ${changed.length > SHOWN ? `the first ${String(SHOWN)} of ` : ''}${String(changed.length)} cases`,
    ...changed
      .slice(0, SHOWN)
      .flatMap(({ id, title, before, after }) => [
        `  ${id} ${title}`,
        `    before: ${callsOf(before)}`,
        `    after:  ${callsOf(after)}`,
      ]),
    '',
  ];
}

const CALLS_SHOWN = 4;
function callsOf({ calls }: Course): string {
  if (calls.length === 0) return 'nobody';
  const told = calls.slice(0, CALLS_SHOWN).map(({ at, told: people }) => {
    const names = [...new Set(people.map((one) => one.split(' ')[0] ?? ''))];
    return `${at.slice(0, 16).replace('T', ' ')} ${names.join(' and ')}`;
  });
  return [...told, ...(calls.length > CALLS_SHOWN ? [`${String(calls.length - CALLS_SHOWN)} more`] : [])].join(', ');
}

function limit({ count, cases }: Counted, what: string): readonly string[] {
  return count === 0 ? [] : [`${String(count)} ${what} (${examples(cases)}).`];
}

const SHOWN = 3;
function examples(ids: readonly string[]): string {
  return [...ids.slice(0, SHOWN), ...(ids.length > SHOWN ? ['…'] : [])].join(', ');
}

function signed(value: number, text: (value: number) => string = String): string {
  return value === 0 ? '0' : `${value > 0 ? '+' : '−'}${text(Math.abs(value))}`;
}

const dollars = (value: number): string => `${value.toFixed(value < 1 ? 4 : 2)} USD`;
const day = (instant: string): string => instant.slice(0, 10);

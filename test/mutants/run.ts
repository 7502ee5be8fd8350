import { Stryker } from '@stryker-mutator/core';
import type { MutantResult } from '@stryker-mutator/api/core';
import { readCommandLine, refuseCommandLine } from '../../bin/command-line.ts';
import { ROOMS } from './rooms.ts';
import type { Room } from './rooms.ts';

/** Percent of the mutants. */
const GOAL = 85;

const USAGE = `npm run mutants -- [room …]
Changes the pure rules in small ways, one at a time, and says which changes no test notices. Rooms: ${Object.keys(ROOMS).join(' ')} (all when none is named).
  --files a,b   only these rules of the room, by their names
  --fresh       also what is known of rules and tests that have not changed since
It ends with 1 where less than ${String(GOAL)} % are noticed.`;

interface Score {
  readonly noticed: number;
  readonly missed: number;
}

/** Those that do not count (left out by a rule) are in neither. */
function scoreOf(results: readonly MutantResult[]): Score {
  const count = (...states: readonly MutantResult['status'][]): number =>
    results.filter(({ status }) => states.includes(status)).length;
  return { noticed: count('Killed', 'Timeout', 'RuntimeError'), missed: count('Survived', 'NoCoverage') };
}

const percentOf = ({ noticed, missed }: Score): number => (100 * noticed) / Math.max(1, noticed + missed);

async function tryRoom(name: string, { rules, tests }: Room, fresh: boolean): Promise<Score> {
  const results = await new Stryker({
    configFile: 'test/mutants/stryker.config.json',
    mutate: [...rules],
    testFiles: [...tests],
    tempDirName: `.build/mutants/sandbox-${name}`,
    incrementalFile: `.build/mutants/${name}.json`,
    force: fresh,
  }).runMutationTest();
  return scoreOf(results);
}

async function main(): Promise<number> {
  const { values, positionals } = readCommandLine(USAGE, {
    takesWords: true,
    options: { files: { type: 'string' }, fresh: { type: 'boolean' } },
  });
  const names = positionals.length === 0 ? Object.keys(ROOMS) : positionals;
  const unknown = names.filter((name) => ROOMS[name] === undefined);
  if (unknown.length > 0) refuseCommandLine(USAGE, `There is no room ${unknown.join(', ')}.`);
  const only = values.files?.split(',');
  const scores: Score[] = [];
  for (const name of names) {
    const { rules, tests } = ROOMS[name] ?? { rules: [], tests: [] };
    const chosen = only?.map((file) => `lambdas/${name}/${file}.ts`) ?? rules;
    const score = await tryRoom(name, { rules: chosen, tests }, values.fresh === true);
    scores.push(score);
    console.log(told(name, score));
  }
  const sum = (of: keyof Score): number => scores.reduce((all, score) => all + score[of], 0);
  const all = { noticed: sum('noticed'), missed: sum('missed') };
  if (names.length > 1) console.log(told('all', all));
  return percentOf(all) >= GOAL ? 0 : 1;
}

function told(name: string, score: Score): string {
  return `${name}: ${percentOf(score).toFixed(1)} % of ${String(score.noticed + score.missed)} noticed`;
}

process.exitCode = await main();

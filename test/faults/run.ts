import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { synthesize } from '../../bin/assembly.ts';
import { readCommandLine, refuseCommandLine } from '../../bin/command-line.ts';
import { sharePackages } from '../../bin/share-packages.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import type { Tally } from './inject.ts';
import { invariants } from './invariants/index.ts';
import { outcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { shortName } from './places.ts';
import { addTally, neverReached, tallyTable } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Node never frees a module, and each death of a function brings a new one. */
const SEEDS_PER_PROCESS = 16;
const SHOWN = 5;

interface Run {
  readonly outcomes: Outcome[];
  readonly onOutcome: (played: Outcome) => void;
}

/** What the histories run on. A death of a function brings a new copy of its code: of ours, not of the packages. */
interface Made {
  readonly assembly: string;
  readonly code: string;
}

/** Plays all seeds on all cores; ascending within a process, as histories of higher seeds are later. */
async function playAll(from: number, seeds: number, made: Made, onOutcome: Run['onOutcome']): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < from + seeds) await oneProcess();
  };
  const oneProcess = (): Promise<void> =>
    new Promise((done) => {
      const child: ChildProcess = fork(join(import.meta.dirname, 'worker.ts'), [], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
        env: {
          ...process.env,
          FAIRLEAD_ASSEMBLY: made.assembly,
          FAIRLEAD_CODE: made.code,
          NODE_COMPILE_CACHE: join(ROOT, '.build', 'compiled'),
        },
      });
      let left = SEEDS_PER_PROCESS;
      let playing: number | undefined;
      const give = (): void => {
        playing = undefined;
        if (left === 0 || next >= from + seeds) {
          child.disconnect();
          return;
        }
        left -= 1;
        playing = next;
        next += 1;
        child.send(playing);
      };
      child.on('message', (message) => {
        onOutcome(outcome.parse(message));
        give();
      });
      child.on('exit', (code) => {
        const says = 'the history comes to its end';
        const what = [`the process of this seed ended with ${String(code)}`];
        if (playing !== undefined)
          onOutcome({ seed: playing, broken: [{ says, what }], tally: [], accepted: 0, cases: 0, told: 0, digest: '' });
        done();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(availableParallelism(), seeds)) }, lane));
}

/** Short names of all that runs. What the CDK brings along to deploy things is not ours. */
function namesIn(assembly: string): readonly string[] {
  return readAssembly(assembly).flatMap(({ template }) =>
    Object.entries(template.Resources).flatMap(([id, { Type }]) => {
      if (Type === 'AWS::StepFunctions::StateMachine') return [shortName(id)];
      return Type === 'AWS::Lambda::Function' && /Function[0-9A-F]{8}$/.test(id) ? [shortName(id)] : [];
    }),
  );
}

function report(outcomes: readonly Outcome[], names: readonly string[]): boolean {
  const tally: Tally = new Map();
  for (const played of outcomes)
    addTally(tally, new Map(played.tally.map(([place, counts]) => [place, new Map(counts)])));
  for (const line of tallyTable(tally)) console.log(line);
  const missing = neverReached(tally, names);
  console.log(`\nnever reached: ${missing.length === 0 ? 'nothing' : missing.join(', ')}`);
  const sum = (key: 'accepted' | 'cases' | 'told'): number =>
    outcomes.reduce((total, played) => total + played[key], 0);
  console.log(`\n${sum('accepted')} signals accepted, ${sum('cases')} cases, ${sum('told')} messages to people\n`);
  for (const { says } of [...invariants, { says: 'the history comes to its end' }]) {
    const broken = outcomes.flatMap(({ seed, broken: all }) =>
      all.filter((one) => one.says === says).map(({ what }) => ({ seed, what })),
    );
    console.log(`${broken.length === 0 ? 'holds ' : 'BROKEN'}  ${says}`);
    for (const { seed, what } of broken.slice(0, SHOWN)) {
      console.log(`        seed ${seed}: npm run faults -- --seeds 1 --from ${seed}`);
      for (const one of what.slice(0, SHOWN)) console.log(`          ${one}`);
    }
    if (broken.length > SHOWN) console.log(`        and ${broken.length - SHOWN} seeds more`);
  }
  const failed = outcomes.filter(({ broken }) => broken.length > 0).length;
  console.log(`\n${outcomes.length - failed} histories passed, ${failed} failed`);
  return failed === 0;
}

const USAGE = `npm run faults -- [--seeds 500] [--from 1]

Plays so many histories, from the one of the seed --from on. Prints what was done where (a dot: never), which functions no history has come to, and for each
invariant whether it holds; of one that does not, which seeds break it, and how to play one of them again. Ends with 1 when one does not. What is in a history and
how to add to it: test/faults/README.md.`;

async function main(): Promise<void> {
  const { values } = readCommandLine(USAGE, {
    options: {
      seeds: { type: 'string', default: '500' },
      from: { type: 'string', default: '1' },
    },
  });
  const whole = z.coerce.number().int().min(1);
  const read = z.object({ seeds: whole, from: whole }).safeParse(values);
  if (!read.success) refuseCommandLine(USAGE, '--seeds and --from take whole numbers from 1.');
  const { seeds, from } = read.data;
  const assembly = await synthesize(ROOT, 'dev', join(ROOT, '.build', `assembly-${process.pid}`));
  const code = await sharePackages(ROOT, join(ROOT, '.build', `code-${process.pid}`));
  const outcomes: Outcome[] = [];
  await playAll(from, seeds, { assembly, code }, (played) => {
    outcomes.push(played);
    for (const { says, what } of played.broken)
      process.stderr.write(`seed ${played.seed}: ${says}: ${what[0]?.slice(0, 300) ?? ''}\n`);
    const failed = outcomes.filter(({ broken }) => broken.length > 0).length;
    if (outcomes.length % 10 === 0 || outcomes.length === seeds) {
      process.stderr.write(`${outcomes.length} of ${seeds} histories, ${failed} failed\n`);
    }
  });
  const names = namesIn(assembly);
  for (const folder of [assembly, code]) rmSync(folder, { recursive: true, force: true });
  const inOrder = outcomes.toSorted((one, other) => one.seed - other.seed);
  process.exitCode = report(inOrder, names) ? 0 : 1;
}

await main();

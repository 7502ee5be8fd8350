import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { synthesize } from '../../bin/assembly.ts';
import { faultKinds } from './climate.ts';
import { invariants } from './invariants/index.ts';
import { digestOf } from './digest.ts';
import { playHistory } from './play.ts';
import { addTally, tallyTable } from './table.ts';
import type { Tally } from './inject.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Node never frees a module, and each death of a function brings a new one. */
const SEEDS_PER_PROCESS = 12;
const SHOWN = 5;

const kinds = z.enum([...faultKinds, 'reached', 'partner']);
const outcome = z.object({
  seed: z.int(),
  broken: z.array(z.object({ says: z.string(), what: z.array(z.string()) })),
  tally: z.array(z.tuple([z.string(), z.array(z.tuple([kinds, z.int()]))])),
  accepted: z.int(),
  cases: z.int(),
  told: z.int(),
  /** Of all that happened: the same seed gives the same. */
  digest: z.string(),
});
type Outcome = z.infer<typeof outcome>;

async function playSeed(seed: number): Promise<Outcome> {
  try {
    const { history, tally } = await playHistory(seed);
    const broken = invariants
      .map(({ says, broken: look }) => ({ says, what: [...look(history)] }))
      .filter(({ what }) => what.length > 0);
    return {
      seed,
      broken,
      tally: [...tally].map(([place, counts]) => [place, [...counts]]),
      accepted: history.accepted.size,
      cases: history.cases.length,
      told: history.moments.filter(({ what }) => what === 'told').length,
      digest: digestOf({ history, tally }),
    };
  } catch (error) {
    const what = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return {
      seed,
      broken: [{ says: 'the history comes to its end', what }],
      tally: [],
      accepted: 0,
      cases: 0,
      told: 0,
      digest: '',
    };
  }
}

/** A worker plays what it is sent, one seed after the other, and goes when nothing comes any more. */
function work(): void {
  process.on('message', (seed) => {
    void playSeed(z.int().parse(seed)).then((played) => process.send?.(played));
  });
  process.on('disconnect', () => process.exit(0));
}

interface Run {
  readonly outcomes: Outcome[];
  readonly onOutcome: (played: Outcome) => void;
}

/** Plays all seeds on all cores; ascending within a process, as histories of higher seeds are later. */
async function playAll(from: number, seeds: number, assembly: string, onOutcome: Run['onOutcome']): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < from + seeds) await oneProcess();
  };
  const oneProcess = (): Promise<void> =>
    new Promise((done) => {
      const child: ChildProcess = fork(import.meta.filename, ['--worker'], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
        env: { ...process.env, FAIRLEAD_ASSEMBLY: assembly, NODE_COMPILE_CACHE: join(ROOT, '.build', 'compiled') },
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

function report(outcomes: readonly Outcome[]): boolean {
  const tally: Tally = new Map();
  for (const played of outcomes)
    addTally(tally, new Map(played.tally.map(([place, counts]) => [place, new Map(counts)])));
  for (const line of tallyTable(tally)) console.log(line);
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '500' }, from: { type: 'string', default: '1' } },
  });
  const whole = z.coerce.number().int().min(1);
  const { seeds, from } = z.object({ seeds: whole, from: whole }).parse(values);
  const assembly = await synthesize(ROOT, 'dev', join(ROOT, '.build', `assembly-${process.pid}`));
  const outcomes: Outcome[] = [];
  await playAll(from, seeds, assembly, (played) => {
    outcomes.push(played);
    const failed = outcomes.filter(({ broken }) => broken.length > 0).length;
    if (outcomes.length % 10 === 0 || outcomes.length === seeds) {
      process.stderr.write(`${outcomes.length} of ${seeds} histories, ${failed} failed\n`);
    }
  });
  rmSync(assembly, { recursive: true, force: true });
  process.exitCode = report(outcomes.toSorted((one, other) => one.seed - other.seed)) ? 0 : 1;
}

if (process.argv.includes('--worker')) work();
else await main();

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from './digest.ts';
import { invariants } from './invariants/index.ts';
import { playHistory } from './play.ts';

const SEED = 22;

/** Plays a seed as `npm run faults` does: in a process that has played nothing before. */
async function playElsewhere(seed: number): Promise<unknown> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const answer = once(child, 'message');
  child.send(seed);
  const [played] = await answer;
  child.disconnect();
  return played;
}

test('one seed is one history, to the byte, in every process that begins with it', { timeout: 900_000 }, async () => {
  const other = await playHistory(SEED - 1);
  const played = await playHistory(SEED);
  expect(digestOf(played)).not.toBe(digestOf(other));
  const [first, second] = await Promise.all([playElsewhere(SEED), playElsewhere(SEED)]);
  expect(first).toMatchObject({ seed: SEED, broken: [] });
  expect(second).toEqual(first);

  // It is no empty history either.
  const { history, tally } = played;
  expect(history.accepted.size).toBeGreaterThan(3);
  expect(history.cases.length).toBeGreaterThan(1);
  expect(history.moments.filter(({ what }) => what === 'told').length).toBeGreaterThan(5);
  expect(new Set([...tally.values()].flatMap((counts) => [...counts.keys()])).size).toBeGreaterThan(5);
  expect(invariants.flatMap(({ broken }) => broken(history))).toEqual([]);
});

import * as z from 'zod';
import { digestOf } from './digest.ts';
import { invariants } from './invariants/index.ts';
import type { Outcome } from './outcome.ts';
import { playHistory } from './play.ts';

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

// Plays what it is sent, one seed after the other, and goes when nothing comes any more.
process.on('message', (seed) => {
  void playSeed(z.int().parse(seed)).then((played) => process.send?.(played));
});
process.on('disconnect', () => process.exit(0));

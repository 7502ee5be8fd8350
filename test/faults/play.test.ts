import { expect, test } from 'vitest';
import { invariants } from './invariants/index.ts';
import { playHistory } from './play.ts';
import type { Played } from './play.ts';

/** All that a history has left, as text: entries with their hashes and salts, messages with their times, fates, faults. */
function tell({ history, tally }: Played): readonly string[] {
  return [
    ...history.cases.flatMap(({ journal }) => journal.map((entry) => JSON.stringify(entry))),
    ...history.moments.map((moment) => JSON.stringify(moment)),
    ...[...history.fates].map((fate) => JSON.stringify(fate)),
    ...[...tally].map(([place, counts]) => `${place} ${JSON.stringify([...counts])}`),
  ];
}

test('one seed is one history, to the byte, whatever the process has played before', { timeout: 120_000 }, async () => {
  const first = tell(await playHistory(22));
  const other = tell(await playHistory(23));
  const again = tell(await playHistory(22));
  expect(other).not.toEqual(first);
  expect(again).toEqual(first);
});

test('a history has cases, people, faults of many kinds, and holds', { timeout: 60_000 }, async () => {
  const { history, tally } = await playHistory(22);
  expect(history.accepted.size).toBeGreaterThan(3);
  expect(history.cases.length).toBeGreaterThan(1);
  expect(history.moments.filter(({ what }) => what === 'told').length).toBeGreaterThan(5);
  const kinds = new Set([...tally.values()].flatMap((counts) => [...counts.keys()]));
  expect(kinds.size).toBeGreaterThan(5);
  expect(invariants.flatMap(({ broken }) => broken(history))).toEqual([]);
});

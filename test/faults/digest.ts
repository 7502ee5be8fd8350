import { createHash } from 'node:crypto';
import type { Played } from './play.ts';

/** Of all that a history has left: entries with their hashes and salts, what happened in which order, fates, faults. */
export function digestOf({ history, tally }: Played): string {
  const { cases, moments, fates } = history;
  const left = [
    cases.map(({ journal, notices, actions }) => ({ journal, notices, actions })),
    moments,
    [...fates],
    [...tally].map(([place, counts]) => [place, [...counts]]),
  ];
  return createHash('sha256').update(JSON.stringify(left)).digest('hex');
}

import { faultKinds, weatherKinds } from './climate.ts';
import type { Tally } from './inject.ts';
import { CUT } from './places.ts';

/** Reached and spared, what the calls met, and what came with the history. */
const COLUMNS = ['reached', ...faultKinds, ...weatherKinds] as const;

export function addTally(sum: Tally, more: Tally): void {
  for (const [place, counts] of more) {
    const own: NonNullable<ReturnType<Tally['get']>> = sum.get(place) ?? new Map();
    sum.set(place, own);
    for (const [kind, count] of counts) own.set(kind, (own.get(kind) ?? 0) + count);
  }
}

/** Fault kind by place reached. A dot: never tried there. */
export function tallyTable(tally: Tally): readonly string[] {
  const places = [...tally.keys()].toSorted();
  const rows = places.map((place) => [place, ...COLUMNS.map((kind) => String(tally.get(place)?.get(kind) ?? '.'))]);
  const total = COLUMNS.map((kind) =>
    String(places.reduce((sum, place) => sum + (tally.get(place)?.get(kind) ?? 0), 0)),
  );
  const table = [['place', ...COLUMNS], ...rows, ['all', ...total]];
  const widths = ['place', ...COLUMNS].map((_unused, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

/** Functions and workflows of the templates that no history has come to: what was not even there to be tried. */
export function neverReached(tally: Tally, names: readonly string[]): readonly string[] {
  const reached = new Set(
    [...tally.keys()].flatMap((place) => [/^[\w…]+/.exec(place)?.[0], / lambda:Invoke ([\w…]+)$/.exec(place)?.[1]]),
  );
  const cut = [...reached].flatMap((name) => (name?.endsWith(CUT) === true ? [name.slice(0, -CUT.length)] : []));
  const isReached = (name: string): boolean =>
    reached.has(name) || cut.some((start) => `${name}Function`.startsWith(start));
  return names.filter((name) => !isReached(name)).toSorted();
}

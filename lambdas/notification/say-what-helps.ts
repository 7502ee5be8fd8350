import type { Impact } from '../contracts/index.ts';

/** What whoever works on it would have to look up, and the systems have said already: which documents are wanted and where they are, where stock is and what may take its place. */
export function helpLines(impact: Impact | undefined, type: string): readonly string[] {
  const { documents, stock } = impact ?? {};
  return [
    ...(documents === undefined
      ? []
      : [
          `Documents wanted: ${[
            ...documents.missing.map((kind) => `${inWords(kind)} (nobody here has it)`),
            ...documents.found.map((kind) => `${inWords(kind)} (in our repository)`),
          ].join(', ')}`,
        ]),
    // Where stock is the trouble; of other goods it is only how many there are.
    ...(stock === undefined || !/^(?:inventory|supply)\./.test(type)
      ? []
      : [`Stock of ${stock.sku}: ${listOf(stock.sites)}; approved in its place: ${listOf(stock.substitutes)}`]),
  ];
}

/** `Lyon: 40` as `Lyon 40`. */
function listOf(lines: readonly string[]): string {
  return lines.length === 0 ? 'none' : lines.map((line) => line.replace(/: (?=\d+$)/, ' ')).join(', ');
}

function inWords(kind: string): string {
  return kind.replaceAll('_', ' ');
}

import { attributeOf, elementsOf } from './scan-xml.ts';

/** Puts into the cells of a row what a merged cell above it says. Rows have to come in their order. */
export type FillMerged = (line: number, cells: string[]) => void;

/** What is filled in at most: a few merged columns over a million empty rows would else be a thousand times their file. */
const MOST_FILLED = 200_000;

interface Merged {
  readonly column: number;
  readonly to: number;
  value: string;
}

/**
 * A cell that is merged over several rows speaks for each of them: a heading beside a group of headings, a delivery beside its lines. Across columns it stays where it is: it is a title, or a
 * remark over what was crossed out.
 */
export function mergedCells(sheet: string, prefix: string): FillMerged {
  const starts = mergedFrom(sheet, prefix);
  let open: Merged[] = [];
  let filled = 0;
  return (line, cells) => {
    open = open.filter(({ to }) => to >= line);
    for (const { column, value } of open) {
      if ((cells[column] ?? '') !== '' || filled >= MOST_FILLED) continue;
      while (cells.length < column) cells.push('');
      cells[column] = value;
      filled += 1;
    }
    for (const merged of starts.get(line) ?? []) {
      merged.value = cells[merged.column] ?? '';
      if (merged.value !== '') open.push(merged);
    }
  };
}

function mergedFrom(sheet: string, prefix: string): ReadonlyMap<number, readonly Merged[]> {
  const starts = new Map<number, Merged[]>();
  for (const { attributes } of elementsOf(sheet, 'mergeCell', prefix)) {
    const [, letters = '', from = '', to = ''] =
      /^([A-Z]{1,2})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(attributeOf(attributes, 'ref') ?? '') ?? [];
    if (letters === '' || Number(to) <= Number(from)) continue;
    const merged = { column: columnNumber(letters), to: Number(to), value: '' };
    const beside = starts.get(Number(from));
    if (beside === undefined) starts.set(Number(from), [merged]);
    else beside.push(merged);
  }
  return starts;
}

/** `AB` is the 28th column, position 27. */
export function columnNumber(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

import type { Signal } from '../../../contracts/index.ts';
import { decimalOf } from '../decimals.ts';
import { lookUp } from '../look-up.ts';
import type { Segment } from './tokenize.ts';

type Quantities = NonNullable<Signal['quantities']>;

/** Units of data elements 188 and 184 as UN/ECE Recommendation 20 writes them; others stay as they were sent. */
const UNITS: Readonly<Record<string, string>> = { L: 'LBR', K: 'KGM', E: 'FTQ', X: 'MTQ' };

/** AT8: weight with its unit, pieces, volume. The first of each counts: further ones weigh the same goods by another qualifier. */
export function quantitiesIn(segments: readonly Segment[]): Quantities | undefined {
  const found: Quantities = {};
  const add = (name: string, value: string | undefined, unit: string | undefined): void => {
    const number = decimalOf(value);
    if (number === undefined || unit === undefined || unit === '' || found[name] !== undefined) return;
    found[name] = { value: number, unit: lookUp(UNITS, unit) ?? unit.slice(0, 20) };
  };
  for (const { tag, elements } of segments) {
    if (tag !== 'AT8') continue;
    add('weight', elements[2], elements[1]);
    // C62 is "one": loose pieces and pallets are not told apart by AT804 and AT805.
    add('pieces', elements[3], 'C62');
    add('handling_units', elements[4], 'C62');
    add('volume', elements[6], elements[5]);
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

export { decimalOf };

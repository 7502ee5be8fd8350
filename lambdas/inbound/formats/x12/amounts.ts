import type { Money, Signal } from '../../../contracts/index.ts';
import { firstOf } from './loops.ts';
import type { Segment } from './tokenize.ts';

/** ISO 4217 for "no currency": X12 has no default, and we do not guess one. */
const UNNAMED = 'XXX';

/** The total that a document names (TDS01 of a goods invoice, L305 of a freight invoice, B307 before it), in the currency of CUR or C3. */
export function amountsIn(segments: readonly Segment[]): Signal['amounts'] {
  const total =
    firstOf(segments, 'TDS').elements[0] ?? firstOf(segments, 'L3').elements[4] ?? firstOf(segments, 'B3').elements[6];
  const sent = firstOf(segments, 'CUR').elements[1] ?? firstOf(segments, 'C3').elements[0] ?? '';
  const amount = hundredths(total, /^[A-Z]{3}$/.test(sent) ? sent : UNNAMED);
  return amount === undefined ? undefined : { total: amount };
}

/** X12 type N2: two decimals that are not written. Who writes a point means it. */
function hundredths(value: string | undefined, currency: string): Money | undefined {
  const parts = /^(-?)(\d{1,15})(\.\d{1,6})?$/.exec(value ?? '');
  if (parts === null) return undefined;
  const [whole = '', sign = '', digits = '', fraction] = parts;
  if (fraction !== undefined) return { amount: whole, currency };
  const padded = digits.padStart(3, '0');
  return { amount: `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}`, currency };
}

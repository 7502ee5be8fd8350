import { meaningInWords } from '../parcel/words.ts';
import type { StatusCode } from './codes/transport-status.ts';

/** UPS writes Quantum View's record type and code into the category: `STS+1:E1:101`. */
const RECORDS: ReadonlyMap<string, StatusCode> = new Map<string, StatusCode>([
  ['D', { meaning: 'Delivered', milestone: 'delivered' }],
  ['E', { meaning: 'Exception', milestone: 'other', trouble: 'transport.delay', why: 'UPS calls it an exception.' }],
  ['O', { meaning: 'Origin scan', milestone: 'picked_up' }],
]);

/** Which exception it is, the carrier's own words beside it say best. */
export function quantumView(code: string, remarks: readonly string[]): StatusCode | undefined {
  const known = RECORDS.get(code.slice(0, 1));
  if (known?.trouble === undefined) return known;
  return { ...known, trouble: meaningInWords(remarks.join(' '))?.trouble ?? known.trouble };
}

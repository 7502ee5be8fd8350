import { uspsEvent } from './codes/usps.ts';
import { codeOfKind } from './kinds.ts';
import type { ParcelCode } from './kinds.ts';
import { meaningInWords } from './words.ts';

/** Texts by which USPS itself says that something has gone wrong; its reasons stand in the same line. */
const SAYS_EXCEPTION =
  /exception|notice left|attempt|return to sender|returned to|being returned|undeliverable|unclaimed|missent|insufficient|no such number|vacant|refused|addressee unknown|seized|damage|no access|delay|postage due|held in customs|customs.{0,20}held/i;

/** What an event of USPS says: its code; but one that was delivered to its sender has come back, and newer codes are told by their text. */
export function uspsMeaning(code: string | undefined, text = ''): ParcelCode | undefined {
  const ofCode = uspsEvent.get(code ?? '');
  if (ofCode?.milestone === 'delivered' && /original sender|return(ed)? to sender/i.test(text))
    return codeOfKind('returned', text);
  if (/arriving late/i.test(text) && ofCode?.trouble === undefined) return codeOfKind('delayed', text);
  if (ofCode !== undefined) return ofCode;
  if (/at customer request/i.test(text)) return codeOfKind('other', text);
  if (SAYS_EXCEPTION.test(text)) return meaningInWords(text) ?? unexplained(text);
  if (/out of customs/i.test(text)) return codeOfKind('customs_released', text);
  return /^delivered/i.test(text) ? codeOfKind('delivered', text) : undefined;
}

/** Of an exception whose reason is new, USPS still says whether it was at the door or on the way. */
function unexplained(text: string): ParcelCode | undefined {
  if (/^delivery exception/i.test(text)) return codeOfKind('attempted', text);
  return /^processing exception/i.test(text) ? codeOfKind('delayed', text) : undefined;
}

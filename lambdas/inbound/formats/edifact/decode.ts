import { textOf } from '../translator.ts';

/** Syntax identifiers of UNB and their character sets: ISO 9735-1, data element 0001. UNOA and UNOB are ASCII, UNOW and UNOY (ISO 10646) UTF-8 or UTF-16. */
const CHARACTER_SETS: Readonly<Record<string, string>> = {
  UNOC: 'iso-8859-1',
  UNOD: 'iso-8859-2',
  UNOE: 'iso-8859-5',
  UNOF: 'iso-8859-7',
  UNOG: 'iso-8859-3',
  UNOH: 'iso-8859-4',
  UNOI: 'iso-8859-6',
  UNOJ: 'iso-8859-8',
  UNOK: 'iso-8859-9',
  UNOX: 'iso-2022-jp',
};

/** How far into a payload UNB is looked for: logs and mail headers stand before it. */
const HEAD = 4000;

/** UTF-8 where the bytes are that, whatever UNB says: text of another set hardly ever happens to be. Else the set that UNB names. */
export function decodeEdifact(bytes: Uint8Array): string {
  const [, syntax = ''] = /UNB.(UNO[A-Z])/.exec(Buffer.from(bytes.subarray(0, HEAD)).toString('latin1')) ?? [];
  const set = Object.hasOwn(CHARACTER_SETS, syntax) ? CHARACTER_SETS[syntax] : undefined;
  if (set === undefined || (isUtf8(bytes) && syntax !== 'UNOX')) return textOf(bytes);
  try {
    return new TextDecoder(set).decode(bytes);
  } catch {
    return textOf(bytes);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

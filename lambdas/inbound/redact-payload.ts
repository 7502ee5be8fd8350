import { textOf } from './formats/translator.ts';

/** Enough to see what shape it has. */
const MOST_CHARACTERS = 2000;

/** What a format itself names, each with the value, if any, that follows: names of JSON members, of XML elements, tags of EDI segments. */
const NAMES = {
  json: /"[A-Za-z_@$][\w.:-]{0,60}"(?=\s*:)/g,
  xml: /<[/?!]?[A-Za-z_][\w.:-]{0,60}/g,
  edi: /(?<=^|[~'\r\n\u0085])\s*[A-Z][A-Z0-9]{1,2}(?=[^\p{L}\p{N}\s])/gu,
  other: /(?!)/g,
} as const;

/** The beginning of a payload without what it says: letters become `x` and digits `9`; names that the format gives stay, for they are about nobody. */
export function redactPayload(bytes: Uint8Array): string {
  const text = textOf(bytes.subarray(0, MOST_CHARACTERS)).trimStart();
  let masked = '';
  let from = 0;
  for (const { 0: name, index } of text.matchAll(NAMES[shapeOf(text)])) {
    masked += mask(text.slice(from, index)) + name;
    from = index + name.length;
  }
  return masked + mask(text.slice(from));
}

function shapeOf(text: string): keyof typeof NAMES {
  if (/^[{[]/.test(text)) return 'json';
  if (text.startsWith('<')) return 'xml';
  return /^(ISA|UNA|UNB)/.test(text) ? 'edi' : 'other';
}

function mask(text: string): string {
  return text.replaceAll(/[\p{L}\p{M}]/gu, 'x').replaceAll(/\p{N}/gu, '9');
}

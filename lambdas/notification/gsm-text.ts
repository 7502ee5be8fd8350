/** The basic alphabet of GSM 03.38; one character outside it and a text of 160 characters becomes three messages. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
export const SMS_LIMIT = 160;

const INSTEAD: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  '|': '/',
  '~': '-',
  '^': '',
  '\\': '/',
  '°': '',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
};

/** A picture with the blank behind it. */
const PICTURE = /\p{Extended_Pictographic}\uFE0F?\s*/gu;

/** The same in characters that one SMS holds 160 of: accents that it does not know and pictures are left out, and what has no Latin letter is a question mark. */
export function toGsm(text: string): string {
  return Array.from(text.normalize('NFC').replaceAll(PICTURE, ''), gsmOf).join('');
}

function gsmOf(character: string): string {
  if (GSM.includes(character)) return character;
  const known = INSTEAD[character];
  if (known !== undefined) return known;
  const bare = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return bare !== '' && Array.from(bare).every((part) => GSM.includes(part)) ? bare : '?';
}

/** As much of a text as fits, cut at a word. */
export function cutGsm(text: string, limit: number): string {
  const said = toGsm(text);
  if (said.length <= limit) return said;
  const cut = said.slice(0, Math.max(0, limit - 2));
  const atWord = cut.lastIndexOf(' ');
  return `${(atWord > limit / 2 ? cut.slice(0, atWord) : cut).replace(/[\s,.;:(-]+$/, '')}..`;
}

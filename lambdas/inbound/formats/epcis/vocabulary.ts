/** Lists of the GS1 Core Business Vocabulary, by their names in URNs and in web URIs. */
const LISTS = { disp: 'Disp', bizstep: 'BizStep', btt: 'BTT', sdt: 'SDT', er: 'ER' } as const;

export type Term =
  | { readonly word: string }
  /** A word of another vocabulary, verbatim. */
  | { readonly foreign: string }
  | { readonly invalid: string };

const MOST_OF_A_URI = 200;
const URI = /^[a-z][a-z0-9+.-]*:\S+$/i;

/**
 * A vocabulary word as EPCIS 2.0 writes it: bare in JSON, else as URN, as web URI or by the prefix `cbv:`. In the vocabulary's own name space only its own words are
 * valid; other URIs are other people's words, which the standard allows (CBV 2.0, user vocabularies).
 */
export function readTerm(text: string, list: keyof typeof LISTS, isKnown: { has(word: string): boolean }): Term {
  const own = ownWord(text, list);
  if (own !== undefined) return isKnown.has(own) ? { word: own } : { invalid: text };
  return URI.test(text) && text.length <= MOST_OF_A_URI ? { foreign: text } : { invalid: text };
}

function ownWord(text: string, list: keyof typeof LISTS): string | undefined {
  if (/^\w+$/.test(text)) return text;
  const name = LISTS[list].toLowerCase();
  const lower = text.slice(0, 60).toLowerCase();
  const prefixes = [`urn:epcglobal:cbv:${list}:`, `cbv:${name}-`];
  for (const host of ['ref', 'ns']) {
    prefixes.push(`https://${host}.gs1.org/cbv/${name}-`, `http://${host}.gs1.org/cbv/${name}-`);
  }
  const prefix = prefixes.find((start) => lower.startsWith(start));
  return prefix === undefined ? undefined : text.slice(prefix.length);
}

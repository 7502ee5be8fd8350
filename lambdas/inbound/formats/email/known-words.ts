import { plainWords } from './sentences.ts';

/** Less of its words than this are known: nobody here can read it. The phrases have three thousand words of eight languages, of which any mail in one of them has half. */
const LEAST_KNOWN = 0.2;
/** With fewer words a share says nothing. */
const FEWEST = 3;
/** The first words tell the language. */
const MOST = 400;

/** Letters of a script without blanks between words count in pairs. */
const WORD = /\p{Script=Latin}{2,}|[\p{L}--\p{Script=Latin}]{1,2}/gv;

function wordsIn(text: string): readonly string[] {
  return plainWords(text).match(WORD)?.slice(0, MOST) ?? [];
}

/** Whether a text is in words that some phrases have: one in another language reports nothing by ours, and may report anything. */
export function familiarWith(phrases: readonly { readonly text: string }[]): (text: string) => boolean {
  const known = new Set(phrases.flatMap(({ text }) => wordsIn(text)));
  return (text) => {
    const words = wordsIn(text.slice(0, 20_000));
    return words.length < FEWEST || words.filter((word) => known.has(word)).length >= words.length * LEAST_KNOWN;
  };
}

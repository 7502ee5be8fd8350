import type { Segment } from './tokenize.ts';

/** Where the words of a remark begin: K1 holds two of them, NTE (X12 363) says first what the note is about, MSG is its words. */
const WORDS_FROM: ReadonlyMap<string, { readonly from: number; readonly to: number }> = new Map([
  ['K1', { from: 0, to: 2 }],
  ['NTE', { from: 1, to: 2 }],
  ['MSG', { from: 0, to: 1 }],
]);

/** A text has 2000 characters, and what a person reads first is short. */
const MOST_REMARKS = 20;

/** What people have written beside the codes, each once. It is for people: no type is read from it. */
export function remarksIn(segments: readonly Segment[]): readonly string[] {
  const found = segments.flatMap(({ tag, elements }) => {
    const words = WORDS_FROM.get(tag);
    const said = words === undefined ? '' : elements.slice(words.from, words.to).join(' ').trim();
    return said === '' ? [] : [said];
  });
  return [...new Set(found)].slice(0, MOST_REMARKS);
}

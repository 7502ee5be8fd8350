/** The first of the words that differs by a slip of the hand. */
export function meant(word: string, words: readonly string[]): string | undefined {
  const near = words.find((one) => distance(word.toLowerCase(), one.toLowerCase()) <= (one.length > 4 ? 2 : 1));
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** Letters to add, to drop or to change until one word is the other (Levenshtein); a swap counts as two. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_unused, index) => index);
  for (const [index, letter] of Array.from(left).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(right).entries())
      next.push(
        Math.min((row[column] ?? 0) + Number(letter !== other), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1),
      );
    row = next;
  }
  return row[right.length] ?? 0;
}

/** For a name that leads nowhere: the one that was meant, or those that there are. */
export function mendName(name: string, names: readonly string[]): string {
  return meant(name, names) ?? `write ${names.length === 1 ? '' : 'one of '}${names.join(', ')}`;
}

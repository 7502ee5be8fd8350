/** Offsets of North American zones by their letters: RFC 5322, section 4.3, for those of the United States; Newfoundland and the Atlantic as Canada Post writes them. */
const OFFSETS: ReadonlyMap<string, string> = new Map([
  ['NST', '-03:30'],
  ['NDT', '-02:30'],
  ['AST', '-04:00'],
  ['ADT', '-03:00'],
  ['EST', '-05:00'],
  ['EDT', '-04:00'],
  ['CST', '-06:00'],
  ['CDT', '-05:00'],
  ['MST', '-07:00'],
  ['MDT', '-06:00'],
  ['PST', '-08:00'],
  ['PDT', '-07:00'],
]);

/** Undefined where the letters are of no North American zone. */
export function offsetOfLetters(letters: string | undefined): string | undefined {
  return OFFSETS.get(letters ?? '');
}

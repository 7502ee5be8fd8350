/** An entry of a table by what a sender wrote: `constructor` and its like are words, too, and stand in no table. */
export function lookUp<Entry>(table: Readonly<Record<string, Entry>>, key: string | undefined): Entry | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

const MOST_SHOWN = 40;

/** What a sender wrote, short enough to be repeated in an answer, a name or a record. */
export function shown(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN - 1)}…`;
}

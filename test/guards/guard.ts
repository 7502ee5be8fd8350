export const guardKinds = ['condition', 'retry', 'catch', 'key', 'id', 'check'] as const;

/** Something in the code that keeps a thing from happening twice, out of turn, or not at all. */
export interface Guard {
  readonly kind: (typeof guardKinds)[number];
  /** From the root of the project. */
  readonly file: string;
  readonly line: number;
  /** The function or state that it stands in. */
  readonly where: string;
  /** What it says, in the words of the source. */
  readonly says: string;
  /** How many that say the same stand before it in that place. */
  readonly ordinal: number;
  readonly removal: Edit;
}

/** What is written in place of the characters from `start` to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdit(source: string, { start, end, text }: Edit): string {
  return source.slice(0, start) + text + source.slice(end);
}

/** One line by which a guard is chosen and told. */
export function nameOf({ kind, file, line, where, says }: Guard): string {
  return `${kind} ${file}:${String(line)} ${where}: ${says}`;
}

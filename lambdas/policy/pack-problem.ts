import { mendName } from './near-words.ts';

/** What is wrong with a pack, and where. */
export interface PackProblem {
  /** JSON Pointer into the pack. */
  readonly pointer: string;
  readonly problem: string;
  /** What to write instead. */
  readonly mend: string;
  /** Characters into the text that the pointer names: where in an expression. */
  readonly offset?: number;
}

/** A problem at its place in a file of the pack; lines and columns count from 1. */
export interface PlacedProblem extends PackProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `severity.yaml:12:5`, as editors and terminals understand it: a click leads there. */
export function sayPlace({ file, line, column }: PlacedProblem): string {
  return `${file}:${String(line)}:${String(column)}`;
}

/** What is found in each item of a list, which is looked at with its pointer. */
export function inEach<Item, Found>(
  items: readonly Item[],
  at: string,
  look: (item: Item, pointer: string, index: number) => readonly Found[],
): readonly Found[] {
  return items.flatMap((item, index) => look(item, `${at}/${String(index)}`, index));
}

/** What to do where nothing more can be told. */
export const SEE_DEFAULT = 'compare it with the same place in policies/default';

export function noSuchType(pointer: string, type: string, names: readonly string[]): PackProblem {
  return { pointer, problem: `there is no exception type ${type}`, mend: mendName(type, names) };
}

export function sayProblem(found: PlacedProblem): string {
  return `${sayPlace(found)}: ${found.problem}; ${found.mend}`;
}

import type { styleText } from 'node:util';

/** One line for a person, with what to look at first. */
export interface Line {
  readonly label: string;
  readonly colour: Parameters<typeof styleText>[0];
  readonly text: string;
}

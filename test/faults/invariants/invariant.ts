import type { History } from '../history.ts';

/** Something that holds in every history, whatever went wrong in it. */
export interface Invariant {
  readonly says: string;
  /** What breaks it, in words; empty where it holds. */
  readonly broken: (history: History) => readonly string[];
}

import type { SeverityLevel } from '../contracts/index.ts';

/** A child of an incident as the list of its children knows it. */
export interface ListedChild {
  readonly caseId: string;
  readonly level?: SeverityLevel | undefined;
  readonly team?: string | undefined;
  readonly isOver: boolean;
  /** Nobody has it yet. */
  readonly isWanted: boolean;
  /** The turn that it was given. */
  readonly callsFrom?: string | undefined;
}

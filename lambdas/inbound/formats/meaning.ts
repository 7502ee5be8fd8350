import type { Signal } from '../../contracts/index.ts';

/** What a code of a vendor's list means: with a trouble it is an exception, else progress. */
export interface Meaning {
  readonly text: string;
  readonly milestone?: NonNullable<Signal['milestone']>['name'];
  /** Exception type. */
  readonly trouble?: string;
}

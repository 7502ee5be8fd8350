import type { Signal } from '../../../contracts/index.ts';
import type { SentTime } from '../local-time.ts';

/** What a document of S/4HANA says has happened. */
export interface Verdict {
  /** Exception type; absent: it is progress. */
  readonly trouble?: string;
  readonly milestone?: NonNullable<Signal['milestone']>;
  readonly reason: { readonly scheme: string; readonly code: string; readonly text: string };
  readonly time?: SentTime | undefined;
  readonly quantities?: Signal['quantities'];
  readonly amounts?: Signal['amounts'];
  /** Trouble of this one item: another item may have the same. */
  readonly isOfItem?: true;
}

/** Ordered against confirmed, and the like. */
export function quantitiesOf(
  entries: Readonly<Record<string, string | undefined>>,
  unit: string | undefined,
): Signal['quantities'] {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { value, unit: (unit ?? 'C62').slice(0, 20) }]],
    ),
  );
}

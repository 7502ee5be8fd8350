/** A number, and the cases behind it. */
export interface Counted {
  readonly count: number;
  readonly cases: readonly string[];
}

export interface Row {
  readonly about: 'severity' | 'owner' | 'called' | 'clock' | 'action' | 'message';
  readonly name: string;
  readonly before: Counted;
  readonly after: Counted;
}

type Add = (about: Row['about'], name: string, caseId: string, times?: number) => void;

export interface Sides {
  readonly before: Add;
  readonly after: Add;
  rows(): readonly Row[];
}

interface Tally {
  count: number;
  readonly cases: Set<string>;
}

const ORDER: readonly Row['about'][] = ['severity', 'owner', 'called', 'clock', 'action', 'message'];

/** Counts the same things before and after, row by row. */
export function countBySides(): Sides {
  const known = new Map<string, { about: Row['about']; name: string; before: Tally; after: Tally }>();
  const adding =
    (side: 'before' | 'after'): Add =>
    (about, name, caseId, times = 1) => {
      const key = `${about} ${name}`;
      const row = known.get(key) ?? { about, name, before: nothing(), after: nothing() };
      known.set(key, row);
      row[side].count += times;
      row[side].cases.add(caseId);
    };
  return {
    before: adding('before'),
    after: adding('after'),
    rows: () =>
      [...known.values()]
        .sort(
          (left, right) => ORDER.indexOf(left.about) - ORDER.indexOf(right.about) || (left.name < right.name ? -1 : 1),
        )
        .map(({ about, name, before, after }) => ({ about, name, before: told(before), after: told(after) })),
  };
}

function nothing(): Tally {
  return { count: 0, cases: new Set() };
}

function told({ count, cases }: Tally): Counted {
  return { count, cases: [...cases] };
}

import { counted, moveKind } from '../contracts/index.ts';
import type { Case, MoveChange, MoveKind, MovePreview } from '../contracts/index.ts';
import { groupsBehind } from '../policy/count-behind.ts';
import type { RunResult } from '../policy/count-behind.ts';

export interface Previewed {
  readonly record: Pick<Case, 'id' | 'title'>;
  readonly change: MoveChange;
}

/** The key of all cases that go over, in the order in which they do. */
export const ALL = 'cases';

/** What a move would change: numbers, and the cases behind each. */
export function previewCases(
  cases: readonly Previewed[],
  { notOpen, leftOut }: Pick<MovePreview, 'notOpen' | 'leftOut'>,
): { readonly preview: MovePreview; readonly result: RunResult } {
  const { groups, of } = groupsBehind();
  of(
    ALL,
    cases.map(({ record }) => record.id),
  );
  const idsWith = (is: (change: MoveChange) => boolean): readonly string[] =>
    cases.flatMap(({ record, change }) => (is(change) ? [record.id] : []));
  const unchanged = idsWith((change) => Object.keys(change).length === 0);
  const changedIn = (kind: MoveKind) =>
    of(
      `changed:${kind}`,
      idsWith((change) => change[kind] !== undefined),
    );
  const ways = Map.groupBy(
    cases.flatMap(({ record, change }) => waysOf(change).map((way) => ({ ...way, id: record.id }))),
    ({ about, from, to }) => `${about}:${from}:${to}`,
  );
  const moves = [...ways].map(([key, found]) => {
    const [{ about, from, to } = { about: '', from: '', to: '' }] = found;
    return { about, from, to, ...of(`move:${key}`, [...new Set(found.map(({ id }) => id))]) };
  });
  const counts: Omit<MovePreview, 'table'> = {
    cases: cases.length,
    unchanged: of('unchanged', unchanged).count,
    changed: {
      severity: changedIn('severity'),
      owner: changedIn('owner'),
      ladder: changedIn('ladder'),
      clocks: changedIn('clocks'),
      approvals: changedIn('approvals'),
    },
    moves,
    notOpen,
    leftOut,
  };
  return {
    preview: { ...counts, table: tell(counts, groups) },
    result: {
      groups,
      cases: Object.fromEntries(cases.map(({ record, change }) => [record.id, { title: record.title, change }])),
    },
  };
}

function waysOf({ severity, owner, ladder, approvals = [] }: MoveChange) {
  const one = (about: MoveKind, way: { from: string; to: string } | undefined) =>
    way === undefined ? [] : [{ about, ...way }];
  return [
    ...one('severity', severity),
    ...one('owner', owner),
    ...one('ladder', ladder),
    ...approvals.map(({ type, from, to }) => ({ about: 'approvals' as const, from: `${type} ${from}`, to })),
  ];
}

const SHOWN = 3;

/** The same for people, with a few cases of each. */
function tell(
  { cases, unchanged, changed, moves, notOpen, leftOut }: Omit<MovePreview, 'table'>,
  groups: RunResult['groups'],
): string {
  const some = (key: string): string => {
    const ids = groups[key] ?? [];
    return ids.length === 0 ? '' : ` (${ids.slice(0, SHOWN).join(', ')}${ids.length > SHOWN ? ', …' : ''})`;
  };
  return [
    `${counted(cases, 'open case')} ${cases === 1 ? 'goes' : 'go'} over; of ${String(unchanged)} nothing changes but the version.`,
    ...moveKind.options.map((kind) => {
      const { count, behind } = changed[kind];
      return `${kind.padEnd(10)} changes in ${String(count)}${some(behind)}`;
    }),
    ...moves.map(
      ({ about, from, to, count, behind }) => `${about.padEnd(10)} ${from} → ${to}: ${String(count)}${some(behind)}`,
    ),
    ...(notOpen === 0 ? [] : [`${String(notOpen)} of those that were named are over, unknown, or have it already.`]),
    ...(leftOut === 0 ? [] : [`${String(leftOut)} more stay for another move.`]),
  ].join('\n');
}

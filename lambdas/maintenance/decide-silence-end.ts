import { clockLength } from '../case/clocks.ts';
import { addDuration } from '../case/duration.ts';
import type { Case, Clocks, Happening, PolicyPack, Silence } from '../contracts/index.ts';
import { shardOf } from '../case/keys.ts';
import { endOf, holdsAt } from './silences.ts';

const CLOCKS = ['acknowledge', 'resolve', 'communicate'] as const satisfies readonly (keyof Clocks)[];

/** What becomes of a silenced case now; undefined: nothing changes. `silences`: those that are known and not yet put away. */
export function decideSilenceEnd(
  record: Case,
  silences: readonly Silence[],
  pack: PolicyPack,
  at: string,
): Happening | undefined {
  const { silenced } = record;
  if (silenced === undefined) return undefined;
  const standing = silences.filter((silence) => silenced.ids.includes(silence.id) && holdsAt(silence, at));
  if (standing.length === silenced.ids.length) return undefined;
  if (standing.length > 0) {
    const { callsAnyway } = silenced;
    return {
      what: 'CaseSilenced',
      silences: standing.map(({ id }) => id),
      until: standing.map(endOf).reduce((last, end) => (end > last ? end : last)),
      ...(callsAnyway === undefined ? {} : { callsAnyway }),
    };
  }
  const isSettled = record.state === 'resolved';
  const clocks = isSettled ? undefined : fromNowOn(record, pack, at);
  return {
    what: 'SilenceEnded',
    silences: silenced.ids,
    found: isSettled ? 'settled' : 'open',
    reason: isSettled
      ? `It was settled while it was silent: ${(record.resolution ?? 'resolved').replaceAll('_', ' ')}`
      : 'The silence is over, and it is still open.',
    ...(clocks === undefined ? {} : { clocks }),
  };
}

/** Nobody was called: the time to acknowledge begins now, and no other promise is broken before the policy's grace is over. */
function fromNowOn(record: Case, pack: PolicyPack, at: string): Clocks | undefined {
  const { clocks, severity } = record;
  if (clocks === undefined || severity === undefined) return undefined;
  const moved = { ...clocks };
  for (const name of CLOCKS) {
    const clock = clocks[name];
    // One that is paused has its time when it goes on.
    if (clock.stoppedAt !== undefined || clock.pausedAt !== undefined) continue;
    const least = addDuration(
      at,
      name === 'acknowledge' ? clockLength(record, name, severity.level, pack) : pack.clocks.grace,
    );
    moved[name] = { ...clock, dueAt: clock.dueAt > least ? clock.dueAt : least };
  }
  return moved;
}

/** Should everything that ends a silence have missed a case, it looks by itself an hour later, and not all at the same minute. */
export function ownLook(record: Case, at: string): string {
  const { until } = record.silenced ?? { until: at };
  const planned = Date.parse(until) + 3_600_000 + shardOf(record.id, 60) * 60_000;
  // Ended later than it was planned: it cannot be, but a look lies in the future.
  return new Date(planned > Date.parse(at) ? planned : Date.parse(at) + 3_600_000).toISOString();
}

import { instantText, isLater } from '../case/duration.ts';
import { shardOf } from '../case/keys.ts';
import type { ListedChild } from '../case/listed-child.ts';
import type { Case } from '../contracts/index.ts';
import type { Incident } from './membership.ts';

/** A child that its incident lets go, as far as its turn depends on it. */
export type Leaving = Pick<ListedChild, 'caseId' | 'level' | 'team'>;

/** Whether the end of an incident lets its children go on by themselves, all at one moment. */
export function letsGo({ state, childrenAfter }: Incident): boolean {
  const isSolved = state === 'resolved' || state === 'closed';
  return state === 'withdrawn' || (isSolved && childrenAfter === 'continue');
}

export function endedAt({ resolvedAt, withdrawnAt }: Incident): string | undefined {
  return resolvedAt ?? withdrawnAt;
}

/**
 * From when on each of them calls: the most severe first, and no more for one person than so many a minute, from the end of the incident on. It follows from those that leave and
 * those that have left, so whoever gives the turns again gives each the same.
 */
export function giveTurns(
  leaving: readonly Leaving[],
  personOf: (team: string | undefined) => string,
  from: string,
  perMinute: number,
): ReadonlyMap<string, string> {
  const inOrder = leaving.toSorted((one, other) => rankOf(one).localeCompare(rankOf(other)));
  const byPerson = Map.groupBy(inOrder, ({ team }) => personOf(team));
  const gap = Math.ceil(MINUTE_MS / perMinute);
  return new Map(
    [...byPerson.values()].flatMap((theirs) =>
      theirs.map(({ caseId }, turn): [string, string] => [caseId, instantText(Date.parse(from) + turn * gap)]),
    ),
  );
}

const MINUTE_MS = 60_000;

function rankOf({ level, caseId }: Leaving): string {
  return `${level ?? 'S4'} ${caseId}`;
}

/** The turn of a child that comes upon the end of its incident by itself, before anybody has given it one: some second of the quarter of an hour after it. */
export function ownTurn(caseId: string, incident: Incident | undefined): string | undefined {
  const end = incident === undefined ? undefined : endedAt(incident);
  return end === undefined ? undefined : instantText(Date.parse(end) + shardOf(caseId, OWN_TURNS_S) * 1000);
}

const OWN_TURNS_S = 900;

/** Until when a case that has left its incident waits for its turn to call. One that is S1 waits for nobody. */
export function waitsForTurn({ escalation, severity, state }: Case, at: string): string | undefined {
  const { callsFrom } = escalation;
  const isWaiting = state === 'triaged' && severity?.level !== 'S1' && callsFrom !== undefined;
  return isWaiting && isLater(callsFrom, at) ? callsFrom : undefined;
}

import { Temporal } from 'temporal-polyfill';
import { instantText } from '../case/duration.ts';
import type { PolicyPack, Team } from '../contracts/index.ts';
import { bordersOf } from './timetable.ts';
import { personForTeam } from './who-is-on-duty.ts';

export interface ShiftBegun {
  readonly team: string;
  /** Who is on duty now. */
  readonly person: string;
  readonly startedAt: string;
  /** Who was on duty last before; absent: nobody, for as long as it is looked back. */
  readonly from?: string;
}

const DAY_MS = 24 * 3_600_000;
/** A gap may be a long weekend with holidays on both sides of it. */
const LOOK_BACK_MS = 7 * DAY_MS;

/**
 * Of each team whose person on duty has changed since `after` and is still there: who came, when, and whom they followed. Who comes back after a gap has had the shift
 * before, too, so nothing changes hands.
 */
export function shiftsBegun(pack: PolicyPack, after: string, at: string): readonly ShiftBegun[] {
  return pack.teams.flatMap((team) => shiftOf(team, pack, after, at) ?? []);
}

/** Who answers for a team, the fallbacks included; nobody where only the last owner is left. */
export function dutyOf(team: Team, pack: PolicyPack, at: string): string | undefined {
  const { person, lastOwner } = personForTeam(team, pack, at);
  return lastOwner ? undefined : person;
}

function shiftOf(team: Team, pack: PolicyPack, after: string, at: string): ShiftBegun | undefined {
  const person = dutyOf(team, pack, at);
  if (person === undefined) return undefined;
  const borders = bordersOfTeam(team, pack, Date.parse(after), Date.parse(at));
  let startedAt: number | undefined;
  for (const border of borders.toReversed()) {
    if (dutyOf(team, pack, instantText(border)) !== person) break;
    startedAt = border;
  }
  // On duty for as long as it was looked back: it began earlier.
  if (startedAt === undefined || startedAt === borders[0]) return undefined;
  const from = lastBefore(team, pack, startedAt);
  return from === person
    ? undefined
    : { team: team.id, person, startedAt: instantText(startedAt), ...(from === undefined ? {} : { from }) };
}

function lastBefore(team: Team, pack: PolicyPack, moment: number): string | undefined {
  const before = dutyOf(team, pack, instantText(moment - 1));
  if (before !== undefined) return before;
  for (const border of bordersOfTeam(team, pack, moment - LOOK_BACK_MS, moment - 1).toReversed()) {
    const person = dutyOf(team, pack, instantText(border));
    if (person !== undefined) return person;
  }
  return undefined;
}

/** All moments at which somebody may begin or end, of its rota and those that it falls back to. */
function bordersOfTeam(team: Team, pack: PolicyPack, from: number, to: number): readonly number[] {
  const [start, end] = [from, to].map((moment) => Temporal.Instant.fromEpochMilliseconds(moment));
  if (start === undefined || end === undefined) return [];
  const rotas = new Set(chainOf(team, pack).map(({ rota }) => rota));
  const found = pack.rotas.filter(({ id }) => rotas.has(id)).flatMap((rota) => bordersOf(rota, start, end));
  return [...new Set(found.map(({ epochMilliseconds }) => epochMilliseconds))].sort((left, right) => left - right);
}

function chainOf(team: Team, pack: PolicyPack): readonly Team[] {
  const chain = new Map<string, Team>();
  for (let current: Team | undefined = team; current !== undefined && !chain.has(current.id);) {
    chain.set(current.id, current);
    const next: string | undefined = current.fallbackTeam;
    current = pack.teams.find(({ id }) => id === next);
  }
  return [...chain.values()];
}

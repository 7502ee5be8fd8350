import type {
  AbsenceWish,
  PolicyRelease,
  PolicyPack,
  PublishedPack,
  Result,
  RotaChange,
  RotaChangeWish,
  RotaShown,
} from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import {
  decideChange,
  decideRevocation,
  onDuty,
  readCalendar,
  stillCurrent,
  tellShifts,
  timetableOf,
  touches,
  withRotaChanges,
} from '../../routing/index.ts';
import type { ChangeDecision } from '../../routing/index.ts';
import { policyProblem } from '../refuse.ts';
import { releaseAt, versionIn } from '../release-at.ts';
import { createPackStore } from './pack-store.dynamo.ts';
import { policyTable } from './policy-items.ts';
import { createPublicationStore } from './publication-store.dynamo.ts';
import { rotaChangeStore } from './rota-changes.dynamo.ts';
import { untilWritten } from './until-written.ts';

/** By which policy a rota is looked at: of a region and unit, at a time. */
export interface RotaLook {
  readonly region?: string | undefined;
  readonly businessUnit?: string | undefined;
  readonly at?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Rotas as they are, were and will be, and what people change of them from one day to the next. */
export function rotaKeeper(table: string) {
  const policy = policyTable(table);
  const changes = rotaChangeStore(policy);
  const publications = createPublicationStore(policy);
  const packs = createPackStore(table);

  /** What held then: the latest publication that had taken effect. */
  const heldAt = async (at: string): Promise<PolicyRelease | undefined> => {
    const active = await publications.active();
    if (active === undefined) return undefined;
    const now = releaseAt(active, at);
    if (now.from <= at) return now;
    let after: number | undefined;
    for (;;) {
      const { items, next } = await publications.list(after);
      const found = items.find(({ release }) => release.from <= at);
      if (found !== undefined) return found.release;
      if (next === undefined) return now;
      after = Number(next);
    }
  };
  const packAt = async ({ region, businessUnit }: RotaLook, at: string): Promise<PublishedPack | undefined> => {
    const release = await heldAt(at);
    if (release === undefined) return undefined;
    const scope = {
      ...(region === undefined ? {} : { region }),
      ...(businessUnit === undefined ? {} : { businessUnit }),
    };
    return packs.asPublished(versionIn(release, scope));
  };
  /** All that is said of rotas and people anywhere: a change is of a rota by its id, and holds wherever its people are known. */
  const everywhereAt = async (at: string): Promise<PolicyPack | undefined> => {
    const release = await heldAt(at);
    if (release === undefined) return undefined;
    const versions = [release.version, ...(release.overlays ?? []).map(({ version }) => version)];
    const all = await Promise.all(versions.map(packs.asPublished));
    const [first] = all;
    if (first === undefined) return undefined;
    const of = <Item>(pick: (pack: PolicyPack) => readonly Item[]): Item[] => all.flatMap(({ pack }) => pick(pack));
    return { ...first.pack, rotas: of(({ rotas }) => rotas), people: of(({ people }) => people) };
  };
  const refused = (id: string) => ({ ok: false, problem: policyProblem('no-such-rota', id) }) as const;

  const show = async (id: string, look: RotaLook): Promise<Result<RotaShown>> => {
    const at = look.at ?? nowInstant();
    const published = await packAt(look, at);
    const all = published === undefined ? [] : await changes.all(id);
    const pack = published === undefined ? undefined : withRotaChanges(published.pack, all);
    const rota = pack?.rotas.find((one) => one.id === id);
    if (published === undefined || pack === undefined || rota === undefined) return refused(id);
    const { from, to } = look;
    const stretch =
      from === undefined || to === undefined
        ? {}
        : {
            ...tellShifts(timetableOf(rota, from, to, pack.calendars)),
            changes: all.filter((change) => touches(change, from, to)),
          };
    return {
      ok: true,
      value: {
        id,
        zone: rota.zone,
        teams: pack.teams.filter((team) => team.rota === id).map((team) => team.id),
        version: published.version,
        at,
        onDuty: [...onDuty(rota, at, pack.calendars)],
        ...stretch,
      },
    };
  };

  const make = (
    id: string,
    wishes: readonly RotaChangeWish[],
    by: string,
  ): Promise<Result<readonly ChangeDecision[]>> =>
    untilWritten(async () => {
      const at = nowInstant();
      const [pack, before] = await Promise.all([everywhereAt(at), changes.current()]);
      if (pack?.rotas.some((rota) => rota.id === id) !== true) return refused(id);
      let kept = stillCurrent(before.changes, at);
      const decisions: ChangeDecision[] = [];
      for (const wish of wishes) {
        const decision = decideChange(id, wish, kept, pack, { by, at });
        // Guard: all of them, or none.
        if (decision.outcome === 'refused') return { ok: false, problem: decision.problem };
        decisions.push(decision);
        if (decision.outcome === 'changed') kept = [...kept, decision.change];
      }
      const written = decisions.flatMap((one) => (one.outcome === 'changed' ? [one.change] : []));
      const isWritten = written.length === 0 || (await changes.save(before, kept, written));
      return isWritten ? { ok: true, value: decisions } : undefined;
    });

  return {
    show,
    list: async (look: RotaLook): Promise<readonly RotaShown[]> => {
      const published = await packAt(look, look.at ?? nowInstant());
      const shown = await Promise.all((published?.pack.rotas ?? []).map(({ id }) => show(id, look)));
      return shown.flatMap((one) => (one.ok ? [one.value] : []));
    },
    history: (id: string): Promise<readonly RotaChange[]> => changes.all(id),
    change: make,
    /** Each event of a calendar from now on is a time at which the person is away. */
    absences: async (
      id: string,
      { person, reason, ics }: AbsenceWish,
      by: string,
    ): Promise<Result<readonly ChangeDecision[]>> => {
      const at = nowInstant();
      const rota = await show(id, {});
      if (!rota.ok) return rota;
      const until = new Date(Date.parse(at) + YEAR_MS).toISOString();
      const read = readCalendar(ics, rota.value.zone, at, until);
      if (!read.ok) return { ok: false, problem: policyProblem('calendar-unreadable', person, read.why) };
      if (read.events.length > MOST_ABSENCES)
        return {
          ok: false,
          problem: policyProblem(
            'calendar-unreadable',
            person,
            `it has ${String(read.events.length)} times to come, and ${String(MOST_ABSENCES)} are taken at once`,
          ),
        };
      return make(
        id,
        read.events.map(({ from, to }) => ({ kind: 'remove', person, from, to, reason })),
        by,
      );
    },
    revoke: (id: string, changeId: string, reason: string, by: string): Promise<Result<ChangeDecision>> =>
      untilWritten(async () => {
        const at = nowInstant();
        const [change, before] = await Promise.all([changes.find(id, changeId), changes.current()]);
        if (change === undefined) return { ok: false, problem: policyProblem('no-such-rota-change', changeId) };
        const decision = decideRevocation(change, reason, { by, at });
        if (decision.outcome !== 'changed') return { ok: true, value: decision };
        const kept = stillCurrent(before.changes, at).map((one) => (one.id === changeId ? decision.change : one));
        return (await changes.save(before, kept, [decision.change])) ? { ok: true, value: decision } : undefined;
      }),
  };
}

const YEAR_MS = 366 * 86_400_000;
/** A transaction takes a hundred items. */
const MOST_ABSENCES = 60;

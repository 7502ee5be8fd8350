import { Temporal } from 'temporal-polyfill';
import type { PolicyPack, Rota, RotaLayer, Team } from '../contracts/index.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/**
 * Who is on duty in a rota at an instant (UTC), as person id; undefined when nobody is. Overrides win over layers, later layers over earlier
 * ones. Turns change at the local handover time, so a day of 23 or 25 hours is one turn.
 */
export function whoIsOnDuty(rota: Rota, at: string): string | undefined {
  const instant = Temporal.Instant.from(at);
  const override = rota.overrides.findLast(
    ({ from, to }) =>
      Temporal.Instant.compare(Temporal.Instant.from(from), instant) <= 0 &&
      Temporal.Instant.compare(instant, Temporal.Instant.from(to)) < 0,
  );
  if (override !== undefined) return override.person;
  const local = instant.toZonedDateTimeISO(rota.zone);
  for (const layer of [...rota.layers].reverse()) {
    const person = onDutyInLayer(layer, local, rota.holidays);
    if (person !== undefined) return person;
  }
  return undefined;
}

function onDutyInLayer(
  layer: RotaLayer,
  local: Temporal.ZonedDateTime,
  holidays: readonly string[],
): string | undefined {
  if (!isWithinRestrictions(layer, local, holidays)) return undefined;
  const handover = Temporal.PlainTime.from(layer.handoverAt);
  const early = Temporal.PlainTime.compare(local.toPlainTime(), handover) < 0;
  const turnDay = early ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate();
  const days = Temporal.PlainDate.from(layer.startsOn).until(turnDay, { largestUnit: 'days' }).days;
  if (days < 0) return undefined;
  const turn = Math.floor(days / (layer.rotation === 'weekly' ? 7 : 1));
  return layer.people[turn % layer.people.length];
}

function isWithinRestrictions(layer: RotaLayer, local: Temporal.ZonedDateTime, holidays: readonly string[]): boolean {
  if (layer.restrictions === undefined) return true;
  const time = local.toPlainTime();
  const today = local.toPlainDate();
  return layer.restrictions.some(({ days, from, to }) => {
    const start = Temporal.PlainTime.from(from);
    const end = Temporal.PlainTime.from(to);
    const isWorked = (date: Temporal.PlainDate): boolean => {
      const weekday = WEEKDAYS[date.dayOfWeek - 1];
      return weekday !== undefined && days.includes(weekday) && !holidays.includes(date.toString());
    };
    const afterStart = Temporal.PlainTime.compare(time, start) >= 0;
    const beforeEnd = Temporal.PlainTime.compare(time, end) < 0;
    if (Temporal.PlainTime.compare(start, end) < 0) return afterStart && beforeEnd && isWorked(today);
    // Over midnight: the evening belongs to today, the morning to the shift that began yesterday.
    return (afterStart && isWorked(today)) || (beforeEnd && isWorked(today.subtract({ days: 1 })));
  });
}

export interface DutyAnswer {
  readonly person: string;
  /** Rotas in which nobody was on duty and that were passed over, by team title. */
  readonly skipped: readonly string[];
  /** True when even the fallbacks had nobody and the last owner of the pack has to answer. */
  readonly lastOwner: boolean;
}

/** The person for a team at an instant: its rota, then the rotas of its fallback teams, then the pack's last owner, who always exists. */
export function personForTeam(team: Team, pack: PolicyPack, at: string): DutyAnswer {
  const skipped: string[] = [];
  const seen = new Set<string>();
  let current: Team | undefined = team;
  while (current !== undefined && !seen.has(current.id)) {
    seen.add(current.id);
    const { rota: rotaId, title, fallbackTeam }: Team = current;
    const rota = pack.rotas.find(({ id }) => id === rotaId);
    const person = rota === undefined ? undefined : whoIsOnDuty(rota, at);
    if (person !== undefined) return { person, skipped, lastOwner: false };
    skipped.push(title);
    current = pack.teams.find(({ id }) => id === fallbackTeam);
  }
  return { person: pack.lastOwner, skipped, lastOwner: true };
}

import { Temporal } from 'temporal-polyfill';
import type { Case, FactSet, Impact, Money, PolicyPack } from '../contracts/index.ts';
import { factReader } from './fact-reader.ts';
import { freeTimeCost } from './free-time.ts';
import type { DayType, FreeTimeTerms } from './free-time.ts';

type FreeTime = NonNullable<Impact['freeTime']>;

export interface HeldContainer {
  readonly freeTime: FreeTime;
  readonly freeTimeEndsAt: string;
  /** When the next day begins where it stands: by then it may cost more, and its terms may be others. Absent where it is back. */
  readonly nextDayAt?: string;
}

/**
 * What a held container costs, from the terms that finance knows (`freeDays`, `dailyRates` …) on the day of `at` where it stands. Undefined where they do not say enough: no last free day is better
 * than a wrong one.
 */
export function readFreeTime(
  { place }: Pick<Case, 'place'>,
  factSets: readonly FactSet[],
  { calendars }: Pick<PolicyPack, 'calendars'>,
  at: string,
): HeldContainer | undefined {
  const fact = factReader(factSets);
  const text = (name: string): string | undefined => {
    const value = fact('finance', name);
    return typeof value === 'string' ? value : undefined;
  };
  const freeDays = fact('finance', 'freeDays');
  const lines = fact('finance', 'dailyRates');
  const currency = text('rateCurrency');
  // Of nearly all cases finance says nothing of the kind: to look up a zone takes longer than all other rules together.
  if (typeof freeDays !== 'number' || !Array.isArray(lines) || currency === undefined) return undefined;
  const zone = zoneOf(text('freeTimeZone'));
  const startsOn = dayIn(text('freeTimeStartsAt'), zone);
  if (startsOn === undefined) return undefined;
  const rates = ratesOf(lines);
  if (rates === undefined || !Number.isInteger(freeDays) || freeDays < 0) return undefined;
  const region = text('freeTimeCalendar') ?? place?.country?.toLowerCase();
  const days = calendars.filter(({ id }) => id === region).flatMap((calendar) => calendar.days);
  const terms: FreeTimeTerms = {
    freeDays,
    startsOn,
    freeDaysIn: kindOf(text('freeDaysIn')),
    chargedIn: kindOf(text('chargedIn')),
    rates,
    holidays: new Set(days.map(({ date }) => date)),
  };
  const returned = dayIn(text('equipmentReturnedAt'), zone);
  const today = dayIn(at, zone) ?? startsOn;
  const isBack = returned !== undefined && returned <= today;
  const asOf = isBack ? returned : today;
  const until = returned ?? dayIn(text('equipmentExpectedAt'), zone);
  const { lastFreeDay, chargedFrom, ...cost } = freeTimeCost(terms, asOf, until);
  const worth = (cents: number): Money => ({ amount: (cents / 100).toFixed(2), currency });
  return {
    freeTime: {
      kind: text('freeTimeKind') === 'detention' ? 'detention' : 'demurrage',
      lastFreeDay,
      chargedFrom,
      asOf,
      soFar: worth(cost.soFarCents),
      perDay: worth(isBack ? 0 : cost.perDayCents),
      ...(until === undefined ? {} : { until, forecast: worth(cost.forecastCents) }),
    },
    freeTimeEndsAt: startOfNext(lastFreeDay, zone),
    ...(isBack ? {} : { nextDayAt: startOfNext(today, zone) }),
  };
}

/** `1: 55.00`, `8: 90.00`: from which day of charge on a day costs how much. Undefined where one cannot be read: a tier that is left out would make it cheaper. */
function ratesOf(lines: readonly string[]): FreeTimeTerms['rates'] | undefined {
  const rates = lines.map((line) => /^(\d{1,4}): (\d{1,9}(?:\.\d{1,2})?)$/.exec(line));
  if (rates.length === 0 || rates.includes(null)) return undefined;
  return rates
    .map((found) => ({ fromDay: Number(found?.[1]), cents: Math.round(Number(found?.[2]) * 100) }))
    .sort((one, other) => one.fromDay - other.fromDay);
}

const kindOf = (said: string | undefined): DayType => (said === 'working' ? 'working' : 'calendar');

function zoneOf(said: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: said ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

function dayIn(instant: string | undefined, zone: string): string | undefined {
  const moment = Date.parse(instant ?? '');
  if (Number.isNaN(moment)) return undefined;
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Where clocks are put forward at midnight, a day begins later. */
function startOfNext(day: string, timeZone: string): string {
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  return new Date(next.toZonedDateTime({ timeZone }).epochMilliseconds).toISOString();
}

/** The earlier of what customs and the terms say: nobody pays less for having believed the later. */
export function freeTimeEndOf(told: string | undefined, computed: string | undefined): string | undefined {
  const known = [told, computed].filter((one) => one !== undefined);
  return known.sort((one, other) => Date.parse(one) - Date.parse(other))[0];
}

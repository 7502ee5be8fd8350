import { Temporal } from 'temporal-polyfill';

/** What a carrier's or terminal's terms say of a container: so many days cost nothing, then each day costs by how long it lasts already. */
export interface FreeTimeTerms {
  readonly freeDays: number;
  /** Local date, the first day that counts. */
  readonly startsOn: string;
  readonly freeDaysIn: DayType;
  readonly chargedIn: DayType;
  /** By the day of charge on which each begins; the first day after the free time is 1. In cents. */
  readonly rates: readonly { readonly fromDay: number; readonly cents: number }[];
  /** Local dates that are no working days, beside Saturdays and Sundays. */
  readonly holidays: ReadonlySet<string>;
}
export type DayType = 'calendar' | 'working';

export interface FreeTimeCost {
  readonly lastFreeDay: string;
  /** The first day that costs something. */
  readonly chargedFrom: string;
  /** Each day that has begun is charged whole. */
  readonly soFarCents: number;
  /** Of this day, or of the first that is charged. */
  readonly perDayCents: number;
  /** Up to `until`, that day among them; nothing is saved any more where it is behind us. */
  readonly forecastCents: number;
}

/** A time that somebody has typed wrongly ends nowhere near. */
const MOST_DAYS = 1_000;

/** When the free time of a container ends, what it has cost, what a day costs now, and what it will have cost when it is out or back. `until` and `today` are local dates. */
export function freeTimeCost(terms: FreeTimeTerms, today: string, until: string | undefined): FreeTimeCost {
  const lastFreeDay = nthDay(terms, terms.startsOn, terms.freeDaysIn, terms.freeDays);
  const chargedFrom = nthDay(terms, nextDay(lastFreeDay), terms.chargedIn, 1);
  const charged = (last: string): number => daysBetween(terms, chargedFrom, last, terms.chargedIn);
  const soFar = charged(today);
  return {
    lastFreeDay,
    chargedFrom,
    soFarCents: costOf(terms, soFar),
    perDayCents: rateOf(terms, Math.max(1, soFar)),
    forecastCents: costOf(terms, charged(until === undefined || until < today ? today : until)),
  };
}

/** The n-th day of a kind from a day on, that day among them; the day before it for none. */
function nthDay(terms: FreeTimeTerms, from: string, kind: DayType, count: number): string {
  let day = count === 0 ? previousDay(from) : from;
  let left = Math.min(count, MOST_DAYS);
  for (; left > 0; day = nextDay(day)) {
    if (isCounted(terms, day, kind)) left -= 1;
    if (left === 0) break;
  }
  return day;
}

function daysBetween(terms: FreeTimeTerms, first: string, last: string, kind: DayType): number {
  let days = 0;
  for (let day = first, seen = 0; day <= last && seen < MOST_DAYS; day = nextDay(day), seen += 1)
    if (isCounted(terms, day, kind)) days += 1;
  return days;
}

function isCounted({ holidays }: FreeTimeTerms, day: string, kind: DayType): boolean {
  return kind === 'calendar' || (Temporal.PlainDate.from(day).dayOfWeek <= 5 && !holidays.has(day));
}

function costOf(terms: FreeTimeTerms, days: number): number {
  return Array.from({ length: days }, (_none, index) => rateOf(terms, index + 1)).reduce((sum, one) => sum + one, 0);
}

function rateOf({ rates }: FreeTimeTerms, day: number): number {
  return rates.findLast(({ fromDay }) => fromDay <= day)?.cents ?? 0;
}

const nextDay = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();
const previousDay = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

import type { PolicyPack } from '../contracts/index.ts';
import { durationMs } from '../case/duration.ts';
import type { PackProblem } from './pack-problem.ts';

const DAY_MS = 86_400_000;
/** So long before a calendar ends somebody has to see to the next year. */
const SOON_DAYS = 90;

/** What is right today and will not be for long: told by the check, and no reason not to publish. */
export function warningsOf(pack: PolicyPack, at: string): readonly PackProblem[] {
  return [...endingCalendars(pack, at), ...oldRates(pack, at)];
}

/** Calendars that somebody goes by, and that say nothing of the time to come. */
function endingCalendars({ calendars, rotas, teams }: PolicyPack, at: string): readonly PackProblem[] {
  const used = new Set([...rotas, ...teams].flatMap((one) => one.calendars));
  const soon = new Date(Date.parse(at) + SOON_DAYS * DAY_MS).getUTCFullYear();
  return calendars.flatMap(({ id, days }, index) => {
    const last = days.map(({ date }) => Number(date.slice(0, 4))).reduce((latest, year) => Math.max(latest, year), 0);
    if (!used.has(id) || last >= soon) return [];
    return [
      {
        pointer: `/calendars/${String(index)}/days`,
        problem: `the calendar ${id} has no days of ${String(last + 1)}${last + 1 < soon ? ` to ${String(soon)}` : ''}: all of them count as working days`,
        mend: `npm run policy -- holidays ${id.toUpperCase()} ${String(soon)} writes them`,
      },
    ];
  });
}

function oldRates({ exchangeRates, rateMaxAge }: PolicyPack, at: string): readonly PackProblem[] {
  return Object.entries(exchangeRates).flatMap(([currency, { asOf }]) => {
    const days = ageInDays(asOf, at);
    if (days * DAY_MS <= durationMs(rateMaxAge)) return [];
    return [
      {
        pointer: `/exchangeRates/${currency}/asOf`,
        problem: `the rate of ${currency} is ${String(days)} days old`,
        mend: 'npm run policy -- rates FILE turns a file of the European Central Bank into rates',
      },
    ];
  });
}

/** Whole days since the day of a rate. */
export function ageInDays(asOf: string, at: string): number {
  return Math.floor((Date.parse(at) - Date.parse(`${asOf}T00:00:00Z`)) / DAY_MS);
}

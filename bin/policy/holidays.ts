import Holidays from 'date-holidays';
import { stringify } from 'yaml';
import * as z from 'zod';
import type { HolidayCalendar } from '../../lambdas/contracts/index.ts';

/**
 * Public holidays of a country or region (`DE`, `DE-BE`, `US-NY`) in some years, as a calendar of a pack. From date-holidays (data CC BY-SA 3.0 and others).
 * Undefined where there is no such country or region.
 */
export function holidayCalendar(place: string, years: readonly number[]): HolidayCalendar | undefined {
  const [country = '', state, region] = place.toUpperCase().split('-');
  const known = new Holidays(place.split('-').join('.').toUpperCase());
  const title = known.getCountries('en')[country];
  if (title === undefined) return undefined;
  // A country without regions has none at run time, whatever its types say.
  const states = z.record(z.string(), z.string()).catch({}).parse(known.getStates(country, 'en'));
  if (state !== undefined && states[state] === undefined) return undefined;
  const names = [
    title,
    ...(state === undefined ? [] : [states[state] ?? state]),
    ...(region === undefined ? [] : [region]),
  ];
  return {
    id: place.toLowerCase(),
    title: names.join(', '),
    source: 'date-holidays 3.37.0 (github.com/commenthol/date-holidays), CC BY-SA 3.0',
    days: years
      .flatMap((year) => known.getHolidays(year))
      .filter(({ type }) => type === 'public')
      .map(({ date, name }) => ({ date: date.slice(0, 10), name }))
      .filter(({ date }, index, all) => all.findIndex((other) => other.date === date) === index),
  };
}

export function holidayYaml(calendars: readonly HolidayCalendar[]): string {
  return stringify({ calendars });
}

import { Temporal } from 'temporal-polyfill';

/** An ISO 8601 duration after an instant; a day is 24 hours, a week seven of them. */
export function addDuration(instant: string, duration: string): string {
  return new Date(
    Date.parse(instant) +
      Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2000-01-01T00:00Z[UTC]' }),
  ).toISOString();
}

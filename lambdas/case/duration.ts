import { Temporal } from 'temporal-polyfill';

/** An ISO 8601 duration in milliseconds; a day is 24 hours, a week seven of them. */
export function durationMs(duration: string): number {
  return Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2000-01-01T00:00Z[UTC]' });
}

/** An ISO 8601 duration after an instant. */
export function addDuration(instant: string, duration: string): string {
  return new Date(Date.parse(instant) + durationMs(duration)).toISOString();
}

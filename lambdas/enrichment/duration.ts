import { Temporal } from 'temporal-polyfill';

/** An ISO 8601 duration in milliseconds; a day is 24 hours. */
export function durationMs(duration: string): number {
  return Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2000-01-01T00:00Z[UTC]' });
}

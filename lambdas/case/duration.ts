import { Temporal } from 'temporal-polyfill';

/** What was computed once, by its text: a policy has a few dozen, and each is asked for at every step of every case. */
const known = new Map<string, number>();
const MOST_KNOWN = 1_000;

/** An ISO 8601 duration in milliseconds; a day is 24 hours, a week seven of them. */
export function durationMs(duration: string): number {
  const before = known.get(duration);
  if (before !== undefined) return before;
  const computed = Temporal.Duration.from(duration).total({
    unit: 'milliseconds',
    relativeTo: '2000-01-01T00:00Z[UTC]',
  });
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(duration, computed);
  return computed;
}

/** An ISO 8601 duration after an instant. */
export function addDuration(instant: string, duration: string): string {
  return new Date(Date.parse(instant) + durationMs(duration)).toISOString();
}

import type { SentTime } from './local-time.ts';

/** Times of ships and terminals move by minutes all the time. Within the hour nobody who waits for goods has to act. */
const TOLERATED = 3_600_000;

export function isLaterThan(time: SentTime, planned: SentTime): boolean {
  return Date.parse(time.occurredAt) - Date.parse(planned.occurredAt) > TOLERATED;
}

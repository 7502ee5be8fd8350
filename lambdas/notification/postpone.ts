import type { SeverityLevel } from '../contracts/index.ts';

/** SQS delays a message by at most 15 minutes (API_SendMessage, DelaySeconds). */
const LONGEST_DELAY_S = 900;
/** So much later the next level is asked again, so that those before it are taken first. */
const GAP_S = 2;
const ORDER: readonly SeverityLevel[] = ['S1', 'S2', 'S3', 'S4'];

/** After how many seconds a channel that wants to be left alone is asked again: most severe first, and never before it said. */
export function secondsUntilAsked(retryAfterSeconds: number, level: SeverityLevel = 'S2'): number {
  const wanted = Math.max(1, Math.ceil(retryAfterSeconds)) + ORDER.indexOf(level) * GAP_S;
  return Math.min(LONGEST_DELAY_S, wanted);
}

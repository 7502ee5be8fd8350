import type { Outcome } from './health.ts';

/** Below this a try is not worth beginning. */
const SHORTEST_TRY_MS = 300;
const FIRST_PAUSE_MS = 200;

export interface Tried {
  readonly tries: number;
  readonly maxTries: number;
  readonly remainingMs: number;
  /** 0 to 1. */
  readonly dice: number;
}

/** Whether a question is asked again, and after which pause: each time twice as long, with jitter, within the time that triage has; a system that says when is believed. */
export function pauseBeforeNext(outcome: Outcome, { tries, maxTries, remainingMs, dice }: Tried): number | undefined {
  if (outcome.kind === 'answered' || tries >= maxTries) return undefined;
  const own = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + dice);
  const pause = Math.max(own, outcome.retryAfterMs ?? 0);
  return pause + SHORTEST_TRY_MS <= remainingMs ? pause : undefined;
}

/** Retry-After (RFC 9110, 10.2.3): seconds or a date. Undefined: not sent, or none of both. */
export function readRetryAfter(header: string | null, at: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - at);
}

/** Where a system asks for rest and does not say how long. */
const UNSAID_MS = 1_000;

export function outcomeOf(status: number, retryAfter: string | null, at: number): Outcome {
  const retryAfterMs = readRetryAfter(retryAfter, at);
  if (status === 429) return { kind: 'busy', retryAfterMs: retryAfterMs ?? UNSAID_MS };
  if (status < 500) return { kind: 'answered' };
  return { kind: 'failed', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

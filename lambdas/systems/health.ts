import type { SystemLimits } from '../contracts/index.ts';

/** What all functions together know of an instance: how often it failed without answering once, and until when it is left alone. */
export interface Health {
  readonly failures: number;
  /** How often it was left alone since it answered. */
  readonly pauses: number;
  /** Epoch milliseconds. */
  readonly notBefore?: number;
  readonly why?: string;
}
export const WELL: Health = { failures: 0, pauses: 0 };

/** How a request ended, as far as the health of the system goes. `answered` is any answer that shows it working, be it a refusal. */
export type Outcome =
  | { readonly kind: 'answered' }
  | { readonly kind: 'failed'; readonly retryAfterMs?: number }
  | { readonly kind: 'busy'; readonly retryAfterMs: number };

export type Admission =
  | { readonly kind: 'ask' }
  /** After a pause one request tries it out. Whoever writes this health first is that one; if it dies, the next comes when its time is over. */
  | { readonly kind: 'try-out'; readonly claim: Health }
  | { readonly kind: 'wait'; readonly until: number; readonly why: string };

const LONGEST_PAUSE_MS = 600_000;
/** As long as a question may take. */
const TRY_OUT_MS = 10_000;

export function mayAsk(health: Health, at: number): Admission {
  if (health.notBefore === undefined) return { kind: 'ask' };
  if (at < health.notBefore)
    return { kind: 'wait', until: health.notBefore, why: health.why ?? 'it is left alone for a while' };
  return { kind: 'try-out', claim: { ...health, notBefore: at + TRY_OUT_MS, why: 'it is being tried out' } };
}

/** The health after a request. The same object where nothing has changed, so that nothing needs to be written. */
export function healthAfter(health: Health, outcome: Outcome, at: number, limits: SystemLimits['breaker']): Health {
  switch (outcome.kind) {
    case 'answered':
      return health.failures === 0 && health.notBefore === undefined ? health : WELL;
    case 'busy':
      return {
        ...health,
        notBefore: at + Math.min(outcome.retryAfterMs, LONGEST_PAUSE_MS),
        why: 'it asked to be left alone',
      };
    case 'failed': {
      const failures = health.failures + 1;
      const asked = outcome.retryAfterMs ?? 0;
      // A system that was tried out and failed is left alone again at once.
      const isOpening = health.pauses > 0 || failures >= limits.failures;
      if (!isOpening && asked === 0) return { failures, pauses: health.pauses };
      const own = isOpening ? limits.pauseSeconds * 1_000 * 2 ** Math.min(health.pauses, 10) : 0;
      return {
        failures,
        pauses: health.pauses + (isOpening ? 1 : 0),
        notBefore: at + Math.min(Math.max(own, asked), LONGEST_PAUSE_MS),
        why: `it failed ${String(failures)} times one after the other`,
      };
    }
  }
}

const DAY_MS = 86_400_000;

export interface QuotaState {
  readonly quota: number;
  /** Requests of the day, this one among them. */
  readonly used: number;
  readonly now: number;
}

export type QuotaDecision =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly retryAfterSeconds: number; readonly headers: Readonly<Record<string, string>> };

/** The day of a quota, in UTC: `2026-03-02`. */
export function quotaDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** The last request of a quota is let in, the next has to wait for midnight. Headers as in the IETF draft on RateLimit fields. */
export function decideQuota({ quota, used, now }: QuotaState): QuotaDecision {
  const untilMidnight = Math.ceil((DAY_MS - (now % DAY_MS)) / 1000);
  const left = Math.max(0, quota - used);
  const headers = {
    'ratelimit-policy': `"day";q=${String(quota)};w=86400`,
    ratelimit: `"day";r=${String(left)};t=${String(untilMidnight)}`,
  };
  return used <= quota ? { ok: true, headers } : { ok: false, retryAfterSeconds: untilMidnight, headers };
}

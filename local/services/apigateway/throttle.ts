import type { ThrottleLimit } from './model.ts';

export interface Throttles {
  /** Takes one request's token; false when there is none. */
  take(name: string, limit: ThrottleLimit, now: number): boolean;
}

/**
 * Token buckets, in memory: AWS calls throttling best effort, and a restart filling the buckets is within that.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function createThrottles(): Throttles {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take: (name, { rate, burst }, now) => {
      const bucket = buckets.get(name) ?? { tokens: burst, at: now };
      buckets.set(name, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate);
      bucket.at = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}

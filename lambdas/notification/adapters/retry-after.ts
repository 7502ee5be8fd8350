import { now } from '../../platform/index.ts';

/** `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3); else what the channel is given. */
export function retryAfterSeconds(response: Response, otherwise: number): number {
  const text = response.headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : otherwise;
}

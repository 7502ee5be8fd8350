import { randomHex } from './random.ts';

const PATTERN = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The sender's W3C trace context where it sent a valid one, else a new one: from here on it is carried, never made anew. */
export function traceparentFrom(header: string | undefined): string {
  return header !== undefined && PATTERN.test(header) ? header : `00-${randomHex(16)}-${randomHex(8)}-01`;
}

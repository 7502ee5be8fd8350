import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Slack's own advice; beyond it a request may be a replay (docs.slack.dev, "Verifying requests from Slack"). */
const TOLERANCE_S = 300;

export interface SignedRequest {
  /** X-Slack-Request-Timestamp, seconds since the epoch. */
  readonly timestamp: string | undefined;
  /** X-Slack-Signature, `v0=<hex>`. */
  readonly signature: string | undefined;
  /** As it was sent. */
  readonly body: Uint8Array;
}

export type SlackSignature =
  { readonly ok: true } | { readonly ok: false; readonly why: 'missing' | 'malformed' | 'wrong' | 'stale' };

/** Checks that Slack has sent this: in constant time, against every secret that is valid now (two during a rotation). */
export function checkSlackSignature(
  { timestamp, signature, body }: SignedRequest,
  secrets: readonly string[],
  nowSeconds: number,
): SlackSignature {
  if (timestamp === undefined || signature === undefined) return { ok: false, why: 'missing' };
  const given = /^v0=([0-9a-f]{64})$/.exec(signature)?.[1];
  if (given === undefined || !/^\d{1,12}$/.test(timestamp)) return { ok: false, why: 'malformed' };
  const mac = Buffer.from(given, 'hex');
  // All secrets are tried, whichever fits: the time that it takes tells nothing.
  const fits = secrets.map((secret) => timingSafeEqual(mac, macOf(secret, timestamp, body))).includes(true);
  if (!fits) return { ok: false, why: 'wrong' };
  return Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_S ? { ok: false, why: 'stale' } : { ok: true };
}

function macOf(secret: string, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
}

const rotated = z.object({ current: z.string().min(1), previous: z.string().min(1).optional() });

/** The signing secrets that are valid: `{"current","previous"}`, or one as plain text. */
export function readSigningSecrets(text: string): readonly string[] {
  if (!text.startsWith('{')) return [text];
  const { current, previous } = rotated.parse(JSON.parse(text));
  return previous === undefined ? [current] : [current, previous];
}

import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'fairlead-signature';

export type SignatureVerdict =
  { readonly ok: true } | { readonly ok: false; readonly why: 'missing' | 'malformed' | 'stale' | 'wrong' };

/** `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<raw body>">`: what a sender puts into the header. */
export function signBody(body: Uint8Array, secret: string, seconds: number): string {
  return `t=${String(seconds)},v1=${macOf(body, secret, String(seconds)).toString('hex')}`;
}

/**
 * Checks the signature over the raw bytes, in constant time, against every secret that is valid now (two during a rotation). A time that is too far
 * away in either direction is a replay or a wrong clock.
 */
export function checkSignature(
  header: string | undefined,
  body: Uint8Array,
  secrets: readonly string[],
  nowSeconds: number,
  toleranceSeconds: number,
): SignatureVerdict {
  if (header === undefined || header === '') return { ok: false, why: 'missing' };
  const fields = new Map(
    header
      .split(',')
      .map((field): [string, string] => [
        field.split('=')[0]?.trim() ?? '',
        field.slice(field.indexOf('=') + 1).trim(),
      ]),
  );
  const time = fields.get('t') ?? '';
  const mac = fields.get('v1') ?? '';
  if (!/^\d{1,12}$/.test(time) || !/^[0-9a-f]{64}$/i.test(mac)) return { ok: false, why: 'malformed' };
  const given = Buffer.from(mac, 'hex');
  // All secrets are tried, whichever fits: the time that it takes tells nothing.
  const fits = secrets.map((secret) => timingSafeEqual(given, macOf(body, secret, time))).includes(true);
  if (!fits) return { ok: false, why: 'wrong' };
  return Math.abs(nowSeconds - Number(time)) > toleranceSeconds ? { ok: false, why: 'stale' } : { ok: true };
}

function macOf(body: Uint8Array, secret: string, time: string): Buffer {
  return createHmac('sha256', secret).update(`${time}.`).update(body).digest();
}

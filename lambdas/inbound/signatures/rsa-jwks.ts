import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import { jsonIn } from '../../contracts/index.ts';
import { decode, judge, readTime } from './scheme.ts';
import type { Scheme, SignatureVerdict } from './scheme.ts';

const KEY_ID = 'x-shipengine-rsa-sha256-key-id';
const SIGNATURE = 'x-shipengine-rsa-sha256-signature';
const TIME = 'x-shipengine-timestamp';

/** Below 2048 bits a signature can be forged with effort. */
const LEAST_BYTES = 256;
const MOST_BYTES = 1024;

export const jwk = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(200),
  n: z.string().max(4096),
  e: z.string().max(16),
});

/**
 * ShipStation (formerly ShipEngine), "Webhook validation": base64 RSA-SHA-256 (PKCS #1 v1.5) of `<time>.<raw body>`, by the key that the header names. Each of
 * `keys` is a public key as JSON text.
 */
export const shipengine: Scheme = {
  header: SIGNATURE,
  form: `<base64 RSA-SHA-256 of <time>.<raw body>>, with ${TIME} and ${KEY_ID}`,
  mend: 'Sign the raw bytes that are sent, with a key that is published.',
  signsTime: true,
  keys: 'jwks',
  check: ({ headers, body }, keys, allowance) => {
    const absent = [KEY_ID, SIGNATURE, TIME].find((name) => (headers[name] ?? '').trim() === '');
    if (absent !== undefined) return { ok: false, why: 'missing', header: absent };
    const time = headers[TIME]?.trim() ?? '';
    const signedAt = readTime(time, 'iso');
    if (signedAt === undefined) return malformed(TIME);
    const key = keys.map(readKey).find((read) => read?.kid === headers[KEY_ID]?.trim());
    if (key === undefined) return { ok: false, why: 'wrong', header: KEY_ID };
    const bytes = Buffer.from(key.n, 'base64url').length;
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) return { ok: false, why: 'wrong', header: KEY_ID };
    const signature = decode(headers[SIGNATURE]?.trim() ?? '', 'base64', bytes);
    if (signature === undefined) return malformed(SIGNATURE);
    return judge(SIGNATURE, fits(key, time, body, signature), signedAt, allowance);
  },
};

function fits({ n, e }: z.infer<typeof jwk>, time: string, body: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return verify('sha256', Buffer.concat([Buffer.from(`${time}.`), body]), key, signature);
  } catch {
    return false;
  }
}

function readKey(text: string): z.infer<typeof jwk> | undefined {
  return jwk.safeParse(jsonIn(text)).data;
}

function malformed(header: string): SignatureVerdict {
  return { ok: false, why: 'malformed', header };
}

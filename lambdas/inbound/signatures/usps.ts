import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { anyEqual, decode, judge } from './scheme.ts';
import type { Scheme } from './scheme.ts';

const header = 'x-hmac';
/** The name that it had before; USPS calls it deprecated. */
const OLD_HEADER = 'hmac-header';

const envelope = z.looseObject({ timestamp: z.string(), payload: z.string() });

/**
 * USPS Subscriptions - Tracking v3: base64 HMAC-SHA-256 of the fields `timestamp` and `payload` of the body, one after the other. The rest of the envelope
 * is not signed, and the time is that of the event, which a retry hours later still carries: so it proves no freshness.
 */
export const usps: Scheme = {
  header,
  form: '<base64 HMAC-SHA-256 of the fields timestamp and payload of the body, one after the other>',
  mend: 'Sign with the secret that was given with the subscription.',
  signsTime: false,
  keys: 'secret',
  check: ({ headers, body }, secrets, allowance) => {
    const value = (headers[header] ?? headers[OLD_HEADER] ?? '').trim();
    if (value === '') return { ok: false, why: 'missing', header };
    const given = decode(value, 'base64', 32);
    const signed = readEnvelope(body);
    if (given === undefined || signed === undefined) return { ok: false, why: 'malformed', header };
    const right = secrets.map((secret) => createHmac('sha256', secret).update(signed).digest());
    return judge(header, anyEqual([given], right), undefined, allowance);
  },
};

function readEnvelope(body: Uint8Array): string | undefined {
  try {
    const read = envelope.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    return read.success ? read.data.timestamp + read.data.payload : undefined;
  } catch {
    return undefined;
  }
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { caseId as caseIdOf } from '../contracts/index.ts';

/**
 * What an address to reply to lets its bearer do: act on one case, as one person, until a time. The local part of an address holds 64 characters (RFC 5321, section 4.5.3.1.1), and machines on
 * the way may write it in small letters; so it is bytes in base32: the case (16), the beginning of the digest of the person (4), the hour at which it ends (3), the beginning of an HMAC-SHA-256 (12).
 */
export interface ReplyClaim {
  readonly caseId: string;
  /** Beginning of the digest of the person's id, in hex: which of the people of the pack it is. */
  readonly personMark: string;
}

export type CheckedReply =
  | { readonly ok: true; readonly claim: ReplyClaim }
  | { readonly ok: false; readonly why: 'malformed' | 'forged' }
  | { readonly ok: false; readonly why: 'expired'; readonly claim: ReplyClaim };

const HOUR_MS = 3_600_000;
const CASE_BYTES = 16;
const MARK_BYTES = 4;
const HOUR_BYTES = 3;
const MAC_BYTES = 12;
const BODY_BYTES = CASE_BYTES + MARK_BYTES + HOUR_BYTES;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export function signReply(
  claim: { readonly caseId: string; readonly person: string; readonly expiresMs: number },
  secret: string,
): string {
  const body = Buffer.alloc(BODY_BYTES);
  body.write(claim.caseId.replace('case_', ''), 0, 'hex');
  body.write(markOf(claim.person), CASE_BYTES, 'hex');
  body.writeUIntBE(Math.ceil(claim.expiresMs / HOUR_MS), CASE_BYTES + MARK_BYTES, HOUR_BYTES);
  return toBase32(Buffer.concat([body, macOf(body, secret)]));
}

/** The signature is checked before anything else is believed, and in constant time. */
export function checkReply(token: string, secret: string, nowMs: number): CheckedReply {
  const bytes = fromBase32(token.toLowerCase());
  if (bytes?.length !== BODY_BYTES + MAC_BYTES) return { ok: false, why: 'malformed' };
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(bytes.subarray(BODY_BYTES), macOf(body, secret))) return { ok: false, why: 'forged' };
  const caseId = caseIdOf.safeParse(`case_${body.toString('hex', 0, CASE_BYTES)}`);
  if (!caseId.success) return { ok: false, why: 'malformed' };
  const personMark = body.toString('hex', CASE_BYTES, CASE_BYTES + MARK_BYTES);
  const claim = { caseId: caseId.data, personMark };
  const endsMs = body.readUIntBE(CASE_BYTES + MARK_BYTES, HOUR_BYTES) * HOUR_MS;
  return endsMs <= nowMs ? { ok: false, why: 'expired', claim } : { ok: true, claim };
}

export function markOf(person: string): string {
  return createHash('sha256')
    .update(person)
    .digest('hex')
    .slice(0, MARK_BYTES * 2);
}

function macOf(body: Buffer, secret: string): Buffer {
  return createHmac('sha256', secret).update('fairlead-reply/1.').update(body).digest().subarray(0, MAC_BYTES);
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer | undefined {
  if (!/^[a-z2-7]{1,64}$/.test(text)) return undefined;
  const bits = text.replace(/./g, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

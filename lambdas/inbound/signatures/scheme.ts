import { createHash, timingSafeEqual } from 'node:crypto';

/** What was sent: names of headers in lower case, the body to the byte. */
export interface SentMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Allowance {
  readonly nowSeconds: number;
  readonly toleranceSeconds: number;
}

export type SignatureVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Whether a proof is there at all, can be read, was made with a key that is valid now, and for this time. */
      readonly why: 'missing' | 'malformed' | 'wrong' | 'stale';
      /** The header that it is about. */
      readonly header: string;
    };

/** One way in which a sender proves who it is. */
export interface Scheme {
  /** The header that carries the proof. */
  readonly header: string;
  /** What has to be sent, in words for the person who mends it. */
  readonly form: string;
  /** What to do about a proof that does not fit. */
  readonly mend: string;
  /** What to say of a proof that was good once, where it is not the time of signing that is too far away. */
  readonly outdated?: { readonly detail: string; readonly mend: string };
  /** Where no time is signed, a replay is known by its body (ADR 0010). */
  readonly signsTime: boolean;
  /** What the keys are: secrets of this source, or public keys by their id. */
  readonly keys: 'secret' | 'jwks';
  /** Pure, and never throws. All keys are tried, whichever fits: the time that it takes tells nothing. */
  readonly check: (message: SentMessage, keys: readonly string[], allowance: Allowance) => SignatureVerdict;
}

/** `wrong` comes before `stale`: nobody learns that a time would have been right. */
export function judge(
  header: string,
  fits: boolean,
  signedAt: number | undefined,
  { nowSeconds, toleranceSeconds }: Allowance,
): SignatureVerdict {
  if (!fits) return { ok: false, why: 'wrong', header };
  if (signedAt === undefined || Math.abs(nowSeconds - signedAt) <= toleranceSeconds) return { ok: true };
  return { ok: false, why: 'stale', header };
}

/** Whether one of the given signatures is one of the right ones: all are compared, each in constant time. */
export function anyEqual(given: readonly Uint8Array[], right: readonly Uint8Array[]): boolean {
  return given.flatMap((one) => right.map((other) => sameBytes(one, other))).includes(true);
}

/** Of any length: digests are compared, so that the time tells nothing of the length either. */
function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** Undefined where the text is not of the encoding, or not of that many bytes. */
export function decode(text: string, encoding: 'hex' | 'base64', bytes: number): Uint8Array | undefined {
  if (text.length > bytes * 2 + 2) return undefined;
  const decoded = Buffer.from(text, encoding);
  // Decoders pass over what they do not know: only what comes out the same was of the encoding.
  const plain = (value: string): string => (encoding === 'hex' ? value.toLowerCase() : value.replace(/=+$/, ''));
  return decoded.length === bytes && plain(decoded.toString(encoding)) === plain(text) ? decoded : undefined;
}

/** Seconds since the epoch, or undefined. */
export function readTime(text: string, format: 'seconds' | 'milliseconds' | 'iso'): number | undefined {
  if (format === 'iso') {
    const milliseconds = /^\d{4}-\d\d-\d\dT[\d:.]{5,20}(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
  }
  if (!/^\d{1,15}$/.test(text)) return undefined;
  return format === 'seconds' ? Number(text) : Number(text) / 1000;
}

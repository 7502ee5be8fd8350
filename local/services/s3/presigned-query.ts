import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionCredentials } from '../iam/session-credentials.ts';
import { s3Error } from './xml-error.ts';

/** A request as it came: path and query percent-encoded, the query without its question mark. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: readonly (readonly [string, string])[];
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const WEEK_S = 604_800;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html: requests must come within so long of their time. */
const SKEW_MS = 15 * 60_000;
const NEEDED = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'] as const;

interface Signing {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly day: string;
  readonly region: string;
  /** As written: 20130524T000000Z. */
  readonly date: string;
  readonly expires: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly token: string | undefined;
}

/**
 * Who has signed a presigned address, or an error as S3 answers it. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * Written from that page and not with the library that signs, so that a mistake is not made twice.
 */
export function signerOf(
  request: SignedRequest,
  find: (accessKeyId: string) => SessionCredentials | undefined,
  { region, now }: { readonly region: string; readonly now: number },
): SessionCredentials {
  const query = pairsOf(request.rawQuery);
  const headers = collected(request.headers);
  const signing = readSigning(query, region);
  checkTime(signing, now);
  const credentials = find(signing.accessKeyId);
  if (credentials === undefined) throw s3Error('InvalidAccessKeyId');
  if (!isSame(signing.token ?? '', credentials.sessionToken)) throw s3Error('InvalidToken');
  const unsigned = [...headers.keys()].filter(
    (name) => (name.startsWith('x-amz-') || name === 'host') && !signing.signedHeaders.includes(name),
  );
  if (unsigned.length > 0)
    throw s3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
  const canonical = canonicalOf(request, query, headers, signing.signedHeaders);
  const text = [ALGORITHM, signing.date, signing.scope, sha256(canonical)].join('\n');
  const signature = hmac(keyOf(credentials.secretAccessKey, signing), text).toString('hex');
  if (!isSame(signature, signing.signature)) throw s3Error('SignatureDoesNotMatch');
  return credentials;
}

function readSigning(query: readonly (readonly [string, string])[], ours: string): Signing {
  const value = (name: string): string | undefined => query.find(([key]) => key === `X-Amz-${name}`)?.[1];
  const missing = NEEDED.filter((name) => value(name) === undefined);
  if (missing.length === NEEDED.length) throw s3Error('AccessDenied');
  const wrong = (detail: string) => s3Error('AuthorizationQueryParametersError', detail);
  if (missing.length > 0)
    throw wrong(
      `Query-string authentication version 4 requires the ${NEEDED.map((name) => `X-Amz-${name}`).join(', ')} parameters.`,
    );
  if (value('Algorithm') !== ALGORITHM) throw wrong(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const [accessKeyId = '', day = '', region = '', service, end, ...more] = (value('Credential') ?? '').split('/');
  if (service !== 's3' || end !== 'aws4_request' || more.length > 0)
    throw wrong('Error parsing the X-Amz-Credential parameter.');
  if (region !== ours)
    throw wrong(`Error parsing the X-Amz-Credential parameter; the region '${region}' is wrong; expecting '${ours}'`);
  const expires = Number(value('Expires'));
  if (!Number.isInteger(expires) || expires < 0) throw wrong('X-Amz-Expires should be a number');
  if (expires > WEEK_S) throw wrong('X-Amz-Expires must be less than a week (in seconds)');
  const date = value('Date') ?? '';
  if (!/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(day))
    throw wrong("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  return {
    accessKeyId,
    scope: [day, region, service, end].join('/'),
    day,
    region,
    date,
    expires,
    signedHeaders: (value('SignedHeaders') ?? '').split(';'),
    signature: value('Signature') ?? '',
    token: value('Security-Token'),
  };
}

function checkTime({ date, expires }: Signing, now: number): void {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const signedAt = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
  if (signedAt > now + SKEW_MS) throw s3Error('AccessDenied', 'Request is not yet valid');
  if (now > signedAt + expires * 1000)
    throw s3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': String(expires),
      Expires: new Date(signedAt + expires * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
}

function canonicalOf(
  { method, path }: SignedRequest,
  query: readonly (readonly [string, string])[],
  headers: ReadonlyMap<string, string>,
  signedHeaders: readonly string[],
): string {
  const parameters = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  return [
    method,
    decodeURIComponent(path).split('/').map(encoded).join('/'),
    parameters.join('&'),
    ...signedHeaders.map((name) => `${name}:${headers.get(name) ?? ''}`),
    '',
    signedHeaders.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
}

function keyOf(secret: string, { day, region }: Signing): Buffer {
  return [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secret}`),
  );
}

function pairsOf(rawQuery: string): readonly (readonly [string, string])[] {
  return rawQuery
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))] as const;
    });
}

function collected(headers: SignedRequest['headers']): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const trimmed = value.trim().replaceAll(/ +/g, ' ');
    const before = map.get(key);
    map.set(key, before === undefined ? trimmed : `${before},${trimmed}`);
  }
  return map;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest()];
  return timingSafeEqual(left, right);
}

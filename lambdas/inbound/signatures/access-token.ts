import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import { jsonIn } from '../../contracts/index.ts';
import { jwk } from './rsa-jwks.ts';
import { decode } from './scheme.ts';
import type { Allowance, Scheme, SignatureVerdict } from './scheme.ts';

const HEADER = 'authorization';
const MOST_CHARACTERS = 8192;
const PARTS = /^bearer +([\w-]+)\.([\w-]+)\.([\w-]+)$/i;
/** Clocks of two machines differ by less. */
const CLOCKS_DIFFER_SECONDS = 60;
/** Below 2048 bits a signature can be forged with effort. */
const LEAST_BYTES = 256;
const MOST_BYTES = 1024;

const head = z.looseObject({ alg: z.literal('RS256'), kid: z.string() });
const claims = z.looseObject({
  iss: z.string(),
  client_id: z.string(),
  token_use: z.literal('access'),
  scope: z.string(),
  exp: z.number(),
  iat: z.number(),
});
type Claims = z.infer<typeof claims>;

/** Without issuer and client its registration is not complete, and no token is the right one. */
export interface ExpectedToken {
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scope: string;
}

/**
 * An access token that the sender has fetched with its own client of a user pool (OAuth 2.0 client credentials, RFC 6749 section 4.4; a JWT by RFC 9068 with the claims that Cognito gives it:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html). It proves who sent, not what. Each of `keys` is a public key as JSON text.
 */
export function accessTokenScheme(expected: ExpectedToken): Scheme {
  return {
    header: HEADER,
    form: `Bearer <access token of the client of this source, with the scope ${expected.scope}>`,
    mend: 'Fetch a token with the client id and secret of this source, and send it as it was given.',
    outdated: { detail: 'The token has expired.', mend: 'Fetch a new one before it expires.' },
    signsTime: false,
    keys: 'jwks',
    check: ({ headers }, keys, allowance) => {
      const value = headers[HEADER]?.trim() ?? '';
      if (value === '') return refused('missing');
      const [, first = '', second = '', third = ''] = value.length > MOST_CHARACTERS ? [] : (PARTS.exec(value) ?? []);
      const header = head.safeParse(partOf(first));
      const said = claims.safeParse(partOf(second));
      if (!header.success || !said.success) return refused('malformed');
      const key = keys.map((text) => jwk.safeParse(jsonIn(text)).data).find((one) => one?.kid === header.data.kid);
      if (key === undefined || !isSigned(key, `${first}.${second}`, third)) return refused('wrong');
      return judgeClaims(said.data, expected, allowance);
    },
  };
}

function judgeClaims(said: Claims, { issuer, clientId, scope }: ExpectedToken, allowance: Allowance): SignatureVerdict {
  const isMeant = said.iss === issuer && said.client_id === clientId && said.scope.split(' ').includes(scope);
  if (!isMeant || said.iat > allowance.nowSeconds + CLOCKS_DIFFER_SECONDS) return refused('wrong');
  return said.exp > allowance.nowSeconds ? { ok: true } : refused('stale');
}

function isSigned({ n, e }: z.infer<typeof jwk>, signed: string, sent: string): boolean {
  const bytes = Buffer.from(n, 'base64url').length;
  if (bytes < LEAST_BYTES || bytes > MOST_BYTES) return false;
  const signature = decode(sent.replaceAll('-', '+').replaceAll('_', '/'), 'base64', bytes);
  if (signature === undefined) return false;
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return verify('sha256', Buffer.from(signed), key, signature);
  } catch {
    return false;
  }
}

const partOf = (encoded: string): unknown => jsonIn(Buffer.from(encoded, 'base64url').toString('utf8'));

function refused(why: 'missing' | 'malformed' | 'wrong' | 'stale'): SignatureVerdict {
  return { ok: false, why, header: HEADER };
}

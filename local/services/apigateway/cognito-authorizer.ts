import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { Kernel } from '../../kernel/types.ts';
import { isRecord } from './context.ts';
import { headerOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { GatewayFailure } from './model.ts';
import type { CognitoAuthorizer, Method } from './model.ts';

export interface CognitoAuthorizers {
  authorize(authorizer: CognitoAuthorizer, method: Method, exchange: Exchange): Promise<void>;
}

interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html */
export function createCognitoAuthorizers(kernel: Kernel): CognitoAuthorizers {
  const keys = new Map<string, KeyObject>();

  const keyOf = async (poolId: string, kid: string): Promise<KeyObject | undefined> => {
    const name = `${poolId}/${kid}`;
    if (!keys.has(name)) {
      const principal = { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn: '' } as const;
      const answer = await kernel.call(principal, 'cognitoidentityprovider', 'GetSigningKeys', { UserPoolId: poolId });
      const published: (JsonWebKey & { kid: string })[] = answer.keys;
      for (const key of published) keys.set(`${poolId}/${key.kid}`, createPublicKey({ key, format: 'jwk' }));
    }
    return keys.get(name);
  };

  return {
    authorize: async (authorizer, method, exchange) => {
      const token = readToken(headerOf(exchange, authorizer.tokenHeader));
      if (token === undefined) throw unauthorized();
      const poolId = authorizer.poolIds.find((id) => token.claims['iss'] === issuerOf(kernel, id));
      const kid = token.header['kid'];
      if (poolId === undefined || typeof kid !== 'string' || token.header['alg'] !== 'RS256') throw unauthorized();
      const key = await keyOf(poolId, kid);
      if (key === undefined || !verify('RSA-SHA256', token.signed, key, token.signature)) throw unauthorized();
      const { exp } = token.claims;
      if (typeof exp !== 'number') throw unauthorized();
      if (exp * 1000 <= kernel.now()) throw new GatewayFailure('UNAUTHORIZED', 'The incoming token has expired');
      checkUse(token, authorizer, method);
      exchange.authorizer = { claims: shownClaims(token.claims) };
    },
  };
}

/**
 * Without scopes on the method it takes an identity token; with scopes an access token that has one of them. The page on gateway
 * response types counts a denial by a Cognito authorizer as ACCESS_DENIED, and a scope is the only thing that it can deny.
 */
function checkUse({ claims }: Token, { audience }: CognitoAuthorizer, { scopes }: Method): void {
  if (scopes.length === 0) {
    if (claims['token_use'] !== 'id') throw unauthorized();
    if (audience !== undefined && !audience.test(String(claims['aud']))) throw unauthorized();
    return;
  }
  if (claims['token_use'] !== 'access') throw unauthorized();
  const granted = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : [];
  if (scopes.some((scope) => granted.includes(scope))) return;
  throw new GatewayFailure('ACCESS_DENIED', 'User is not authorized to access this resource');
}

function issuerOf(kernel: Kernel, poolId: string): string {
  return `https://cognito-idp.${kernel.region}.amazonaws.com/${poolId}`;
}

function readToken(header: string | undefined): Token | undefined {
  const [head, body, signature, ...more] = (header ?? '')
    .replace(/^Bearer\s+/i, '')
    .trim()
    .split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) return undefined;
  const headerPart = parsePart(head);
  const claims = parsePart(body);
  if (headerPart === undefined || claims === undefined) return undefined;
  return {
    header: headerPart,
    claims,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

function parsePart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** REST APIs show every claim as text: lists joined by commas, `exp` and `iat` as dates. */
function shownClaims(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, shownClaim(name, value)]));
}

function shownClaim(name: string, value: unknown): string {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number') return dateText(value * 1000);
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `Thu Jul 13 22:44:24 UTC 2023` */
function dateText(milliseconds: number): string {
  const [weekday, day, month, year, time] = new Date(milliseconds).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

function unauthorized(): GatewayFailure {
  return new GatewayFailure('UNAUTHORIZED', 'Unauthorized');
}

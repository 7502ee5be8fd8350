import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  processClientCredentialsResponse,
  ResponseBodyError,
} from 'oauth4webapi';
import * as z from 'zod';
import type { SystemOfRecord, SystemAuthentication, SystemInstance } from '../../contracts/index.ts';
import { now, parseEnvironment, patience, request, secretReader } from '../../platform/index.ts';

type Headers = Readonly<Record<string, string>>;
type OAuth2 = Extract<SystemAuthentication, { readonly kind: 'oauth2' }>;

/** What to send with a request. `wasRefused`: what was sent before is not good any more, so secret and token are fetched anew. */
export type Authenticate = (instance: SystemInstance, wasRefused?: boolean) => Promise<Headers>;

const credentials = z.record(z.string(), z.record(z.string(), z.string()));

/** A refused key may have been rotated a moment ago; a key that is wrong is not read again with each request. */
const REFUSED_MAX_AGE_MS = 10_000;

/** By the secret of the system, which holds what each instance wants. */
export function authenticator(system: SystemOfRecord): Authenticate {
  const name = `SYSTEM_SECRET_${system.toUpperCase()}`;
  const arn = z.string().parse(parseEnvironment({ [name]: z.string() })[name]);
  const secret = secretReader();
  const tokens = createTokens();
  return async (instance, wasRefused = false) => {
    const kept = credentials.parse(JSON.parse(await secret(arn, wasRefused ? REFUSED_MAX_AGE_MS : undefined)));
    const need = (key: string): string => {
      const value = kept[instance.name]?.[key];
      if (value === undefined) throw new Error(`the secret of ${system} has no ${key} for ${instance.name}`);
      return value;
    };
    const { authentication } = instance;
    switch (authentication.kind) {
      case 'bearer':
        return { authorization: `Bearer ${need('apiKey')}` };
      case 'header':
        return { [authentication.name.toLowerCase()]: need('apiKey') };
      case 'basic': {
        const pair = Buffer.from(`${need('username')}:${need('password')}`, 'utf8').toString('base64');
        return { authorization: `Basic ${pair}` };
      }
      case 'oauth2': {
        const client = { id: need('clientId'), secret: need('clientSecret') };
        return { authorization: `Bearer ${await tokens(instance, authentication, client, wasRefused)}` };
      }
    }
  };
}

/** Begun anew so long before its end that no request meets it. */
const BEFORE_END_MS = 60_000;
/** Servers need not say how long a token is good (RFC 6749, 5.1; Salesforce does not). */
const UNSAID_S = 900;
const TOKEN_PATIENCE_MS = 2_500;

interface Token {
  readonly value: string;
  readonly until: number;
}

function createTokens() {
  const kept = new Map<string, Token>();
  return async (
    { name }: SystemInstance,
    authentication: OAuth2,
    client: { readonly id: string; readonly secret: string },
    wasRefused: boolean,
  ): Promise<string> => {
    const key = `${name} ${client.id}`;
    const known = kept.get(key);
    if (!wasRefused && known !== undefined && now() < known.until) return known.value;
    kept.delete(key);
    const token = await fetchToken(name, authentication, client);
    kept.set(key, token);
    return token.value;
  };
}

async function fetchToken(
  instance: string,
  authentication: OAuth2,
  client: { readonly id: string; readonly secret: string },
): Promise<Token> {
  const begun = now();
  const granted = await grant(authentication, client).catch(reasonOf);
  // Neither the cause nor the answer: they could hold what nobody may read in a log.
  if (typeof granted === 'string') throw new Error(`${instance} gives no token: ${granted}`);
  const { access_token: value, expires_in: seconds = UNSAID_S } = granted;
  return { value, until: begun + Math.max(0, seconds * 1_000 - Math.min(BEFORE_END_MS, seconds * 100)) };
}

async function grant(
  { tokenUrl, scope, parameters, client: place }: OAuth2,
  client: { readonly id: string; readonly secret: string },
) {
  const server = { issuer: tokenUrl, token_endpoint: tokenUrl };
  const known = { client_id: client.id };
  const proof = place === 'header' ? ClientSecretBasic(client.secret) : ClientSecretPost(client.secret);
  const answer = await clientCredentialsGrantRequest(
    server,
    known,
    proof,
    { ...parameters, ...(scope === undefined ? {} : { scope }) },
    {
      [customFetch]: (url: string, init: RequestInit) => request(url, init),
      [allowInsecureRequests]: tokenUrl.startsWith('http:'),
      signal: patience(TOKEN_PATIENCE_MS),
    },
  );
  return processClientCredentialsResponse(server, known, answer);
}

function reasonOf(error: unknown): string {
  if (error instanceof ResponseBodyError) return error.error.slice(0, 60);
  return error instanceof Error ? error.name : 'no answer';
}

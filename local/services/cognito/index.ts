import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Service } from '../../kernel/types.ts';
import { clientOf, poolOf } from './model.ts';
import type { Pools } from './model.ts';
import { createOperations } from './operations.ts';
import { resourceTypes } from './resource-types.ts';
import { createSignIn } from './sign-in.ts';
import { createTokenIssuer } from './tokens.ts';
import type { PublishedKey, Tokens } from './tokens.ts';
import { createUsers } from './users.ts';
import { serveHttp } from '../serve-http.ts';
import type { HttpAnswer, HttpRequest, Listening, ListenOptions } from '../serve-http.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import type { EndpointAnswer, TokenRequest } from './token-endpoint.ts';

export type { PublishedKey, Tokens } from './tokens.ts';

export interface Cognito extends Service {
  /** Signs a person in without a password: for the start command, which prints tokens for people of different roles. */
  issueTokens(
    poolId: string,
    clientId: string,
    username: string,
    options?: { readonly scopes?: readonly string[]; readonly goodForSeconds?: number },
  ): Tokens;
  /** What AWS serves at `https://cognito-idp.<region>.amazonaws.com/<pool>/.well-known/jwks.json`. */
  jwks(poolId: string): { readonly keys: readonly PublishedKey[] };
  /** Answers `/<pool>/.well-known/jwks.json`; undefined for any other path. */
  serve(path: string): EndpointAnswer | undefined;
  /** Answers `/oauth2/token`, where the domain of a pool is. */
  token(request: TokenRequest): EndpointAnswer;
  /** Both by HTTP. */
  listen(options: ListenOptions): Promise<Listening>;
  /** The pools of the template with their clients. */
  pools(): { readonly id: string; readonly clients: readonly { readonly id: string; readonly name: string }[] }[];
}

const MOST_BYTES = 64 * 1024;

export function createCognito(kernel: Kernel): Cognito {
  const pools: Pools = new Map();
  const users = createUsers(kernel);
  const tokens = createTokenIssuer(kernel, users);
  const signIn = createSignIn(kernel, users, tokens);
  const jwks = (poolId: string) => ({ keys: tokens.published(poolOf(pools, poolId).id) });
  const serve = (path: string): EndpointAnswer | undefined => {
    const [, poolId] = /^\/([\w-]+_\w+)\/\.well-known\/jwks\.json$/.exec(path) ?? [];
    if (poolId === undefined || !pools.has(poolId)) return undefined;
    return { status: 200, contentType: 'application/json', body: JSON.stringify(jwks(poolId)) };
  };
  const token = (request: TokenRequest): EndpointAnswer => answerTokenRequest(kernel, pools, tokens, request);
  const overHttp = ({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> => {
    const isToken = method === 'POST' && url.split('?')[0] === '/oauth2/token';
    const authorization = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    const found = isToken ? token({ authorization, body: Buffer.from(body).toString('utf8') }) : serve(url);
    const { status, contentType, body: text } = found ?? { status: 404, contentType: 'text/plain', body: 'Not found' };
    return Promise.resolve({ status, headers: [['content-type', contentType]], body: Buffer.from(text) });
  };
  return {
    name: 'cognitoidentityprovider',
    operations: createOperations(kernel, { pools, users, tokens, signIn }),
    resourceTypes: resourceTypes(kernel, pools, users),
    issueTokens: (poolId, clientId, username, { scopes = [], goodForSeconds } = {}) => {
      const pool = poolOf(pools, poolId);
      const known = clientOf(pool, clientId);
      const client = goodForSeconds === undefined ? known : { ...known, idTokenSeconds: goodForSeconds };
      const stranger = scopes.find((scope) => !client.oauthScopes.has(scope));
      if (stranger !== undefined)
        throw new AwsError('InvalidParameterException', `the client may not give the scope ${stranger}`);
      return tokens.issue(pool, client, users.get(pool, username), scopes);
    },
    jwks,
    serve,
    token,
    listen: (options) => serveHttp(kernel, { name: 'cognito', mostBytes: MOST_BYTES, answer: overHttp }, options),
    pools: () =>
      [...pools.values()].map(({ id, clients }) => ({
        id,
        clients: [...clients.values()].map((client) => ({ id: client.id, name: client.name })),
      })),
  };
}

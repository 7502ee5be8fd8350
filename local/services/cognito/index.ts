import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Service } from '../../kernel/types.ts';
import type { Pools } from './model.ts';
import { clientOf, createOperations, poolOf } from './operations.ts';
import { resourceTypes } from './resource-types.ts';
import { createSignIn } from './sign-in.ts';
import { createTokenIssuer } from './tokens.ts';
import type { PublishedKey, Tokens } from './tokens.ts';
import { createUsers } from './users.ts';

export type { PublishedKey, Tokens } from './tokens.ts';

export interface Cognito extends Service {
  /** Signs a person in without a password: for the start command, which prints tokens for people of different roles. */
  issueTokens(
    poolId: string,
    clientId: string,
    username: string,
    options?: { readonly scopes?: readonly string[] },
  ): Tokens;
  /** What AWS serves at `https://cognito-idp.<region>.amazonaws.com/<pool>/.well-known/jwks.json`. */
  jwks(poolId: string): { readonly keys: readonly PublishedKey[] };
  /** Answers `/<pool>/.well-known/jwks.json`; undefined for any other path. */
  serve(path: string): { readonly status: number; readonly contentType: string; readonly body: string } | undefined;
  /** The pools of the template with their clients. */
  pools(): { readonly id: string; readonly clients: readonly { readonly id: string; readonly name: string }[] }[];
}

export function createCognito(kernel: Kernel): Cognito {
  const pools: Pools = new Map();
  const users = createUsers(kernel);
  const tokens = createTokenIssuer(kernel, users);
  const signIn = createSignIn(kernel, users, tokens);
  const jwks = (poolId: string) => ({ keys: tokens.published(poolOf(pools, poolId).id) });
  return {
    name: 'cognitoidentityprovider',
    operations: createOperations(kernel, { pools, users, tokens, signIn }),
    resourceTypes: resourceTypes(kernel, pools, users),
    issueTokens: (poolId, clientId, username, { scopes = [] } = {}) => {
      const pool = poolOf(pools, poolId);
      const client = clientOf(pool, clientId);
      const stranger = scopes.find((scope) => !client.oauthScopes.has(scope));
      if (stranger !== undefined)
        throw new AwsError('InvalidParameterException', `the client may not give the scope ${stranger}`);
      return tokens.issue(pool, client, users.get(pool, username), scopes);
    },
    jwks,
    serve: (path) => {
      const [, poolId] = /^\/([\w-]+_\w+)\/\.well-known\/jwks\.json$/.exec(path) ?? [];
      if (poolId === undefined || !pools.has(poolId)) return undefined;
      return { status: 200, contentType: 'application/json', body: JSON.stringify(jwks(poolId)) };
    },
    pools: () =>
      [...pools.values()].map(({ id, clients }) => ({
        id,
        clients: [...clients.values()].map((client) => ({ id: client.id, name: client.name })),
      })),
  };
}

import { AwsError } from '../../kernel/errors.ts';

/** What the template declares, resolved: rebuilt at every boot. Users, memberships and keys live in the store. */

export interface UserPool {
  readonly id: string;
  readonly arn: string;
  /** Which attributes people sign in with, instead of a user name. */
  readonly usernameAttributes: readonly ('email' | 'phone_number')[];
  readonly caseSensitive: boolean;
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  readonly passwords: PasswordPolicy;
  /** Attributes beyond the standard ones: `custom:team`. */
  readonly customAttributes: ReadonlyMap<
    string,
    { readonly type: 'String' | 'Number' | 'Boolean' | 'DateTime'; readonly mutable: boolean }
  >;
  readonly clients: Map<string, PoolClient>;
  /** Prefix under which its token endpoint is found; absent: it has none. */
  domain?: string;
  /** Scopes of the resource servers: `fairlead/read`. */
  readonly scopes: Set<string>;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly numbers: boolean;
  readonly symbols: boolean;
  readonly temporaryDays: number;
}

export interface PoolClient {
  readonly id: string;
  readonly name: string;
  /** Whether it proves itself by a secret; those that are good stand in the store. */
  readonly hasSecret: boolean;
  readonly authFlows: ReadonlySet<string>;
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Attributes that the identity token shows; all when undefined. */
  readonly readAttributes: ReadonlySet<string> | undefined;
  readonly oauthScopes: ReadonlySet<string>;
  /** Whether it may fetch tokens for itself, by its secret. */
  readonly isMachine: boolean;
  /** Whether a sign-in tells that a user does not exist. */
  readonly hidesUnknownUsers: boolean;
  readonly revocable: boolean;
}

export type Pools = Map<string, UserPool>;

export function assertScopes(pool: UserPool, scopes: readonly string[]): void {
  const usual = new Set(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']);
  const unknown = scopes.filter((scope) => !usual.has(scope) && !pool.scopes.has(scope));
  if (unknown.length === 0) return;
  throw new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown.join(', ')}`);
}

export function poolOf(pools: Pools, id: string): UserPool {
  const pool = pools.get(id);
  if (pool === undefined) throw new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);
  return pool;
}

export function clientOf(pool: UserPool, id: string): PoolClient {
  const client = pool.clients.get(id);
  if (client === undefined) throw new AwsError('ResourceNotFoundException', `User pool client ${id} does not exist.`);
  return client;
}

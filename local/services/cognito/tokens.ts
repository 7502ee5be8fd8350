import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import type { PoolClient, UserPool } from './model.ts';
import type { User, Users } from './users.ts';

export interface Tokens {
  readonly IdToken: string;
  readonly AccessToken: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

export type PublishedKey = JsonWebKey & { readonly kid: string };

export interface TokenIssuer {
  /** New tokens with a refresh token. `scopes` beyond the usual one are those that a sign-in on the hosted pages would give. */
  issue(pool: UserPool, client: PoolClient, user: User, scopes?: readonly string[]): Tokens;
  /** An access token for the client itself, with these of its scopes. */
  issueToClient(pool: UserPool, client: PoolClient, scopes: readonly string[]): string;
  refresh(pool: UserPool, client: PoolClient, refreshToken: string): Tokens;
  revoke(client: PoolClient, refreshToken: string): void;
  revokeAll(pool: UserPool, user: User): void;
  /** The pool's public keys, as its `jwks.json` has them. */
  published(poolId: string): readonly PublishedKey[];
}

interface Session {
  readonly pool_id: string;
  readonly client_id: string;
  readonly username: string;
  readonly expires: number;
  readonly auth_time: number;
  readonly origin_jti: string;
}

interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** What an access token of the user pools API (not of the hosted pages) may do. */
const OWN_SCOPE = 'aws.cognito.signin.user.admin';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html */
export function createTokenIssuer(kernel: Kernel, users: Users): TokenIssuer {
  const { store } = kernel;
  store.exec(
    'CREATE TABLE IF NOT EXISTS cognito_keys (pool_id TEXT PRIMARY KEY, kid TEXT NOT NULL, pem TEXT NOT NULL)',
  );
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_sessions (refresh_token TEXT PRIMARY KEY, pool_id TEXT NOT NULL,
    client_id TEXT NOT NULL, username TEXT NOT NULL, expires INTEGER NOT NULL, auth_time INTEGER NOT NULL,
    origin_jti TEXT NOT NULL) WITHOUT ROWID`);
  const loaded = new Map<string, SigningKey>();

  /** Made when first needed: it takes a tenth of a second, and most runs never sign anybody in. */
  const keyOf = (poolId: string): SigningKey => {
    const known = loaded.get(poolId);
    if (known !== undefined) return known;
    const row = store.get<{ kid: string; pem: string }>('SELECT kid, pem FROM cognito_keys WHERE pool_id = ?', poolId);
    const key =
      row === undefined ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : createPrivateKey(row.pem);
    const kid = row?.kid ?? Buffer.from(kernel.uuid()).toString('base64url');
    if (row === undefined) {
      store.run(
        'INSERT INTO cognito_keys VALUES (?, ?, ?)',
        poolId,
        kid,
        String(key.export({ type: 'pkcs8', format: 'pem' })),
      );
    }
    loaded.set(poolId, { kid, key });
    return { kid, key };
  };

  const signed = (poolId: string, claims: Readonly<Record<string, unknown>>): string => {
    const { kid, key } = keyOf(poolId);
    const text = `${part({ kid, alg: 'RS256' })}.${part(claims)}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
  };

  const pairOf = (
    pool: UserPool,
    client: PoolClient,
    user: User,
    session: Session,
    scopes: readonly string[],
  ): Tokens => {
    const common = commonClaims(kernel, pool, users, user, session);
    const iat = common.iat;
    const identity = {
      ...common,
      ...identityClaims(users, pool, client, user),
      aud: client.id,
      token_use: 'id',
      'cognito:username': user.username,
      exp: iat + client.idTokenSeconds,
      jti: kernel.uuid(),
    };
    const access = {
      ...common,
      client_id: client.id,
      token_use: 'access',
      scope: [OWN_SCOPE, ...scopes].join(' '),
      username: user.username,
      exp: iat + client.accessTokenSeconds,
      jti: kernel.uuid(),
    };
    return {
      IdToken: signed(pool.id, identity),
      AccessToken: signed(pool.id, access),
      ExpiresIn: client.accessTokenSeconds,
      TokenType: 'Bearer',
    };
  };

  return {
    issue: (pool, client, user, scopes = []) => {
      const now = kernel.now();
      const session: Session = {
        pool_id: pool.id,
        client_id: client.id,
        username: user.username,
        expires: now + client.refreshTokenSeconds * 1000,
        auth_time: Math.floor(now / 1000),
        origin_jti: kernel.uuid(),
      };
      const refreshToken = Buffer.from(`${kernel.uuid()}${kernel.uuid()}`).toString('base64url');
      store.run(
        'INSERT INTO cognito_sessions VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[refreshToken, session.pool_id, session.client_id, session.username],
        ...[session.expires, session.auth_time, session.origin_jti],
      );
      return { ...pairOf(pool, client, user, session, scopes), RefreshToken: refreshToken };
    },
    issueToClient: (pool, client, scopes) => {
      const iat = Math.floor(kernel.now() / 1000);
      return signed(pool.id, {
        sub: client.id,
        token_use: 'access',
        scope: scopes.join(' '),
        auth_time: iat,
        iss: issuerOf(kernel, pool),
        exp: iat + client.accessTokenSeconds,
        iat,
        version: 2,
        jti: kernel.uuid(),
        client_id: client.id,
      });
    },
    refresh: (pool, client, refreshToken) => {
      const session = store.get<Session>('SELECT * FROM cognito_sessions WHERE refresh_token = ?', refreshToken);
      if (session?.pool_id !== pool.id || session.client_id !== client.id) throw notAuthorized('Invalid Refresh Token');
      if (session.expires <= kernel.now()) throw notAuthorized('Refresh Token has expired');
      const user = users.get(pool, session.username);
      if (!user.enabled) throw notAuthorized('User is disabled.');
      return pairOf(pool, client, user, session, []);
    },
    revoke: (client, refreshToken) => {
      store.run('DELETE FROM cognito_sessions WHERE refresh_token = ? AND client_id = ?', refreshToken, client.id);
    },
    revokeAll: (pool, user) => {
      store.run('DELETE FROM cognito_sessions WHERE pool_id = ? AND username = ?', pool.id, user.username);
    },
    published: (poolId) => {
      const { kid, key } = keyOf(poolId);
      const { n, e, kty } = createPublicKey(key).export({ format: 'jwk' });
      return [{ alg: 'RS256', e: e ?? '', kid, kty: kty ?? 'RSA', n: n ?? '', use: 'sig' }];
    },
  };
}

const issuerOf = ({ region }: Kernel, { id }: UserPool): string => `https://cognito-idp.${region}.amazonaws.com/${id}`;

function commonClaims(kernel: Kernel, pool: UserPool, users: Users, user: User, session: Session) {
  const groups = users.groupsOf(pool, user).map(({ name }) => name);
  return {
    sub: user.sub,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
    iss: issuerOf(kernel, pool),
    origin_jti: session.origin_jti,
    event_id: kernel.uuid(),
    auth_time: session.auth_time,
    iat: Math.floor(kernel.now() / 1000),
  };
}

/** Attributes that the client may read, and the roles of the user's groups. */
function identityClaims(users: Users, pool: UserPool, client: PoolClient, user: User): Record<string, unknown> {
  // Without a list those that every pool has, and none of its own: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
  const readable = Object.entries(user.attributes).filter(
    ([name]) => client.readAttributes?.has(name) ?? !name.includes(':'),
  );
  const roles = users.groupsOf(pool, user).flatMap(({ role_arn }) => role_arn ?? []);
  return {
    ...Object.fromEntries(
      readable.map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
    ),
    ...(roles.length === 0 ? {} : { 'cognito:roles': roles, 'cognito:preferred_role': roles[0] }),
  };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function notAuthorized(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message);
}

import { createHmac } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { secretsOf } from './made-clients.ts';
import type { PoolClient, UserPool } from './model.ts';
import { notAuthorized } from './tokens.ts';
import type { TokenIssuer, Tokens } from './tokens.ts';
import type { User, Users } from './users.ts';

type Parameters = Readonly<Record<string, string | undefined>>;

export interface SignInAnswer {
  readonly AuthenticationResult?: Tokens;
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
}

export interface SignIn {
  start(pool: UserPool, client: PoolClient, flow: string, parameters: Parameters): SignInAnswer;
  answer(pool: UserPool, client: PoolClient, challenge: string, session: string, responses: Parameters): SignInAnswer;
}

/** A challenge is to be answered within three minutes: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html */
const SESSION_MS = 3 * 60_000;
const DAY_MS = 86_400_000;

/** What a client must have switched on for a flow; the older names switch on the same. */
const switches: Readonly<Record<string, readonly string[]>> = {
  ADMIN_USER_PASSWORD_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  ADMIN_NO_SRP_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  REFRESH_TOKEN_AUTH: ['ALLOW_REFRESH_TOKEN_AUTH'],
  REFRESH_TOKEN: ['ALLOW_REFRESH_TOKEN_AUTH'],
};

export function createSignIn(kernel: Kernel, users: Users, tokens: TokenIssuer): SignIn {
  const { store } = kernel;
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_challenges (session TEXT PRIMARY KEY, client_id TEXT NOT NULL,
    username TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID`);

  const challenge = (client: PoolClient, user: User, name: string): SignInAnswer => {
    const session = Buffer.from(`${kernel.uuid()}${kernel.uuid()}`).toString('base64url');
    store.run(
      'INSERT INTO cognito_challenges VALUES (?, ?, ?, ?)',
      ...[session, client.id, user.username, kernel.now() + SESSION_MS],
    );
    const parameters = {
      USER_ID_FOR_SRP: user.username,
      userAttributes: JSON.stringify(user.attributes),
      requiredAttributes: '[]',
    };
    return { ChallengeName: name, Session: session, ChallengeParameters: parameters };
  };

  const admitted = (pool: UserPool, client: PoolClient, user: User): SignInAnswer => {
    if (pool.mfa === 'ON') return challenge(client, user, 'MFA_SETUP');
    return { AuthenticationResult: tokens.issue(pool, client, user), ChallengeParameters: {} };
  };

  const byPassword = (pool: UserPool, client: PoolClient, parameters: Parameters): SignInAnswer => {
    const { USERNAME: name, PASSWORD: password } = parameters;
    if (name === undefined) throw new AwsError('InvalidParameterException', 'Missing required parameter USERNAME');
    if (password === undefined) throw new AwsError('InvalidParameterException', 'Missing required parameter PASSWORD');
    assertSecretHash(kernel, client, name, parameters['SECRET_HASH']);
    const user = users.find(pool, name);
    if (user === undefined) {
      if (client.hidesUnknownUsers) throw notAuthorized('Incorrect username or password.');
      throw new AwsError('UserNotFoundException', 'User does not exist.');
    }
    if (!users.hasPassword(pool, user, password)) throw notAuthorized('Incorrect username or password.');
    if (!user.enabled) throw notAuthorized('User is disabled.');
    if (user.status !== 'FORCE_CHANGE_PASSWORD') return admitted(pool, client, user);
    if (kernel.now() >= user.passwordSetAt + pool.passwords.temporaryDays * DAY_MS) {
      throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
    }
    return challenge(client, user, 'NEW_PASSWORD_REQUIRED');
  };

  return {
    start: (pool, client, flow, parameters) => {
      const needed = switches[flow];
      if (needed === undefined) throw new UnsupportedError(`the sign-in flow ${flow}`);
      if (!needed.some((name) => client.authFlows.has(name))) {
        throw new AwsError('InvalidParameterException', `${flow} flow not enabled for this client`);
      }
      if (!flow.startsWith('REFRESH_TOKEN')) return byPassword(pool, client, parameters);
      return {
        AuthenticationResult: tokens.refresh(pool, client, parameters['REFRESH_TOKEN'] ?? ''),
        ChallengeParameters: {},
      };
    },
    answer: (pool, client, name, session, responses) => {
      if (name !== 'NEW_PASSWORD_REQUIRED') throw new UnsupportedError(`the sign-in challenge ${name}`);
      const asked = store.get<{ client_id: string; username: string; expires: number }>(
        'SELECT * FROM cognito_challenges WHERE session = ?',
        session,
      );
      if (asked?.client_id !== client.id || asked.expires <= kernel.now()) {
        throw notAuthorized('Invalid session for the user, session is expired.');
      }
      const user = users.get(pool, asked.username);
      if (users.find(pool, responses['USERNAME'] ?? '')?.username !== user.username) {
        throw notAuthorized('Invalid session for the user.');
      }
      assertSecretHash(kernel, client, responses['USERNAME'] ?? '', responses['SECRET_HASH']);
      users.setPassword(pool, user, responses['NEW_PASSWORD'] ?? '', true);
      store.run('DELETE FROM cognito_challenges WHERE session = ?', session);
      return admitted(pool, client, users.get(pool, user.username));
    },
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash */
function assertSecretHash(kernel: Kernel, client: PoolClient, username: string, given: string | undefined): void {
  if (!client.hasSecret) return;
  const hashBy = (secret: string): string =>
    createHmac('sha256', secret).update(`${username}${client.id}`).digest('base64');
  if (secretsOf(kernel, client.id).some(({ secret }) => hashBy(secret) === given)) return;
  throw notAuthorized(
    given === undefined
      ? `Client ${client.id} is configured with secret but SECRET_HASH was not received`
      : `Unable to verify secret hash for client ${client.id}`,
  );
}

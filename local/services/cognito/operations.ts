import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Operation } from '../../kernel/types.ts';
import { clientOperations } from './made-clients.ts';
import type { Admin } from './made-clients.ts';
import { clientOf, poolOf } from './model.ts';
import type { PoolClient, Pools, UserPool } from './model.ts';
import type { SignIn } from './sign-in.ts';
import type { TokenIssuer } from './tokens.ts';
import type { User, Users } from './users.ts';

export interface Parts {
  readonly pools: Pools;
  readonly users: Users;
  readonly tokens: TokenIssuer;
  readonly signIn: SignIn;
}

/** The operations of `CognitoIdentityProviderClient` that the app and its set-up command use. */
export function createOperations(kernel: Kernel, parts: Parts): Readonly<Record<string, Operation>> {
  const { pools, users, tokens, signIn } = parts;

  /** An operation of the pool's owner, allowed by IAM. */
  const admin: Admin = (name, run) => ({
    authorize: (input) => [
      { action: `cognito-idp:${name}`, resource: kernel.arn('cognito-idp', `userpool/${input.UserPoolId}`) },
    ],
    run: (input) => run(input, poolOf(pools, input.UserPoolId)),
  });
  const onUser = (name: string, run: (pool: UserPool, user: User, input: any) => unknown): Operation =>
    admin(name, (input, pool) => run(pool, users.get(pool, input.Username), input) ?? {});
  /** An operation of people's own programs: the client id is all that it needs. */
  const open = (run: (input: any, pool: UserPool, client: PoolClient) => unknown): Operation => ({
    authorize: () => [],
    run: (input) => {
      const found = findClient(pools, input.ClientId);
      return run(input, ...found);
    },
  });
  const assertGroup = (pool: UserPool, group: string): void => {
    if (!users.groupExists(pool, group)) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  };

  return {
    ...clientOperations(kernel, admin),
    AdminCreateUser: admin('AdminCreateUser', (input, pool) => {
      refuse('AdminCreateUser', input, ['ValidationData', 'ClientMetadata', 'ForceAliasCreation']);
      if (input.MessageAction === 'RESEND') throw new UnsupportedError('AdminCreateUser with MessageAction RESEND');
      const user = users.create(pool, input.Username, attributesOf(input.UserAttributes));
      const password = input.TemporaryPassword ?? temporaryPassword(kernel, pool);
      users.setPassword(pool, user, password, false);
      if (input.MessageAction !== 'SUPPRESS')
        kernel.emit({ kind: 'cognito.invitation', username: user.username, password });
      return { User: shownUser(users.get(pool, user.username), 'Attributes') };
    }),
    AdminSetUserPassword: onUser('AdminSetUserPassword', (pool, user, input) => {
      users.setPassword(pool, user, input.Password, input.Permanent === true);
    }),
    AdminGetUser: onUser('AdminGetUser', (_pool, user) => shownUser(user, 'UserAttributes')),
    AdminUpdateUserAttributes: onUser('AdminUpdateUserAttributes', (pool, user, input) => {
      users.setAttributes(pool, user, attributesOf(input.UserAttributes));
    }),
    AdminDeleteUser: onUser('AdminDeleteUser', (pool, user) => {
      tokens.revokeAll(pool, user);
      users.delete(pool, user);
    }),
    AdminAddUserToGroup: onUser('AdminAddUserToGroup', (pool, user, input) => {
      assertGroup(pool, input.GroupName);
      users.join(pool, user, input.GroupName);
    }),
    AdminRemoveUserFromGroup: onUser('AdminRemoveUserFromGroup', (pool, user, input) => {
      assertGroup(pool, input.GroupName);
      users.leave(pool, user, input.GroupName);
    }),
    AdminListGroupsForUser: onUser('AdminListGroupsForUser', (pool, user) => ({
      Groups: users.groupsOf(pool, user).map((group) => ({
        GroupName: group.name,
        UserPoolId: pool.id,
        ...(group.precedence === null ? {} : { Precedence: group.precedence }),
        ...(group.role_arn === null ? {} : { RoleArn: group.role_arn }),
      })),
    })),
    AdminDisableUser: onUser('AdminDisableUser', (pool, user) => {
      users.setEnabled(pool, user, false);
    }),
    AdminEnableUser: onUser('AdminEnableUser', (pool, user) => {
      users.setEnabled(pool, user, true);
    }),
    AdminUserGlobalSignOut: onUser('AdminUserGlobalSignOut', (pool, user) => {
      tokens.revokeAll(pool, user);
    }),
    ListUsers: admin('ListUsers', (input, pool) => {
      refuse('ListUsers', input, ['AttributesToGet']);
      return page(
        users.list(pool).filter(filterOf(input.Filter)),
        input.Limit ?? 60,
        input.PaginationToken,
        'PaginationToken',
      );
    }),
    ListUsersInGroup: admin('ListUsersInGroup', (input, pool) => {
      assertGroup(pool, input.GroupName);
      return page(users.membersOf(pool, input.GroupName), input.Limit ?? 60, input.NextToken, 'NextToken');
    }),
    AdminInitiateAuth: admin('AdminInitiateAuth', (input, pool) => {
      refuse('AdminInitiateAuth', input, triggerInput);
      return signIn.start(pool, clientOf(pool, input.ClientId), input.AuthFlow, input.AuthParameters ?? {});
    }),
    AdminRespondToAuthChallenge: admin('AdminRespondToAuthChallenge', (input, pool) => {
      const client = clientOf(pool, input.ClientId);
      return signIn.answer(pool, client, input.ChallengeName, input.Session ?? '', input.ChallengeResponses ?? {});
    }),
    InitiateAuth: open((input, pool, client) => {
      refuse('InitiateAuth', input, triggerInput);
      if (String(input.AuthFlow).startsWith('ADMIN_')) {
        throw new AwsError('InvalidParameterException', 'Initiate Auth method not supported.');
      }
      return signIn.start(pool, client, input.AuthFlow, input.AuthParameters ?? {});
    }),
    RespondToAuthChallenge: open((input, pool, client) =>
      signIn.answer(pool, client, input.ChallengeName, input.Session ?? '', input.ChallengeResponses ?? {}),
    ),
    RevokeToken: open((input, _pool, client) => {
      if (!client.revocable)
        throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
      tokens.revoke(client, input.Token);
      return {};
    }),
    // Not of the SDK: what an authorizer fetches from the pool's public jwks.json.
    GetSigningKeys: {
      authorize: () => [],
      run: (input) => ({ keys: tokens.published(poolOf(pools, input.UserPoolId).id) }),
    },
  };
}

/** What only Lambda triggers and threat protection would look at. */
const triggerInput = ['ClientMetadata', 'AnalyticsMetadata', 'ContextData', 'UserContextData'];

function findClient(pools: Pools, id: string): [UserPool, PoolClient] {
  for (const pool of pools.values()) {
    const client = pool.clients.get(id);
    if (client !== undefined) return [pool, client];
  }
  throw new AwsError('ResourceNotFoundException', `User pool client ${id} does not exist.`);
}

interface AttributeType {
  readonly Name: string;
  readonly Value?: string;
}

function attributesOf(list: readonly AttributeType[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value ?? '']));
}

/** Meets whatever policy a pool can ask for. */
function temporaryPassword(kernel: Kernel, pool: UserPool): string {
  const rest = `${kernel.uuid()}${kernel.uuid()}${kernel.uuid()}`.replaceAll('-', '');
  return `Aa1!${rest.slice(0, Math.max(16, pool.passwords.minimumLength - 4))}`;
}

function shownUser(user: User, attributes: 'Attributes' | 'UserAttributes'): Record<string, unknown> {
  return {
    Username: user.username,
    [attributes]: Object.entries({ ...user.attributes, sub: user.sub }).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: new Date(user.created),
    UserLastModifiedDate: new Date(user.modified),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

function page(
  all: readonly User[],
  limit: number,
  token: string | undefined,
  tokenName: string,
): Record<string, unknown> {
  const from =
    token === undefined
      ? 0
      : Math.max(
          0,
          all.findIndex(({ username }) => username === token),
        );
  const next = all[from + limit];
  return {
    Users: all.slice(from, from + limit).map((user) => shownUser(user, 'Attributes')),
    ...(next === undefined ? {} : { [tokenName]: next.username }),
  };
}

/** `name = "text"` or `name ^= "text"`: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
function filterOf(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const [, name = '', operator, text = ''] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"([^"]*)"\s*$/.exec(filter) ?? [];
  if (operator === undefined || name.startsWith('custom:')) {
    throw new AwsError('InvalidParameterException', `Error while parsing filter: ${filter}`);
  }
  return (user) => {
    const value = valueOf(user, name) ?? '';
    return operator === '=' ? value === text : value.startsWith(text);
  };
}

function valueOf(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'sub') return user.sub;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[name];
}

function refuse(operation: string, input: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const used = names.find((name) => input[name] !== undefined && input[name] !== false);
  if (used !== undefined) throw new UnsupportedError(`cognitoidentityprovider:${operation} with ${used}`);
}

import { createHmac } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createCognito } from '../../local/services/cognito/index.ts';
import type { Cognito } from '../../local/services/cognito/index.ts';
import { testKernel } from '../support/kernel.ts';

const PASSWORD = 'Correct-horse-1';

function people(settings: { pool?: object; client?: object } = {}) {
  let cognito: Cognito | undefined;
  const engine = testKernel((kernel) => [(cognito = createCognito(kernel))]);
  const pool = engine.provision('AWS::Cognito::UserPool', 'People', {
    Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
    ...settings.pool,
  });
  const client = engine.provision('AWS::Cognito::UserPoolClient', 'Console', {
    UserPoolId: pool.ref,
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    ...settings.client,
  });
  engine.provision('AWS::Cognito::UserPoolGroup', 'Operators', {
    UserPoolId: pool.ref,
    GroupName: 'operators',
    Precedence: 2,
  });
  engine.provision('AWS::Cognito::UserPoolGroup', 'Admins', {
    UserPoolId: pool.ref,
    GroupName: 'admins',
    Precedence: 1,
  });
  const call = (operation: string, input: object = {}) =>
    engine.call('cognitoidentityprovider', operation, { UserPoolId: pool.ref, ...input });
  const create = async (Username: string, attributes: Record<string, string> = {}) => {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    await call('AdminCreateUser', { Username, UserAttributes, MessageAction: 'SUPPRESS' });
    await call('AdminSetUserPassword', { Username, Password: PASSWORD, Permanent: true });
  };
  const signIn = (USERNAME: string, password = PASSWORD, more: object = {}) =>
    call('AdminInitiateAuth', {
      ClientId: client.ref,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password, ...more },
    });
  const service = (): Cognito => {
    if (cognito === undefined) throw new Error('not open');
    return cognito;
  };
  const claimsOf = (token: string): any => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return { engine, poolId: pool.ref, clientId: client.ref, client, call, create, signIn, service, claimsOf };
}

const refusal = (message: string, name = 'NotAuthorizedException'): object => ({ name, message });

describe('tokens (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html)', () => {
  test('are signed by the key that the pool publishes, and say who it is', async () => {
    const ReadAttributes = ['email', 'email_verified', 'custom:team'];
    const { engine, poolId, clientId, call, create, signIn, service } = people({ client: { ReadAttributes } });
    await create('ada', { email: 'ada@example.com', email_verified: 'true', 'custom:team': 'customs' });
    for (const GroupName of ['operators', 'admins']) await call('AdminAddUserToGroup', { Username: 'ada', GroupName });
    const { AuthenticationResult: tokens } = await signIn('ada');
    const served = service().serve(`/${poolId}/.well-known/jwks.json`);
    const keys = createLocalJWKSet(JSON.parse(served?.body ?? ''));
    const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${poolId}`;
    const currentDate = new Date(engine.kernel.now());
    const id = await jwtVerify(tokens.IdToken, keys, {
      issuer,
      audience: clientId,
      currentDate,
      algorithms: ['RS256'],
    });
    const access = await jwtVerify(tokens.AccessToken, keys, { issuer, currentDate });
    const now = Math.floor(engine.kernel.now() / 1000);
    expect(id.payload).toMatchObject({
      token_use: 'id',
      'cognito:username': 'ada',
      'cognito:groups': ['admins', 'operators'],
      email: 'ada@example.com',
      email_verified: true,
      'custom:team': 'customs',
      iat: now,
      auth_time: now,
      exp: now + 3600,
    });
    expect(access.payload).toMatchObject({
      token_use: 'access',
      client_id: clientId,
      username: 'ada',
      scope: 'aws.cognito.signin.user.admin',
      'cognito:groups': ['admins', 'operators'],
      sub: id.payload.sub,
    });
    expect(access.payload).not.toHaveProperty('aud');
    expect(access.payload).not.toHaveProperty('email');
    expect(tokens).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
    expect(service().serve('/elsewhere/.well-known/jwks.json')).toBeUndefined();
  });

  test.each([
    [{}, 3600, 3600],
    [{ AccessTokenValidity: 2, IdTokenValidity: 3 }, 7200, 10_800],
    [
      {
        AccessTokenValidity: 30,
        IdTokenValidity: 600,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds' },
      },
      1800,
      600,
    ],
  ])('live as long as the client says: %j', async (client, access, identity) => {
    const { create, clientId, poolId, service, claimsOf } = people({ client });
    await create('ada');
    const tokens = service().issueTokens(poolId, clientId, 'ada');
    const lifetime = (token: string) => claimsOf(token).exp - claimsOf(token).iat;
    expect([lifetime(tokens.AccessToken), lifetime(tokens.IdToken), tokens.ExpiresIn]).toEqual([
      access,
      identity,
      access,
    ]);
  });

  test('live longer where the start command asks for it, and then expire', async () => {
    const { create, clientId, poolId, service, claimsOf } = people({ client: { IdTokenValidity: 1 } });
    await create('ada');
    const { IdToken } = service().issueTokens(poolId, clientId, 'ada', { goodForSeconds: 50_000 });
    expect(claimsOf(IdToken).exp - claimsOf(IdToken).iat).toBe(50_000);
  });

  test('show the attributes that the client may read, and no others', async () => {
    const { create, signIn, claimsOf } = people({ client: { ReadAttributes: ['email'] } });
    await create('ada', { email: 'ada@example.com', name: 'Ada' });
    const claims = claimsOf((await signIn('ada')).AuthenticationResult.IdToken);
    expect(claims.email).toBe('ada@example.com');
    expect(claims).not.toHaveProperty('name');
  });

  test('show none of the attributes of the pool itself to a client of which nobody says what it may read', async () => {
    const { create, signIn, claimsOf } = people();
    await create('ada', { email: 'ada@example.com', 'custom:team': 'customs' });
    const claims = claimsOf((await signIn('ada')).AuthenticationResult.IdToken);
    expect([claims.email, claims['custom:team']]).toEqual(['ada@example.com', undefined]);
  });

  test('keep the key over a restart', async () => {
    const { engine, create, poolId, service } = people();
    await create('ada');
    const before = service().jwks(poolId);
    engine.restart();
    expect(service().jwks(poolId)).toEqual(before);
  });
});

describe('signing in (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html)', () => {
  test.each([
    ['a wrong password', 'ada', 'nope', 'Incorrect username or password.'],
    ['an unknown person, who is not given away', 'eve', PASSWORD, 'Incorrect username or password.'],
  ])('%s', async (_what, name, password, message) => {
    const { create, signIn } = people();
    await create('ada');
    await expect(signIn(name, password)).rejects.toMatchObject(refusal(message));
  });

  test('a client of old tells who is unknown', async () => {
    const { signIn } = people({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    await expect(signIn('eve')).rejects.toMatchObject(refusal('User does not exist.', 'UserNotFoundException'));
  });

  test('a disabled person is out, and back when enabled', async () => {
    const { call, create, signIn } = people();
    await create('ada');
    await call('AdminDisableUser', { Username: 'ada' });
    await expect(signIn('ada')).rejects.toMatchObject(refusal('User is disabled.'));
    await call('AdminEnableUser', { Username: 'ada' });
    expect((await signIn('ada')).AuthenticationResult).toBeDefined();
  });

  test('only the flows that the client has switched on', async () => {
    const { call, clientId, create, signIn } = people({ client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } });
    await create('ada');
    const AuthParameters = { USERNAME: 'ada', PASSWORD };
    await expect(signIn('ada')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const open = (AuthFlow: string) => call('InitiateAuth', { ClientId: clientId, AuthFlow, AuthParameters });
    expect((await open('USER_PASSWORD_AUTH')).AuthenticationResult.TokenType).toBe('Bearer');
    await expect(open('ADMIN_USER_PASSWORD_AUTH')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(open('USER_SRP_AUTH')).rejects.toThrow(/USER_SRP_AUTH is not supported/);
  });

  test('a temporary password must be changed, within its days', async () => {
    const { engine, call, clientId, signIn } = people({
      pool: { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 1 } } },
    });
    await call('AdminCreateUser', { Username: 'ada', TemporaryPassword: PASSWORD });
    const { ChallengeName, Session, AuthenticationResult } = await signIn('ada');
    expect([ChallengeName, AuthenticationResult]).toEqual(['NEW_PASSWORD_REQUIRED', undefined]);
    const respond = (NEW_PASSWORD: string) =>
      call('AdminRespondToAuthChallenge', {
        ClientId: clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD },
      });
    await expect(respond('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    expect((await respond('Other-horse-2')).AuthenticationResult).toBeDefined();
    await expect(respond('Third-horse-3')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await call('AdminGetUser', { Username: 'ada' })).toMatchObject({ UserStatus: 'CONFIRMED' });

    await call('AdminCreateUser', { Username: 'bob', TemporaryPassword: PASSWORD });
    const late = await signIn('bob');
    await engine.advance(180_000);
    const answer = { ClientId: clientId, ChallengeName: late.ChallengeName, Session: late.Session };
    const ChallengeResponses = { USERNAME: 'bob', NEW_PASSWORD: 'Other-horse-2' };
    await expect(call('AdminRespondToAuthChallenge', { ...answer, ChallengeResponses })).rejects.toMatchObject({
      message: expect.stringContaining('session is expired'),
    });
    await engine.advance(86_400_000 - 180_000);
    await expect(signIn('bob')).rejects.toMatchObject({
      message: expect.stringContaining('Temporary password has expired'),
    });
  });

  test('a pool that demands a second factor lets nobody in by password alone', async () => {
    const { create, signIn } = people({ pool: { MfaConfiguration: 'ON' } });
    await create('ada');
    expect(await signIn('ada')).toMatchObject({ ChallengeName: 'MFA_SETUP' });
    expect(await signIn('ada')).not.toHaveProperty('AuthenticationResult');
  });

  test('a client with a secret wants its hash', async () => {
    const { create, client, clientId, signIn } = people({ client: { GenerateSecret: true } });
    await create('ada');
    await expect(signIn('ada')).rejects.toMatchObject({
      message: expect.stringContaining('SECRET_HASH was not received'),
    });
    const hash = (secret: string) => createHmac('sha256', secret).update(`ada${clientId}`).digest('base64');
    await expect(signIn('ada', PASSWORD, { SECRET_HASH: hash('other') })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const right = { SECRET_HASH: hash(String(client.attributes?.['ClientSecret'])) };
    expect((await signIn('ada', PASSWORD, right)).AuthenticationResult).toBeDefined();
  });
});

describe('refreshing (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html)', () => {
  test('gives new tokens with what holds now, until it expires or is revoked', async () => {
    const { engine, call, clientId, create, signIn, claimsOf } = people({ client: { RefreshTokenValidity: 2 } });
    await create('ada');
    const { RefreshToken } = (await signIn('ada')).AuthenticationResult;
    await call('AdminAddUserToGroup', { Username: 'ada', GroupName: 'operators' });
    await engine.advance(3_600_000);
    engine.restart();
    const refresh = (REFRESH_TOKEN = RefreshToken) =>
      call('InitiateAuth', { ClientId: clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } });
    const { AuthenticationResult } = await refresh();
    const claims = claimsOf(AuthenticationResult.IdToken);
    expect(claims['cognito:groups']).toEqual(['operators']);
    expect(claims.iat - claims.auth_time).toBe(3600);
    expect(AuthenticationResult).not.toHaveProperty('RefreshToken');
    await expect(refresh('made up')).rejects.toMatchObject(refusal('Invalid Refresh Token'));
    await engine.advance(2 * 86_400_000);
    await expect(refresh()).rejects.toMatchObject(refusal('Refresh Token has expired'));

    const second = (await signIn('ada')).AuthenticationResult.RefreshToken;
    await call('AdminDisableUser', { Username: 'ada' });
    await expect(refresh(second)).rejects.toMatchObject(refusal('User is disabled.'));
    await call('AdminEnableUser', { Username: 'ada' });
    expect((await refresh(second)).AuthenticationResult).toBeDefined();
    await call('AdminUserGlobalSignOut', { Username: 'ada' });
    await expect(refresh(second)).rejects.toMatchObject(refusal('Invalid Refresh Token'));
  });
});

describe('people (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html)', () => {
  test('who sign in by e-mail get a made-up user name', async () => {
    const { call, create, signIn, claimsOf } = people({
      pool: { UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } },
    });
    await create('Ada@example.com');
    const { Username, UserAttributes } = await call('AdminGetUser', { Username: 'ada@example.com' });
    expect(Username).toMatch(/^[0-9a-f-]{36}$/);
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: 'Ada@example.com' });
    expect(claimsOf((await signIn('ADA@EXAMPLE.COM')).AuthenticationResult.IdToken)['cognito:username']).toBe(Username);
    await expect(call('AdminCreateUser', { Username: 'ada@EXAMPLE.com' })).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
    await expect(call('AdminCreateUser', { Username: 'ada' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('are listed, found, grouped and removed, and outlive a restart', async () => {
    const { engine, call, create } = people();
    for (const name of ['ada', 'bob', 'cyd']) await create(name, { email: `${name}@example.com` });
    await call('AdminAddUserToGroup', { Username: 'bob', GroupName: 'admins' });
    engine.restart();
    const names = async (input: object) =>
      (await call('ListUsers', input)).Users.map(({ Username }: { Username: string }) => Username);
    expect(await names({})).toEqual(['ada', 'bob', 'cyd']);
    expect(await names({ Filter: 'email = "bob@example.com"' })).toEqual(['bob']);
    expect(await names({ Filter: 'email ^= "c"' })).toEqual(['cyd']);
    const { PaginationToken } = await call('ListUsers', { Limit: 2 });
    expect(await names({ Limit: 2, PaginationToken })).toEqual(['cyd']);
    expect(await call('ListUsersInGroup', { GroupName: 'admins' })).toMatchObject({ Users: [{ Username: 'bob' }] });
    expect(await call('AdminListGroupsForUser', { Username: 'bob' })).toMatchObject({
      Groups: [{ GroupName: 'admins', Precedence: 1 }],
    });
    await call('AdminRemoveUserFromGroup', { Username: 'bob', GroupName: 'admins' });
    expect((await call('AdminListGroupsForUser', { Username: 'bob' })).Groups).toEqual([]);
    await call('AdminDeleteUser', { Username: 'bob' });
    await expect(call('AdminGetUser', { Username: 'bob' })).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(call('AdminAddUserToGroup', { Username: 'ada', GroupName: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(create('ada')).rejects.toMatchObject({ name: 'UsernameExistsException' });
    await expect(create('dan', { 'custom:unknown': 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each([
    ['Aa1!aaa', 'not long enough'],
    ['AA1!AAAA', 'lowercase'],
    ['aa1!aaaa', 'uppercase'],
    ['Aaa!aaaa', 'numeric'],
    ['Aa1aaaaa', 'symbol'],
  ])('the password %s is refused: %s', async (Password, complaint) => {
    const { call, create } = people();
    await create('ada');
    await expect(call('AdminSetUserPassword', { Username: 'ada', Password, Permanent: true })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: expect.stringContaining(complaint),
    });
  });
});

test('settings that would not be acted on stop the boot', () => {
  const { engine, poolId } = people();
  expect(() => engine.provision('AWS::Cognito::UserPool', 'P', { Policies: { SignInPolicy: {} } })).toThrow(
    /SignInPolicy/,
  );
  const scopes = { UserPoolId: poolId, AllowedOAuthScopes: ['nobody/read'] };
  expect(() => engine.provision('AWS::Cognito::UserPoolClient', 'C', scopes)).toThrow(/nobody\/read/);
});

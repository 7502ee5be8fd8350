import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createCognito } from '../../local/services/cognito/index.ts';
import type { Cognito } from '../../local/services/cognito/index.ts';
import { testKernel } from '../support/kernel.ts';

const SECRET = 'a'.repeat(32);

async function machines(wish: object = {}) {
  let cognito: Cognito | undefined;
  const engine = testKernel((kernel) => [(cognito = createCognito(kernel))]);
  const pool = engine.provision('AWS::Cognito::UserPool', 'Senders', {});
  const UserPoolId = pool.ref;
  engine.provision('AWS::Cognito::UserPoolResourceServer', 'Server', {
    UserPoolId,
    Identifier: 'fairlead',
    Scopes: ['report', 'read'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
  });
  engine.provision('AWS::Cognito::UserPoolDomain', 'Domain', { UserPoolId, Domain: 'fairlead-test' });
  const call = (operation: string, input: object = {}) =>
    engine.call('cognitoidentityprovider', operation, { UserPoolId, ...input });
  const made = await call('CreateUserPoolClient', {
    ClientName: 'ups',
    ClientSecret: SECRET,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['fairlead/report'],
    ...wish,
  });
  const ClientId: string = made.UserPoolClient.ClientId;
  const ask = (fields: Record<string, string>, authorization?: string) => {
    const { status, body } = cognito!.token({ authorization, body: new URLSearchParams(fields).toString() });
    return { status, json: JSON.parse(body) };
  };
  const fetchToken = (secret = SECRET, more: Record<string, string> = {}) =>
    ask({ grant_type: 'client_credentials', client_id: ClientId, client_secret: secret, ...more });
  return { engine, pool, UserPoolId, ClientId, call, ask, fetchToken, cognito: cognito! };
}

describe('a client for machines (https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html)', () => {
  test('fetches tokens by its secret, in the form or by header, with the scopes that it has', async () => {
    const { engine, UserPoolId, ClientId, ask, fetchToken, cognito } = await machines();
    const { status, json } = fetchToken();
    expect([status, json.token_type, json.expires_in]).toEqual([200, 'Bearer', 3600]);
    const { payload } = await jwtVerify(
      json.access_token,
      createLocalJWKSet({ keys: [...cognito.jwks(UserPoolId).keys] }),
      {
        issuer: `https://cognito-idp.${engine.kernel.region}.amazonaws.com/${UserPoolId}`,
        currentDate: new Date(engine.kernel.now()),
      },
    );
    expect(payload).toMatchObject({
      sub: ClientId,
      client_id: ClientId,
      token_use: 'access',
      scope: 'fairlead/report',
    });
    expect(payload).not.toHaveProperty('username');
    const basic = `Basic ${Buffer.from(`${ClientId}:${SECRET}`).toString('base64')}`;
    expect(ask({ grant_type: 'client_credentials', scope: 'fairlead/report' }, basic).status).toBe(200);
  });

  test('gets none otherwise', async () => {
    const { ask, fetchToken } = await machines();
    expect(fetchToken('b'.repeat(32))).toEqual({ status: 400, json: { error: 'invalid_client' } });
    expect(fetchToken(SECRET, { client_id: 'nobody' }).json.error).toBe('invalid_client');
    expect(fetchToken(SECRET, { scope: 'fairlead/read' }).json.error).toBe('invalid_scope');
    expect(ask({ grant_type: 'password' }).json.error).toBe('unsupported_grant_type');
  });

  test('has two secrets at most, and one at least', async () => {
    const { call, fetchToken, ClientId } = await machines();
    const added = await call('AddUserPoolClientSecret', { ClientId, ClientSecret: 'c'.repeat(24) });
    expect(added.ClientSecretDescriptor).not.toHaveProperty('ClientSecretValue');
    expect([fetchToken().status, fetchToken('c'.repeat(24)).status]).toEqual([200, 200]);
    await expect(call('AddUserPoolClientSecret', { ClientId })).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    const { ClientSecrets } = await call('ListUserPoolClientSecrets', { ClientId });
    expect(ClientSecrets).toHaveLength(2);
    expect(JSON.stringify(ClientSecrets)).not.toContain(SECRET);
    const eldest = { ClientId, ClientSecretId: ClientSecrets[0].ClientSecretId };
    await call('DeleteUserPoolClientSecret', eldest);
    expect([fetchToken().status, fetchToken('c'.repeat(24)).status]).toEqual([400, 200]);
    await expect(call('DeleteUserPoolClientSecret', eldest)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('of the template has its secret beside those of the API: the same after a restart, and changed as they are', async () => {
    const { engine, UserPoolId, ask, call } = await machines();
    const { ref: ClientId, attributes } = engine.provision('AWS::Cognito::UserPoolClient', 'Machine', {
      UserPoolId,
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['fairlead/report'],
    });
    const fetched = (client_secret: string): number =>
      ask({ grant_type: 'client_credentials', client_id: ClientId, client_secret }).status;
    const first = String(attributes?.['ClientSecret']);
    engine.restart();
    expect(fetched(first)).toBe(200);
    await call('AddUserPoolClientSecret', { ClientId, ClientSecret: SECRET });
    const { ClientSecrets } = await call('ListUserPoolClientSecrets', { ClientId });
    expect([ClientSecrets.length, fetched(SECRET)]).toEqual([2, 200]);
    await call('DeleteUserPoolClientSecret', { ClientId, ClientSecretId: ClientSecrets[0].ClientSecretId });
    engine.restart();
    expect([fetched(first), fetched(SECRET)]).toEqual([400, 200]);
    expect((await call('ListUserPoolClientSecrets', { ClientId })).ClientSecrets).toHaveLength(1);
  });

  test('is listed, and told with its secret; a scope that nobody has makes none', async () => {
    const { call, ClientId } = await machines();
    expect(await call('ListUserPoolClients')).toMatchObject({ UserPoolClients: [{ ClientId, ClientName: 'ups' }] });
    expect(await call('DescribeUserPoolClient', { ClientId })).toMatchObject({
      UserPoolClient: { ClientId, ClientSecret: SECRET },
    });
    await expect(machines({ AllowedOAuthScopes: ['fairlead/write'] })).rejects.toMatchObject({
      name: 'ScopeDoesNotExistException',
    });
    await expect(machines({ ClientSecret: undefined })).rejects.toMatchObject({ name: 'InvalidOAuthFlowException' });
  });
});

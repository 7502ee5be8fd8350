import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import { declareApi, gatewayBench, jsonOf, Throws, uri } from './apigateway-support.ts';
import type { GatewayBench } from './apigateway-support.ts';

const arnOf = (apiId: string, rest: string): string => `arn:aws:execute-api:eu-central-1:111122223333:${apiId}/${rest}`;
const policy = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke'): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource }],
});
const allow = (event: any, more: object = {}): object => ({
  principalId: 'acme',
  policyDocument: policy('Allow', event.methodArn),
  ...more,
});

/** Methods GET /{proxy+} and POST /hooks/{source} behind one REQUEST authorizer. */
function authorized(
  settings: object = { AuthorizerResultTtlInSeconds: 0, IdentitySource: '' },
): GatewayBench & { apiId: string; authorizerId: string } {
  const bench = gatewayBench();
  let authorizerId = '';
  const properties = {
    AuthorizationType: 'CUSTOM',
    get AuthorizerId() {
      return authorizerId;
    },
  };
  const apiId = declareApi(
    bench,
    [
      { path: '/{proxy+}', properties },
      { path: '/hooks/{source}', method: 'POST', properties },
    ],
    {
      before: (RestApiId) => {
        const declared = { RestApiId, Name: 'A', Type: 'REQUEST', AuthorizerUri: uri('authorizer'), ...settings };
        authorizerId = bench.engine.provision('AWS::ApiGateway::Authorizer', 'Authorizer', declared).ref;
      },
    },
  );
  bench.functions.set('authorizer', (event) => allow(event));
  return Object.assign(bench, { apiId, authorizerId });
}

describe('Lambda authorizers (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html)', () => {
  test('are asked with the whole request but its body, and what they say reaches the function as texts', async () => {
    const bench = authorized();
    bench.functions.set('authorizer', (event) => allow(event, { context: { source: 'acme', tier: 2, gold: true } }));
    const request = { method: 'POST', path: '/hooks/acme', rawQuery: 'a=1', body: 'secret', headers: { 'X-A': 'b' } };
    expect((await bench.send(request)).status).toBe(200);
    const [asked] = bench.callsOf('authorizer');
    expect(asked?.event).toMatchObject({
      type: 'REQUEST',
      methodArn: arnOf(bench.apiId, 'v1/POST/hooks/acme'),
      resource: '/hooks/{source}',
      path: '/hooks/acme',
      httpMethod: 'POST',
      headers: { 'X-A': 'b' },
      multiValueHeaders: { 'X-A': ['b'] },
      queryStringParameters: { a: '1' },
      pathParameters: { source: 'acme' },
      stageVariables: {},
      requestContext: { apiId: bench.apiId, stage: 'v1', identity: { sourceIp: '203.0.113.7' } },
    });
    expect(asked?.event).not.toHaveProperty('body');
    expect(asked?.context.principal).toMatchObject({
      sourceArn: arnOf(bench.apiId, `authorizers/${bench.authorizerId}`),
    });
    expect(bench.callsOf('backend')[0]?.event.requestContext.authorizer).toEqual({
      principalId: 'acme',
      source: 'acme',
      tier: '2',
      gold: 'true',
      integrationLatency: 0,
    });
  });

  test.each([
    ['the very method', (id: string) => policy('Allow', arnOf(id, 'v1/GET/a/b')), 200],
    ['a wildcard', (id: string) => policy('Allow', arnOf(id, 'v1/GET/*')), 200],
    ['wildcards everywhere', (id: string) => policy('Allow', [arnOf(id, '*/*/a/?')], 'execute-api:*'), 200],
    ['everything', () => policy('Allow', '*', '*'), 200],
    ['another method', (id: string) => policy('Allow', arnOf(id, 'v1/POST/a/b')), 403],
    ['another path', (id: string) => policy('Allow', arnOf(id, 'v1/GET/a/c')), 403],
    ['another stage', (id: string) => policy('Allow', arnOf(id, 'v2/GET/a/b')), 403],
    ['another API', () => policy('Allow', arnOf('other', 'v1/GET/a/b')), 403],
    ['another action', (id: string) => policy('Allow', arnOf(id, 'v1/GET/a/b'), 'execute-api:ManageConnections'), 403],
    ['a deny', (id: string) => policy('Deny', arnOf(id, 'v1/GET/a/b')), 403],
    [
      'a deny beside an allow',
      () => ({
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: '*', Resource: '*' },
        ],
      }),
      403,
    ],
  ])('a policy on %s', async (_what, document, status) => {
    const bench = authorized();
    bench.functions.set('authorizer', () => ({ principalId: 'p', policyDocument: document(bench.apiId) }));
    const answer = await bench.send({ path: '/a/b' });
    expect(answer.status).toBe(status);
    expect(bench.callsOf('backend').length).toBe(status === 200 ? 1 : 0);
  });

  test('an explicit deny and a missing allow are told apart', async () => {
    const bench = authorized();
    const answers = [policy('Deny', '*'), policy('Allow', 'arn:nobody')];
    const messages: unknown[] = [];
    for (const policyDocument of answers) {
      bench.functions.set('authorizer', () => ({ principalId: 'p', policyDocument }));
      messages.push(jsonOf(await bench.send({ path: '/a' })));
    }
    expect(messages).toEqual([
      { message: 'User is not authorized to access this resource with an explicit deny' },
      { message: 'User is not authorized to access this resource' },
    ]);
  });

  test.each([
    ['throws Unauthorized', () => new Throws('Unauthorized'), 401, 'Unauthorized'],
    ['throws anything else', () => new Throws('unauthorized, sorry'), 500, null],
    ['answers nothing', () => undefined, 500, null],
    ['answers without a policy', () => ({ principalId: 'p' }), 500, null],
    ['answers without a principal', () => ({ policyDocument: policy('Allow', '*') }), 500, null],
    ['puts a list into the context', (event: any) => allow(event, { context: { a: ['b'] } }), 500, null],
    [
      'may not be called',
      () => Promise.reject(new AwsError('AccessDeniedException', 'no', { httpStatusCode: 403 })),
      500,
      null,
    ],
  ])('one that %s', async (_what, run, status, message) => {
    const bench = authorized();
    bench.functions.set('authorizer', run);
    const answer = await bench.send({ path: '/a' });
    expect(answer.status).toBe(status);
    expect(jsonOf(answer)).toEqual({ message });
    expect(bench.callsOf('backend')).toEqual([]);
  });

  test.each([[{}], [{ authorization: '' }], [{ authorization: 'a' }]])(
    'a missing identity source is a 401 without a call, also when nothing is cached: %j',
    async (headers: Record<string, string>) => {
      const IdentitySource = 'method.request.header.Authorization, method.request.querystring.k';
      for (const AuthorizerResultTtlInSeconds of [0, 300]) {
        const bench = authorized({ IdentitySource, AuthorizerResultTtlInSeconds });
        const answer = await bench.send({ path: '/a', headers });
        expect(answer.status).toBe(401);
        expect(jsonOf(answer)).toEqual({ message: 'Unauthorized' });
        expect(bench.calls).toEqual([]);
        expect((await bench.send({ path: '/a', headers: { authorization: 'a' }, rawQuery: 'k=1' })).status).toBe(200);
      }
    },
  );

  test('caching without an identity source is refused', () => {
    expect(() => authorized({ IdentitySource: '', AuthorizerResultTtlInSeconds: 300 })).toThrow(/Identity source/);
  });

  test('an answer is kept for its time, by identity, and its policy is what counts for other methods', async () => {
    const bench = authorized({
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 60,
    });
    const get = async (path: string, authorization: string) =>
      (await bench.send({ path, headers: { authorization } })).status;
    expect(await get('/a', 'one')).toBe(200);
    expect(await get('/a', 'one')).toBe(200);
    expect(bench.callsOf('authorizer').length).toBe(1);
    // The kept policy names /a alone: the known trap of caching with a proxy resource.
    expect(await get('/b', 'one')).toBe(403);
    expect(await get('/a', 'two')).toBe(200);
    expect(bench.callsOf('authorizer').length).toBe(2);
    await bench.engine.advance(59_999);
    expect(await get('/a', 'one')).toBe(200);
    expect(bench.callsOf('authorizer').length).toBe(2);
    await bench.engine.advance(1);
    expect(await get('/a', 'one')).toBe(200);
    expect(bench.callsOf('authorizer').length).toBe(3);
  });

  test('a TTL of 0 asks every time, and a 401 is never kept', async () => {
    const bench = authorized();
    await bench.send({ path: '/a' });
    await bench.send({ path: '/a' });
    expect(bench.callsOf('authorizer').length).toBe(2);

    const kept = authorized({
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 60,
    });
    kept.functions.set('authorizer', () => new Throws('Unauthorized'));
    const headers = { authorization: 'x' };
    expect((await kept.send({ path: '/a', headers })).status).toBe(401);
    kept.functions.set('authorizer', (event) => allow(event));
    expect((await kept.send({ path: '/a', headers })).status).toBe(200);
  });
});

describe('Cognito authorizers (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html)', () => {
  const people = async (settings: object = {}) => {
    const bench = gatewayBench();
    const { engine } = bench;
    const poolOf = (name: string) => {
      const pool = engine.provision('AWS::Cognito::UserPool', name, {});
      engine.provision('AWS::Cognito::UserPoolResourceServer', `${name}Server`, {
        UserPoolId: pool.ref,
        Identifier: 'fairlead',
        Scopes: ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
      });
      const client = engine.provision('AWS::Cognito::UserPoolClient', `${name}Client`, {
        UserPoolId: pool.ref,
        IdTokenValidity: 10,
        AccessTokenValidity: 5,
        TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes' },
        AllowedOAuthScopes: ['fairlead/read', 'fairlead/write'],
      });
      engine.provision('AWS::Cognito::UserPoolGroup', `${name}Group`, { UserPoolId: pool.ref, GroupName: 'approvers' });
      engine.provision('AWS::Cognito::UserPoolGroup', `${name}Group2`, {
        UserPoolId: pool.ref,
        GroupName: 'operators',
      });
      return { id: pool.ref, arn: String(pool.attributes?.['Arn']), clientId: client.ref };
    };
    const [mine, other] = [poolOf('Mine'), poolOf('Other')];
    let AuthorizerId = '';
    const properties = (scopes: string[]) => ({
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizationScopes: scopes,
      get AuthorizerId() {
        return AuthorizerId;
      },
    });
    declareApi(
      bench,
      [
        { path: '/plain', properties: properties([]) },
        { path: '/scoped', properties: properties(['fairlead/read', 'fairlead/admin']) },
      ],
      {
        before: (RestApiId) => {
          AuthorizerId = engine.provision('AWS::ApiGateway::Authorizer', 'People', {
            RestApiId,
            Name: 'People',
            Type: 'COGNITO_USER_POOLS',
            ProviderARNs: [mine.arn],
            IdentitySource: 'method.request.header.Authorization',
            ...settings,
          }).ref;
        },
      },
    );
    for (const { id } of [mine, other]) {
      await engine.call('cognitoidentityprovider', 'AdminCreateUser', { UserPoolId: id, Username: 'ada' });
      for (const GroupName of ['operators', 'approvers']) {
        await engine.call('cognitoidentityprovider', 'AdminAddUserToGroup', {
          UserPoolId: id,
          Username: 'ada',
          GroupName,
        });
      }
    }
    const issue = (pool: { id: string; clientId: string }, scopes: string[] = []) =>
      bench.cognito().issueTokens(pool.id, pool.clientId, 'ada', { scopes });
    const get = async (path: string, authorization?: string) => {
      const answer = await bench.send({
        path,
        headers: authorization === undefined ? {} : { Authorization: authorization },
      });
      return [answer.status, answer.status === 200 ? 'ok' : jsonOf(answer).message];
    };
    return { bench, mine, other, issue, get };
  };

  test('an identity token opens a method without scopes, and its claims are shown as texts', async () => {
    const { bench, mine, issue, get } = await people();
    const { IdToken } = issue(mine);
    expect(await get('/plain', IdToken)).toEqual([200, 'ok']);
    expect(await get('/plain', `Bearer ${IdToken}`)).toEqual([200, 'ok']);
    const claims = bench.callsOf('backend')[0]?.event.requestContext.authorizer.claims;
    expect(claims).toMatchObject({
      'cognito:groups': 'approvers,operators',
      'cognito:username': 'ada',
      token_use: 'id',
      aud: mine.clientId,
      iss: `https://cognito-idp.eu-central-1.amazonaws.com/${mine.id}`,
      exp: 'Mon Mar 02 08:10:00 UTC 2026',
    });
    expect(Object.values(claims).every((value) => typeof value === 'string')).toBe(true);
  });

  test('what does not open it', async () => {
    const { bench, mine, other, issue, get } = await people();
    const refused = [401, 'Unauthorized'];
    const { IdToken, AccessToken } = issue(mine);
    expect(await get('/plain')).toEqual(refused);
    expect(await get('/plain', 'nonsense')).toEqual(refused);
    expect(await get('/plain', AccessToken)).toEqual(refused);
    expect(await get('/plain', issue(other).IdToken)).toEqual(refused);
    const [head = '', body = '', signature = ''] = IdToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admin'] })).toString('base64url');
    expect(await get('/plain', `${head}.${forged}.${signature}`)).toEqual(refused);
    const none = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(head, 'base64url').toString()), alg: 'none' }),
    ).toString('base64url');
    expect(await get('/plain', `${none}.${body}.`)).toEqual(refused);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const other256 = sign('RSA-SHA256', Buffer.from(`${head}.${body}`), stranger).toString('base64url');
    expect(await get('/plain', `${head}.${body}.${other256}`)).toEqual(refused);
    expect(bench.callsOf('backend')).toEqual([]);
  });

  test('an expired token says so', async () => {
    const { bench, mine, issue, get } = await people();
    const { IdToken } = issue(mine);
    await bench.engine.advance(599_999);
    expect(await get('/plain', IdToken)).toEqual([200, 'ok']);
    await bench.engine.advance(1);
    expect(await get('/plain', IdToken)).toEqual([401, 'The incoming token has expired']);
  });

  test('with scopes only an access token with one of them opens it', async () => {
    const { mine, issue, get } = await people();
    expect(await get('/scoped', issue(mine, ['fairlead/read']).AccessToken)).toEqual([200, 'ok']);
    const denied = [403, 'User is not authorized to access this resource'];
    expect(await get('/scoped', issue(mine, ['fairlead/write']).AccessToken)).toEqual(denied);
    expect(await get('/scoped', issue(mine).AccessToken)).toEqual(denied);
    expect(await get('/scoped', issue(mine, ['fairlead/read']).IdToken)).toEqual([401, 'Unauthorized']);
  });

  test('an expression for the audience is held against it', async () => {
    for (const [IdentityValidationExpression, status] of [
      ['[a-z0-9]{26}', 200],
      ['someone-else', 401],
    ] as const) {
      const { mine, issue, get } = await people({ IdentityValidationExpression });
      expect((await get('/plain', issue(mine).IdToken))[0]).toBe(status);
    }
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { afterAll, expect, test } from 'vitest';
import type { ResourceType, Service } from '../../local/kernel/types.ts';
import { createKernel } from '../../local/kernel/kernel.ts';
import { createApiGateway, endpointOf } from '../../local/services/apigateway/index.ts';
import { createCognito } from '../../local/services/cognito/index.ts';
import { provision } from '../../local/template/provision.ts';

const directory = mkdtempSync(join(tmpdir(), 'gateway-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** What the constructs of the CDK write for all that this service keeps. */
function synthesize(): void {
  const app = new App({ outdir: directory, analyticsReporting: false });
  const stack = new Stack(app, 'Gateway');
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = 0'),
  });
  const api = new gateway.RestApi(stack, 'Api', {
    binaryMediaTypes: ['*/*'],
    apiKeySourceType: gateway.ApiKeySourceType.AUTHORIZER,
    defaultCorsPreflightOptions: { allowOrigins: ['https://console.example'] },
    cloudWatchRole: true,
    endpointTypes: [gateway.EndpointType.REGIONAL],
    deployOptions: {
      stageName: 'dev',
      tracingEnabled: true,
      metricsEnabled: true,
      loggingLevel: gateway.MethodLoggingLevel.ERROR,
      throttlingRateLimit: 100,
      throttlingBurstLimit: 200,
      methodOptions: { '/people/GET': { throttlingBurstLimit: 1, throttlingRateLimit: 1 } },
      accessLogDestination: new gateway.LogGroupLogDestination(new LogGroup(stack, 'Logs')),
      accessLogFormat: gateway.AccessLogFormat.jsonWithStandardFields(),
      variables: { tier: 'gold' },
    },
  });
  const integration = new gateway.LambdaIntegration(handler, { timeout: Duration.seconds(10) });
  const authorizer = new gateway.RequestAuthorizer(stack, 'Sources', {
    handler,
    identitySources: [gateway.IdentitySource.context('path')],
    resultsCacheTtl: Duration.seconds(0),
  });
  api.root
    .addResource('hooks')
    .addResource('{source}')
    .addMethod('POST', integration, {
      authorizer,
      apiKeyRequired: true,
      requestParameters: { 'method.request.header.X-Signature': true },
      requestValidatorOptions: { validateRequestParameters: true },
    });
  const pool = new cognito.UserPool(stack, 'People', {
    signInAliases: { email: true },
    mfa: cognito.Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    customAttributes: { team: new cognito.StringAttribute({ mutable: true }) },
    passwordPolicy: { minLength: 14 },
  });
  const scope = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'read' });
  const server = pool.addResourceServer('Server', { identifier: 'fairlead', scopes: [scope] });
  const client = pool.addClient('Client', {
    authFlows: { userSrp: true },
    idTokenValidity: Duration.minutes(15),
    oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.resourceServer(server, scope)] },
    generateSecret: true,
  });
  pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'fairlead' } });
  pool.addGroup('Admins', { groupName: 'admins' });
  api.root.addResource('people').addMethod('GET', integration, {
    authorizer: new gateway.CognitoUserPoolsAuthorizer(stack, 'PeopleAuthorizer', { cognitoUserPools: [pool] }),
    authorizationType: gateway.AuthorizationType.COGNITO,
  });
  const plan = api.addUsagePlan('Plan', {
    throttle: { rateLimit: 10, burstLimit: 20 },
    quota: { limit: 100, period: gateway.Period.DAY },
    apiStages: [{ stage: api.deploymentStage }],
  });
  plan.addApiKey(api.addApiKey('Key', { value: 'k'.repeat(20) }));
  api.addGatewayResponse('Throttled', {
    type: gateway.ResponseType.THROTTLED,
    responseHeaders: { 'Retry-After': "'1'" },
  });
  stack.exportValue(client.userPoolClientId, { name: 'client' });
  app.synth();
}

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_apigateway-readme.html */
test('an API of the CDK boots from its template, and answers', async () => {
  synthesize();
  const kernel = createKernel({ time: { kind: 'virtual', startAt: Date.parse('2026-03-02T08:00:00Z') } });
  const api = createApiGateway(kernel);
  const people = createCognito(kernel);
  const stand = (type: string, properties: string[]): ResourceType => ({
    type,
    properties,
    create: ({ logicalId }) => ({ ref: logicalId, attributes: { Arn: kernel.arn('lambda', `function:${logicalId}`) } }),
  });
  const lambda: Service = {
    name: 'lambda',
    operations: {
      Invoke: {
        authorize: () => [],
        run: ({ Payload }) => {
          const event = JSON.parse(Buffer.from(Payload).toString());
          const answer =
            event.type === 'REQUEST'
              ? {
                  principalId: 'acme',
                  policyDocument: {
                    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
                  },
                  usageIdentifierKey: 'k'.repeat(20),
                }
              : {
                  statusCode: 200,
                  body: event.requestContext.authorizer.principalId ?? event.requestContext.authorizer.claims.email,
                };
          return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(answer)) };
        },
      },
    },
    resourceTypes: [
      stand('AWS::Lambda::Function', ['Code', 'Handler', 'Role', 'Runtime']),
      stand('AWS::Lambda::Permission', ['Action', 'FunctionName', 'Principal', 'SourceArn']),
      stand('AWS::IAM::Role', ['AssumeRolePolicyDocument', 'ManagedPolicyArns']),
    ],
  };
  const services = [api, people, lambda];
  for (const service of services) kernel.register(service);
  const { outputs } = provision(kernel, services, directory);
  kernel.start();

  const url = Object.values(outputs['Gateway'] ?? {}).find((value) => value.startsWith('https://'));
  const endpoint = endpointOf(url ?? '');
  expect(endpoint).toEqual({ apiId: api.apis()[0]?.id, stage: 'dev', rest: '/' });
  const send = async (method: string, path: string, headers: [string, string][] = []) => {
    const address = { apiId: endpoint?.apiId ?? '', stage: endpoint?.stage ?? '', sourceIp: '203.0.113.7' };
    const answer = await api.handle({ ...address, method, path, headers, rawQuery: '', body: Buffer.from('x') });
    return [answer.status, Buffer.from(answer.body).toString()];
  };
  expect(await send('POST', '/hooks/acme', [['X-Signature', 's']])).toEqual([200, 'acme']);
  expect((await send('POST', '/hooks/acme'))[0]).toBe(400);
  expect((await send('GET', '/people'))[0]).toBe(401);
  const [pool] = people.pools();
  const Username = 'ada@example.com';
  await kernel.call({ kind: 'root' }, 'cognitoidentityprovider', 'AdminCreateUser', { UserPoolId: pool?.id, Username });
  const { IdToken } = people.issueTokens(pool?.id ?? '', pool?.clients[0]?.id ?? '', Username);
  expect(await send('GET', '/people', [['Authorization', IdToken]])).toEqual([200, Username]);
  expect((await send('GET', '/people', [['Authorization', IdToken]]))[0]).toBe(429);
});

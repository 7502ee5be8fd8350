import * as z from 'zod';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { ResourceType } from '../../kernel/types.ts';
import { count, declare, flag, stableId, texts } from '../declare-type.ts';
import { apiOf } from './model.ts';
import type { Authorizer, IdentitySource, LambdaIntegration, Method, MockIntegration, Registry } from './model.ts';
import { headerMappings, simpleTemplates } from './resource-types.ts';

const handling = z.enum(['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY']).optional();

const proxyIntegration = z.strictObject({
  Type: z.literal('AWS_PROXY'),
  IntegrationHttpMethod: z.literal('POST'),
  Uri: z.string(),
  TimeoutInMillis: count.pipe(z.number().min(50).max(29_000)).default(29_000),
  ContentHandling: handling,
  // Says what happens to bodies without a request template; a proxy integration has no request templates.
  PassthroughBehavior: z.string().optional(),
});

const mockIntegration = z.strictObject({
  Type: z.literal('MOCK'),
  RequestTemplates: texts,
  PassthroughBehavior: z.string().optional(),
  ContentHandling: handling,
  IntegrationResponses: z.array(
    z.strictObject({
      StatusCode: count,
      SelectionPattern: z.string().optional(),
      ResponseParameters: texts.default({}),
      ResponseTemplates: texts.default({}),
    }),
  ),
});

const method = z.object({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.enum(['NONE', 'CUSTOM', 'COGNITO_USER_POOLS']),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  ApiKeyRequired: flag.default(false),
  RequestParameters: z.record(z.string(), flag).default({}),
  RequestValidatorId: z.string().optional(),
  Integration: z.discriminatedUnion('Type', [proxyIntegration, mockIntegration]),
});

const authorizer = z.object({
  RestApiId: z.string(),
  Name: z.string(),
  Type: z.enum(['REQUEST', 'COGNITO_USER_POOLS']),
  AuthorizerUri: z.string().optional(),
  AuthorizerResultTtlInSeconds: count.pipe(z.number().min(0).max(3600)).default(300),
  IdentitySource: z.string().default(''),
  IdentityValidationExpression: z.string().optional(),
  ProviderARNs: z.array(z.string()).default([]),
});
type AuthorizerProperties = z.output<typeof authorizer>;

export function methodResourceTypes(registry: Registry): ResourceType[] {
  return [
    declare(
      'AWS::ApiGateway::Method',
      method,
      (properties, declaration) => {
        const resource = apiOf(registry, properties.RestApiId).resources.get(properties.ResourceId);
        if (resource === undefined) throw new AwsError('NotFoundException', 'Invalid Resource identifier specified');
        resource.methods.set(properties.HttpMethod, methodOf(properties));
        return { ref: stableId(declaration) };
      },
      {
        MethodResponses: 'a proxy integration answers as its function says',
        OperationName: 'for people',
        RequestModels: 'bodies are not validated; a validator that asks for it is refused',
      },
    ),
    declare(
      'AWS::ApiGateway::Authorizer',
      authorizer,
      (properties, declaration) => {
        const id = stableId(declaration, 6);
        apiOf(registry, properties.RestApiId).authorizers.set(id, authorizerOf(id, properties));
        return { ref: id, attributes: { AuthorizerId: id } };
      },
      { AuthType: 'only used in exports' },
    ),
  ];
}

function methodOf(properties: z.output<typeof method>): Method {
  const { AuthorizationType, AuthorizerId, AuthorizationScopes } = properties;
  if (AuthorizationType !== 'NONE' && AuthorizerId === undefined) {
    throw new AwsError(
      'BadRequestException',
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
  if (AuthorizationType !== 'COGNITO_USER_POOLS' && AuthorizationScopes.length > 0) {
    throw new UnsupportedError('AuthorizationScopes on a method without a Cognito authorizer');
  }
  return {
    httpMethod: properties.HttpMethod,
    authorization: AuthorizationType,
    authorizerId: AuthorizerId,
    scopes: AuthorizationScopes,
    apiKeyRequired: properties.ApiKeyRequired,
    requiredParameters: requiredParameters(properties.RequestParameters),
    validatorId: properties.RequestValidatorId,
    integration: integrationOf(properties.Integration),
  };
}

function requiredParameters(parameters: Readonly<Record<string, boolean>>): Method['requiredParameters'] {
  return Object.entries(parameters)
    .filter(([, required]) => required)
    .map(([parameter]) => {
      const [, place, name] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(parameter) ?? [];
      if (name === undefined || (place !== 'header' && place !== 'querystring' && place !== 'path')) {
        throw new UnsupportedError(`the request parameter ${parameter}`);
      }
      return { place, name };
    });
}

function integrationOf(integration: z.output<typeof method>['Integration']): LambdaIntegration | MockIntegration {
  if (integration.Type === 'AWS_PROXY') {
    return {
      kind: 'lambda',
      functionArn: functionOf(integration.Uri),
      timeoutMs: integration.TimeoutInMillis,
      contentHandling: integration.ContentHandling,
    };
  }
  const template = Object.values(integration.RequestTemplates)[0] ?? '';
  const [, statusCode] = /^\s*\{\s*["']?statusCode["']?\s*:\s*(\d{3})\s*\}\s*$/.exec(template) ?? [];
  if (statusCode === undefined) throw new UnsupportedError(`the request template of a MOCK integration: ${template}`);
  return {
    kind: 'mock',
    statusCode: Number(statusCode),
    contentHandling: integration.ContentHandling,
    responses: integration.IntegrationResponses.map((response) => ({
      statusCode: response.StatusCode,
      selectionPattern: response.SelectionPattern,
      headers: literals(headerMappings(response.ResponseParameters, 'method.response.header.')),
      templates: simpleTemplates(response.ResponseTemplates),
    })),
  };
}

function literals(mappings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mappings).map(([name, expression]) => {
      const [, text] = /^'([^']*)'$/.exec(expression) ?? [];
      if (text === undefined) throw new UnsupportedError(`a MOCK response header from ${expression}`);
      return [name, text];
    }),
  );
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function ARN>/invocations` */
function functionOf(uri: string): string {
  const [, functionArn] = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  if (functionArn === undefined || functionArn.includes('${')) throw new UnsupportedError(`the integration ${uri}`);
  return functionArn;
}

function authorizerOf(id: string, properties: AuthorizerProperties): Authorizer {
  const sources = properties.IdentitySource.split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
  if (properties.Type === 'COGNITO_USER_POOLS') return cognitoAuthorizer(id, properties, sources);
  if (properties.AuthorizerUri === undefined) throw new AwsError('BadRequestException', 'Authorizer URI is required');
  if (properties.IdentityValidationExpression !== undefined) {
    throw new UnsupportedError('IdentityValidationExpression on an authorizer of type REQUEST');
  }
  if (properties.AuthorizerResultTtlInSeconds > 0 && sources.length === 0) {
    throw new AwsError('BadRequestException', 'Identity source is required when authorizer result caching is enabled');
  }
  return {
    kind: 'lambda',
    id,
    functionArn: functionOf(properties.AuthorizerUri),
    identitySources: sources.map(identitySource),
    ttlSeconds: properties.AuthorizerResultTtlInSeconds,
  };
}

function identitySource(source: string): IdentitySource {
  const [, place, name] =
    /^(?:method\.request\.)?(header|querystring|stageVariables|context)\.(.+)$/.exec(source) ?? [];
  if (name !== undefined) {
    if (place === 'header' || place === 'querystring' || place === 'stageVariables' || place === 'context') {
      return { place, name };
    }
  }
  throw new UnsupportedError(`the identity source ${source}`);
}

function cognitoAuthorizer(id: string, properties: AuthorizerProperties, sources: readonly string[]): Authorizer {
  const [, tokenHeader] = /^method\.request\.header\.(.+)$/.exec(sources[0] ?? '') ?? [];
  if (tokenHeader === undefined || sources.length !== 1)
    throw new UnsupportedError(`the token source ${sources.join()}`);
  const expression = properties.IdentityValidationExpression;
  return {
    kind: 'cognito',
    id,
    poolIds: properties.ProviderARNs.map((arn) => arn.split('userpool/')[1] ?? ''),
    tokenHeader,
    audience: expression === undefined ? undefined : new RegExp(`^(?:${expression})$`),
  };
}

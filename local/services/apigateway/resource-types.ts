import * as z from 'zod';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import { isSimpleTemplate } from './context.ts';
import { count, declare, flag, stableId, texts } from '../declare-type.ts';
import { gatewayResponseTypes, isKnownMapping } from './gateway-response.ts';
import { apiOf, emptyResource } from './model.ts';
import type { ApiResource, GatewayResponseType, Registry, RestApi, Stage, ThrottleLimit } from './model.ts';

const restApi = z.object({
  Name: z.string().optional(),
  BinaryMediaTypes: z.array(z.string()).default([]),
  ApiKeySourceType: z.enum(['HEADER', 'AUTHORIZER']).default('HEADER'),
  MinimumCompressionSize: count.optional(),
  EndpointConfiguration: z
    .strictObject({ Types: z.array(z.enum(['REGIONAL', 'EDGE'])), IpAddressType: z.string().optional() })
    .optional(),
  DisableExecuteApiEndpoint: flag.default(false),
});

const resource = z.object({ RestApiId: z.string(), ParentId: z.string(), PathPart: z.string() });

const responseType = z.custom<GatewayResponseType>(
  (value) => typeof value === 'string' && gatewayResponseTypes.has(value),
);

const gatewayResponse = z.object({
  RestApiId: z.string(),
  ResponseType: responseType,
  StatusCode: count.optional(),
  ResponseParameters: texts.default({}),
  ResponseTemplates: texts.default({}),
});

const methodSetting = z.strictObject({
  ResourcePath: z.string().default('/*'),
  HttpMethod: z.string().default('*'),
  ThrottlingRateLimit: count.optional(),
  ThrottlingBurstLimit: count.optional(),
  // Execution logs and metrics go to CloudWatch, which is not there; access logs and the meter are.
  LoggingLevel: z.string().optional(),
  MetricsEnabled: flag.optional(),
  DataTraceEnabled: flag.optional(),
  CachingEnabled: flag.optional().refine((on) => on !== true, 'response caching is not kept'),
});

const stage = z.object({
  RestApiId: z.string(),
  StageName: z.string().regex(/^[\w-]{1,128}$/),
  DeploymentId: z.string(),
  Variables: texts.optional(),
  MethodSettings: z.array(methodSetting).default([]),
  AccessLogSetting: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  CacheClusterEnabled: flag.optional().refine((on) => on !== true, 'response caching is not kept'),
});

const validator = z.object({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ValidateRequestParameters: flag.default(false),
  ValidateRequestBody: flag.default(false).refine((on) => !on, 'bodies are not validated against models'),
});

const words = { Tags: 'tags have no effect', Description: 'for people', Mode: 'there is no import' };

export function apiResourceTypes(kernel: Kernel, registry: Registry): ResourceType[] {
  return [
    declare(
      'AWS::ApiGateway::RestApi',
      restApi,
      (properties, declaration) => {
        const id = stableId(declaration);
        const root = emptyResource(`${id}root`, '/');
        registry.apis.set(id, {
          id,
          name: properties.Name ?? declaration.physicalName,
          root,
          binaryMediaTypes: properties.BinaryMediaTypes.map((type) => type.replace('~1', '/').toLowerCase()),
          apiKeySource: properties.ApiKeySourceType,
          disabled: properties.DisableExecuteApiEndpoint,
          minimumCompressionSize: properties.MinimumCompressionSize,
          resources: new Map([[root.id, root]]),
          authorizers: new Map(),
          validators: new Map(),
          responses: new Map(),
          stages: new Map(),
        });
        return { ref: id, attributes: { RootResourceId: root.id, RestApiId: id } };
      },
      words,
    ),
    declare('AWS::ApiGateway::Resource', resource, (properties, declaration) => {
      const id = stableId(declaration);
      addResource(apiOf(registry, properties.RestApiId), properties.ParentId, properties.PathPart, id);
      return { ref: id, attributes: { ResourceId: id } };
    }),
    declare(
      'AWS::ApiGateway::Deployment',
      z.object({ RestApiId: z.string() }),
      (_properties, declaration) => {
        const id = stableId(declaration);
        return { ref: id, attributes: { DeploymentId: id } };
      },
      { Description: 'for people' },
    ),
    declare(
      'AWS::ApiGateway::Stage',
      stage,
      (properties) => {
        apiOf(registry, properties.RestApiId).stages.set(properties.StageName, {
          name: properties.StageName,
          deploymentId: properties.DeploymentId,
          variables: properties.Variables ?? null,
          accessLog: accessLogOf(properties.AccessLogSetting),
          throttles: throttlesOf(properties.MethodSettings),
        });
        return { ref: properties.StageName };
      },
      { ...words, TracingEnabled: 'there is no X-Ray; trace ids are handed on', DocumentationVersion: 'for people' },
    ),
    declare('AWS::ApiGateway::GatewayResponse', gatewayResponse, (properties, declaration) => {
      apiOf(registry, properties.RestApiId).responses.set(properties.ResponseType, {
        status: properties.StatusCode,
        headers: headerMappings(properties.ResponseParameters, 'gatewayresponse.header.'),
        templates: simpleTemplates(properties.ResponseTemplates),
      });
      const id = stableId(declaration);
      return { ref: id, attributes: { Id: id } };
    }),
    declare('AWS::ApiGateway::RequestValidator', validator, (properties, declaration) => {
      const id = stableId(declaration);
      apiOf(registry, properties.RestApiId).validators.set(id, properties.ValidateRequestParameters);
      return { ref: id, attributes: { RequestValidatorId: id } };
    }),
    declare(
      'AWS::ApiGateway::Account',
      z.object({}),
      () => ({ ref: kernel.account, attributes: { Id: kernel.account } }),
      {
        CloudWatchRoleArn: 'execution logs go to CloudWatch, which is not there',
      },
    ),
  ];
}

function addResource(api: RestApi, parentId: string, part: string, id: string): void {
  const parent = api.resources.get(parentId);
  if (parent === undefined) throw new AwsError('NotFoundException', 'Invalid Resource identifier specified');
  const resource: ApiResource = emptyResource(id, `${parent.path === '/' ? '' : parent.path}/${part}`);
  api.resources.set(id, resource);
  const [, name, plus] = /^\{([\w.-]+)(\+)?\}$/.exec(part) ?? [];
  if (name === undefined) parent.literals.set(part, resource);
  else if (plus === undefined) parent.parameter = { name, resource };
  else parent.greedy = { name, resource };
}

function accessLogOf(setting: { DestinationArn: string; Format: string } | undefined): Stage['accessLog'] {
  if (setting === undefined) return undefined;
  simpleTemplates({ format: setting.Format });
  return {
    format: setting.Format,
    destination: /:log-group:([^:]+)/.exec(setting.DestinationArn)?.[1] ?? setting.DestinationArn,
  };
}

/** A limit that is not given is the account's; -1 as well. */
function throttlesOf(settings: readonly z.output<typeof methodSetting>[]): Map<string, ThrottleLimit> {
  const throttles = new Map<string, ThrottleLimit>();
  for (const setting of settings) {
    const rate = limitOf(setting.ThrottlingRateLimit, 10_000);
    const burst = limitOf(setting.ThrottlingBurstLimit, 5_000);
    if (setting.ThrottlingRateLimit === undefined && setting.ThrottlingBurstLimit === undefined) continue;
    throttles.set(`${settingPath(setting.ResourcePath)}/${setting.HttpMethod}`, { rate, burst });
  }
  return throttles;
}

function limitOf(value: number | undefined, usual: number): number {
  return value === undefined || value < 0 ? usual : value;
}

/** `/~1webhooks~1{source}` stands for `/webhooks/{source}`, `/*` for every resource. */
function settingPath(path: string): string {
  if (path === '/*' || path === '*') return '*';
  return path.includes('~1') ? path.replace(/^\//, '').replaceAll('~1', '/') : path;
}

export function simpleTemplates(templates: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const intricate = Object.values(templates).find((template) => !isSimpleTemplate(template));
  if (intricate !== undefined) throw new UnsupportedError(`an API Gateway template beyond variables: ${intricate}`);
  return templates;
}

export function headerMappings(parameters: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([target, expression]) => {
      if (!target.startsWith(prefix) || !isKnownMapping(expression)) {
        throw new UnsupportedError(`an API Gateway response parameter ${target} from ${expression}`);
      }
      return [target.slice(prefix.length), expression];
    }),
  );
}

/** What the template declares, resolved: rebuilt at every boot. Keys, their plans and the counters live in the store. */

export type GatewayResponseType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX'
  | 'EXPIRED_TOKEN'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'RESOURCE_NOT_FOUND'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'WAF_FILTERED';

/** An answer that the gateway itself gives; rendered by the API's gateway responses. */
export class GatewayFailure extends Error {
  readonly type: GatewayResponseType;
  /** What `$context.error.message` shows; AWS leaves it null for authorizers that are broken. */
  readonly shown: string | null;
  readonly status: number | undefined;

  constructor(type: GatewayResponseType, shown: string | null, status?: number) {
    super(shown ?? type);
    this.type = type;
    this.shown = shown;
    this.status = status;
  }
}

export interface ThrottleLimit {
  /** Requests per second. */
  readonly rate: number;
  readonly burst: number;
}

export interface GatewayResponse {
  readonly status: number | undefined;
  /** Header name to its mapping expression. */
  readonly headers: Readonly<Record<string, string>>;
  /** Content type to template. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface LambdaAuthorizer {
  readonly kind: 'lambda';
  readonly id: string;
  readonly functionArn: string;
  readonly identitySources: readonly IdentitySource[];
  readonly ttlSeconds: number;
}
export interface CognitoAuthorizer {
  readonly kind: 'cognito';
  readonly id: string;
  readonly poolIds: readonly string[];
  readonly tokenHeader: string;
  readonly audience: RegExp | undefined;
}
export type Authorizer = LambdaAuthorizer | CognitoAuthorizer;

export interface IdentitySource {
  readonly place: 'header' | 'querystring' | 'stageVariables' | 'context';
  readonly name: string;
}

export type ContentHandling = 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY' | undefined;

export interface LambdaIntegration {
  readonly kind: 'lambda';
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly contentHandling: ContentHandling;
}
export interface MockIntegration {
  readonly kind: 'mock';
  readonly statusCode: number;
  readonly contentHandling: ContentHandling;
  readonly responses: readonly MockResponse[];
}
export interface MockResponse {
  readonly statusCode: number;
  readonly selectionPattern: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

export interface Method {
  readonly httpMethod: string;
  readonly authorization: 'NONE' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly requiredParameters: readonly { readonly place: 'header' | 'querystring' | 'path'; readonly name: string }[];
  readonly validatorId: string | undefined;
  readonly integration: LambdaIntegration | MockIntegration;
}

export interface ApiResource {
  readonly id: string;
  readonly path: string;
  readonly methods: Map<string, Method>;
  readonly literals: Map<string, ApiResource>;
  parameter: { readonly name: string; readonly resource: ApiResource } | undefined;
  greedy: { readonly name: string; readonly resource: ApiResource } | undefined;
}

export interface Stage {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>> | null;
  readonly accessLog: { readonly format: string; readonly destination: string } | undefined;
  /** By `<resource path>/<METHOD>`, `*` standing for all resources or methods. */
  readonly throttles: ReadonlyMap<string, ThrottleLimit>;
}

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly root: ApiResource;
  readonly binaryMediaTypes: readonly string[];
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly disabled: boolean;
  readonly minimumCompressionSize: number | undefined;
  readonly resources: Map<string, ApiResource>;
  readonly authorizers: Map<string, Authorizer>;
  /** Validator id to whether it checks parameters. */
  readonly validators: Map<string, boolean>;
  readonly responses: Map<GatewayResponseType, GatewayResponse>;
  readonly stages: Map<string, Stage>;
}

export interface UsagePlan {
  readonly id: string;
  readonly throttle: ThrottleLimit | undefined;
  readonly quota: { readonly limit: number; readonly period: 'DAY' | 'WEEK' | 'MONTH' } | undefined;
  /** `<api id>/<stage>` to the limits of single methods, by `<resource path>/<METHOD>`. */
  readonly stages: ReadonlyMap<string, ReadonlyMap<string, ThrottleLimit>>;
}

export interface Registry {
  readonly apis: Map<string, RestApi>;
  readonly plans: Map<string, UsagePlan>;
}

export function apiOf(registry: Registry, id: string): RestApi {
  const api = registry.apis.get(id);
  if (api === undefined) throw new Error(`no REST API ${id} in this template`);
  return api;
}

export function emptyResource(id: string, path: string): ApiResource {
  return { id, path, methods: new Map(), literals: new Map(), parameter: undefined, greedy: undefined };
}

import type { Kernel } from '../../kernel/types.ts';
import { compressed } from './body.ts';
import type { CognitoAuthorizers } from './cognito-authorizer.ts';
import { fillTemplate, requestContextOf } from './context.ts';
import { headerOf, openExchange } from './exchange.ts';
import type { Exchange, GatewayAnswer, GatewayRequest } from './exchange.ts';
import { renderFailure } from './gateway-response.ts';
import type { LambdaAuthorizers } from './lambda-authorizer.ts';
import { callFunction } from './lambda-integration.ts';
import { answerMock } from './mock-integration.ts';
import { GatewayFailure } from './model.ts';
import type { Method, Registry } from './model.ts';
import { findRoute } from './routing.ts';
import type { Route } from './routing.ts';
import type { Usage } from './usage.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const PAYLOAD_LIMIT = 10 * 1024 * 1024;
const HEADER_LIMIT = 10_240;

export interface Parts {
  readonly registry: Registry;
  readonly lambdaAuthorizers: LambdaAuthorizers;
  readonly cognitoAuthorizers: CognitoAuthorizers;
  readonly usage: Usage;
}

export type Handle = (request: GatewayRequest) => Promise<GatewayAnswer>;

export function createHandle(kernel: Kernel, parts: Parts): Handle {
  return async (request) => {
    const api = parts.registry.apis.get(request.apiId);
    const stage = api?.stages.get(request.stage);
    if (api === undefined || stage === undefined) return forbidden();
    const exchange = openExchange(kernel, api, stage, request);
    const answer = await pass(kernel, parts, exchange).catch((error: unknown) => {
      if (!(error instanceof GatewayFailure)) throw error;
      exchange.refusal = error.type;
      return renderFailure(kernel, exchange, error);
    });
    const complete = compressed(exchange, { ...answer, headers: [...answer.headers, ...ownHeaders(exchange)] });
    writeAccessLog(kernel, exchange, complete);
    return complete;
  };
}

async function pass(kernel: Kernel, parts: Parts, exchange: Exchange): Promise<GatewayAnswer> {
  const { api, request } = exchange;
  if (request.body.length > PAYLOAD_LIMIT || headerSize(request) > HEADER_LIMIT) {
    throw new GatewayFailure('REQUEST_TOO_LARGE', 'Request Too Long');
  }
  if (api.disabled) throw new GatewayFailure('ACCESS_DENIED', 'Forbidden');
  const route = findRoute(api, request.method, request.path);
  if (route === undefined) throw new GatewayFailure('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
  exchange.route = route;
  await authorize(parts, exchange, route.method);
  parts.usage.admit(exchange, route.method);
  // What authorizers, keys and throttles turn away is not billed: https://aws.amazon.com/api-gateway/pricing/
  kernel.meter.count('apigateway', 'Requests', 1, api.name);
  validate(exchange, route);
  const { integration } = route.method;
  return integration.kind === 'mock'
    ? answerMock(kernel, exchange, integration)
    : await callFunction(kernel, exchange, integration);
}

async function authorize(parts: Parts, exchange: Exchange, method: Method): Promise<void> {
  if (method.authorization === 'NONE') return;
  const authorizer = exchange.api.authorizers.get(method.authorizerId ?? '');
  if (authorizer?.kind === 'lambda') await parts.lambdaAuthorizers.authorize(authorizer, exchange);
  else if (authorizer?.kind === 'cognito') await parts.cognitoAuthorizers.authorize(authorizer, method, exchange);
  else throw new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', null);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html */
function validate(exchange: Exchange, { method, pathParameters }: Route): void {
  if (method.validatorId === undefined || exchange.api.validators.get(method.validatorId) !== true) return;
  const missing = method.requiredParameters.filter(({ place, name }) => {
    if (place === 'header') return !headerOf(exchange, name);
    return !(place === 'querystring' ? exchange.query.single[name] : pathParameters[name]);
  });
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new GatewayFailure('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${names}]`);
}

function headerSize(request: GatewayRequest): number {
  const line = request.method.length + request.path.length + request.rawQuery.length + 12;
  return request.headers.reduce((size, [name, value]) => size + name.length + value.length + 4, line);
}

function ownHeaders(exchange: Exchange): [string, string][] {
  return [
    ['x-amzn-RequestId', exchange.requestId],
    ['x-amz-apigw-id', exchange.extendedRequestId],
    ['X-Amzn-Trace-Id', exchange.traceId],
  ];
}

/** An API or stage that does not exist has no gateway responses of its own. */
function forbidden(): GatewayAnswer {
  return {
    status: 403,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'ForbiddenException'],
    ],
    body: Buffer.from('{"message":"Forbidden"}'),
  };
}

function writeAccessLog(kernel: Kernel, exchange: Exchange, answer: GatewayAnswer): void {
  const { accessLog, variables } = exchange.stage;
  if (accessLog === undefined) return;
  const context = {
    ...requestContextOf(kernel, exchange),
    error: { responseType: exchange.refusal },
    status: String(answer.status),
    responseLength: String(answer.body.length),
    responseLatency: String(kernel.now() - exchange.startedAt),
  };
  const line = fillTemplate(accessLog.format, context, variables, '-');
  kernel.meter.count('logs', 'Bytes', Buffer.byteLength(line) + 26, accessLog.destination);
  kernel.emit({ kind: 'apigateway.access', api: exchange.api.name, line });
}

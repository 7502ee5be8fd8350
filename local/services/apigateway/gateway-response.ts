import type { Kernel } from '../../kernel/types.ts';
import { fillTemplate, requestContextOf } from './context.ts';
import { headerOf } from './exchange.ts';
import type { Exchange, GatewayAnswer } from './exchange.ts';
import type { GatewayFailure, GatewayResponse, GatewayResponseType, RestApi } from './model.ts';

/**
 * Default status and `x-amzn-ErrorType` of each gateway response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const defaults: Readonly<Record<GatewayResponseType, readonly [status: number, errorType: string]>> = {
  ACCESS_DENIED: [403, 'AccessDeniedException'],
  API_CONFIGURATION_ERROR: [500, 'InternalServerErrorException'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'AuthorizerConfigurationException'],
  AUTHORIZER_FAILURE: [500, 'AuthorizerConfigurationException'],
  BAD_REQUEST_BODY: [400, 'BadRequestException'],
  BAD_REQUEST_PARAMETERS: [400, 'BadRequestException'],
  DEFAULT_4XX: [400, 'BadRequestException'],
  DEFAULT_5XX: [500, 'InternalServerErrorException'],
  EXPIRED_TOKEN: [403, 'ExpiredTokenException'],
  INTEGRATION_FAILURE: [504, 'InternalServerErrorException'],
  INTEGRATION_TIMEOUT: [504, 'InternalServerErrorException'],
  INVALID_API_KEY: [403, 'ForbiddenException'],
  INVALID_SIGNATURE: [403, 'InvalidSignatureException'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'MissingAuthenticationTokenException'],
  QUOTA_EXCEEDED: [429, 'LimitExceededException'],
  REQUEST_TOO_LARGE: [413, 'RequestTooLargeException'],
  RESOURCE_NOT_FOUND: [404, 'NotFoundException'],
  THROTTLED: [429, 'TooManyRequestsException'],
  UNAUTHORIZED: [401, 'UnauthorizedException'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'BadRequestException'],
  WAF_FILTERED: [403, 'ForbiddenException'],
};

export const gatewayResponseTypes: ReadonlySet<string> = new Set(Object.keys(defaults));

const standardTemplate = '{"message":$context.error.messageString}';

export function renderFailure(kernel: Kernel, exchange: Exchange, failure: GatewayFailure): GatewayAnswer {
  const [defaultStatus, errorType] = defaults[failure.type];
  const usual = failure.status ?? defaultStatus;
  const response = responseFor(exchange.api, failure.type, usual);
  const [contentType, template] = chooseTemplate(exchange, response?.templates ?? {});
  const context = {
    ...requestContextOf(kernel, exchange),
    error: {
      message: failure.shown,
      messageString: failure.shown === null ? 'null' : JSON.stringify(failure.shown),
      responseType: failure.type,
    },
  };
  const custom = Object.entries(response?.headers ?? {}).flatMap(([name, expression]): [string, string][] => {
    const value = evaluate(expression, exchange, context);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    status: response?.status ?? usual,
    headers: [
      ...(custom.some(([name]) => name.toLowerCase() === 'content-type')
        ? []
        : ([['Content-Type', contentType]] satisfies [string, string][])),
      ['x-amzn-ErrorType', errorType],
      ...custom,
    ],
    body: Buffer.from(fillTemplate(template, context, exchange.stage.variables, '')),
  };
}

/** The response of the type itself, else the API's default for all answers of its hundred. */
function responseFor(api: RestApi, type: GatewayResponseType, status: number): GatewayResponse | undefined {
  return api.responses.get(type) ?? api.responses.get(status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
}

function chooseTemplate(exchange: Exchange, templates: Readonly<Record<string, string>>): readonly [string, string] {
  const accepted = headerOf(exchange, 'accept')?.split(',')[0]?.split(';')[0]?.trim();
  const byAccept = accepted === undefined ? undefined : templates[accepted];
  if (accepted !== undefined && byAccept !== undefined) return [accepted, byAccept];
  const json = templates['application/json'];
  if (json !== undefined) return ['application/json', json];
  return Object.entries(templates)[0] ?? ['application/json', standardTemplate];
}

const mapping = /^(?:'([^']*)'|(context\.[\w.]+)|method\.request\.(header|querystring|path)\.(.+))$/;

/** Whether a header of a gateway response is set from something that {@link evaluate} knows. */
export function isKnownMapping(expression: string): boolean {
  return mapping.test(expression);
}

function evaluate(expression: string, exchange: Exchange, context: Record<string, unknown>): string | undefined {
  const [, literal, contextPath, place, name] = mapping.exec(expression) ?? [];
  if (literal !== undefined) return literal;
  if (contextPath !== undefined) return fillTemplate(`$${contextPath}`, context, null, '');
  if (name === undefined) return undefined;
  if (place === 'header') return headerOf(exchange, name);
  if (place === 'querystring') return exchange.query.single[name];
  return exchange.route?.pathParameters[name];
}

import type { Kernel } from '../../kernel/types.ts';
import { domainOf, headerOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `09/Apr/2015:12:34:56 +0000` */
export function logTime(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  const month = months[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/** `requestContext` of an event; https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function requestContextOf(kernel: Kernel, exchange: Exchange): Record<string, unknown> {
  const { api, stage, request, route, authorizer } = exchange;
  return {
    resourceId: route?.resource.id,
    ...(authorizer === undefined ? {} : { authorizer }),
    resourcePath: route?.resource.path,
    httpMethod: request.method,
    extendedRequestId: exchange.extendedRequestId,
    requestTime: logTime(exchange.startedAt),
    path: `/${stage.name}${request.path}`,
    accountId: kernel.account,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: api.id,
    requestTimeEpoch: exchange.startedAt,
    requestId: exchange.requestId,
    identity: identityOf(exchange),
    domainName: domainOf(kernel, api),
    deploymentId: stage.deploymentId,
    apiId: api.id,
  };
}

function identityOf(exchange: Exchange): Record<string, string | null> {
  const { apiKey } = exchange;
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: exchange.request.sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: headerOf(exchange, 'user-agent') ?? null,
    user: null,
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value, apiKeyId: apiKey.id }),
  };
}

const variable = /\$(?:\{(context|stageVariables)\.([\w.-]*\w)\}|(context|stageVariables)\.(\w+(?:\.\w+)*))/g;

/** Whether a template has nothing but `$context.…` and `$stageVariables.…` in it: all of the template language that is kept. */
export function isSimpleTemplate(template: string): boolean {
  const rest = template.replace(variable, '');
  return !/\$[a-z!{]|#(if|else|end|set|foreach|define|macro|stop|break|parse|evaluate|\{|#)/i.test(rest);
}

/** Fills in the variables; one that has no value becomes `missing`. */
export function fillTemplate(
  template: string,
  context: Readonly<Record<string, unknown>>,
  stageVariables: Readonly<Record<string, string>> | null,
  missing: string,
): string {
  return template.replace(variable, (_match, place1?: string, path1?: string, place2?: string, path2?: string) => {
    const source = (place1 ?? place2) === 'context' ? context : (stageVariables ?? {});
    return shown(lookUp(source, path1 ?? path2 ?? ''), missing);
  });
}

function lookUp(source: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (isRecord(value) ? value[part] : undefined), source);
}

function shown(value: unknown, missing: string): string {
  if (value === undefined || value === null) return missing;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

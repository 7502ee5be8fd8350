import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { eventBody, isBinary } from './body.ts';
import { isRecord, requestContextOf } from './context.ts';
import { headerOf } from './exchange.ts';
import type { Exchange, GatewayAnswer } from './exchange.ts';
import { invokeFunction, within } from './invoke-function.ts';
import { GatewayFailure } from './model.ts';
import type { LambdaIntegration } from './model.ts';

/** Lambda takes 6 MB in a synchronous call, base64 included; https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LAMBDA_LIMIT = 6 * 1024 * 1024;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export async function callFunction(
  kernel: Kernel,
  exchange: Exchange,
  integration: LambdaIntegration,
): Promise<GatewayAnswer> {
  const payload = Buffer.from(JSON.stringify(proxyEvent(kernel, exchange, integration)));
  if (payload.length > LAMBDA_LIMIT) throw new GatewayFailure('REQUEST_TOO_LARGE', 'Request Too Long');
  const { api, stage, request, route } = exchange;
  const sourceArn = kernel.arn(
    'execute-api',
    `${api.id}/${stage.name}/${request.method}${route?.resource.path ?? '/'}`,
  );
  const call = invokeFunction(kernel, integration.functionArn, sourceArn, payload);
  const answer = await within(kernel, integration.timeoutMs, call).catch((error: unknown) => {
    if (!(error instanceof AwsError)) throw error;
    kernel.emit({ kind: 'apigateway.problem', api: api.id, problem: `function not callable: ${error.message}` });
    throw new GatewayFailure('API_CONFIGURATION_ERROR', 'Internal server error');
  });
  if (answer === 'timed out') throw new GatewayFailure('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  const parsed = answer.failed ? 'the function failed' : readProxyAnswer(answer.payload);
  if (typeof parsed === 'string') {
    kernel.emit({ kind: 'apigateway.problem', api: api.id, problem: `malformed Lambda proxy response: ${parsed}` });
    throw new GatewayFailure('DEFAULT_5XX', 'Internal server error', 502);
  }
  return encodeAnswer(exchange, parsed);
}

function proxyEvent(kernel: Kernel, exchange: Exchange, integration: LambdaIntegration): unknown {
  const { request, route, headers, query, stage } = exchange;
  return {
    resource: route?.resource.path,
    path: request.path,
    httpMethod: request.method,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: orNull(query.single),
    multiValueQueryStringParameters: orNull(query.multi),
    pathParameters: orNull(route?.pathParameters ?? {}),
    stageVariables: stage.variables,
    requestContext: requestContextOf(kernel, exchange),
    ...eventBody(exchange, integration.contentHandling),
  };
}

function orNull<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}

interface ProxyAnswer {
  readonly status: number;
  readonly headers: readonly [string, string][];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const known = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** The answer, or what is wrong with it. */
function readProxyAnswer(payload: string): ProxyAnswer | string {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return 'not JSON';
  }
  if (!isRecord(answer)) return 'not an object';
  const stranger = Object.keys(answer).find((name) => !known.has(name));
  if (stranger !== undefined) return `unknown member ${stranger}`;
  const status = statusOf(answer['statusCode']);
  if (status === undefined) return 'statusCode is no status';
  const { body, isBase64Encoded } = answer;
  if (body !== undefined && body !== null && typeof body !== 'string') return 'body is not a string';
  if (isBase64Encoded !== undefined && typeof isBase64Encoded !== 'boolean') return 'isBase64Encoded is not a boolean';
  const headers = readHeaders(answer['headers'], answer['multiValueHeaders']);
  if (headers === undefined) return 'a header is not a text';
  return { status, headers, body: body ?? '', isBase64Encoded: isBase64Encoded ?? false };
}

function statusOf(value: unknown): number | undefined {
  if (value === undefined) return 200;
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

/** Values of `multiValueHeaders` stand in for those of the same name in `headers`. */
function readHeaders(single: unknown, multi: unknown): [string, string][] | undefined {
  if (!isRecord(single ?? {}) || !isRecord(multi ?? {})) return undefined;
  const many = Object.entries(isRecord(multi) ? multi : {});
  const overridden = new Set(many.map(([name]) => name.toLowerCase()));
  const one = Object.entries(isRecord(single) ? single : {}).filter(([name]) => !overridden.has(name.toLowerCase()));
  const pairs: [string, string][] = [];
  for (const [name, value] of [...one, ...many]) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item !== 'string' && typeof item !== 'boolean') return undefined;
      pairs.push([name, String(item)]);
    }
  }
  return pairs;
}

/** Headers that the gateway sends itself; a function's own come under another name, or not at all. */
const remapped = new Set(['authorization', 'connection', 'content-length', 'date', 'server', 'www-authenticate']);
const dropped = new Set(['transfer-encoding', 'trailer', 'te', 'upgrade', 'via', 'keep-alive', 'proxy-authenticate']);

function encodeAnswer(exchange: Exchange, answer: ProxyAnswer): GatewayAnswer {
  const headers = answer.headers
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(([name, value]): [string, string] => [
      remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name,
      value,
    ]);
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type'))
    headers.push(['Content-Type', 'application/json']);
  const accepted = headerOf(exchange, 'accept')?.split(',')[0];
  const decode = answer.isBase64Encoded && isBinary(exchange.api, accepted);
  return { status: answer.status, headers, body: Buffer.from(answer.body, decode ? 'base64' : 'utf8') };
}

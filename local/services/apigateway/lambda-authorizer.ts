import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, PolicyDocument } from '../../kernel/types.ts';
import { isRecord, requestContextOf } from './context.ts';
import { headerOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { invokeFunction, within } from './invoke-function.ts';
import { GatewayFailure } from './model.ts';
import type { IdentitySource, LambdaAuthorizer } from './model.ts';
import { judge } from './policy.ts';

interface Grant {
  readonly policy: PolicyDocument;
  readonly context: Readonly<Record<string, unknown>>;
  readonly usageIdentifierKey: string | undefined;
}

/** Longest wait for an authorizer; as for an integration. */
const TIMEOUT_MS = 29_000;

export interface LambdaAuthorizers {
  authorize(authorizer: LambdaAuthorizer, exchange: Exchange): Promise<void>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html */
export function createLambdaAuthorizers(kernel: Kernel): LambdaAuthorizers {
  const cache = new Map<string, { readonly until: number; readonly grant: Grant }>();

  const grantFor = async (authorizer: LambdaAuthorizer, exchange: Exchange, methodArn: string): Promise<Grant> => {
    const identity = authorizer.identitySources.map((source) => identityValue(kernel, source, exchange));
    if (identity.some((value) => value === undefined || value === '')) throw unauthorized();
    if (authorizer.ttlSeconds === 0) return ask(kernel, authorizer, exchange, methodArn);

    const key = JSON.stringify([authorizer.id, exchange.stage.name, ...identity]);
    const cached = cache.get(key);
    if (cached !== undefined && kernel.now() < cached.until) return cached.grant;
    const grant = await ask(kernel, authorizer, exchange, methodArn);
    forgetExpired(cache, kernel.now());
    cache.set(key, { until: kernel.now() + authorizer.ttlSeconds * 1000, grant });
    return grant;
  };

  return {
    authorize: async (authorizer, exchange) => {
      const methodArn = methodArnOf(kernel, exchange);
      const grant = await grantFor(authorizer, exchange, methodArn);
      exchange.authorizer = grant.context;
      exchange.usageIdentifierKey = grant.usageIdentifierKey;
      const verdict = judge(grant.policy, methodArn);
      if (verdict === 'allow') return;
      const how = verdict === 'explicit deny' ? ' with an explicit deny' : '';
      throw new GatewayFailure('ACCESS_DENIED', `User is not authorized to access this resource${how}`);
    },
  };
}

/** The cache stays small without a timer: what has expired goes when it has grown. */
function forgetExpired(cache: Map<string, { readonly until: number }>, now: number): void {
  if (cache.size < 1000) return;
  for (const [key, { until }] of cache) if (until <= now) cache.delete(key);
}

function methodArnOf(kernel: Kernel, { api, stage, request }: Exchange): string {
  return kernel.arn('execute-api', `${api.id}/${stage.name}/${request.method}${request.path}`);
}

function identityValue(kernel: Kernel, source: IdentitySource, exchange: Exchange): string | undefined {
  if (source.place === 'header') return headerOf(exchange, source.name);
  if (source.place === 'querystring') return exchange.query.single[source.name];
  if (source.place === 'stageVariables') return exchange.stage.variables?.[source.name];
  const context = requestContextOf(kernel, exchange);
  const value = source.name.split('.').reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), context);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

async function ask(
  kernel: Kernel,
  authorizer: LambdaAuthorizer,
  exchange: Exchange,
  methodArn: string,
): Promise<Grant> {
  const { request, route, stage, api } = exchange;
  const event = {
    type: 'REQUEST',
    methodArn,
    resource: route?.resource.path,
    path: request.path,
    httpMethod: request.method,
    headers: exchange.headers.single,
    multiValueHeaders: exchange.headers.multi,
    queryStringParameters: exchange.query.single,
    multiValueQueryStringParameters: exchange.query.multi,
    pathParameters: route?.pathParameters ?? {},
    stageVariables: stage.variables ?? {},
    requestContext: requestContextOf(kernel, exchange),
  };
  const sourceArn = kernel.arn('execute-api', `${api.id}/authorizers/${authorizer.id}`);
  const askedAt = kernel.now();
  const call = invokeFunction(kernel, authorizer.functionArn, sourceArn, Buffer.from(JSON.stringify(event)));
  const answer = await within(kernel, TIMEOUT_MS, call).catch((error: unknown) => {
    if (!(error instanceof AwsError)) throw error;
    kernel.emit({ kind: 'apigateway.problem', api: api.id, problem: `authorizer not callable: ${error.message}` });
    throw new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', null);
  });
  if (answer === 'timed out') throw new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', null);
  if (answer.failed) throw failureOf(answer.payload);
  return parseGrant(kernel, exchange, answer.payload, kernel.now() - askedAt);
}

function unauthorized(): GatewayFailure {
  return new GatewayFailure('UNAUTHORIZED', 'Unauthorized');
}

/** A function that throws exactly `Unauthorized` means 401; anything else that it throws is its own failure. */
function failureOf(payload: string): GatewayFailure {
  const error = parse(payload);
  return isRecord(error) && error['errorMessage'] === 'Unauthorized'
    ? unauthorized()
    : new GatewayFailure('AUTHORIZER_FAILURE', null);
}

function parseGrant(kernel: Kernel, exchange: Exchange, payload: string, integrationLatency: number): Grant {
  const answer = parse(payload);
  const malformed = (why: string): GatewayFailure => {
    kernel.emit({ kind: 'apigateway.problem', api: exchange.api.id, problem: `malformed authorizer answer: ${why}` });
    return new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', null);
  };
  if (!isRecord(answer)) throw malformed('not an object');
  const { principalId, policyDocument, context, usageIdentifierKey } = answer;
  if (typeof principalId !== 'string') throw malformed('principalId is not a string');
  if (!isPolicy(policyDocument)) throw malformed('policyDocument is not a policy');
  if (usageIdentifierKey !== undefined && usageIdentifierKey !== null && typeof usageIdentifierKey !== 'string') {
    throw malformed('usageIdentifierKey is not a string');
  }
  const values = context ?? {};
  if (!isRecord(values) || !Object.values(values).every(isScalar))
    throw malformed('context holds more than plain values');
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return {
    policy: policyDocument,
    context: { ...texts, principalId, integrationLatency },
    usageIdentifierKey: usageIdentifierKey ?? undefined,
  };
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isPolicy(value: unknown): value is PolicyDocument {
  if (!isRecord(value)) return false;
  const statements = Array.isArray(value['Statement']) ? value['Statement'] : [value['Statement']];
  return statements.every(
    (statement) => isRecord(statement) && (statement['Effect'] === 'Allow' || statement['Effect'] === 'Deny'),
  );
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

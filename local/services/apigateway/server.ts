import type { Kernel } from '../../kernel/types.ts';
import { serveHttp } from '../serve-http.ts';
import type { HttpRequest, Listening, ListenOptions } from '../serve-http.ts';
import type { GatewayAnswer, GatewayRequest } from './exchange.ts';
import type { Handle } from './handle.ts';
import type { Registry } from './model.ts';

/** What the gateway takes: beyond it answers 413. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Serves `/<stage>/...` of the only API, and `/<api id>/<stage>/...` of any. */
export function listen(kernel: Kernel, registry: Registry, handle: Handle, options: ListenOptions): Promise<Listening> {
  const answer = async (request: HttpRequest): Promise<GatewayAnswer> => {
    const addressedTo = addressed(registry, request);
    return addressedTo === undefined ? notHere() : handle(addressedTo);
  };
  return serveHttp(kernel, { name: 'apigateway', mostBytes: MOST_BYTES, answer }, options);
}

function addressed(
  registry: Registry,
  { method, url, headers, body, sourceIp }: HttpRequest,
): GatewayRequest | undefined {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const [, first = '', ...others] = path.split('/');
  const [onlyApi, ...more] = registry.apis.values();
  const named = registry.apis.get(first);
  const api = named ?? (more.length === 0 ? onlyApi : undefined);
  if (api === undefined) return undefined;
  const [stage = '', ...rest] = named === undefined ? [first, ...others] : others;
  return {
    apiId: api.id,
    stage,
    method,
    path: `/${rest.join('/')}`,
    rawQuery: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    body,
    sourceIp,
  };
}

function notHere(): GatewayAnswer {
  return { status: 403, headers: [['Content-Type', 'application/json']], body: Buffer.from('{"message":"Forbidden"}') };
}

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Kernel } from '../../kernel/types.ts';
import type { GatewayAnswer, GatewayRequest } from './exchange.ts';
import type { Handle } from './handle.ts';
import type { Registry } from './model.ts';

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: '127.0.0.1';
}
export interface Listening {
  readonly port: number;
  /** Without a slash at the end: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes no new requests, lets those in flight end. */
  close(): Promise<void>;
}

/** Beyond what the gateway takes anyway: enough to see that it is too much, and to answer 413. */
const READ_LIMIT = 10 * 1024 * 1024 + 1;

/** Serves `/<stage>/...` of the only API, and `/<api id>/<stage>/...` of any. An answer leaves when what led to it is durable. */
export async function listen(
  kernel: Kernel,
  registry: Registry,
  handle: Handle,
  { port, host }: ListenOptions,
): Promise<Listening> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await kernel.busy(readBody(request));
    const gatewayRequest = addressed(registry, request, body);
    const result = gatewayRequest === undefined ? notHere() : await handle(gatewayRequest);
    await kernel.store.durable();
    send(response, result, request.method === 'HEAD');
  };
  // Node refuses larger headers by itself (431), before the gateway could answer for its own, smaller limit.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      kernel.emit({ kind: 'apigateway.problem', problem: error instanceof Error ? error.message : String(error) });
      if (!response.headersSent) send(response, { status: 500, headers: [], body: Buffer.from(String(error)) }, false);
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = portOf(server);
  return { port: bound, url: `http://${host}:${bound}`, close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // What is beyond the limit is read and dropped, so that the client gets its answer instead of a broken connection.
    if (size - bytes.length < READ_LIMIT) chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function addressed(registry: Registry, request: IncomingMessage, body: Uint8Array): GatewayRequest | undefined {
  const url = request.url ?? '/';
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
    method: request.method ?? 'GET',
    path: `/${rest.join('/')}`,
    rawQuery: mark < 0 ? '' : url.slice(mark + 1),
    headers: pairs(request.rawHeaders),
    body,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  };
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    result.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return result;
}

function notHere(): GatewayAnswer {
  return { status: 403, headers: [['Content-Type', 'application/json']], body: Buffer.from('{"message":"Forbidden"}') };
}

function send(response: ServerResponse, answer: GatewayAnswer, head: boolean): void {
  response.statusCode = answer.status;
  const values = new Map<string, string[]>();
  for (const [name, value] of answer.headers) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, list] of values) response.setHeader(name, list.length === 1 ? (list[0] ?? '') : list);
  response.setHeader('Content-Length', answer.body.length);
  response.end(head ? undefined : answer.body);
}

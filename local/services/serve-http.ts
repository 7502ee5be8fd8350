import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { closed, listenOnLoopback } from '../loopback.ts';
import type { Kernel } from '../kernel/types.ts';

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

export interface HttpRequest {
  readonly method: string;
  /** Percent-encoded as received, with its query. */
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly sourceIp: string;
}
export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface HttpService {
  /** Of engine events: `apigateway`. */
  readonly name: string;
  /** What a body has beyond is read and dropped, so that the client gets its answer instead of a broken connection. */
  readonly mostBytes: number;
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer>;
}

/** Serves over HTTP on loopback. An answer leaves when what led to it is durable. */
export async function serveHttp(
  kernel: Kernel,
  { name, mostBytes, answer }: HttpService,
  { port, host }: ListenOptions,
): Promise<Listening> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await kernel.busy(readBody(request, mostBytes));
    const result = await kernel.promptly(async () => {
      const answered = await answer({
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        headers: pairs(request.rawHeaders),
        body,
        sourceIp: (request.socket.remoteAddress ?? host).replace(/^::ffff:/, ''),
      });
      await kernel.store.durable('at the end of this turn');
      return answered;
    });
    send(response, result, request.method === 'HEAD');
  };
  // Node refuses larger headers by itself (431), before the service could answer for its own, smaller limit.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    serve(request, response).catch((error: unknown) => {
      kernel.emit({ kind: `${name}.problem`, problem: error instanceof Error ? error.message : String(error) });
      if (!response.headersSent) send(response, { status: 500, headers: [], body: Buffer.from(String(error)) }, false);
      else response.destroy();
    });
  });
  const bound = await listenOnLoopback(server, port);
  return {
    port: bound,
    url: `http://${host}:${bound}`,
    close: () => {
      const ended = closed(server);
      server.closeIdleConnections();
      return ended;
    },
  };
}

async function readBody(request: IncomingMessage, mostBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size - bytes.length <= mostBytes) chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    result.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return result;
}

function send(response: ServerResponse, answer: HttpAnswer, head: boolean): void {
  response.statusCode = answer.status;
  const values = new Map<string, string[]>();
  for (const [name, value] of answer.headers) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, list] of values) response.setHeader(name, list.length === 1 ? (list[0] ?? '') : list);
  response.setHeader('Content-Length', answer.body.length);
  response.end(head ? undefined : answer.body);
}

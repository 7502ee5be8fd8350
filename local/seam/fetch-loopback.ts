import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** Connections to the partners stay open between requests. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, scheduling: 'lifo' });

const BODILESS = new Set([101, 204, 205, 304]);

interface Plain {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What is asked of this machine in the simplest way, which is how functions ask; undefined is for `fetch` itself. */
function plainRequest(input: string | URL | Request, init: RequestInit = {}): Plain | undefined {
  if (input instanceof Request) return undefined;
  const { method = 'GET', headers, body, signal, ...others } = init;
  if (Object.keys(others).length > 0 || (body != null && typeof body !== 'string')) return undefined;
  const url = new URL(input);
  if (url.protocol !== 'http:' || url.hostname !== '127.0.0.1') return undefined;
  return { url, method, headers: new Headers(headers), body: body ?? undefined, signal: signal ?? undefined };
}

/**
 * `fetch` of a partner on loopback by Node's own client, which takes a fraction of the time; undefined where it must be `fetch` itself.
 * Redirects are handed on as they are: partners send none.
 */
export function fetchLoopback(input: string | URL | Request, init?: RequestInit): Promise<Response> | undefined {
  const plain = plainRequest(input, init);
  if (plain === undefined) return undefined;
  const { url, method, headers, body, signal } = plain;
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const fail = (cause: unknown): void => {
    reject(signal?.aborted === true ? reasonOf(signal) : new TypeError('fetch failed', { cause }));
  };
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8');
  const sent = request(url, { method, agent, headers: Object.fromEntries(headers) });
  const abort = (): void => {
    sent.destroy();
    fail(undefined);
  };
  signal?.addEventListener('abort', abort);
  promise
    .finally(() => {
      signal?.removeEventListener('abort', abort);
    })
    .catch(() => undefined);
  sent.on('error', fail);
  sent.on('response', (incoming) => {
    receive(incoming, resolve, fail);
  });
  sent.end(body);
  if (signal?.aborted === true) abort();
  return promise;
}

function receive(incoming: IncomingMessage, resolve: (response: Response) => void, fail: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('error', fail);
  incoming.on('end', () => {
    const headers = new Headers();
    for (let at = 0; at < incoming.rawHeaders.length; at += 2)
      headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
    const { statusCode: status = 500, statusMessage: statusText = '' } = incoming;
    resolve(new Response(BODILESS.has(status) ? null : Buffer.concat(chunks), { status, statusText, headers }));
  });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new DOMException('This operation was aborted', 'AbortError');
}

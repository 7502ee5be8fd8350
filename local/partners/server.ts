import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { closed, listenOnLoopback } from '../loopback.ts';
import type { Answer } from './types.ts';

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves each partner below a path of its name, on loopback only. */
export async function serve(partners: ReadonlyMap<string, Answer>, port: number): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    respond(partners, incoming, outgoing).catch(() => {
      // A partner that throws breaks the connection, as a caller in process sees fetch fail.
      incoming.socket.resetAndDestroy();
    });
  });
  return {
    port: await listenOnLoopback(server, port),
    close: () => {
      const ended = closed(server);
      server.closeAllConnections();
      return ended;
    },
  };
}

async function respond(
  partners: ReadonlyMap<string, Answer>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const target = incoming.url ?? '/';
  const [, name = '', rest = ''] = /^\/([a-z]+)(.*)$/s.exec(target) ?? [];
  const answer = partners.get(name);
  if (answer === undefined) return send(outgoing, index(partners, target));
  // The links on the pages are relative to the partner's root, which therefore ends in a slash.
  if (!rest.startsWith('/')) {
    return send(outgoing, new Response(null, { status: 308, headers: { location: `/${name}/${rest}` } }));
  }
  return send(outgoing, await answer(await toRequest(incoming, `http://${name}.partner.test${rest}`)));
}

function index(partners: ReadonlyMap<string, Answer>, target: string): Response {
  if (target !== '/') return new Response('not found', { status: 404 });
  const links = [...partners.keys()].map((name) => `<li><a href="/${name}/">${name}</a></li>`);
  return new Response(`<!doctype html><title>Partners</title><ul>${links.join('')}</ul>`, {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

async function toRequest(incoming: IncomingMessage, url: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, { method, headers, ...(hasBody ? { body: Buffer.concat(chunks) } : {}) });
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body);
}

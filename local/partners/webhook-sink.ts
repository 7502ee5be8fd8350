import { misbehave } from './behaviour.ts';
import { listIn, shelvesOf } from './kept.ts';
import { decodePath } from './system.ts';
import { escapeHtml, htmlPage, timeCell } from './page.ts';
import { json } from './types.ts';
import type { Answer, Behaviour, PartnerOptions } from './types.ts';

const KEPT = 1_000;
const SHOWN = 50;

/** Beyond what every partner may do: too many requests, with the seconds that the sender is to wait; and not there any more (410). */
export type SinkBehaviour = Behaviour | { readonly rateLimited: number } | 'gone';

export interface ReceivedWebhook {
  readonly at: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it was answered; 0: the connection was broken. */
  readonly status: number;
}

export interface WebhookSink {
  /** Also those that were not accepted, oldest first. */
  readonly received: readonly ReceivedWebhook[];
  readonly answer: Answer;
  behave(behaviour: SinkBehaviour): void;
}

/** Where webhooks arrive. It checks no signature: it shows what came, so that a test or a person can. */
export function createWebhookSink(options: PartnerOptions): WebhookSink {
  const list = listIn<ReceivedWebhook>(shelvesOf(options)('received'), KEPT);
  const received = list.all;
  let behaviour: SinkBehaviour = 'well';

  const misbehaved = async (): Promise<Response | undefined> => {
    if (behaviour === 'gone') return json({ message: 'Gone' }, 410);
    if (typeof behaviour === 'string') return misbehave(behaviour, options);
    return json({ message: 'Too many requests' }, 429, { 'retry-after': String(behaviour.rateLimited) });
  };
  const accept = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const webhook = {
      at: options.now(),
      path: decodePath(pathname),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    };
    const keep = (status: number): void => {
      list.add({ ...webhook, status });
      options.onEvent?.({ kind: 'sink.received', path: webhook.path, at: webhook.at, status });
    };
    try {
      const response =
        (await misbehaved()) ??
        (request.method === 'POST'
          ? new Response(null, { status: 204 })
          : json({ message: 'Allowed: POST.' }, 405, { allow: 'POST' }));
      keep(response.status);
      return response;
    } catch (error) {
      keep(0);
      throw error;
    }
  };
  return {
    received,
    behave: (next) => {
      behaviour = next;
    },
    answer: async (request) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'GET' && pathname === '/') return sinkPage(received);
      if (request.method === 'GET' && pathname === '/received.json') return json(received);
      return accept(request);
    },
  };
}

function sinkPage(received: readonly ReceivedWebhook[]): Response {
  const rows = received
    .slice(-SHOWN)
    .reverse()
    .map(({ at, path, headers, body, status }) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      return `<tr>${timeCell(at)}<td>${escapeHtml(path)}</td><td><pre>${escapeHtml(`${lines.join('\n')}\n\n${body}`)}</pre></td><td>${status === 0 ? 'broken off' : status}</td></tr>`;
    });
  const table = `<table><tr><th>Time (UTC)</th><th>Path</th><th>What came</th><th>Answer</th></tr>${rows.join('')}</table>`;
  return htmlPage('SINK: webhooks that came', rows.length === 0 ? '<p>Nothing yet.</p>' : table);
}

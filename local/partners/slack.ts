import { json } from './types.ts';
import type { Answer, PartnerClock } from './types.ts';

export interface SlackMessage {
  readonly ts: string;
  readonly at: number;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly any[];
  readonly metadata?: unknown;
}

export type SlackBehaviour = 'well' | 'fails' | { readonly rateLimitedFor: number };

export interface SlackPartner {
  readonly messages: readonly SlackMessage[];
  behave(behaviour: SlackBehaviour): void;
  readonly answer: Answer;
}

/** The part of Slack's Web API that is called: chat.postMessage and conversations.history. */
export function createSlack(clock: PartnerClock, onMessage: (message: SlackMessage) => void): SlackPartner {
  const messages: SlackMessage[] = [];
  let behaviour: SlackBehaviour = 'well';
  let counter = 0;
  const post = async (request: Request): Promise<Response> => {
    const body: any = await request.json();
    if (typeof body.channel !== 'string' || typeof body.text !== 'string')
      return json({ ok: false, error: 'invalid_arguments' });
    counter += 1;
    const ts = `${String(Math.floor(clock.now() / 1000))}.${String(counter).padStart(6, '0')}`;
    const message: SlackMessage = {
      ts,
      at: clock.now(),
      channel: body.channel,
      text: body.text,
      blocks: body.blocks ?? [],
      metadata: body.metadata,
    };
    messages.push(message);
    onMessage(message);
    return json({ ok: true, channel: body.channel, ts, message: { text: body.text } });
  };
  return {
    messages,
    behave: (next) => {
      behaviour = next;
    },
    answer: async (request) => {
      if (typeof behaviour === 'object')
        return json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(behaviour.rateLimitedFor) });
      if (behaviour === 'fails') return json({ ok: false, error: 'internal_error' }, 500);
      if (!/^Bearer \S+$/.test(request.headers.get('authorization') ?? ''))
        return json({ ok: false, error: 'not_authed' });
      const url = new URL(request.url);
      if (url.pathname.endsWith('/chat.postMessage')) return post(request);
      if (url.pathname.endsWith('/conversations.history')) {
        const channel = url.searchParams.get('channel');
        return json({
          ok: true,
          messages: messages
            .filter((message) => message.channel === channel)
            .reverse()
            .slice(0, 100),
        });
      }
      return json({ ok: false, error: 'unknown_method' }, 404);
    },
  };
}

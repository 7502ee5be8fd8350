import { hasBearer, misbehave } from './behaviour.ts';
import { createSlackInteractions } from './slack-app.ts';
import type { ClickResult, SlackApp, SlackClick, Whisper } from './slack-app.ts';
import { slackMethods } from './slack-methods.ts';
import { createSlackMessages } from './slack-messages.ts';
import type { SlackMessage } from './slack-messages.ts';
import { slackPage } from './slack-page.ts';
import { isRecord, json } from './types.ts';
import type { Answer, Behaviour, Document, PartnerOptions, SeenRequest } from './types.ts';

/** Beyond what every partner may do: too many requests, and an error of Slack's own such as `channel_not_found`. */
export type SlackBehaviour = Behaviour | { readonly rateLimited: number } | { readonly error: string };

export interface SlackPartner {
  readonly messages: readonly SlackMessage[];
  /** Calls of methods and of response URLs, in order. */
  readonly asked: readonly SeenRequest[];
  /** What single users were told below a message. */
  readonly whispers: readonly Whisper[];
  readonly answer: Answer;
  /** From now on clicks on buttons are sent to this app. */
  connectApp(app: SlackApp): void;
  /** A user clicks on a button of a message. */
  click(click: SlackClick): Promise<ClickResult>;
  behave(behaviour: SlackBehaviour): void;
}

/** The part of Slack's Web API that a sender of messages uses, https://docs.slack.dev/apis/web-api/ */
export function createSlack(options: PartnerOptions, onMessage: (message: SlackMessage) => void): SlackPartner {
  const messages = createSlackMessages(options);
  const methods = slackMethods(messages, options, onMessage);
  const asked: SeenRequest[] = [];
  const interactions = createSlackInteractions(messages, options);
  let behaviour: SlackBehaviour = 'well';

  const misbehaved = async (): Promise<Response | undefined> => {
    if (typeof behaviour === 'string') return misbehave(behaviour, options);
    if ('error' in behaviour) return refuse(behaviour.error);
    const headers = { 'retry-after': String(behaviour.rateLimited) };
    return json({ ok: false, error: 'ratelimited' }, 429, headers);
  };
  const call = async (request: Request, url: URL): Promise<Response> => {
    const name = /^\/api\/([\w.]+)$/.exec(url.pathname)?.[1];
    if (name === undefined) return new Response('not found', { status: 404 });
    if (!request.headers.has('authorization')) return refuse('not_authed');
    if (!hasBearer(request)) return refuse('invalid_auth');
    const method = methods[name];
    if (method === undefined) return json({ ok: false, error: 'unknown_method', req_method: name });
    const input = await readArguments(request, url);
    if (input === undefined) return refuse('invalid_json');
    // Slack answers 200 to what it refuses, too.
    return json(method(input));
  };
  /** A click on the page: as in the app the message is looked at again a moment later. */
  const clickOnPage = async (request: Request): Promise<Response> => {
    const fields = new URLSearchParams(await request.text());
    const of = (name: string): string => fields.get(name) ?? '';
    await interactions.click({ ts: of('ts'), action: of('action'), user: of('user') });
    return new Response(null, { status: 303, headers: { location: './?clicked' } });
  };
  const answerApp = async (request: Request, url: URL): Promise<Response> => {
    const responseId = request.method === 'POST' ? /^\/response\/(\d+)$/.exec(url.pathname)?.[1] : undefined;
    return responseId === undefined ? call(request, url) : interactions.respond(responseId, request);
  };
  return {
    messages: messages.all,
    asked,
    whispers: interactions.whispers,
    connectApp: interactions.connect,
    click: interactions.click,
    behave: (next) => {
      behaviour = next;
    },
    answer: async (request) => {
      const url = new URL(request.url);
      if (request.method === 'GET' && url.pathname === '/')
        return slackPage(messages.all, interactions, url.searchParams.has('clicked'));
      if (request.method === 'POST' && url.pathname === '/click') return clickOnPage(request);
      const { method } = request;
      const seen = (status: number): number => asked.push({ at: options.now(), method, path: url.pathname, status });
      try {
        const response = (await misbehaved()) ?? (await answerApp(request, url));
        seen(response.status);
        return response;
      } catch (error) {
        seen(0);
        throw error;
      }
    },
  };
}

function refuse(error: string): Response {
  return json({ ok: false, error });
}

/** Arguments come in the query, as a form, or as JSON; outside JSON, what has a structure is JSON in a field. */
async function readArguments(request: Request, url: URL): Promise<Document | undefined> {
  const query = fieldsOf(url.searchParams);
  if (request.method === 'GET') return query;
  const body = await request.text();
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return { ...query, ...fieldsOf(new URLSearchParams(body)) };
  }
  const value = parseJson(body);
  return isRecord(value) ? { ...query, ...value } : undefined;
}

function fieldsOf(parameters: URLSearchParams): Document {
  const isStructure = (name: string): boolean => name === 'blocks' || name === 'metadata';
  return Object.fromEntries(
    [...parameters].map(([name, value]) => [name, isStructure(name) ? parseJson(value) : value]),
  );
}

/** Undefined: it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

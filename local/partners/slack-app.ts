import { createHmac } from 'node:crypto';
import type { SlackMessage, SlackMessages } from './slack-messages.ts';
import { conversationOf } from './slack-messages.ts';
import { listIn, shelvesOf } from './kept.ts';
import { isRecord, readObject } from './types.ts';
import type { PartnerOptions } from './types.ts';

/** The app as Slack knows it: where clicks go to, and how they are signed. */
export interface SlackApp {
  readonly interactionsUrl: string;
  readonly signingSecret: string;
  /** Where the app reaches this Slack, without a slash at the end: response URLs begin with it. */
  readonly baseUrl: string;
  readonly send: (request: Request) => Promise<Response>;
}

export interface SlackClick {
  /** Of the message. */
  readonly ts: string;
  readonly action: string;
  readonly user: string;
}

/** What became of a click; everything but `taken` shows a warning sign beside the button. */
export type ClickResult =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'refused'; readonly status: number }
  | { readonly outcome: 'too-late' | 'unreachable' | 'no-app' | 'no-such-button' };

/** Words that only one user sees, below a message. */
export interface Whisper {
  readonly ts: string;
  readonly user: string;
  readonly at: number;
  readonly text: string;
}

export interface SlackInteractions {
  readonly whispers: readonly Whisper[];
  /** By ts of the message: its last click, where it went wrong. */
  readonly warnings: ReadonlyMap<string, string>;
  readonly isConnected: () => boolean;
  readonly connect: (app: SlackApp) => void;
  readonly click: (click: SlackClick) => Promise<ClickResult>;
  /** POST to a response URL; `id` is its last part. */
  respond(id: string, request: Request): Promise<Response>;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction/: three seconds to answer; a response URL lives for 30 minutes and 5 uses. */
const ANSWER_WITHIN_MS = 3_000;
const RESPONSE_LIFETIME_MS = 30 * 60_000;
const RESPONSE_USES = 5;

interface ResponseUrl {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly until: number;
  readonly uses: number;
}

export function createSlackInteractions(messages: SlackMessages, options: PartnerOptions): SlackInteractions {
  const shelf = shelvesOf(options);
  const whispers = listIn<Whisper>(shelf('whispers'));
  const warnings = shelf<string>('warnings');
  const responseUrls = shelf<ResponseUrl>('response URLs');
  let app: SlackApp | undefined;

  const post = async (
    { interactionsUrl, signingSecret, baseUrl, send }: SlackApp,
    payload: Payload,
  ): Promise<ClickResult> => {
    const body = new URLSearchParams({ payload: JSON.stringify(payloadOf(payload, baseUrl)) }).toString();
    const timestamp = String(Math.floor(options.now() / 1000));
    const request = new Request(interactionsUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(signingSecret, timestamp, body),
      },
      body,
    });
    const late = options.sleep(ANSWER_WITHIN_MS).then((): ClickResult => ({ outcome: 'too-late' }));
    const answered = send(request).then(
      ({ status }): ClickResult => (status === 200 ? { outcome: 'taken' } : { outcome: 'refused', status }),
      (): ClickResult => ({ outcome: 'unreachable' }),
    );
    return Promise.race([answered, late]);
  };

  return {
    whispers: whispers.all,
    warnings,
    isConnected: () => app !== undefined,
    connect: (next) => {
      app = next;
    },
    click: async (click) => {
      const message = messages.all.find(({ ts }) => ts === click.ts);
      const button = message === undefined ? undefined : buttonOf(message, click.action);
      if (message === undefined || button === undefined) return { outcome: 'no-such-button' };
      if (app === undefined) return { outcome: 'no-app' };
      const id = String(responseUrls.size + 1).padStart(6, '0');
      const { ts, channel } = message;
      responseUrls.set(id, { ts, channel, user: click.user, until: options.now() + RESPONSE_LIFETIME_MS, uses: 0 });
      const result = await post(app, { message, button, user: click.user, at: options.now(), responseId: id });
      if (result.outcome === 'taken') warnings.delete(ts);
      else warnings.set(ts, 'status' in result ? `${result.outcome} with ${String(result.status)}` : result.outcome);
      options.onEvent?.({ kind: 'slack.clicked', ...click, ...result });
      return result;
    },
    respond: async (id, request) => {
      const known = responseUrls.get(id);
      if (known === undefined || options.now() > known.until) return refuse('expired_url');
      responseUrls.set(id, { ...known, uses: known.uses + 1 });
      if (known.uses >= RESPONSE_USES) return refuse('used_url');
      const input = await readObject(request);
      const text = input?.['text'];
      if (input === undefined || typeof text !== 'string' || text === '') return refuse('no_text');
      if (input['replace_original'] === true) messages.update(known.channel, known.ts, { text, blocks: [] });
      else whispers.add({ ts: known.ts, user: known.user, at: options.now(), text });
      return new Response('ok');
    },
  };
}

function refuse(error: string): Response {
  return new Response(error, { status: 404 });
}

function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

interface Button {
  readonly blockId: string;
  readonly element: Readonly<Record<string, unknown>>;
}

/** A button that calls the app back: it has an action_id. One with a URL does so too, beside opening it. */
function buttonOf({ blocks }: SlackMessage, action: string): Button | undefined {
  for (const [index, block] of blocks.entries()) {
    if (!isRecord(block) || !Array.isArray(block['elements'])) continue;
    const element = block['elements'].find((one) => isRecord(one) && one['action_id'] === action);
    const { block_id: blockId } = block;
    if (isRecord(element)) return { blockId: typeof blockId === 'string' ? blockId : `b${String(index)}`, element };
  }
  return undefined;
}

interface Payload {
  readonly message: SlackMessage;
  readonly button: Button;
  readonly user: string;
  readonly at: number;
  readonly responseId: string;
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
function payloadOf({ message, button, user, at, responseId }: Payload, baseUrl: string): object {
  const channel = conversationOf(message.channel);
  const { type, text, value, style, action_id } = button.element;
  return {
    type: 'block_actions',
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: 'T0PARTNER' },
    api_app_id: 'A0FAIRLEAD',
    token: 'not-to-be-used',
    container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
    trigger_id: `${String(at)}.1.${responseId}`,
    team: { id: 'T0PARTNER', domain: 'partner' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: 'directmessage' },
    message: { type: 'message', ts: message.ts, bot_id: 'B0FAIRLEAD', text: message.text, blocks: message.blocks },
    state: { values: {} },
    response_url: `${baseUrl}/response/${responseId}`,
    actions: [
      {
        type,
        action_id,
        block_id: button.blockId,
        text,
        ...(value === undefined ? {} : { value }),
        ...(style === undefined ? {} : { style }),
        action_ts: (at / 1000).toFixed(6),
      },
    ],
  };
}

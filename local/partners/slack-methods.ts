import { areBlocksValid } from './slack-limits.ts';
import { conversationOf } from './slack-messages.ts';
import type { SlackContent, SlackMessage, SlackMessages } from './slack-messages.ts';
import { isRecord } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

export type SlackMethod = (input: Document) => Document;

const BOT = { bot_id: 'B0FAIRLEAD', user: 'U0FAIRLEAD', type: 'message' } as const;

export function slackMethods(
  messages: SlackMessages,
  { onEvent }: PartnerOptions,
  onMessage: (message: SlackMessage) => void,
): Readonly<Record<string, SlackMethod>> {
  return {
    'auth.test': () => ({ ok: true, url: 'https://slack.partner.test/', team: 'Partner test', user_id: BOT.user }),
    'conversations.open': ({ users }) =>
      typeof users === 'string' && /^[UW][A-Z0-9]+$/.test(users)
        ? { ok: true, channel: { id: conversationOf(users) } }
        : refuse('user_not_found'),
    'chat.postMessage': (input) => {
      const { channel } = input;
      const content = contentOf(input);
      if (typeof channel !== 'string' || channel === '') return refuse('channel_not_found');
      if (typeof content === 'string') return refuse(content);
      if (content.text === undefined && (content.blocks ?? []).length === 0) return refuse('no_text');
      const message = messages.add(channel, { text: '', blocks: [], ...content });
      onMessage(message);
      onEvent?.({ kind: 'slack.posted', message });
      return { ok: true, channel: conversationOf(channel), ts: message.ts, message: shown(message, true) };
    },
    'chat.update': (input) => {
      const { channel, ts } = input;
      const content = contentOf(input);
      // Of a direct message Slack wants the conversation, not the person: https://docs.slack.dev/reference/methods/chat.update
      if (typeof channel !== 'string' || !/^[CDG][A-Z0-9]+$/.test(channel)) return refuse('channel_not_found');
      if (typeof content === 'string') return refuse(content);
      if (content.text === undefined && content.blocks === undefined) return refuse('no_text');
      const message = typeof ts === 'string' ? messages.update(channel, ts, content) : undefined;
      if (message === undefined) return refuse('message_not_found');
      onEvent?.({ kind: 'slack.updated', message });
      return { ok: true, channel: conversationOf(channel), ts, text: message.text, message: shown(message, true) };
    },
    'conversations.history': (input) => history(messages, input),
  };
}

/** What a message says, or the error that Slack would answer. */
function contentOf(input: Document): Partial<SlackContent> | string {
  const { text, blocks, metadata, thread_ts: threadTs, reply_broadcast: broadcast } = input;
  // A form field that holds no JSON is there and undefined.
  if ('blocks' in input && !(Array.isArray(blocks) && areBlocksValid(blocks))) return 'invalid_blocks';
  return {
    ...(typeof text === 'string' && text !== '' ? { text } : {}),
    ...(Array.isArray(blocks) ? { blocks } : {}),
    ...(isMetadata(metadata) ? { metadata } : {}),
    ...(typeof threadTs === 'string' ? { threadTs, isBroadcast: String(broadcast) === 'true' } : {}),
  };
}

/** Slack takes a message whose metadata it does not understand, without them. */
function isMetadata(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && typeof value['event_type'] === 'string' && isRecord(value['event_payload']);
}

/** Newest first; replies in a thread are not part of a conversation's history, unless they were broadcast to it. */
function history(messages: SlackMessages, input: Document): Document {
  const { channel } = input;
  // Asked for a conversation; a person is none until one was opened with them.
  if (typeof channel !== 'string' || !/^[CDG][A-Z0-9]+$/.test(channel)) return refuse('channel_not_found');
  const limit = Number(input['limit'] ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) return refuse('invalid_limit');
  const isInclusive = String(input['inclusive']) === 'true';
  const isAfter = (ts: number, oldest: number): boolean => ts > oldest || (isInclusive && ts === oldest);
  const oldest = Number(input['oldest'] ?? 0);
  const latest = Number(input['latest'] ?? Number.MAX_SAFE_INTEGER);
  const found = messages
    .in(channel)
    .filter(({ threadTs, isBroadcast }) => threadTs === undefined || isBroadcast === true)
    .filter(({ ts }) => isAfter(Number(ts), oldest) && isAfter(latest, Number(ts)))
    .reverse();
  const withMetadata = String(input['include_all_metadata']) === 'true';
  return {
    ok: true,
    messages: found.slice(0, limit).map((message) => shown(message, withMetadata)),
    has_more: found.length > limit,
    pin_count: 0,
  };
}

/** Without `include_all_metadata` a message tells the type of its metadata only. */
function shown({ ts, text, blocks, metadata, threadTs, editedAt }: SlackMessage, withMetadata: boolean): Document {
  return {
    ...BOT,
    ts,
    text,
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(metadata === undefined ? {} : { metadata: withMetadata ? metadata : { event_type: metadata['event_type'] } }),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(editedAt === undefined ? {} : { edited: { user: BOT.user, ts: String(Math.floor(editedAt / 1000)) } }),
  };
}

function refuse(error: string): Document {
  return { ok: false, error };
}

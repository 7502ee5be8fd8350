import * as z from 'zod';
import { request } from '../../platform/index.ts';
import type { SlackPost } from '../render-slack.ts';

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });
const opened = z.looseObject({ ok: z.literal(true), channel: z.looseObject({ id: z.string() }) });
const history = z.looseObject({
  ok: z.literal(true),
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        metadata: z.looseObject({ event_payload: z.record(z.string(), z.unknown()) }).optional(),
      }),
    )
    .default([]),
});

/** Errors that another try would meet again (Slack, chat.postMessage reference). */
const FINAL = [
  'channel_not_found',
  'is_archived',
  'invalid_blocks',
  'msg_too_long',
  'user_not_found',
  'restricted_action',
  'account_inactive',
];

export interface SlackTarget {
  readonly apiUrl: string;
  readonly token: string;
  readonly channel: string;
}

export type Posted =
  { readonly ok: true; readonly ts: string } | { readonly ok: false; readonly final: boolean; readonly error: string };

/** chat.postMessage. The notice's id goes along as metadata, so that a hand-over without an outcome can be looked up. */
export async function postMessage(
  { apiUrl, token, channel }: SlackTarget,
  post: SlackPost,
  noticeId: string,
): Promise<Posted> {
  const response = await request(`${apiUrl}/chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      channel,
      text: post.text,
      blocks: post.blocks,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: 'fairlead_notice', event_payload: { notice_id: noticeId } },
    }),
  });
  if (!response.ok) return { ok: false, final: false, error: `HTTP ${String(response.status)}` };
  const { ok, error = 'unknown_error', ts } = answer.parse(await response.json());
  return ok && ts !== undefined ? { ok, ts } : { ok: false, final: FINAL.includes(error), error };
}

/** The message of a notice, if Slack has it already. Throws where Slack does not say: then nobody knows, and it is asked again. */
export async function findMessage(target: SlackTarget, noticeId: string): Promise<string | undefined> {
  // A person is no conversation: the history is that of the direct message with them.
  const { channel } = opened.parse(await look(target, 'conversations.open', { users: target.channel }));
  const query = { channel: channel.id, include_all_metadata: 'true', limit: '100' };
  const { messages } = history.parse(await look(target, 'conversations.history', query));
  return messages.find(({ metadata }) => metadata?.event_payload['notice_id'] === noticeId)?.ts;
}

async function look(
  { apiUrl, token }: SlackTarget,
  method: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await request(`${apiUrl}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(query).toString(),
  });
  if (!response.ok) throw new Error(`Slack answered ${String(response.status)} to ${method}`);
  return response.json();
}

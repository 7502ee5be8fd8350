import * as z from 'zod';
import { request } from '../../platform/index.ts';
import type { SlackPost } from '../render-slack.ts';

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });
const history = z.looseObject({
  ok: z.boolean(),
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

/** The message of a notice, if Slack has it already. */
export async function findMessage(
  { apiUrl, token, channel }: SlackTarget,
  noticeId: string,
): Promise<string | undefined> {
  const query = new URLSearchParams({ channel, include_all_metadata: 'true', limit: '100' });
  const response = await request(`${apiUrl}/conversations.history?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`Slack answered ${String(response.status)} to a look-up`);
  const { ok, messages } = history.parse(await response.json());
  return ok ? messages.find(({ metadata }) => metadata?.event_payload['notice_id'] === noticeId)?.ts : undefined;
}

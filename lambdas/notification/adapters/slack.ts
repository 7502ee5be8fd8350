import * as z from 'zod';
import { request } from '../../platform/index.ts';
import type { SlackPost } from '../render-slack.ts';
import { retryAfterSeconds } from './retry-after.ts';

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
const posted = z.looseObject({ channel: z.string(), ts: z.string() });
const opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
const history = z.looseObject({
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        metadata: z.looseObject({ event_payload: z.record(z.string(), z.unknown()) }).optional(),
      }),
    )
    .default([]),
});

/** Errors that another try would meet again (Slack, references of chat.postMessage and chat.update). */
const FINAL = [
  'channel_not_found',
  'is_archived',
  'invalid_blocks',
  'msg_too_long',
  'user_not_found',
  'restricted_action',
  'account_inactive',
  'message_not_found',
  'thread_not_found',
  'cannot_reply_to_message',
  'cant_update_message',
  'edit_window_closed',
  'is_inactive',
];

/** Errors of a message that takes no replies, or is not there any more: then it is said outside. */
const NO_THREAD = ['cannot_reply_to_message', 'thread_not_found', 'message_not_found'];

/** How long we wait where Slack limits us and does not say for how long. */
const RETRY_AFTER_S = 30;

export interface SlackAccess {
  readonly apiUrl: string;
  readonly token: string;
}

/** A message as Slack finds it again: in a conversation (of a person: that with them, not the person), by its time. */
export interface SlackMessageId {
  readonly conversation: string;
  readonly ts: string;
}

export type NotDone =
  | { readonly ok: false; readonly why: 'limited'; readonly retryAfterSeconds: number }
  | { readonly ok: false; readonly why: 'final'; readonly error: string };

export type Called<Value> = { readonly ok: true; readonly value: Value } | NotDone;

/**
 * chat.postMessage. The notice's id goes along as metadata, so that a hand-over without an outcome can be looked up. In the thread of the first message about the case it is shown in the
 * conversation as well (`reply_broadcast`): nobody misses a call because it is a reply, and it is found again in the history.
 */
export async function postMessage(
  access: SlackAccess,
  channel: string,
  { text, blocks }: SlackPost,
  { noticeId, thread }: { readonly noticeId: string; readonly thread?: string | undefined },
): Promise<Called<SlackMessageId>> {
  const metadata = { event_type: 'fairlead_notice', event_payload: { notice_id: noticeId } };
  const within = thread === undefined ? {} : { thread_ts: thread, reply_broadcast: true };
  const body = { channel, text, blocks, unfurl_links: false, unfurl_media: false, metadata, ...within };
  const called = await callJson(access, 'chat.postMessage', body, posted);
  if (called.ok) return { ok: true, value: { conversation: called.value.channel, ts: called.value.ts } };
  const isThreadGone = thread !== undefined && called.why === 'final' && NO_THREAD.includes(called.error);
  return isThreadGone ? postMessage(access, channel, { text, blocks }, { noticeId }) : called;
}

/** chat.update: the message says something else from now on. Its metadata stay. */
export async function updateMessage(
  access: SlackAccess,
  { conversation, ts }: SlackMessageId,
  { text, blocks }: SlackPost,
): Promise<Called<unknown>> {
  return callJson(access, 'chat.update', { channel: conversation, ts, text, blocks }, z.unknown());
}

/** The message of a notice, if Slack has it already. */
export async function findMessage(
  access: SlackAccess,
  slackId: string,
  noticeId: string,
): Promise<Called<SlackMessageId | undefined>> {
  const found = await openConversation(access, slackId);
  if (!found.ok) return found;
  const query = { channel: found.value, include_all_metadata: 'true', limit: '100' };
  const called = await callForm(access, 'conversations.history', query, history);
  if (!called.ok) return called;
  const message = called.value.messages.find(({ metadata }) => metadata?.event_payload['notice_id'] === noticeId);
  return { ok: true, value: message === undefined ? undefined : { conversation: found.value, ts: message.ts } };
}

/** A person is no conversation: what was said to them stands in the direct one with them. A channel is one. */
export async function openConversation(access: SlackAccess, slackId: string): Promise<Called<string>> {
  if (/^[CG]/.test(slackId)) return { ok: true, value: slackId };
  const called = await callForm(access, 'conversations.open', { users: slackId }, opened);
  return called.ok ? { ok: true, value: called.value.channel.id } : called;
}

/** `response_url` of an interaction: words for the eyes of whoever clicked (docs.slack.dev, "Handling user interaction"). */
export async function whisper(responseUrl: string, text: string): Promise<boolean> {
  const { ok } = await request(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
  });
  return ok;
}

function callJson<Value>(
  access: SlackAccess,
  method: string,
  body: unknown,
  shape: z.ZodType<Value>,
): Promise<Called<Value>> {
  return call(access, method, 'application/json; charset=utf-8', JSON.stringify(body), shape);
}

function callForm<Value>(
  access: SlackAccess,
  method: string,
  query: Readonly<Record<string, string>>,
  shape: z.ZodType<Value>,
): Promise<Called<Value>> {
  const body = new URLSearchParams(query).toString();
  return call(access, method, 'application/x-www-form-urlencoded', body, shape);
}

/** Throws where Slack does not say what it did: then nobody knows, and it is asked again. */
async function call<Value>(
  { apiUrl, token }: SlackAccess,
  method: string,
  contentType: string,
  body: string,
  shape: z.ZodType<Value>,
): Promise<Called<Value>> {
  const response = await request(`${apiUrl}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    body,
  });
  const limited: NotDone = { ok: false, why: 'limited', retryAfterSeconds: retryAfterSeconds(response, RETRY_AFTER_S) };
  if (response.status === 429) return limited;
  if (!response.ok) throw new Error(`Slack answered ${String(response.status)} to ${method}`);
  const value: unknown = await response.json();
  const { ok, error = 'unknown_error' } = answer.parse(value);
  if (ok) return { ok, value: shape.parse(value) };
  if (error === 'ratelimited' || error === 'rate_limited') return limited;
  if (FINAL.includes(error)) return { ok, why: 'final', error };
  throw new Error(`Slack did not do ${method}: ${error}`);
}

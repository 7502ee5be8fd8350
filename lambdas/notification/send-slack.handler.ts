import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import type { Notice } from '../contracts/index.ts';
import { now, parseEnvironment, secretReader, settingReader } from '../platform/index.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { channelPause } from './adapters/channel-pause.dynamo.ts';
import { laterOn } from './adapters/later.ts';
import { postponer } from './adapters/postpone-order.ts';
import { preparer } from './adapters/prepare.ts';
import { findMessage, postMessage } from './adapters/slack.ts';
import type { Called, SlackAccess, SlackMessageId } from './adapters/slack.ts';
import { renderSlack } from './render-slack.ts';
import type { SlackPost } from './render-slack.ts';
import { writeMessageId } from './slack-message-id.ts';
import { mayBelongToThread, threadOf } from './thread-of.ts';

const environment = parseEnvironment({
  SLACK_SECRET: z.string(),
  SETTINGS_PREFIX: z.string(),
  SLACK_QUEUE: z.string(),
  REFERENCE_TABLE: z.string(),
});
const cases = caseStore();
const prepare = preparer();
const secret = secretReader();
const setting = settingReader(environment.SETTINGS_PREFIX);
const postpone = postponer(laterOn(environment.SLACK_QUEUE));
const paused = channelPause(environment.REFERENCE_TABLE, 'slack');

export const handler = channelHandler('send-slack', async (notice, record, order, { along }) => {
  const [until, { person, message }, token, apiUrl] = await Promise.all([
    paused.until(),
    prepare(notice, record, along),
    secret(environment.SLACK_SECRET),
    setting('slack/api-url'),
  ]);
  // Who comes while Slack wants to be left alone waits without asking.
  if (until > now()) return postpone(order, record, until - now());
  if (person.slackId === undefined) return { state: 'failed', reason: 'the person has no Slack account' };
  const thread = along.length === 0 ? await threadIn(notice) : undefined;
  const sent = await sayOnce({ apiUrl, token }, person.slackId, { ...notice, thread }, renderSlack(message));
  if (sent.ok) return { state: 'handed_over', providerMessageId: writeMessageId(sent.value) };
  if (sent.why === 'final') return { state: 'failed', reason: sent.error };
  const wait = sent.retryAfterSeconds * 1000;
  await paused.pause(now() + wait);
  return postpone(order, record, wait);
});

/** The thread of the case with this reader, where it has begun. */
async function threadIn(notice: Notice): Promise<string | undefined> {
  return mayBelongToThread(notice) ? threadOf(notice, await cases.notices(notice.caseId)) : undefined;
}

/** Where it may have been said before, Slack is asked first. */
async function sayOnce(
  access: SlackAccess,
  slackId: string,
  { id, possiblyRepeated, thread }: Notice & { readonly thread: string | undefined },
  post: SlackPost,
): Promise<Called<SlackMessageId>> {
  if (possiblyRepeated) {
    const found = await findMessage(access, slackId, id);
    if (!found.ok) return found;
    // Guard: what Slack has is not posted again.
    if (found.value !== undefined) return { ok: true, value: found.value };
  }
  return postMessage(access, slackId, post, { noticeId: id, thread });
}

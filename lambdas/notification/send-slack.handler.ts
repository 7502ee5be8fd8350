import * as z from 'zod';
import type { Case, Notice, NoticeOrder } from '../contracts/index.ts';
import type { Postponed } from '../case/index.ts';
import { now, parseEnvironment, secretReader, settingReader } from '../platform/index.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { channelPause } from './adapters/channel-pause.dynamo.ts';
import { laterOn } from './adapters/later.ts';
import { preparer } from './adapters/prepare.ts';
import { findMessage, postMessage } from './adapters/slack.ts';
import type { Called, SlackAccess, SlackMessageId } from './adapters/slack.ts';
import { secondsUntilAsked } from './postpone.ts';
import { renderSlack } from './render-slack.ts';
import type { SlackPost } from './render-slack.ts';
import { writeMessageId } from './slack-message-id.ts';

const environment = parseEnvironment({
  SLACK_SECRET: z.string(),
  SETTINGS_PREFIX: z.string(),
  SLACK_QUEUE: z.string(),
  REFERENCE_TABLE: z.string(),
});
const prepare = preparer();
const secret = secretReader();
const setting = settingReader(environment.SETTINGS_PREFIX);
const sendLater = laterOn(environment.SLACK_QUEUE);
const paused = channelPause(environment.REFERENCE_TABLE, 'slack');

export const handler = channelHandler('send-slack', async (notice, record, order) => {
  const [until, { person, message }, token, apiUrl] = await Promise.all([
    paused.until(),
    prepare(notice, record),
    secret(environment.SLACK_SECRET),
    setting('slack/api-url'),
  ]);
  // Who comes while Slack wants to be left alone waits without asking.
  if (until > now()) return postpone(order, record, until);
  if (person.slackId === undefined) return { state: 'failed', reason: 'the person has no Slack account' };
  const sent = await sayOnce({ apiUrl, token }, person.slackId, notice, renderSlack(message));
  if (sent.ok) return { state: 'handed_over', providerMessageId: writeMessageId(sent.value) };
  if (sent.why === 'final') return { state: 'failed', reason: sent.error };
  const wanted = now() + sent.retryAfterSeconds * 1000;
  await paused.pause(wanted);
  return postpone(order, record, wanted);
});

/** Where it may have been said before, Slack is asked first. */
async function sayOnce(
  access: SlackAccess,
  slackId: string,
  { id, possiblyRepeated }: Notice,
  post: SlackPost,
): Promise<Called<SlackMessageId>> {
  if (possiblyRepeated) {
    const found = await findMessage(access, slackId, id);
    if (!found.ok) return found;
    // Guard: what Slack has is not posted again.
    if (found.value !== undefined) return { ok: true, value: found.value };
  }
  return postMessage(access, slackId, post, id);
}

/** The order comes again when Slack wants to be asked, most severe first; should it be lost, the auditor finds the notice. */
async function postpone(order: NoticeOrder, record: Case, until: number): Promise<Postponed> {
  const seconds = secondsUntilAsked((until - now()) / 1000, record.severity?.level);
  await sendLater(JSON.stringify(order), seconds);
  return { state: 'postponed', until: new Date(now() + seconds * 1000).toISOString() };
}

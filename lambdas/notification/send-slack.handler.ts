import * as z from 'zod';
import type { NoticeOutcome } from '../case/index.ts';
import { parseEnvironment, secretReader, settingReader } from '../platform/index.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { preparer } from './adapters/prepare.ts';
import { findMessage, postMessage } from './adapters/slack.ts';
import { renderSlack } from './render-slack.ts';

const environment = parseEnvironment({ SLACK_SECRET: z.string(), SETTINGS_PREFIX: z.string() });
const prepare = preparer();
const secret = secretReader();
const setting = settingReader(environment.SETTINGS_PREFIX);

export const handler = channelHandler('send-slack', async (notice, record): Promise<NoticeOutcome> => {
  const [{ person, message }, token, apiUrl] = await Promise.all([
    prepare(notice, record),
    secret(environment.SLACK_SECRET),
    setting('slack/api-url'),
  ]);
  if (person.slackId === undefined) return { state: 'failed', reason: 'the person has no Slack account' };
  const target = { apiUrl, token, channel: person.slackId };
  if (notice.possiblyRepeated) {
    const ts = await findMessage(target, notice.id);
    if (ts !== undefined) return { state: 'handed_over', providerMessageId: ts };
  }
  const posted = await postMessage(target, renderSlack(message), notice.id);
  if (posted.ok) return { state: 'handed_over', providerMessageId: posted.ts };
  if (posted.final) return { state: 'failed', reason: posted.error };
  throw new Error(`Slack did not take the notice: ${posted.error}`);
});

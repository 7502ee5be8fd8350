import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import type { NoticeOutcome } from '../case/index.ts';
import { connect, finalMailRefusal, parseEnvironment } from '../platform/index.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { mailStops } from './adapters/mail-stops.dynamo.ts';
import { preparer } from './adapters/prepare.ts';
import { renderEmail } from './render-email.ts';

const environment = parseEnvironment({
  MAIL_FROM: z.string(),
  MAIL_DOMAIN: z.string(),
  CONFIGURATION_SET: z.string(),
  REFERENCE_TABLE: z.string(),
});
const prepare = preparer();
const stops = mailStops(environment.REFERENCE_TABLE);
const ses = connect(new SESv2Client({}));

const WHY_NOT = {
  bounced: 'mail to this address bounces',
  complained: 'this person has complained about mail',
} as const;

export const handler = channelHandler(
  'send-email',
  async (notice, record, _order, { along }): Promise<NoticeOutcome> => {
    const { person, message, replyToken } = await prepare(notice, record, along);
    const stopped = await stops.why(person.email);
    // Guard: who has complained about mail gets none.
    if (stopped !== undefined) return { state: 'failed', reason: WHY_NOT[stopped] };
    const { subject, text, html } = renderEmail(message);
    // One thread a case: mail programs sort by References. A hand-over is of many, so it stands by itself, and a reply to it would be to none of them.
    const isOfCase = notice.purpose !== 'handover';
    const thread = isOfCase ? `<${record.id}@fairlead>` : `<${notice.id}@fairlead>`;
    try {
      const { MessageId } = await ses.send(
        new SendEmailCommand({
          FromEmailAddress: environment.MAIL_FROM,
          Destination: { ToAddresses: [person.email] },
          ...(isOfCase ? { ReplyToAddresses: [`reply+${replyToken}@${environment.MAIL_DOMAIN}`] } : {}),
          ConfigurationSetName: environment.CONFIGURATION_SET,
          EmailTags: [
            { Name: 'notice', Value: notice.id },
            { Name: 'case', Value: record.id },
          ],
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: 'UTF-8' },
              Body: { Text: { Data: text, Charset: 'UTF-8' }, Html: { Data: html, Charset: 'UTF-8' } },
              Headers: [
                { Name: 'References', Value: thread },
                { Name: 'In-Reply-To', Value: thread },
              ],
            },
          },
        }),
      );
      return { state: 'handed_over', ...(MessageId === undefined ? {} : { providerMessageId: MessageId }) };
    } catch (error) {
      const refusal = finalMailRefusal(error);
      if (refusal !== undefined) return { state: 'failed', reason: refusal };
      throw error;
    }
  },
);

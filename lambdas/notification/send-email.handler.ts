import { SendEmailCommand, SESv2Client, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import type { NoticeOutcome, Postponed } from '../case/index.ts';
import type { Notice } from '../contracts/index.ts';
import { connectOnce, finalMailRefusal, mailContent, now, parseEnvironment } from '../platform/index.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { laterOn } from './adapters/later.ts';
import { mailStops } from './adapters/mail-stops.dynamo.ts';
import { onceMore } from './adapters/once-more.ts';
import { postponer } from './adapters/postpone-order.ts';
import { preparer } from './adapters/prepare.ts';
import { renderEmail } from './render-email.ts';

const environment = parseEnvironment({
  MAIL_FROM: z.string(),
  MAIL_DOMAIN: z.string(),
  CONFIGURATION_SET: z.string(),
  REFERENCE_TABLE: z.string(),
  EMAIL_QUEUE: z.string(),
});
const prepare = preparer();
const stops = mailStops(environment.REFERENCE_TABLE);
const ses = connectOnce(SESv2Client);
const postpone = postponer(laterOn(environment.EMAIL_QUEUE));
const unheard = onceMore(postpone);

const WHY_NOT = {
  bounced: 'mail to this address bounces',
  complained: 'this person has complained about mail',
} as const;

export const handler = channelHandler(
  'send-email',
  async (notice, record, order, { along, log }): Promise<NoticeOutcome | Postponed> => {
    const { person, message, replyToken } = await prepare(notice, record, along);
    const stopped = await stops.why(person.email);
    // Guard: who has complained about mail gets none.
    if (stopped !== undefined) return { state: 'failed', reason: WHY_NOT[stopped] };
    const isOfCase = isOfOne(notice, along);
    // One thread a case: mail programs sort by References.
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
          Content: mailContent(renderEmail(message), { References: thread, 'In-Reply-To': thread }),
        }),
      );
      return { state: 'handed_over', ...(MessageId === undefined ? {} : { providerMessageId: MessageId }) };
    } catch (error) {
      const refusal = finalMailRefusal(error);
      if (refusal !== undefined) return { state: 'failed', reason: refusal };
      return error instanceof TooManyRequestsException
        ? postpone(order, record, growing(notice))
        : unheard({ notice, record, order, log }, error);
    }
  },
);

/** What a shift begins with and a digest are of many cases: they stand by themselves, and a reply to them would be to none of these. */
function isOfOne({ purpose }: Notice, along: readonly unknown[]): boolean {
  return purpose !== 'handover' && along.length === 0;
}

/** SES says the same of a rate by the second and of a quota by the day, so who has waited long waits longer. */
const SOONEST_MS = 2000;
function growing({ claimedAt }: Notice): number {
  return Math.max(SOONEST_MS, now() - Date.parse(claimedAt));
}

import * as z from 'zod';
import { instant, sourceId } from '../contracts/index.ts';
import { verdicts } from './formats/email/judge-writer.ts';
import type { Verdicts } from './formats/email/judge-writer.ts';

/** A mail that SES received. */
export interface MailArrival {
  readonly key: string;
  readonly at: string;
  readonly messageId: string;
  /** Sources that it was sent to, by the local part of the address; a tag behind a plus sign is the sender's own. */
  readonly sourceIds: readonly string[];
  /** What SES found about it, and about who sent it. */
  readonly verdicts: Verdicts;
}

/** https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html */
const notification = z.object({
  notificationType: z.literal('Received'),
  receipt: verdicts.extend({
    recipients: z.array(z.string()),
    action: z.object({ type: z.literal('S3'), objectKey: z.string() }),
  }),
  mail: z.object({ timestamp: instant, messageId: z.string() }),
});

/** A mail names as many sources as it was sent to; who writes to more means nobody in particular. */
const MOST_SOURCES = 10;

/** What the topic of the receipt rule tells. */
export function mailArrivalsIn(text: string): readonly MailArrival[] {
  const { receipt, mail } = notification.parse(JSON.parse(text));
  const { recipients, action, ...found } = receipt;
  const named = recipients.map((address) => (address.split('@')[0] ?? '').split('+')[0]?.toLowerCase() ?? '');
  const sourceIds = [...new Set(named)].filter((name) => sourceId.safeParse(name).success).slice(0, MOST_SOURCES);
  return [{ key: action.objectKey, at: mail.timestamp, messageId: mail.messageId, sourceIds, verdicts: found }];
}

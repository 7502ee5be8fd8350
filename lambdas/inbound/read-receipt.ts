import * as z from 'zod';
import { instant } from '../contracts/index.ts';
import { verdicts } from './formats/email/judge-writer.ts';
import type { Verdicts } from './formats/email/judge-writer.ts';

/** A mail that SES has received and put into the bucket. */
export interface Receipt {
  readonly key: string;
  readonly at: string;
  readonly messageId: string;
  readonly recipients: readonly string[];
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

/** What the topic of the receipt rule tells. */
export function readReceipt(text: string): Receipt {
  const { receipt, mail } = notification.parse(JSON.parse(text));
  const { recipients, action, ...found } = receipt;
  return { key: action.objectKey, at: mail.timestamp, messageId: mail.messageId, recipients, verdicts: found };
}

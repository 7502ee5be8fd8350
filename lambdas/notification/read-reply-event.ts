import * as z from 'zod';
import { instant } from '../contracts/index.ts';
import { verdicts } from '../inbound/formats/email/judge-writer.ts';
import type { Verdicts } from '../inbound/formats/email/judge-writer.ts';

/** A mail to an address that one of our messages has named. */
export interface ReplyArrival {
  readonly key: string;
  readonly at: string;
  /** Behind `reply+`; none is good before its signature was checked. */
  readonly token: string;
  readonly verdicts: Verdicts;
}

/** https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html */
const notification = z.object({
  notificationType: z.literal('Received'),
  receipt: verdicts.extend({
    recipients: z.array(z.string()),
    action: z.object({ type: z.literal('S3'), objectKey: z.string() }),
  }),
  mail: z.object({ timestamp: instant }),
});

/** Sent to several such addresses it is about the first: nobody replies to two cases with the same words. */
export function readReplyEvent(text: string): ReplyArrival {
  const { receipt, mail } = notification.parse(JSON.parse(text));
  const { recipients, action, ...found } = receipt;
  const token = recipients
    .map((address) => /^reply\+([^@]{1,64})@/i.exec(address)?.[1])
    .find((one) => one !== undefined);
  return { key: action.objectKey, at: mail.timestamp, token: token ?? '', verdicts: found };
}

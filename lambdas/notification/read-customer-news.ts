import * as z from 'zod';
import { actionId, caseId } from '../contracts/index.ts';
import type { MailNews } from '../customers/hear-mail.ts';
import { readFeedback } from './read-feedback.ts';
import type { MailFeedback } from './read-feedback.ts';

export interface CustomerNews {
  readonly message: { readonly caseId: string; readonly actionId: string };
  readonly news: MailNews;
}

/** What SES tells each event destination once, when it is made: the only words that are no JSON. */
const TRIED = 'Successfully validated SNS topic for Amazon SES event publishing.';

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const event = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string(), tags: z.object({ case: z.tuple([caseId]), action: z.tuple([actionId]) }) }),
});

/** What SES tells of a message to a customer, or of any other mail. A delay is no news: SES goes on trying, and tells how it ended. */
export function readMailEvent(text: string): CustomerNews | MailFeedback | undefined {
  if (text === TRIED) return undefined;
  const read = event.safeParse(JSON.parse(text));
  if (!read.success) return readFeedback(text);
  const { eventType, mail } = read.data;
  const { messageId: providerMessageId, tags } = mail;
  const message = { caseId: tags.case[0], actionId: tags.action[0] };
  if (eventType === 'Send') return { message, news: { what: 'sent', providerMessageId } };
  if (eventType === 'Delivery') return { message, news: { what: 'delivered', providerMessageId } };
  const { delivery, stop } = readFeedback(text);
  if (delivery.state === 'delayed') return undefined;
  const news: MailNews =
    delivery.state === 'complained'
      ? { what: 'complained', providerMessageId, addresses: stop?.addresses ?? [] }
      : { what: 'failed', providerMessageId, reason: delivery.reason };
  return { message, news };
}

import * as z from 'zod';
import { caseId, noticeId, partnerLinkId } from '../contracts/index.ts';
import type { Delivery } from '../contracts/index.ts';

/** What SES tells about a mail that it had taken. */
export interface MailFeedback {
  /** The notice that the mail was; absent where it was an answer to somebody. */
  readonly notice?: { readonly caseId: string; readonly noticeId: string };
  /** The link of a partner that the mail brought. */
  readonly link?: { readonly caseId: string; readonly linkId: string };
  readonly delivery: Delivery;
  /** Addresses that get no mail for a while, or until they say otherwise. */
  readonly stop?: { readonly addresses: readonly string[]; readonly why: 'bounced' | 'complained' };
}

const recipients = z.array(z.object({ emailAddress: z.string(), status: z.string().optional() })).default([]);
const mail = z.object({
  destination: z.array(z.string()).default([]),
  tags: z.record(z.string(), z.array(z.string())).default({}),
});
/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const event = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      bounceType: z.string(),
      bounceSubType: z.string(),
      bouncedRecipients: recipients,
      timestamp: z.string(),
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({ complainedRecipients: recipients, timestamp: z.string() }),
  }),
  z.object({ eventType: z.literal('Reject'), mail: mail.extend({ timestamp: z.string() }), reject: z.object({}) }),
  z.object({
    eventType: z.literal('DeliveryDelay'),
    mail,
    deliveryDelay: z.object({ delayType: z.string(), timestamp: z.string() }),
  }),
]);

/** Diagnostic texts of mail servers hold addresses and more, so they are not kept; types and status codes say enough. */
export function readFeedback(text: string): MailFeedback {
  const read = event.parse(JSON.parse(text));
  const about = aboutOf(read.mail.tags);
  switch (read.eventType) {
    case 'Bounce': {
      const { bounceType, bounceSubType, bouncedRecipients, timestamp } = read.bounce;
      const status = bouncedRecipients[0]?.status;
      const reason = `${bounceType}, ${bounceSubType}${status === undefined ? '' : ` (${status.slice(0, 20)})`}`;
      const addresses = bouncedRecipients.map(({ emailAddress }) => emailAddress);
      return {
        ...about,
        delivery: { state: 'bounced', at: timestamp, reason },
        // What is full or out today may be there tomorrow; what does not exist may not.
        ...(bounceType === 'Permanent' ? { stop: { addresses, why: 'bounced' } } : {}),
      };
    }
    case 'Complaint': {
      const reason = 'the reader has marked it as unwanted';
      // Mailbox providers seldom say who it was: then it was one of those whom we have written to.
      const named = read.complaint.complainedRecipients.map(({ emailAddress }) => emailAddress);
      return {
        ...about,
        delivery: { state: 'complained', at: read.complaint.timestamp, reason },
        stop: { addresses: named.length > 0 ? named : read.mail.destination, why: 'complained' },
      };
    }
    case 'Reject':
      return {
        ...about,
        delivery: { state: 'rejected', at: read.mail.timestamp, reason: 'SES found malware in it' },
      };
    case 'DeliveryDelay': {
      const { delayType, timestamp } = read.deliveryDelay;
      return { ...about, delivery: { state: 'delayed', at: timestamp, reason: delayType } };
    }
  }
}

function aboutOf(tags: Readonly<Record<string, readonly string[]>>): Pick<MailFeedback, 'notice' | 'link'> {
  const about = caseId.safeParse(tags['case']?.[0]);
  const notice = noticeId.safeParse(tags['notice']?.[0]);
  const link = partnerLinkId.safeParse(tags['partner']?.[0]);
  if (!about.success) return {};
  if (notice.success) return { notice: { caseId: about.data, noticeId: notice.data } };
  return link.success ? { link: { caseId: about.data, linkId: link.data } } : {};
}

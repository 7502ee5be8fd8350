import type { Kernel } from '../../kernel/types.ts';
import type { Message } from '../deliver-as-service.ts';
import type { ConfigurationSet } from './configuration-set.ts';
import type { Details } from './mail-store.ts';
import { domainOf, parseMailbox } from './address.ts';
import type { Mail } from './mime.ts';

/** What becomes of a mail at its receiver. */
export type Outcome = 'delivered' | 'bounced' | 'complained' | 'suppressed';

/**
 * The mailbox simulator; everybody else takes his mail.
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-test-email-simulator
 */
export function simulatedOutcome(address: string): Outcome {
  if (domainOf(address) !== 'simulator.amazonses.com') return 'delivered';
  const box = address.split(/[@+]/)[0]?.toLowerCase();
  if (box === 'bounce') return 'bounced';
  if (box === 'complaint') return 'complained';
  return box === 'suppressionlist' ? 'suppressed' : 'delivered';
}

/** Our own figures: about what a fast receiving server and a fast person take. */
const DELIVERY_MS = 1000;
const COMPLAINT_MS = 60_000;

const DETAIL_TYPES: Readonly<Record<string, string>> = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
};

export interface Accepted {
  readonly messageId: string;
  readonly mail: Mail;
  readonly details: Details;
  readonly sourceArn: string;
  readonly set: ConfigurationSet;
}

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html#event-publishing-retrieving-sns-contents-mail-object */
function mailObject(kernel: Kernel, { messageId, mail, details, sourceArn, set }: Accepted): object {
  const tags = Object.entries(details.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: new Date(kernel.now()).toISOString(),
    source: details.from,
    sourceArn,
    sendingAccountId: kernel.account,
    messageId,
    destination: [...mail.to, ...mail.cc, ...mail.bcc],
    headersTruncated: false,
    headers: mail.headers,
    commonHeaders: { from: [details.from], to: mail.to, messageId, subject: mail.subject },
    tags: {
      'ses:operation': ['SendEmail'],
      'ses:configuration-set': [set.name],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domainOf(mail.from.address)],
      ...Object.fromEntries(tags),
    },
  };
}

interface Happening {
  readonly type: 'Send' | 'Delivery' | 'Bounce' | 'Complaint';
  readonly after: number;
  readonly detail: object;
}

const feedbackId = (messageId: string): string => messageId.replace(/-0{6}$/, '-000001');

function happenings(accepted: Accepted, outcomeOf: (address: string) => Outcome, now: number): readonly Happening[] {
  const { mail, messageId } = accepted;
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc].map((text) => parseMailbox(text).address);
  const having = (...outcomes: readonly Outcome[]): readonly string[] =>
    recipients.filter((address) => outcomes.includes(outcomeOf(address)));
  const at = (after: number): string => new Date(now + after).toISOString();
  const bounce = (addresses: readonly string[], suppressed: boolean): Happening => ({
    type: 'Bounce',
    after: DELIVERY_MS,
    detail: {
      bounceType: 'Permanent',
      bounceSubType: suppressed ? 'Suppressed' : 'General',
      bouncedRecipients: addresses.map((emailAddress) => ({
        emailAddress,
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: suppressed
          ? 'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.'
          : 'smtp; 550 5.1.1 user unknown',
      })),
      timestamp: at(DELIVERY_MS),
      feedbackId: feedbackId(messageId),
      reportingMTA: 'dsn; local.smtp-out.amazonses.com',
    },
  });
  const delivered = having('delivered', 'complained');
  const complained = having('complained');
  const all: readonly (Happening | undefined)[] = [
    { type: 'Send', after: 0, detail: {} },
    delivered.length === 0
      ? undefined
      : {
          type: 'Delivery',
          after: DELIVERY_MS,
          detail: {
            timestamp: at(DELIVERY_MS),
            processingTimeMillis: DELIVERY_MS,
            recipients: delivered,
            smtpResponse: '250 2.6.0 Message received',
            reportingMTA: 'local.smtp-out.amazonses.com',
          },
        },
    // Each recipient bounces by himself.
    ...having('bounced').map((address) => bounce([address], false)),
    ...having('suppressed').map((address) => bounce([address], true)),
    complained.length === 0
      ? undefined
      : {
          type: 'Complaint',
          after: COMPLAINT_MS,
          detail: {
            complainedRecipients: complained.map((emailAddress) => ({ emailAddress })),
            timestamp: at(COMPLAINT_MS),
            feedbackId: feedbackId(messageId),
            complaintFeedbackType: 'abuse',
          },
        },
  ];
  return all.filter((happening) => happening !== undefined);
}

/** Tells the configuration set's destinations what became of the mail, each at its time. */
export function publishEvents(
  kernel: Kernel,
  deliver: (message: Message, due?: number) => void,
  accepted: Accepted,
  outcomeOf: (address: string) => Outcome,
): void {
  const mail = mailObject(kernel, accepted);
  for (const { type, after, detail } of happenings(accepted, outcomeOf, kernel.now())) {
    const name = type.toLowerCase();
    for (const { types, destination } of accepted.set.destinations.values()) {
      if (!types.has(name)) continue;
      const title = destination.kind === 'sns' ? 'Amazon SES Email Event Notification' : (DETAIL_TYPES[type] ?? type);
      const body = JSON.stringify({ eventType: type, mail, [name]: detail });
      deliver({ destination, sourceArn: accepted.set.arn, body, title }, kernel.now() + after);
    }
  }
}

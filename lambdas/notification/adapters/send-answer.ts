import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { connect, mailContent } from '../../platform/index.ts';

export interface Answer {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Of the mail that is answered. */
  readonly inReplyTo: string | undefined;
  readonly replyTo?: string | undefined;
}

/** Answers a mail, by the attempts of the SDK: an answer that comes twice says the same twice, one that is missing leaves its reader in doubt (ADR 0026). It is marked as an answer of a machine (RFC 3834), so that no machine answers it. */
export function answerSender(from: string, configurationSet: string): (answer: Answer) => Promise<void> {
  const ses = connect(SESv2Client);
  return async ({ to, subject, text, inReplyTo, replyTo }) => {
    const thread = inReplyTo !== undefined && /^<[^<>\s]{1,190}>$/.test(inReplyTo) ? inReplyTo : undefined;
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
        ConfigurationSetName: configurationSet,
        Content: mailContent(
          { subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`, text },
          {
            'Auto-Submitted': 'auto-replied',
            ...(thread === undefined ? {} : { 'In-Reply-To': thread, References: thread }),
          },
        ),
      }),
    );
  };
}

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Principal, ResourceType } from '../../kernel/types.ts';
import { declare, flag } from '../declare-type.ts';
import { domainOf } from './address.ts';

type Status = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED';

/** What SES would find about a mail. Nothing is checked here: there is no DNS and no scanner. */
export interface Found {
  readonly spam?: Status;
  readonly virus?: Status;
  readonly spf?: Status;
  readonly dkim?: Status;
  readonly dmarc?: Status;
  /** `Authentication-Results` behind `amazonses.com; `. */
  readonly results?: string;
}

export interface IncomingMail {
  /** Envelope. */
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the line. */
  readonly raw: Uint8Array | string;
  readonly found?: Found;
}

/** The active rule set takes a mail, or nobody does: then who sent it gets it back. Answers the message id. */
export type ReceiveMail = (mail: IncomingMail) => Promise<string | undefined>;

const rule = z.strictObject({
  Name: z.string(),
  Enabled: flag.default(false),
  Recipients: z.array(z.string()).default([]),
  ScanEnabled: flag.default(false),
  TlsPolicy: z.enum(['Optional', 'Require']).default('Optional'),
  Actions: z
    .array(
      z.strictObject({
        S3Action: z.strictObject({
          BucketName: z.string(),
          ObjectKeyPrefix: z.string().default(''),
          TopicArn: z.string().optional(),
        }),
      }),
    )
    .default([]),
});
type Rule = z.infer<typeof rule>;

/** Receipt rule sets of the template, of which the only one is the active one, and mail for them. */
export function createReceipt(kernel: Kernel): {
  readonly types: readonly ResourceType[];
  readonly receive: ReceiveMail;
} {
  const sets = new Map<string, Rule[]>();
  const types = [
    declare('AWS::SES::ReceiptRuleSet', z.strictObject({ RuleSetName: z.string() }), ({ RuleSetName }) => {
      if (sets.size > 0) throw new UnsupportedError('a second receipt rule set: only one is active');
      sets.set(RuleSetName, []);
      return { ref: RuleSetName };
    }),
    declare(
      'AWS::SES::ReceiptRule',
      z.strictObject({ RuleSetName: z.string(), Rule: rule, After: z.string().optional() }),
      ({ RuleSetName, Rule }) => {
        const rules = sets.get(RuleSetName);
        if (rules === undefined) throw new UnsupportedError(`a receipt rule of the unknown set ${RuleSetName}`);
        rules.push(Rule);
        return { ref: Rule.Name };
      },
    ),
  ];
  let received = 0;
  const receive: ReceiveMail = async (mail) => {
    received += 1;
    const messageId = createHash('sha256')
      .update(`${String(kernel.now())} ${String(received)}`)
      .digest('hex')
      .slice(0, 40);
    let isTaken = false;
    for (const [set, rules] of sets) {
      for (const one of rules) {
        const recipients = mail.to.filter((address) => one.Enabled && isFor(one, address));
        if (recipients.length === 0) continue;
        isTaken = true;
        await act(kernel, set, one, { ...mail, to: recipients }, messageId);
      }
    }
    return isTaken ? messageId : undefined;
  };
  return { types, receive };
}

/** An address, a domain, or all below a domain that begins with a point; none means everything. Tags behind a plus sign do not matter. */
function isFor({ Recipients }: Rule, address: string): boolean {
  const bare = address.toLowerCase().replace(/\+[^@]*@/, '@');
  const domain = domainOf(bare);
  return (
    Recipients.length === 0 ||
    Recipients.some((one) => one === bare || one === domain || (one.startsWith('.') && domain.endsWith(one)))
  );
}

/** The object first, then its notice: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-s3.html */
async function act(kernel: Kernel, set: string, one: Rule, mail: IncomingMail, messageId: string): Promise<void> {
  const sourceArn = kernel.arn('ses', `receipt-rule-set/${set}:receipt-rule/${one.Name}`);
  const principal: Principal = { kind: 'service', service: 'ses.amazonaws.com', sourceArn };
  const found = { spam: 'PASS', virus: 'PASS', spf: 'GRAY', dkim: 'GRAY', dmarc: 'GRAY', ...mail.found } as const;
  const timestamp = new Date(kernel.now()).toISOString();
  for (const { S3Action } of one.Actions) {
    const objectKey = `${S3Action.ObjectKeyPrefix}${messageId}`;
    const head = [
      `Return-Path: <${mail.from}>`,
      `Received: from sender by inbound-smtp.${kernel.region}.amazonaws.com with SMTP id ${messageId} for ${mail.to[0] ?? ''}; ${timestamp}`,
      `X-SES-Spam-Verdict: ${found.spam}`,
      `X-SES-Virus-Verdict: ${found.virus}`,
      `Authentication-Results: amazonses.com; ${mail.found?.results ?? 'spf=none; dkim=none; dmarc=none'}`,
      '',
    ].join('\r\n');
    const Body = Buffer.concat([Buffer.from(head), Buffer.from(mail.raw)]);
    await kernel.call(principal, 's3', 'PutObject', { Bucket: S3Action.BucketName, Key: objectKey, Body });
    if (S3Action.TopicArn === undefined) continue;
    const notice = {
      notificationType: 'Received',
      mail: { timestamp, source: mail.from, messageId, destination: mail.to, headersTruncated: false, headers: [] },
      receipt: {
        timestamp,
        processingTimeMillis: 500,
        recipients: mail.to,
        spamVerdict: { status: found.spam },
        virusVerdict: { status: found.virus },
        spfVerdict: { status: found.spf },
        dkimVerdict: { status: found.dkim },
        dmarcVerdict: { status: found.dmarc },
        action: {
          type: 'S3',
          topicArn: S3Action.TopicArn,
          bucketName: S3Action.BucketName,
          objectKeyPrefix: S3Action.ObjectKeyPrefix,
          objectKey,
        },
      },
    };
    await kernel.call(principal, 'sns', 'Publish', {
      TopicArn: S3Action.TopicArn,
      Subject: 'Amazon SES Email Receipt Notification',
      Message: JSON.stringify(notice),
    });
  }
}

import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import type { Act, CaseStore } from '../../case/index.ts';
import type { Action, Case, PolicyPack } from '../../contracts/index.ts';
import {
  addressDigest,
  loadSent,
  mailOf,
  messageIn,
  noteSent,
  signOptOut,
  wantsNoMail,
} from '../../customers/index.ts';
import {
  connectOnce,
  finalMailRefusal,
  mailContent,
  parseEnvironment,
  publicUrl,
  secretReader,
  settingReader,
} from '../../platform/index.ts';
import type { WritableSystem, Written } from '../ports.ts';
import { mayBeTold, OPTED_OUT } from '../tell-customer.ts';
import { ABSENT } from './document-answers.ts';

/** So long the mail service takes at most to tell that it has taken a mail whose sender has died: not hearing of it earlier proves nothing. */
const HEARD_WITHIN_MS = 10 * 60_000;
const THROTTLED = ['TooManyRequestsException', 'LimitExceededException', 'SendingPausedException'];

export type CustomerMail = (action: Action, record: Case, pack: PolicyPack) => WritableSystem;

/**
 * The mailbox of a customer as a system of record: a message is there when the mail service has taken it, by the word of whoever hears of it first. It knows no key under which a second
 * try would be the first, so nothing is sent twice by itself.
 */
export function customerMail(cases: CaseStore): CustomerMail {
  const environment = parseEnvironment({
    MAIL_FROM: z.string(),
    CUSTOMER_CONFIGURATION_SET: z.string(),
    LINK_SECRET: z.string(),
    SETTINGS_PREFIX: z.string(),
  });
  const ses = connectOnce(SESv2Client);
  const secret = secretReader();
  const setting = settingReader(environment.SETTINGS_PREFIX);

  /** Everything but the sending: what fails here was not sent. */
  const prepare = async (action: Action, record: Case, pack: PolicyPack): Promise<SendEmailCommand | Written> => {
    const key = { caseId: record.id, actionId: action.id };
    const found = messageIn(await cases.journal(record.id), action);
    const rules = pack.customerMessages;
    const language = String(action.change['language']);
    const footer = rules?.footer[language];
    if (!found.ok) return { answer: 'refused', reason: found.why };
    if (rules === undefined || footer === undefined)
      return { answer: 'refused', reason: 'The policy has no messages to customers in this language any more.' };
    const { to, ...said } = found.message;
    const address = addressDigest(to);
    // Guard: who wants no messages gets none, whatever was approved.
    if (await wantsNoMail(cases, address)) return { answer: 'refused', reason: `Not sent: ${OPTED_OUT}.` };
    const [linkSecret, base] = await Promise.all([secret(environment.LINK_SECRET), publicUrl(setting)]);
    const optOutUrl = `${base}/v1/opt-outs/${signOptOut({ ...key, address, language }, linkSecret)}`;
    const mail = mailOf(said, footer, optOutUrl, language);
    return new SendEmailCommand({
      FromEmailAddress: environment.MAIL_FROM,
      Destination: { ToAddresses: [to] },
      ReplyToAddresses: [rules.replyTo],
      ConfigurationSetName: environment.CUSTOMER_CONFIGURATION_SET,
      EmailTags: [
        { Name: 'action', Value: action.id },
        { Name: 'case', Value: record.id },
      ],
      Content: mailContent(mail, {
        // One click in the mail program: https://www.rfc-editor.org/rfc/rfc8058
        'List-Unsubscribe': `<${optOutUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        // No out-of-office answer to it: https://www.rfc-editor.org/rfc/rfc3834
        'Auto-Submitted': 'auto-generated',
      }),
    });
  };

  return (action, record, pack) => {
    const key = { caseId: record.id, actionId: action.id };
    return {
      mayStillWriteFor: HEARD_WITHIN_MS,
      neverTwice: true,
      read: async () =>
        (await loadSent(cases, key)) === undefined
          ? { etag: ABSENT, values: {} }
          : { etag: 'sent', values: action.change },
      write: async (): Promise<Written> => {
        const prepared = await prepare(action, record, pack).catch((error: unknown) => notSent(error));
        if ('answer' in prepared) return prepared;
        try {
          const { MessageId = '' } = await ses.send(prepared);
          await noteSent(cases, key, MessageId);
          return { answer: 'done' };
        } catch (error) {
          const name = error instanceof Error ? error.name : '';
          const refusal = finalMailRefusal(error);
          if (refusal !== undefined) return { answer: 'refused', reason: `The mail service refused it: ${refusal}.` };
          if (THROTTLED.includes(name)) return notSent(error);
          throw error;
        }
      },
    };
  };
}

function notSent(error: unknown): Written {
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'no reason given';
  return { answer: 'later', reason, seconds: 60 };
}

/** With the end of a message: the promise to tell the customer is kept by it, unless it has come back already. */
export async function customerTold(cases: CaseStore, action: Action, record: Case): Promise<readonly Act[]> {
  // Guard: of a case that is over nothing is promised.
  if (action.type !== 'customer_message' || action.state !== 'confirmed' || !mayBeTold(record)) return [];
  const sent = await loadSent(cases, { caseId: action.caseId, actionId: action.id });
  // Guard: whoever was not reached was not told.
  if (sent === undefined || sent.state === 'failed') return [];
  const { providerMessageId } = sent;
  return [
    {
      actor: { kind: 'system', id: 'actions' },
      cause: { kind: 'lifecycle', id: action.id },
      clock: 'communicate',
      happening: { what: 'CustomerTold', via: 'email', actionId: action.id, providerMessageId },
    },
  ];
}

import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { TooManyRequestsException } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { sha256Hex } from '../contracts/index.ts';
import { connect, now, parseEnvironment, queueHandler, secretReader, traceparentFrom } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { mailStops } from './adapters/mail-stops.dynamo.ts';
import { findReplier, performReply } from './adapters/perform-reply.ts';
import type { ReplyOutcome } from './adapters/perform-reply.ts';
import { answerSender } from './adapters/send-answer.ts';
import { replyRefusals } from './answer-reply.ts';
import { readMailReply } from './read-mail-reply.ts';
import type { MailReply } from './read-mail-reply.ts';
import { readReplyEvent } from './read-reply-event.ts';
import { readWish } from './read-wish.ts';
import { checkReply, markOf } from './reply-token.ts';

const environment = parseEnvironment({
  RAW_BUCKET: z.string(),
  REFERENCE_TABLE: z.string(),
  LINK_SECRET: z.string(),
  MAIL_FROM: z.string(),
  CONFIGURATION_SET: z.string(),
});
const stores = { cases: caseStore(), packs: packStore() };
const secret = secretReader();
const s3 = connect(S3Client);
const stops = mailStops(environment.REFERENCE_TABLE);
const answer = answerSender(environment.MAIL_FROM, environment.CONFIGURATION_SET);

type Fate = ReplyOutcome | { readonly outcome: 'ignored'; readonly why: string };

/** Consumer of mail to `reply+<token>@`: what whoever was written to says about the case. Coming twice it is done once, and answered once more. */
export const handler = queueHandler('take-mail-reply', readReplyEvent, async (arrival, { log, meters }) => {
  const reply = await readMailReply(await bytesOf(arrival.key), arrival.verdicts);
  const fate = reply === undefined ? ignored('it cannot be read') : await act(reply, arrival.token);
  const { outcome } = fate;
  log.info('mail.reply', 'why' in fate ? { outcome, why: fate.why } : { outcome });
  const countIf = (name: string, ...outcomes: readonly Fate['outcome'][]): void => {
    meters.count(name, Number(outcomes.includes(outcome)));
  };
  countIf('MailReplies', 'changed');
  countIf('MailRepliesRefused', 'refused', 'replayed');
  countIf('MailRepliesIgnored', 'ignored');
  const isTold = reply === undefined || !('tell' in fate) || (await tell(reply, fate.tell));
  if (!isTold) log.warn('mail.reply-unanswered', { outcome });
  meters.count('MailRepliesUnanswered', Number(!isTold));
});

async function bytesOf(key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: environment.RAW_BUCKET, Key: key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/**
 * Who has complained about mail gets none, not even when they write. Where SES takes no more mail for now the answer is left out and false comes back: what was asked for is done
 * and on record, and whoever waits for a refusal in vain is called again by the ladder. Trying until SES takes it would only end as a dead letter.
 */
async function tell({ from, subject, messageId }: MailReply, text: string): Promise<boolean> {
  if ((await stops.why(from)) !== undefined) return true;
  try {
    await answer({ to: from, subject, text, inReplyTo: messageId });
    return true;
  } catch (error) {
    if (error instanceof TooManyRequestsException) return false;
    throw error;
  }
}

async function act(reply: MailReply, token: string): Promise<Fate> {
  if (reply.isOfMachine) return ignored('a machine has written it');
  // Whoever writes in the name of another is not answered either: that would be mail to somebody who has asked nothing.
  if (!reply.isProven) return ignored('its writer is not proven');
  const checked = checkReply(token, await secret(environment.LINK_SECRET), now());
  if (!checked.ok && checked.why !== 'expired') return refused(replyRefusals.forged);
  const { caseId, personMark } = checked.claim;
  const replier = await findReplier(stores, caseId, ({ id }) => markOf(id) === personMark);
  if (typeof replier === 'string') return refused(replyRefusals[replier]);
  if (replier.person.email.toLowerCase() !== reply.from) return refused(replyRefusals.wrongSender);
  if (!checked.ok) return refused(replyRefusals.expired);
  // The words and who has said them when: what machines on the way put before them differs each time.
  const replyId = `mail-${sha256Hex(JSON.stringify([reply.messageId, reply.from, reply.text])).slice(0, 32)}`;
  return performReply(stores, replier, readWish(reply.text), {
    via: 'email',
    replyId,
    traceparent: traceparentFrom(undefined),
  });
}

function ignored(why: string): Fate {
  return { outcome: 'ignored', why };
}

function refused(tell: string): Fate {
  return { outcome: 'refused', tell };
}

import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { connect, nowInstant, now, parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { findReplier, performReply } from './adapters/perform-reply.ts';
import type { ReplyOutcome } from './adapters/perform-reply.ts';
import { textSender } from './adapters/send-text.ts';
import { smsCodes } from './adapters/sms-codes.dynamo.ts';
import { replyRefusals } from './answer-reply.ts';
import { cutGsm, SMS_LIMIT } from './gsm-text.ts';
import { readWish } from './read-wish.ts';
import { readSmsReply } from './sms-code.ts';

const environment = parseEnvironment({
  SMS_NUMBER: z.string(),
  SMS_CONFIGURATION_SET: z.string(),
  REFERENCE_TABLE: z.string(),
});
const stores = { cases: caseStore(), packs: packStore() };
const codes = smsCodes(environment.REFERENCE_TABLE);
// By the attempts of the SDK: an answer that comes twice says the same twice (ADR 0026).
const client = connect(PinpointSMSVoiceV2Client);
const send = textSender(client, environment.SMS_NUMBER, environment.SMS_CONFIGURATION_SET);

/** What End User Messaging puts into the topic of a number (user guide, "two-way SMS payload"). */
const arrival = z.looseObject({
  originationNumber: z.string(),
  messageBody: z.string(),
  inboundMessageId: z.string(),
});
type Arrival = z.infer<typeof arrival>;
type Fate = ReplyOutcome | { readonly outcome: 'ignored'; readonly why: string };

/**
 * Consumer of texts to our number: what whoever was called says about the case. Coming twice it is done once, and answered once more. An answer that cannot be sent now is left out, and said so: what was
 * asked for is done and on record, and whoever waits for a refusal in vain is called again by the ladder.
 */
export const handler = queueHandler(
  'take-sms-reply',
  (text) => arrival.parse(JSON.parse(text)),
  async (text, { log, meters }) => {
    const fate = await act(text);
    const { outcome } = fate;
    log.info('sms.reply', 'why' in fate ? { outcome, why: fate.why } : { outcome, at: nowInstant() });
    meters.count('SmsReplies', Number(outcome === 'changed'));
    meters.count('SmsRepliesRefused', Number(outcome === 'refused' || outcome === 'replayed'));
    meters.count('SmsRepliesIgnored', Number(outcome === 'ignored'));
    const sent =
      'tell' in fate ? await send({ to: text.originationNumber, text: cutGsm(fate.tell, SMS_LIMIT) }) : undefined;
    const isUnanswered = sent !== undefined && sent.state !== 'sent';
    if (isUnanswered)
      log.warn('sms.reply-unanswered', { outcome, why: sent.state === 'refused' ? sent.why : sent.state });
    meters.count('SmsRepliesUnanswered', Number(isUnanswered));
  },
);

async function act({ originationNumber: from, messageBody, inboundMessageId }: Arrival): Promise<Fate> {
  const reply = readSmsReply(messageBody);
  const given = reply === undefined ? undefined : await codes.find(from, reply.code);
  if (reply === undefined || given === undefined) {
    // Guard: a stranger is not answered: each text costs, and tells that somebody is here.
    if (!(await isOurs(from))) return { outcome: 'ignored', why: 'nobody of ours has this number' };
    return { outcome: 'refused', tell: reply === undefined ? replyRefusals.noCode : replyRefusals.unknownCode };
  }
  const replier = await findReplier(stores, given.caseId, ({ id, phone }) => id === given.person && phone === from);
  if (typeof replier === 'string') return { outcome: 'refused', tell: replyRefusals[replier] };
  if (given.until <= now()) return { outcome: 'refused', tell: replyRefusals.expired };
  const { text } = reply;
  const wish = readWish(text);
  return performReply(stores, replier, wish, {
    via: 'sms',
    replyId: `sms-${inboundMessageId}`,
    traceparent: traceparentFrom(undefined),
  });
}

async function isOurs(number: string): Promise<boolean> {
  const holding = await stores.packs.holding();
  return holding.some(({ pack }) => pack.people.some(({ phone }) => phone === number));
}

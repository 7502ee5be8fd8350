import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import * as z from 'zod';
import { nowInstant, connectOnce, parseEnvironment, secretReader } from '../platform/index.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { laterOn } from './adapters/later.ts';
import { onceMore } from './adapters/once-more.ts';
import { postponer } from './adapters/postpone-order.ts';
import { preparer } from './adapters/prepare.ts';
import { textSender } from './adapters/send-text.ts';
import { smsCodes } from './adapters/sms-codes.dynamo.ts';
import { renderSms } from './render-sms.ts';

const environment = parseEnvironment({
  SMS_NUMBER: z.string(),
  SMS_CONFIGURATION_SET: z.string(),
  SMS_QUEUE: z.string(),
  REFERENCE_TABLE: z.string(),
  LINK_SECRET: z.string(),
});
const prepare = preparer();
const secret = secretReader();
const codes = smsCodes(environment.REFERENCE_TABLE);
const client = connectOnce(PinpointSMSVoiceV2Client);
const send = textSender(client, environment.SMS_NUMBER, environment.SMS_CONFIGURATION_SET);
const postpone = postponer(laterOn(environment.SMS_QUEUE));
const unheard = onceMore(postpone);
/** Our rate is counted by the second. */
const RETRY_AFTER_MS = 2000;

export const handler = channelHandler('send-sms', async (notice, record, order, { along, log }) => {
  const [{ person, message }, linkSecret] = await Promise.all([
    prepare(notice, record, along),
    secret(environment.LINK_SECRET),
  ]);
  if (person.phone === undefined) return { state: 'failed', reason: 'the person has no phone number' };
  const code =
    message.acknowledgeUrl === undefined ? undefined : await codes.give(person.phone, record.id, person.id, linkSecret);
  const text = renderSms({ message, record, person, code, at: nowInstant() });
  const context = { case: record.id, notice: notice.id };
  const sent = await send({ to: person.phone, text, context }).catch((error: unknown) =>
    unheard({ notice, record, order, log }, error),
  );
  switch (sent.state) {
    case 'postponed':
      return sent;
    case 'sent':
      return { state: 'handed_over', ...(sent.messageId === undefined ? {} : { providerMessageId: sent.messageId }) };
    case 'refused':
      return { state: 'failed', reason: sent.why };
    case 'limited':
      return postpone(order, record, RETRY_AFTER_MS);
  }
});

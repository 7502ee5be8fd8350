import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Operation, Service } from '../../kernel/types.ts';
import { createDelivery } from '../deliver-as-service.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { partsOf } from './gsm.ts';
import { smsTypes } from './resource-types.ts';
import type { ConfigurationSet } from './resource-types.ts';
import { hasOptedOut, keepText, openTextStore, optOut } from './store.ts';
import type { PhoneNumber, SentText } from './store.ts';

export { sentTexts } from './store.ts';

/** What becomes of a text; `silent`: the carrier tells nothing. */
export type TextOutcome = 'delivered' | 'unreachable' | 'invalid' | 'blocked' | 'silent';

export interface IncomingText {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface SmsOptions {
  readonly outcomeOf?: (number: string) => TextOutcome | undefined;
}

export interface SmsVoice extends Service {
  /** A text comes to one of our numbers. Answers its id; undefined where it goes nowhere. */
  readonly receive: (text: IncomingText) => string | undefined;
}

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html */
const EVENTS = {
  delivered: { type: 'TEXT_DELIVERED', status: 'DELIVERED', says: 'Message has been accepted by phone' },
  unreachable: { type: 'TEXT_UNREACHABLE', status: 'UNREACHABLE', says: 'Phone is currently unreachable/unavailable' },
  invalid: { type: 'TEXT_INVALID', status: 'INVALID', says: 'Phone number is invalid' },
  blocked: { type: 'TEXT_BLOCKED', status: 'BLOCKED', says: 'Phone has blocked SMS' },
} as const;
/** Our own figure. */
const RECEIPT_MS = 1000;
const MOST_CHARACTERS = 1600;
const KNOWN = [
  'ConfigurationSetName',
  'Context',
  'DestinationPhoneNumber',
  'MessageBody',
  'MessageType',
  'OriginationIdentity',
  'TimeToLive',
];

/** AWS End User Messaging SMS, version 2: sends texts, tells what became of them, takes those that come back. */
export function createSmsVoice(kernel: Kernel, options: SmsOptions = {}): SmsVoice {
  openTextStore(kernel);
  const numbers = new Map<string, PhoneNumber>();
  const sets = new Map<string, ConfigurationSet>();
  const deliver = createDelivery(kernel, { principal: 'sms-voice.amazonaws.com', source: 'aws.sms-voice' });

  const originOf = (identity: string): PhoneNumber | undefined =>
    [...numbers.values()].find(({ id, arn, number }) => [id, arn, number].includes(identity));
  const tell = (sent: SentText, set: ConfigurationSet | undefined): void => {
    const outcome = options.outcomeOf?.(sent.to) ?? 'delivered';
    if (outcome === 'silent' || set === undefined) return;
    const { type, status, says } = EVENTS[outcome];
    const { encoding, parts } = partsOf(sent.text);
    const due = kernel.now() + RECEIPT_MS;
    const body = JSON.stringify({
      eventType: type,
      eventVersion: '1.0',
      eventTimestamp: due,
      isFinal: true,
      originationPhoneNumber: sent.from,
      destinationPhoneNumber: sent.to,
      isInternationalSend: false,
      messageId: sent.messageId,
      messageRequestTimestamp: sent.sentAt,
      messageEncoding: encoding,
      messageType: 'TRANSACTIONAL',
      messageStatus: status,
      messageStatusDescription: says,
      context: sent.context,
      totalMessageParts: parts,
      totalMessagePrice: 0,
      totalCarrierFee: 0,
    });
    for (const { types, topic } of set.destinations) {
      if (!types.includes(type) && !types.includes('TEXT_ALL')) continue;
      deliver({ destination: { kind: 'sns', arn: topic }, sourceArn: set.arn, body, title: 'SMS event' }, due);
    }
  };
  const send: Operation = {
    authorize: ({ OriginationIdentity }) => [
      {
        action: 'sms-voice:SendTextMessage',
        resource:
          originOf(OriginationIdentity)?.arn ?? kernel.arn('sms-voice', `phone-number/${String(OriginationIdentity)}`),
      },
    ],
    run: (input) => {
      refuseUnknown('SendTextMessage', input, KNOWN);
      const origin = originOf(input.OriginationIdentity);
      const set = sets.get(input.ConfigurationSetName);
      if (origin === undefined || (set === undefined && input.ConfigurationSetName !== undefined)) {
        const what = origin === undefined ? 'phone-number' : 'configuration-set';
        throw new AwsError('ResourceNotFoundException', `The ${what} was not found.`, { httpStatusCode: 404 });
      }
      const to: string = input.DestinationPhoneNumber;
      const text: string = input.MessageBody;
      if (!/^\+[1-9]\d{5,14}$/.test(to) || text.length === 0 || text.length > MOST_CHARACTERS)
        throw new AwsError('ValidationException', 'A request parameter is not valid.');
      if (hasOptedOut(kernel, to)) {
        const Reason = 'DESTINATION_PHONE_NUMBER_OPTED_OUT';
        throw new AwsError('ConflictException', 'The receiver has opted out.', {
          httpStatusCode: 409,
          members: { Reason },
        });
      }
      const sent = {
        messageId: kernel.uuid(),
        sentAt: kernel.now(),
        from: origin.number,
        to,
        text,
        context: input.Context ?? {},
      };
      keepText(kernel, sent);
      kernel.meter.count('smsvoice', 'MessageParts', partsOf(text).parts, origin.id);
      tell(sent, set);
      kernel.emit({ kind: 'sms.sent', ...sent });
      return { MessageId: sent.messageId };
    },
  };
  return {
    name: 'pinpointsmsvoicev2',
    operations: { SendTextMessage: send },
    resourceTypes: smsTypes(kernel, numbers, sets),
    receive: ({ from, to, text }) => {
      const number = originOf(to);
      const keyword = text.trim().toUpperCase();
      if (keyword === 'STOP') optOut(kernel, from);
      if (number?.topic === undefined || keyword === 'STOP' || keyword === 'HELP') return undefined;
      const inboundMessageId = kernel.uuid();
      const body = JSON.stringify({
        originationNumber: from,
        destinationNumber: number.number,
        messageKeyword: 'KEYWORD_DEFAULT',
        messageBody: text,
        inboundMessageId,
      });
      deliver({ destination: { kind: 'sns', arn: number.topic }, sourceArn: number.arn, body, title: 'SMS' });
      return inboundMessageId;
    },
  };
}

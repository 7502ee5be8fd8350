import { createHash } from 'node:crypto';
import { bodyFor } from './message.ts';
import type { Message, MessageAttributes } from './message.ts';
import type { Subscription, Topic } from './topics.ts';

/** Has the look of a signature and verifies against nothing: there is no certificate of AWS here. */
const signatureOf = (text: string): string => createHash('sha256').update(text).digest('base64');

const hostOf = (topicArn: string): string => `https://sns.${topicArn.split(':')[3] ?? ''}.amazonaws.com`;

export const certificateUrl = (topicArn: string): string =>
  `${hostOf(topicArn)}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`;

const unsubscribeUrl = (subscription: Subscription): string =>
  `${hostOf(subscription.topicArn)}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;

export const confirmUrl = (topicArn: string, token: string): string =>
  `${hostOf(topicArn)}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;

function attributesOf(attributes: MessageAttributes): Readonly<Record<string, object>> | undefined {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, { DataType, StringValue, binary }]) => [
      name,
      { Type: DataType, Value: StringValue ?? binary },
    ]),
  );
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html; queues get the same. */
export function notificationOf(topic: Topic, subscription: Subscription, message: Message): string {
  const MessageAttributes = attributesOf(message.attributes);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: message.id,
    TopicArn: message.topicArn,
    ...(message.subject === undefined ? {} : { Subject: message.subject }),
    Message: bodyFor(message, subscription.protocol),
    Timestamp: message.timestamp,
    SignatureVersion: topic.signatureVersion,
    Signature: signatureOf(`${message.id}${message.timestamp}`),
    SigningCertURL: certificateUrl(message.topicArn),
    UnsubscribeURL: unsubscribeUrl(subscription),
    ...(MessageAttributes === undefined ? {} : { MessageAttributes }),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function functionEventOf(topic: Topic, subscription: Subscription, message: Message): string {
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: message.id,
          TopicArn: message.topicArn,
          Subject: message.subject ?? null,
          Message: bodyFor(message, 'lambda'),
          Timestamp: message.timestamp,
          SignatureVersion: topic.signatureVersion,
          Signature: signatureOf(`${message.id}${message.timestamp}`),
          SigningCertUrl: certificateUrl(message.topicArn),
          UnsubscribeUrl: unsubscribeUrl(subscription),
          MessageAttributes: attributesOf(message.attributes) ?? {},
        },
      },
    ],
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html */
export function confirmationOf(topic: Topic, token: string, messageId: string, timestamp: string): string {
  return JSON.stringify({
    Type: 'SubscriptionConfirmation',
    MessageId: messageId,
    Token: token,
    TopicArn: topic.arn,
    Message: `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: confirmUrl(topic.arn, token),
    Timestamp: timestamp,
    SignatureVersion: topic.signatureVersion,
    Signature: signatureOf(`${messageId}${timestamp}`),
    SigningCertURL: certificateUrl(topic.arn),
  });
}

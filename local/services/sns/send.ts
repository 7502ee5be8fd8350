import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, Principal } from '../../kernel/types.ts';
import { queueUrlOf } from '../eventbridge/retry-policy.ts';
import { functionEventOf, notificationOf } from './envelope.ts';
import { bodyFor } from './message.ts';
import type { Message, MessageAttributes } from './message.ts';
import type { Subscription, Topic } from './topics.ts';

/** Requests to the outside world; durable first what was decided. */
export type Fetch = (request: Request) => Promise<Response>;

const principalOf = (topicArn: string): Principal => ({
  kind: 'service',
  service: 'sns.amazonaws.com',
  sourceArn: topicArn,
});

/** As SQS takes them. */
function queueAttributes(attributes: MessageAttributes): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, binary }]) => [
      name,
      // SQS knows no arrays of its own: the type goes on as a label.
      binary === undefined ? { DataType, StringValue } : { DataType, BinaryValue: Buffer.from(binary, 'base64') },
    ]),
  );
}

/** What a queue is given: also its dead-letter queue, which keeps the form of the delivery. */
export async function sendToQueue(
  kernel: Kernel,
  topic: Topic,
  subscription: Subscription,
  message: Message,
  queueArn: string,
): Promise<void> {
  const raw = subscription.raw && subscription.protocol === 'sqs';
  await kernel.call(principalOf(topic.arn), 'sqs', 'SendMessage', {
    QueueUrl: queueUrlOf(queueArn),
    MessageBody: raw ? bodyFor(message, 'sqs') : notificationOf(topic, subscription, message),
    ...(raw && Object.keys(message.attributes).length > 0
      ? { MessageAttributes: queueAttributes(message.attributes) }
      : {}),
  });
}

async function invokeFunction(
  kernel: Kernel,
  topic: Topic,
  subscription: Subscription,
  message: Message,
): Promise<void> {
  await kernel.call(principalOf(topic.arn), 'lambda', 'Invoke', {
    FunctionName: subscription.endpoint,
    InvocationType: 'Event',
    Payload: new TextEncoder().encode(functionEventOf(topic, subscription, message)),
  });
}

export interface HttpPost {
  readonly url: string;
  readonly type: 'Notification' | 'SubscriptionConfirmation';
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionArn?: string;
  readonly raw?: boolean;
  readonly body: string;
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-header.html */
function requestOf(post: HttpPost): Request {
  return new Request(post.url, {
    method: 'POST',
    body: post.body,
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': post.type,
      'x-amz-sns-message-id': post.messageId,
      'x-amz-sns-topic-arn': post.topicArn,
      ...(post.subscriptionArn === undefined ? {} : { 'x-amz-sns-subscription-arn': post.subscriptionArn }),
      ...(post.raw === true ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
    },
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html: how long an endpoint may take. */
const HTTP_TIMEOUT = 15_000;

/** Answers of 429 and 5xx, and no answer at all, may become better; other refusals do not. */
export async function postOutside(kernel: Kernel, fetch: Fetch, post: HttpPost): Promise<void> {
  await kernel.store.durable();
  const late = Promise.withResolvers<undefined>();
  const timer = kernel.timers.afterComputing(HTTP_TIMEOUT, () => {
    late.resolve(undefined);
  });
  let response: Response | undefined;
  try {
    response = await Promise.race([fetch(requestOf(post)), late.promise]);
  } catch (error) {
    throw new AwsError('EndpointUnreachable', error instanceof Error ? error.message : 'no connection', {
      httpStatusCode: 503,
    });
  } finally {
    timer.cancel();
  }
  if (response === undefined) throw new AwsError('EndpointTimeout', 'no answer in 15 seconds', { httpStatusCode: 504 });
  await response.body?.cancel();
  if (response.ok) return;
  const retriable = response.status >= 500 || response.status === 429;
  throw new AwsError('EndpointRefused', `the endpoint answered ${response.status}`, {
    httpStatusCode: retriable ? 503 : 400,
  });
}

/** One attempt. */
export async function sendToSubscriber(
  kernel: Kernel,
  fetch: Fetch | undefined,
  topic: Topic,
  subscription: Subscription,
  message: Message,
): Promise<void> {
  switch (subscription.protocol) {
    case 'sqs':
      return sendToQueue(kernel, topic, subscription, message, subscription.endpoint);
    case 'lambda':
      return invokeFunction(kernel, topic, subscription, message);
    case 'email':
      // There is no mail of SNS's own on one machine: whoever watches is told.
      kernel.meter.count('sns', 'EmailDeliveries', 1, topic.name);
      kernel.emit({
        kind: 'sns.email',
        topic: topic.arn,
        to: subscription.endpoint,
        subject: message.subject ?? 'AWS Notification Message',
        body: bodyFor(message, 'email'),
      });
      return;
    default:
      if (fetch === undefined) throw new AwsError('EndpointUnreachable', 'no way outside', { httpStatusCode: 503 });
      await postOutside(kernel, fetch, {
        url: subscription.endpoint,
        type: 'Notification',
        messageId: message.id,
        topicArn: topic.arn,
        subscriptionArn: subscription.arn,
        raw: subscription.raw,
        body: subscription.raw ? bodyFor(message, subscription.protocol) : notificationOf(topic, subscription, message),
      });
      kernel.meter.count('sns', 'HttpDeliveries', 1, topic.name);
  }
}

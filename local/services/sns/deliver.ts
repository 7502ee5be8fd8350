import type { AwsError } from '../../kernel/errors.ts';
import type { Job, Kernel } from '../../kernel/types.ts';
import { awsErrorOf, isRetriable } from '../eventbridge/retry-policy.ts';
import { AWS_MANAGED, delayBefore, httpPolicyOf } from './delivery-policy.ts';
import type { Message } from './message.ts';
import { sendToQueue, sendToSubscriber } from './send.ts';
import type { Fetch } from './send.ts';
import type { Subscription, Topic, Topics } from './topics.ts';

const KIND = 'sns.deliver';

interface Delivery {
  readonly subscription: string;
  readonly message: Message;
  readonly retries: number;
}

export interface Deliveries {
  /** From here on the message reaches the subscriber at least once, or his dead-letter queue, or is reported as dropped. */
  add(subscription: Subscription, message: Message): void;
}

/** What no retry helps: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
async function bury(
  kernel: Kernel,
  topic: Topic,
  subscription: Subscription,
  message: Message,
  { name, message: reason }: AwsError,
): Promise<void> {
  const facts = { topic: topic.arn, subscription: subscription.arn, endpoint: subscription.endpoint, error: name };
  const queue = subscription.deadLetterArn;
  const drop = (why: string): void => {
    kernel.meter.count('sns', 'DroppedMessages', 1, topic.name);
    kernel.emit({ kind: 'sns.dropped', ...facts, reason: why });
  };
  if (queue === undefined) {
    drop(reason);
    return;
  }
  try {
    await sendToQueue(kernel, topic, subscription, message, queue);
    kernel.emit({ kind: 'sns.dead-letter', ...facts, reason, queue });
  } catch (error) {
    drop(`the dead-letter queue refused it: ${awsErrorOf(error).message}`);
  }
}

/** The wait before the next attempt, jittered; undefined when there is none. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
function nextWait(kernel: Kernel, topic: Topic, subscription: Subscription, retries: number): number | undefined {
  const isHttp = subscription.protocol === 'http' || subscription.protocol === 'https';
  const policy = isHttp ? httpPolicyOf(subscription.httpPolicy, topic.httpPolicy) : AWS_MANAGED;
  const wait = delayBefore(policy, retries);
  return wait === undefined ? undefined : Math.round(wait * (0.5 + kernel.random()));
}

/** One durable job for each message and subscription. */
export function createDeliveries(kernel: Kernel, topics: Topics, fetch: Fetch | undefined): Deliveries {
  const attempt = async (topic: Topic, subscription: Subscription, delivery: Delivery): Promise<void> => {
    const { message, retries } = delivery;
    try {
      await sendToSubscriber(kernel, fetch, topic, subscription, message);
    } catch (thrown) {
      const error = awsErrorOf(thrown);
      const wait = isRetriable(error) ? nextWait(kernel, topic, subscription, retries) : undefined;
      if (wait === undefined) {
        await bury(kernel, topic, subscription, message, error);
        return;
      }
      const next: Delivery = { ...delivery, retries: retries + 1 };
      kernel.jobs.add(KIND, kernel.now() + wait, next);
    }
  };
  kernel.jobs.on(KIND, async (job: Job) => {
    const delivery: Delivery = job.payload;
    const subscription = topics.findSubscription(delivery.subscription);
    const topic = topics.find(delivery.message.topicArn);
    // Who has unsubscribed gets nothing any more.
    if (subscription !== undefined && topic !== undefined) await attempt(topic, subscription, delivery);
  });
  return {
    add: ({ arn }, message) => {
      const delivery: Delivery = { subscription: arn, message, retries: 0 };
      kernel.jobs.add(KIND, kernel.now(), delivery);
    },
  };
}

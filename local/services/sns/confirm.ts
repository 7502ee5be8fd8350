import type { Job, Kernel } from '../../kernel/types.ts';
import { awsErrorOf } from '../eventbridge/retry-policy.ts';
import { confirmationOf, confirmUrl } from './envelope.ts';
import { delayBefore, httpPolicyOf } from './delivery-policy.ts';
import { postOutside } from './send.ts';
import type { Fetch } from './send.ts';
import type { Subscription, Topics } from './topics.ts';

const KIND = 'sns.confirm';

/** Asks the owner of an endpoint whether he wants to be subscribed. Durable. */
export function createConfirmations(
  kernel: Kernel,
  topics: Topics,
  fetch: Fetch | undefined,
): { ask(subscription: Subscription): void } {
  kernel.jobs.on(KIND, async (job: Job) => {
    const { arn, retries }: { readonly arn: string; readonly retries: number } = job.payload;
    const subscription = topics.findSubscription(arn);
    const topic = topics.find(subscription?.topicArn);
    const token = subscription?.token;
    if (subscription === undefined || topic === undefined || token === undefined) return;
    kernel.emit({
      kind: 'sns.confirmation',
      topic: topic.arn,
      protocol: subscription.protocol,
      endpoint: subscription.endpoint,
      token,
      url: confirmUrl(topic.arn, token),
    });
    if (subscription.protocol === 'email' || fetch === undefined) return;
    const messageId = kernel.uuid();
    try {
      await postOutside(kernel, fetch, {
        url: subscription.endpoint,
        type: 'SubscriptionConfirmation',
        messageId,
        topicArn: topic.arn,
        body: confirmationOf(topic, token, messageId, new Date(kernel.now()).toISOString()),
      });
    } catch (error) {
      awsErrorOf(error);
      const wait = delayBefore(httpPolicyOf(subscription.httpPolicy, topic.httpPolicy), retries);
      if (wait !== undefined) kernel.jobs.add(KIND, kernel.now() + wait, { arn, retries: retries + 1 });
    }
  });
  return { ask: ({ arn }) => kernel.jobs.add(KIND, kernel.now(), { arn, retries: 0 }) };
}

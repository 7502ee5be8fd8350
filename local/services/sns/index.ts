import type { Kernel, Service } from '../../kernel/types.ts';
import { createConfirmations } from './confirm.ts';
import { createDeliveries } from './deliver.ts';
import { createPublishOperations } from './publish.ts';
import { createResourceTypes } from './resource-types.ts';
import type { Fetch } from './send.ts';
import { createSubscribe, createSubscriptionOperations } from './subscribe.ts';
import { compileSubscription } from './subscription.ts';
import { createTopics } from './topics.ts';
import type { Subscription } from './topics.ts';

export interface SnsOptions {
  /** For HTTP(S) subscribers; without it such a subscription is refused. */
  readonly fetch?: Fetch;
}

/** Amazon SNS, standard topics. */
export function createSns(kernel: Kernel, options: SnsOptions = {}): Service {
  const topics = createTopics(kernel);
  const deliveries = createDeliveries(kernel, topics, options.fetch);
  const confirmations = createConfirmations(kernel, topics, options.fetch);
  // Jobs may only be added when those of an earlier process have been read.
  const unasked: Subscription[] = [];
  let started = false;
  const subscribe = createSubscribe(kernel, topics, options.fetch, (subscription) => {
    if (started) confirmations.ask(subscription);
    else unasked.push(subscription);
  });
  return {
    name: 'sns',
    operations: {
      ...createPublishOperations(kernel, topics, deliveries),
      ...createSubscriptionOperations(kernel, topics, subscribe),
    },
    resourceTypes: createResourceTypes(kernel, topics, subscribe),
    start: () => {
      topics.restore(compileSubscription);
      started = true;
      for (const subscription of unasked) confirmations.ask(subscription);
    },
  };
}

import type { AuthorizationRequest, Kernel, ResourceType, Service } from '../../kernel/types.ts';
import { createArrivals } from './arrivals.ts';
import { createMeters } from './context.ts';
import type { SqsContext } from './context.ts';
import { createDescribeOperations } from './describe.ts';
import { createHandledOperations } from './handled.ts';
import { openMessageStore } from './message-store.ts';
import { createMoveTaskOperations } from './move-tasks.ts';
import { checkRedrives, createQueues, readQueue } from './queue.ts';
import type { Queues } from './queue.ts';
import { createReceiveOperation } from './receive.ts';
import { createSendOperations } from './send.ts';

export interface SqsOptions {
  /** Fault runs: messages come in any order, as standard queues may give them. */
  readonly shuffle?: boolean;
}

/** What event source mappings need to know of a queue. */
export interface QueueSource {
  find(queueArn: string): { readonly url: string; readonly visibilityTimeout: number } | undefined;
  /** What a poller must be allowed: Lambda refuses a mapping whose role may not. */
  pollingRequests(queueArn: string): readonly AuthorizationRequest[];
  /** `wake` is called whenever there may be something to receive; also at once when there is. */
  listen(queueArn: string, wake: () => void): void;
}

export interface Sqs extends Service {
  readonly source: QueueSource;
}

function queueType(kernel: Kernel, queues: Queues): ResourceType {
  return {
    type: 'AWS::SQS::Queue',
    properties: [
      'QueueName',
      'FifoQueue',
      'VisibilityTimeout',
      'DelaySeconds',
      'MessageRetentionPeriod',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      'RedrivePolicy',
      'RedriveAllowPolicy',
      'KmsMasterKeyId',
      'KmsDataKeyReusePeriodSeconds',
      'SqsManagedSseEnabled',
    ],
    ignored: { Tags: 'no policy condition on tags is accepted' },
    create: ({ physicalName, properties }) => {
      const queue = readQueue(kernel, properties.QueueName ?? physicalName, properties);
      queues.declare(queue);
      return { ref: queue.url, attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: queue.url } };
    },
  };
}

function queuePolicyType(kernel: Kernel, queues: Queues): ResourceType {
  return {
    type: 'AWS::SQS::QueuePolicy',
    properties: ['PolicyDocument', 'Queues'],
    create: ({ physicalName, properties }) => {
      for (const url of properties.Queues)
        kernel.access.addResourcePolicy(queues.byUrl(url).arn, properties.PolicyDocument);
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
  };
}

/** Amazon SQS, standard queues. */
export function createSqs(kernel: Kernel, options: SqsOptions = {}): Sqs {
  const queues = createQueues(kernel);
  const messages = openMessageStore(kernel.store);
  const arrivals = createArrivals(kernel, messages);
  const context: SqsContext = {
    kernel,
    queues,
    messages,
    arrivals,
    shuffle: options.shuffle ?? false,
    ...createMeters(kernel),
  };
  return {
    name: 'sqs',
    operations: {
      ...createSendOperations(context),
      ReceiveMessage: createReceiveOperation(context),
      ...createHandledOperations(context),
      ...createDescribeOperations(context),
      ...createMoveTaskOperations(context),
    },
    resourceTypes: [queueType(kernel, queues), queuePolicyType(kernel, queues)],
    start: () => {
      checkRedrives(queues);
      messages.removeExpired(kernel.now());
    },
    source: {
      find: (arn) => queues.byArn(arn),
      pollingRequests: (arn) => {
        const url = queues.byArn(arn)?.url;
        return [
          ...queues.authorize(url, 'sqs:ReceiveMessage', ['kms:Decrypt']),
          ...queues.authorize(url, 'sqs:DeleteMessage'),
          ...queues.authorize(url, 'sqs:GetQueueAttributes'),
        ];
      },
      listen: (arn, wake) => {
        const queue = queues.byArn(arn);
        if (queue === undefined) throw new Error(`no queue ${arn}`);
        arrivals.listen(queue.name, wake);
      },
    },
  };
}

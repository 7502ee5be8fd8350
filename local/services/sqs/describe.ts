import { AwsError } from '../../kernel/errors.ts';
import type { Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { SqsContext } from './context.ts';
import type { Queue } from './queue.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const PURGE_PERIOD = 60_000;

function attributesOf(context: SqsContext, queue: Queue): Record<string, string> {
  const counts = context.messages.count(queue.name, context.kernel.now());
  const created = String(Math.floor(queue.createdAt / 1000));
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: String(queue.visibilityTimeout),
    DelaySeconds: String(queue.delay),
    MessageRetentionPeriod: String(queue.retention),
    ReceiveMessageWaitTimeSeconds: String(queue.receiveWait),
    MaximumMessageSize: String(queue.maximumBytes),
    SqsManagedSseEnabled: String(queue.managedEncryption),
    ...(queue.keyId === undefined
      ? {}
      : { KmsMasterKeyId: queue.keyId, KmsDataKeyReusePeriodSeconds: String(queue.keyReuse) }),
    ...(queue.redrive === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: queue.redrive.deadLetterArn,
            maxReceiveCount: queue.redrive.maxReceiveCount,
          }),
        }),
    ...(queue.redriveAllow === undefined
      ? {}
      : {
          RedriveAllowPolicy: JSON.stringify({
            redrivePermission: queue.redriveAllow.permission,
            ...(queue.redriveAllow.sources.length === 0 ? {} : { sourceQueueArns: queue.redriveAllow.sources }),
          }),
        }),
  };
}

export function createDescribeOperations(context: SqsContext): Record<string, Operation> {
  const purgedAt = new Map<string, number>();
  const { kernel, queues, messages } = context;
  return {
    GetQueueUrl: {
      authorize: (input) => queues.authorize(input.QueueName, 'sqs:GetQueueUrl'),
      run: (input) => {
        refuseUnknown('GetQueueUrl', input, ['QueueName']);
        const queue = queues.byName(input.QueueName);
        context.meter(queue, 0);
        return { QueueUrl: queue.url };
      },
    },
    GetQueueAttributes: {
      authorize: (input) => queues.authorize(input.QueueUrl, 'sqs:GetQueueAttributes'),
      run: (input) => {
        refuseUnknown('GetQueueAttributes', input, ['QueueUrl', 'AttributeNames']);
        const queue = queues.byUrl(input.QueueUrl);
        context.meter(queue, 0);
        const wanted: readonly string[] = input.AttributeNames ?? [];
        const all = attributesOf(context, queue);
        for (const name of wanted) {
          if (name === 'All' || name in all || ABSENT_WHEN_NOT_SET.includes(name)) continue;
          throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
        }
        const entries = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name));
        return entries.length === 0 ? {} : { Attributes: Object.fromEntries(entries) };
      },
    },
    PurgeQueue: {
      authorize: (input) => queues.authorize(input.QueueUrl, 'sqs:PurgeQueue'),
      run: (input) => {
        refuseUnknown('PurgeQueue', input, ['QueueUrl']);
        const queue = queues.byUrl(input.QueueUrl);
        const last = purgedAt.get(queue.name);
        if (last !== undefined && kernel.now() < last + PURGE_PERIOD) {
          throw new AwsError(
            'PurgeQueueInProgress',
            `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          );
        }
        purgedAt.set(queue.name, kernel.now());
        messages.removeAll(queue.name);
        context.meter(queue, 0);
        return {};
      },
    },
  };
}

const ABSENT_WHEN_NOT_SET = [
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'Policy',
];

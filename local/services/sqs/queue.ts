import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { noSuchQueue } from './errors.ts';

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilityTimeout: number;
  readonly delay: number;
  readonly retention: number;
  readonly receiveWait: number;
  readonly maximumBytes: number;
  readonly keyId: string | undefined;
  readonly keyReuse: number;
  readonly managedEncryption: boolean;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined;
  readonly redriveAllow: { readonly permission: string; readonly sources: readonly string[] } | undefined;
  readonly createdAt: number;
}

export interface Queues {
  declare(queue: Queue): void;
  byUrl(url: unknown): Queue;
  byArn(arn: unknown): Queue | undefined;
  byName(name: unknown): Queue;
  all(): readonly Queue[];
  /** What a caller must be allowed to do on a queue, its key included. */
  authorize(
    url: unknown,
    action: string,
    keyActions?: readonly ('kms:GenerateDataKey' | 'kms:Decrypt')[],
  ): readonly AuthorizationRequest[];
}

export function createQueues(kernel: Kernel): Queues {
  const queues = new Map<string, Queue>();
  // Callers give the URL; only its last part tells queues of one account and Region apart.
  const byName = (name: unknown): Queue => {
    const queue = typeof name === 'string' ? queues.get(name) : undefined;
    if (queue === undefined) throw noSuchQueue();
    return queue;
  };
  const byUrl = (url: unknown): Queue => {
    if (typeof url !== 'string' || url === '') {
      throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
    }
    return byName(url.slice(url.lastIndexOf('/') + 1));
  };
  return {
    declare: (queue) => queues.set(queue.name, queue),
    byUrl,
    byArn: (arn) => [...queues.values()].find((queue) => queue.arn === arn),
    byName,
    all: () => [...queues.values()],
    authorize: (url, action, keyActions = []) => {
      const queue = byUrl(url);
      return [{ action, resource: queue.arn }, ...keyRequests(kernel, queue.keyId, 'sqs', keyActions)];
    },
  };
}

/** Bounds and defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html */
function bounded(properties: any, name: string, least: number, most: number, otherwise: number): number {
  const value = Number(properties[name] ?? otherwise);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  }
  return value;
}

function parsePolicy(value: unknown): any {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

function readRedrive(properties: any): Queue['redrive'] {
  const policy = parsePolicy(properties.RedrivePolicy);
  if (policy === undefined) return undefined;
  refuseUnknown('RedrivePolicy', policy, ['deadLetterTargetArn', 'maxReceiveCount']);
  const maxReceiveCount = Number(policy.maxReceiveCount);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw new AwsError(
      'InvalidAttributeValue',
      'Invalid value for maxReceiveCount: must be an integer from 1 to 1000.',
    );
  }
  return { deadLetterArn: policy.deadLetterTargetArn, maxReceiveCount };
}

function readRedriveAllow(properties: any): Queue['redriveAllow'] {
  const policy = parsePolicy(properties.RedriveAllowPolicy);
  if (policy === undefined) return undefined;
  refuseUnknown('RedriveAllowPolicy', policy, ['redrivePermission', 'sourceQueueArns']);
  if (!['allowAll', 'denyAll', 'byQueue'].includes(policy.redrivePermission)) {
    throw new UnsupportedError(`redrivePermission ${String(policy.redrivePermission)}`);
  }
  return { permission: policy.redrivePermission, sources: policy.sourceQueueArns ?? [] };
}

/** A queue from its CloudFormation properties. */
export function readQueue(kernel: Kernel, name: string, properties: any): Queue {
  if (properties.FifoQueue === true || name.endsWith('.fifo')) throw new UnsupportedError('a FIFO queue');
  return {
    name,
    arn: kernel.arn('sqs', name),
    url: `https://sqs.${kernel.region}.amazonaws.com/${kernel.account}/${name}`,
    visibilityTimeout: bounded(properties, 'VisibilityTimeout', 0, 43_200, 30),
    delay: bounded(properties, 'DelaySeconds', 0, 900, 0),
    retention: bounded(properties, 'MessageRetentionPeriod', 60, 1_209_600, 345_600),
    receiveWait: bounded(properties, 'ReceiveMessageWaitTimeSeconds', 0, 20, 0),
    maximumBytes: bounded(properties, 'MaximumMessageSize', 1024, 1_048_576, 1_048_576),
    keyId: properties.KmsMasterKeyId,
    keyReuse: bounded(properties, 'KmsDataKeyReusePeriodSeconds', 60, 86_400, 300),
    managedEncryption: properties.SqsManagedSseEnabled ?? properties.KmsMasterKeyId === undefined,
    redrive: readRedrive(properties),
    redriveAllow: readRedriveAllow(properties),
    createdAt: kernel.now(),
  };
}

/**
 * A dead-letter queue exists, and lets the source redrive to it. On AWS SetQueueAttributes refuses it; here it is known when all queues are.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html#sqs-dead-letter-queue-structure
 */
export function checkRedrives(queues: Queues): void {
  for (const queue of queues.all()) {
    if (queue.redrive === undefined) continue;
    const target = queues.byArn(queue.redrive.deadLetterArn);
    if (target === undefined)
      throw new Error(`dead-letter queue ${queue.redrive.deadLetterArn} of ${queue.name} does not exist`);
    const allow = target.redriveAllow ?? { permission: 'allowAll', sources: [] };
    const allowed =
      allow.permission === 'allowAll' || (allow.permission === 'byQueue' && allow.sources.includes(queue.arn));
    if (!allowed) throw new Error(`${target.name} does not allow ${queue.name} to use it as its dead-letter queue`);
  }
}

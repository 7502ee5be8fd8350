import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { Deliveries } from './deliver.ts';
import { invalidParameter } from './errors.ts';
import { createKeyMeter } from './key-meter.ts';
import { bytesOf, MAX_BYTES, readContent } from './message.ts';
import type { Content, Message } from './message.ts';
import type { Topic, Topics } from './topics.ts';

const BILLED_BYTES = 65_536;
/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const MAX_ENTRIES = 10;

const billed = (bytes: number): number => Math.max(1, Math.ceil(bytes / BILLED_BYTES));

function topicArnOf(input: any): string {
  if (input?.PhoneNumber !== undefined) throw new UnsupportedError('PhoneNumber of Publish');
  const arn: unknown = input?.TopicArn ?? input?.TargetArn;
  if (typeof arn !== 'string') throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  return arn;
}

/** A topic with a key asks its publisher for both: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function authorizePublish(kernel: Kernel, topics: Topics, input: any): readonly AuthorizationRequest[] {
  const arn = topicArnOf(input);
  const topic = topics.find(arn);
  return [
    { action: 'sns:Publish', resource: arn },
    ...keyRequests(kernel, topic?.keyId, 'sns', ['kms:GenerateDataKey', 'kms:Decrypt'], { 'aws:sns:topicArn': arn }),
  ];
}

function checkBatch(entries: unknown): readonly any[] {
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible (more than 10).',
    );
  }
  const ids: readonly unknown[] = entries.map((entry) => entry.Id);
  if (!ids.every((id) => typeof id === 'string' && /^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryIdException',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  if (new Set(ids).size !== ids.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  return entries;
}

/** As sent, before anything of it is known to be well-formed. */
function bytesOfEntry(entry: any): number {
  const text = Buffer.byteLength(String(entry.Message ?? ''));
  return Object.entries<any>(entry.MessageAttributes ?? {}).reduce((sum, [name, attribute]) => {
    const value = attribute?.BinaryValue?.length ?? Buffer.byteLength(String(attribute?.StringValue ?? ''));
    return sum + Buffer.byteLength(name) + Buffer.byteLength(String(attribute?.DataType ?? '')) + value;
  }, text);
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html and API_PublishBatch.html */
export function createPublishOperations(
  kernel: Kernel,
  topics: Topics,
  deliveries: Deliveries,
): Readonly<Record<string, Operation>> {
  const fanOut = (topic: Topic, content: Content): string => {
    const message: Message = {
      id: kernel.uuid(),
      topicArn: topic.arn,
      timestamp: new Date(kernel.now()).toISOString(),
      ...content,
    };
    for (const subscription of topic.subscriptions.values()) {
      if (subscription.token !== undefined) continue;
      if (subscription.filter === undefined || subscription.filter(message)) deliveries.add(subscription, message);
    }
    return message.id;
  };
  const authorize: Operation['authorize'] = (input) => authorizePublish(kernel, topics, input);
  const meterKey = createKeyMeter(kernel);
  return {
    Publish: {
      authorize,
      run: (input, { principal }) => {
        const topic = topics.require(topicArnOf(input));
        const content = readContent(input);
        meterKey(topic, principal);
        kernel.meter.count('sns', 'Requests', billed(bytesOf(input.Message, content.attributes)), topic.name);
        return { MessageId: fanOut(topic, content) };
      },
    },
    PublishBatch: {
      authorize,
      run: (input, { principal }) => {
        refuseUnknown('PublishBatch', input, ['TopicArn', 'PublishBatchRequestEntries']);
        const topic = topics.require(topicArnOf(input));
        const entries = checkBatch(input.PublishBatchRequestEntries);
        const total = entries.reduce<number>((sum, entry) => sum + bytesOfEntry(entry), 0);
        if (total > MAX_BYTES) {
          throw new AwsError(
            'BatchRequestTooLongException',
            'The length of all the batch messages put together is more than the limit.',
          );
        }
        meterKey(topic, principal);
        kernel.meter.count('sns', 'Requests', billed(total), topic.name);
        const Successful: object[] = [];
        const Failed: object[] = [];
        for (const entry of entries) {
          try {
            Successful.push({ Id: entry.Id, MessageId: fanOut(topic, readContent(entry)) });
          } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            Failed.push({ Id: entry.Id, Code: 'InvalidParameter', Message: error.message, SenderFault: true });
          }
        }
        return { Successful, Failed };
      },
    },
  };
}

import { AwsError } from '../../kernel/errors.ts';
import type { Operation, Principal } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { runBatch } from './batch.ts';
import type { SqsContext } from './context.ts';
import { digestAttributes, digestText } from './digest.ts';
import type { Queue } from './queue.ts';
import { bytesOfMessage, validateMessage } from './validate-message.ts';

const MAX_BATCH_BYTES = 1_048_576;

/** Stands where AWS has the unique id of the principal. */
function senderOf(principal: Principal): string {
  if (principal.kind === 'role') return principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1);
  return principal.kind === 'service' ? principal.service : 'root';
}

function store(context: SqsContext, queue: Queue, entry: any, principal: Principal): object {
  const { kernel, messages, arrivals } = context;
  const now = kernel.now();
  const visibleAt = now + (entry.DelaySeconds ?? queue.delay) * 1000;
  const messageId = kernel.uuid();
  const attributes = Object.keys(entry.MessageAttributes ?? {}).length === 0 ? undefined : entry.MessageAttributes;
  const trace: string | undefined = entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  messages.add({
    queue: queue.name,
    messageId,
    body: entry.MessageBody,
    attributes,
    trace,
    sender: senderOf(principal),
    sentAt: now,
    expiresAt: now + queue.retention * 1000,
    visibleAt,
  });
  arrivals.note(queue.name, visibleAt);
  return {
    MessageId: messageId,
    MD5OfMessageBody: digestText(entry.MessageBody),
    ...(attributes === undefined ? {} : { MD5OfMessageAttributes: digestAttributes(attributes) }),
    ...(trace === undefined ? {} : { MD5OfMessageSystemAttributes: digestAttributes(entry.MessageSystemAttributes) }),
  };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html and API_SendMessageBatch.html */
export function createSendOperations(context: SqsContext): Record<string, Operation> {
  // Sending to an encrypted queue needs both: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  const authorize: Operation['authorize'] = (input) =>
    context.queues.authorize(input.QueueUrl, 'sqs:SendMessage', ['kms:GenerateDataKey', 'kms:Decrypt']);
  return {
    SendMessage: {
      authorize,
      run: (input, { principal }) => {
        const queue = context.queues.byUrl(input.QueueUrl);
        const bytes = validateMessage(queue, input);
        context.meter(queue, bytes);
        context.meterKey(queue, 'producer');
        return store(context, queue, input, principal);
      },
    },
    SendMessageBatch: {
      authorize,
      run: (input, { principal }) => {
        refuseUnknown('SendMessageBatch', input, ['QueueUrl', 'Entries']);
        const queue = context.queues.byUrl(input.QueueUrl);
        const bytes = totalBytes(input.Entries);
        if (bytes > MAX_BATCH_BYTES) {
          throw new AwsError(
            'BatchRequestTooLong',
            `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
          );
        }
        const result = runBatch(input.Entries, (entry) => {
          validateMessage(queue, entry);
          return store(context, queue, entry, principal);
        });
        context.meter(queue, bytes);
        context.meterKey(queue, 'producer');
        return result;
      },
    },
  };
}

function totalBytes(entries: any): number {
  if (!Array.isArray(entries)) return 0;
  return entries.reduce<number>(
    (sum, entry) => sum + bytesOfMessage(String(entry.MessageBody ?? ''), entry.MessageAttributes),
    0,
  );
}

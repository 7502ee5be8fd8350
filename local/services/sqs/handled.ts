import { AwsError } from '../../kernel/errors.ts';
import type { Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { runBatch } from './batch.ts';
import type { SqsContext } from './context.ts';
import { invalidParameter } from './errors.ts';
import type { Queue } from './queue.ts';
import { findByReceipt } from './receipt.ts';

/** A message may be invisible for 12 hours in all: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
const MAX_INVISIBLE = 43_200;

function remove(context: SqsContext, queue: Queue, entry: any): object {
  const message = findByReceipt(context, queue, entry.ReceiptHandle);
  if (message !== undefined) context.messages.remove(message.id);
  return {};
}

function changeVisibility(context: SqsContext, queue: Queue, entry: any): object {
  const now = context.kernel.now();
  const seconds: unknown = entry.VisibilityTimeout;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0 || seconds > MAX_INVISIBLE) {
    throw invalidParameter(
      `Value ${String(seconds)} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and ${MAX_INVISIBLE}.`,
    );
  }
  const message = findByReceipt(context, queue, entry.ReceiptHandle);
  if (message?.received_at == null || message.visible_at <= now) {
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  }
  const visibleAt = now + seconds * 1000;
  if (visibleAt > message.received_at + MAX_INVISIBLE * 1000) {
    throw invalidParameter('Total VisibilityTimeout for the message is beyond the limit [43200 seconds].');
  }
  context.messages.setVisibleAt(message.id, visibleAt);
  context.arrivals.note(queue.name, visibleAt);
  return {};
}

/** What a consumer does with what it received. */
export function createHandledOperations(context: SqsContext): Record<string, Operation> {
  const operation = (action: string, work: (queue: Queue, input: any) => object): Operation => ({
    // A batch is allowed where one is.
    authorize: (input) => context.queues.authorize(input.QueueUrl, `sqs:${action.replace(/Batch$/, '')}`),
    run: (input) => {
      const queue = context.queues.byUrl(input.QueueUrl);
      const result = work(queue, input);
      context.meter(queue, 0);
      return result;
    },
  });
  const both = (
    action: string,
    members: readonly string[],
    run: (context: SqsContext, queue: Queue, entry: any) => object,
  ): Record<string, Operation> => ({
    [action]: operation(action, (queue, input) => {
      refuseUnknown(action, input, ['QueueUrl', ...members]);
      return run(context, queue, input);
    }),
    [`${action}Batch`]: operation(`${action}Batch`, (queue, input) => {
      refuseUnknown(`${action}Batch`, input, ['QueueUrl', 'Entries']);
      return runBatch(input.Entries, (entry) => {
        refuseUnknown(`an entry of ${action}Batch`, entry, ['Id', ...members]);
        return run(context, queue, entry);
      });
    }),
  });
  return {
    ...both('DeleteMessage', ['ReceiptHandle'], remove),
    ...both('ChangeMessageVisibility', ['ReceiptHandle', 'VisibilityTimeout'], changeVisibility),
  };
}

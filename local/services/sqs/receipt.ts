import type { SqsContext } from './context.ts';
import { invalidReceipt } from './errors.ts';
import type { StoredMessage } from './message-store.ts';
import type { Queue } from './queue.ts';

/** Each receive of a message gives another handle. */
export function writeReceipt(message: StoredMessage): string {
  return Buffer.from(`${message.queue} ${message.id} ${message.receive_count} ${message.message_id}`).toString(
    'base64',
  );
}

/**
 * The message of a handle, or undefined when it is gone or was received again since: deleting with an old handle succeeds
 * and need not delete. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export function findByReceipt(context: SqsContext, queue: Queue, handle: unknown): StoredMessage | undefined {
  if (typeof handle !== 'string') throw invalidReceipt(String(handle));
  const [name, id, count, messageId] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  if (name !== queue.name || id === undefined || messageId === undefined || !/^\d+$/.test(id))
    throw invalidReceipt(handle);
  const message = context.messages.get(Number(id));
  return message?.queue === queue.name && String(message.receive_count) === count ? message : undefined;
}

import type { Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { SqsContext } from './context.ts';
import { digestAttributes, digestText } from './digest.ts';
import { invalidParameter } from './errors.ts';
import { parseAttributes } from './message-store.ts';
import type { StoredMessage } from './message-store.ts';
import type { Queue } from './queue.ts';
import { writeReceipt } from './receipt.ts';

const MAX_MESSAGES = 10;
/** Of how many visible messages a shuffled receive takes its own: enough to break any order that a test leans on. */
const SHUFFLE_AMONG = 100;

function moveToDeadLetters(context: SqsContext, queue: Queue, message: StoredMessage, deadLetterArn: string): void {
  const target = context.queues.byArn(deadLetterArn);
  if (target === undefined) return;
  const now = context.kernel.now();
  // It keeps the time at which it was first sent, so it expires earlier than one sent to the dead-letter queue today.
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html#understanding-message-retention-periods
  const expiresAt = message.sent_at + target.retention * 1000;
  context.messages.moveToDeadLetters(message.id, queue.arn, target.name, now, expiresAt);
  context.kernel.emit({
    kind: 'sqs.dead-lettered',
    queue: queue.name,
    deadLetterQueue: target.name,
    body: message.body,
    sentAt: message.sent_at,
  });
  context.arrivals.note(target.name, now);
}

function pick(context: SqsContext, queue: Queue, limit: number): StoredMessage[] {
  const { kernel, messages } = context;
  if (!context.shuffle) return messages.visible(queue.name, kernel.now(), limit);
  const among = messages.visible(queue.name, kernel.now(), SHUFFLE_AMONG);
  const picked: StoredMessage[] = [];
  while (picked.length < limit && among.length > 0) {
    picked.push(...among.splice(Math.floor(kernel.random() * among.length), 1));
  }
  return picked;
}

/** Takes up to `limit` visible messages; those received too often go to the dead-letter queue instead. */
function take(context: SqsContext, queue: Queue, limit: number, visibilityTimeout: number): StoredMessage[] {
  const { kernel, messages, arrivals } = context;
  const now = kernel.now();
  const taken: StoredMessage[] = [];
  while (taken.length < limit) {
    const candidates = pick(context, queue, limit - taken.length);
    if (candidates.length === 0) break;
    for (const message of candidates) {
      if (queue.redrive !== undefined && message.receive_count >= queue.redrive.maxReceiveCount) {
        moveToDeadLetters(context, queue, message, queue.redrive.deadLetterArn);
        continue;
      }
      const visibleAt = now + visibilityTimeout * 1000;
      messages.received(message.id, now, visibleAt);
      taken.push({
        ...message,
        receive_count: message.receive_count + 1,
        first_received_at: message.first_received_at ?? now,
      });
      arrivals.note(queue.name, visibleAt);
    }
    // With a visibility timeout of zero the same messages would be found again.
    if (visibilityTimeout === 0) break;
  }
  return taken;
}

function systemAttributes(message: StoredMessage, wanted: readonly string[]): object {
  const all: Record<string, string> = {
    SenderId: message.sender,
    SentTimestamp: String(message.sent_at),
    ApproximateReceiveCount: String(message.receive_count),
    ApproximateFirstReceiveTimestamp: String(message.first_received_at ?? 0),
    ...(message.trace === null ? {} : { AWSTraceHeader: message.trace }),
    ...(message.source === null ? {} : { DeadLetterQueueSourceArn: message.source }),
  };
  const entries = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name));
  return entries.length === 0 ? {} : { Attributes: Object.fromEntries(entries) };
}

function messageAttributes(message: StoredMessage, wanted: readonly string[]): object {
  const all = parseAttributes(message.attributes);
  if (all === undefined) return {};
  const isWanted = (name: string): boolean =>
    wanted.some((pattern) =>
      pattern === 'All' || pattern === '.*'
        ? true
        : pattern.endsWith('.*')
          ? name.startsWith(pattern.slice(0, -1))
          : pattern === name,
    );
  const attributes = Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)));
  if (Object.keys(attributes).length === 0) return {};
  return { MessageAttributes: attributes, MD5OfMessageAttributes: digestAttributes(attributes) };
}

interface Wishes {
  readonly limit: number;
  readonly visibilityTimeout: number;
  readonly wait: number;
  readonly system: readonly string[];
  readonly attributes: readonly string[];
}

function integer(input: any, name: string, least: number, most: number, otherwise: number): number {
  const value: unknown = input[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw invalidParameter(
      `Value ${String(value)} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
    );
  }
  return value;
}

function readWishes(queue: Queue, input: any): Wishes {
  refuseUnknown('ReceiveMessage', input, [
    'QueueUrl',
    'AttributeNames',
    'MessageSystemAttributeNames',
    'MessageAttributeNames',
    'MaxNumberOfMessages',
    'VisibilityTimeout',
    'WaitTimeSeconds',
  ]);
  return {
    limit: integer(input, 'MaxNumberOfMessages', 1, MAX_MESSAGES, 1),
    visibilityTimeout: integer(input, 'VisibilityTimeout', 0, 43_200, queue.visibilityTimeout),
    wait: integer(input, 'WaitTimeSeconds', 0, 20, queue.receiveWait),
    system: [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])],
    attributes: input.MessageAttributeNames ?? [],
  };
}

function receive(context: SqsContext, queue: Queue, wishes: Wishes): object | undefined {
  const taken = take(context, queue, wishes.limit, wishes.visibilityTimeout);
  if (taken.length === 0) return undefined;
  const bytes = taken.reduce((sum, message) => sum + Buffer.byteLength(message.body), 0);
  context.meter(queue, bytes);
  context.meterKey(queue, 'consumer');
  return {
    Messages: taken.map((message) => ({
      MessageId: message.message_id,
      ReceiptHandle: writeReceipt(message),
      MD5OfBody: digestText(message.body),
      Body: message.body,
      ...systemAttributes(message, wishes.system),
      ...messageAttributes(message, wishes.attributes),
    })),
  };
}

/** Waits until something comes or the wait ends. */
function longPoll(context: SqsContext, queue: Queue, wishes: Wishes): Promise<object> {
  return new Promise((resolve) => {
    const waiter = {
      serve: (): boolean => {
        const received = receive(context, queue, wishes);
        if (received === undefined) return false;
        timer.cancel();
        resolve(received);
        return true;
      },
    };
    const timer = context.kernel.timers.after(wishes.wait * 1000, () => {
      context.arrivals.leave(queue.name, waiter);
      context.meter(queue, 0);
      resolve({});
    });
    context.arrivals.wait(queue.name, waiter);
  });
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export function createReceiveOperation(context: SqsContext): Operation {
  return {
    authorize: (input) => context.queues.authorize(input.QueueUrl, 'sqs:ReceiveMessage', ['kms:Decrypt']),
    run: (input) => {
      const queue = context.queues.byUrl(input.QueueUrl);
      const wishes = readWishes(queue, input);
      const received = receive(context, queue, wishes);
      if (received !== undefined) return received;
      if (wishes.wait > 0) return longPoll(context, queue, wishes);
      context.meter(queue, 0);
      return {};
    },
  };
}

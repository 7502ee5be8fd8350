import type { Kernel } from '../../kernel/types.ts';
import type { Arrivals } from './arrivals.ts';
import type { MessageStore } from './message-store.ts';
import type { Queue, Queues } from './queue.ts';

/** What the operations share. */
export interface SqsContext {
  readonly kernel: Kernel;
  readonly queues: Queues;
  readonly messages: MessageStore;
  readonly arrivals: Arrivals;
  readonly shuffle: boolean;
  /** Billed: one request for each 64 KB begun. https://aws.amazon.com/sqs/pricing/ */
  meter(queue: Queue, bytes: number): void;
  /** A data key is asked for once in the queue's reuse period, by each side. */
  meterKey(queue: Queue, side: 'producer' | 'consumer'): void;
}

const CHUNK = 64 * 1024;

export function createMeters(kernel: Kernel): Pick<SqsContext, 'meter' | 'meterKey'> {
  const keyUntil = new Map<string, number>();
  return {
    meter: (queue, bytes) => {
      kernel.meter.count('sqs', 'Requests', Math.max(1, Math.ceil(bytes / CHUNK)), queue.name);
    },
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#sqs-estimate-kms-usage-costs
    meterKey: (queue, side) => {
      if (queue.keyId === undefined) return;
      const key = `${queue.name}/${side}`;
      if ((keyUntil.get(key) ?? 0) > kernel.now()) return;
      keyUntil.set(key, kernel.now() + queue.keyReuse * 1000);
      kernel.meter.count('kms', 'Requests', side === 'producer' ? 2 : 1, queue.name);
    },
  };
}

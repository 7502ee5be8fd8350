import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connect } from '../../platform/index.ts';

/** Says that a move is to go on; after a pause where it has done some already. */
export function moveQueue(url: string): (id: string, delaySeconds?: number) => Promise<void> {
  const queue = connect(SQSClient);
  return async (id, delaySeconds = 0) => {
    const body = JSON.stringify({ kind: 'move', id });
    await queue.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, DelaySeconds: delaySeconds }));
  };
}

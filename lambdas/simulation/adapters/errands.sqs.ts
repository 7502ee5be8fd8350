import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { PolicyErrand } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';

export type AskErrand = (errand: PolicyErrand) => Promise<void>;

/** What takes longer than a call has time is done by somebody else. */
export function errandQueue(url: string): AskErrand {
  const queue = connect(SQSClient);
  return async (errand) => {
    await queue.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(errand) }));
  };
}

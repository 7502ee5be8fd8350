import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connect } from '../../platform/index.ts';

export type SendLater = (body: string, seconds: number) => Promise<void>;

/** Puts a message into a queue that is seen after so many seconds: unlike a failed try it does not come nearer to the dead letters. */
export function laterOn(queueUrl: string): SendLater {
  const client = connect(SQSClient);
  return async (body, seconds) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: seconds }));
  };
}

import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { NoticeOrder } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';

/** SNS takes ten messages in one request. */
const BATCH = 10;

export type PublishNotices = (orders: readonly NoticeOrder[]) => Promise<void>;

/** Hands orders to the notices topic; the attribute `channel` leads each to the queue of its channel. Throws when one was not taken. */
export function noticeTopic(topicArn: string): PublishNotices {
  const client = connect(SNSClient);
  return async (orders) => {
    for (let start = 0; start < orders.length; start += BATCH) {
      const { Failed = [] } = await client.send(
        new PublishBatchCommand({
          TopicArn: topicArn,
          PublishBatchRequestEntries: orders.slice(start, start + BATCH).map((order) => ({
            Id: order.noticeId,
            Message: JSON.stringify(order),
            MessageAttributes: { channel: { DataType: 'String', StringValue: order.channel } },
          })),
        }),
      );
      if (Failed.length > 0)
        throw new Error(`the notices topic refused ${String(Failed.length)} notices: ${Failed[0]?.Code ?? 'no code'}`);
    }
  };
}

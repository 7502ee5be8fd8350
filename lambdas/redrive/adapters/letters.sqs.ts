import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import { connect } from '../../platform/index.ts';
import { letterOf } from '../letter.ts';
import type { Letter } from '../letter.ts';

/** All servers of the queue are asked, not a sample of them. */
const WAIT_S = 1;
const MOST_AT_ONCE = 10;

export interface LetterBox {
  count(url: string): Promise<{ readonly letters: number; readonly inHand: number }>;
  /** Some letters, of those that were not seen yet; for so many seconds nobody else gets them. None: there are none, as far as SQS knows. */
  take(url: string, most: number, seconds: number, seen: ReadonlySet<string>): Promise<readonly Letter[]>;
  /** One by its id; `unknown` where that cannot be asked, and all have to be looked through. */
  find(url: string, id: string): Promise<Letter | undefined | 'unknown'>;
  /** Others may have it at once. */
  giveBack(url: string, letter: Letter): Promise<void>;
  drop(url: string, letter: Letter): Promise<void>;
  send(url: string, body: string, provenance: Readonly<Record<string, string>>): Promise<void>;
}

export function createLetterBox(): LetterBox {
  const client = connect(SQSClient);
  return {
    count: async (QueueUrl) => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return {
        letters: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
        inHand: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      };
    },
    take: async (QueueUrl, most, seconds) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(most, MOST_AT_ONCE),
          VisibilityTimeout: seconds,
          WaitTimeSeconds: WAIT_S,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages.map(read);
    },
    find: () => Promise.resolve('unknown'),
    giveBack: async (QueueUrl, { receipt }) => {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
    },
    drop: async (QueueUrl, { receipt }) => {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
    send: async (QueueUrl, MessageBody, provenance) => {
      const MessageAttributes = Object.fromEntries(
        Object.entries(provenance).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
    },
  };
}

function read({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  Attributes = {},
  MessageAttributes = {},
}: Message): Letter {
  const attributes = Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue] as const],
  );
  return letterOf({
    id: MessageId,
    receipt: ReceiptHandle,
    body: Body,
    system: Object.fromEntries(Object.entries(Attributes)),
    attributes: Object.fromEntries(attributes),
  });
}

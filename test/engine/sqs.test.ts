import { describe, expect, test } from 'vitest';
import { createSqs } from '../../local/services/sqs/index.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel } from '../support/kernel.ts';

const open = (): TestKernel => testKernel((kernel) => [createSqs(kernel)]);
const second = 1000;

function queues(
  engine: TestKernel,
  properties: object = {},
  deadLetters: object = {},
): { url: string; arn: string; dlqUrl: string; dlqArn: string } {
  const dlq = engine.provision('AWS::SQS::Queue', 'Dlq', { QueueName: 'dlq', ...deadLetters });
  const queue = engine.provision('AWS::SQS::Queue', 'Queue', {
    QueueName: 'work',
    RedrivePolicy: { deadLetterTargetArn: dlq.attributes?.['Arn'], maxReceiveCount: 2 },
    ...properties,
  });
  return {
    url: queue.ref,
    arn: String(queue.attributes?.['Arn']),
    dlqUrl: dlq.ref,
    dlqArn: String(dlq.attributes?.['Arn']),
  };
}
const receive = async (engine: TestKernel, url: string, more: object = {}): Promise<any[]> =>
  (
    await engine.call('sqs', 'ReceiveMessage', {
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      AttributeNames: ['All'],
      ...more,
    })
  ).Messages ?? [];
const send = (engine: TestKernel, url: string, body: string, more: object = {}): Promise<any> =>
  engine.call('sqs', 'SendMessage', { QueueUrl: url, MessageBody: body, ...more });

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
describe('visibility timeout', () => {
  test('a received message is invisible until the timeout, then comes again with a higher count and another handle', async () => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a');
    const [first] = await receive(engine, url);
    expect(first).toMatchObject({ Body: 'a', Attributes: { ApproximateReceiveCount: '1' } });
    await engine.advance(29 * second);
    expect(await receive(engine, url)).toEqual([]);
    await engine.advance(second);
    const [again] = await receive(engine, url);
    expect(again).toMatchObject({ MessageId: first.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    expect(again.ReceiptHandle).not.toBe(first.ReceiptHandle);
    expect(again.Attributes.ApproximateFirstReceiveTimestamp).toBe(first.Attributes.ApproximateFirstReceiveTimestamp);
  });

  test('a deleted message never comes again; an old handle succeeds and does not delete', async () => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a');
    const [first] = await receive(engine, url);
    await engine.advance(30 * second);
    const [again] = await receive(engine, url);
    await engine.call('sqs', 'DeleteMessage', { QueueUrl: url, ReceiptHandle: first.ReceiptHandle });
    await engine.call('sqs', 'ChangeMessageVisibility', {
      QueueUrl: url,
      ReceiptHandle: again.ReceiptHandle,
      VisibilityTimeout: 5,
    });
    await engine.call('sqs', 'DeleteMessage', { QueueUrl: url, ReceiptHandle: again.ReceiptHandle });
    await engine.advance(60 * second);
    expect(await receive(engine, url)).toEqual([]);
  });

  test('what was in flight when the engine died comes again at its visibility timeout', async () => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a');
    await receive(engine, url);
    engine.restart();
    expect(await receive(engine, url)).toEqual([]);
    await engine.advance(30 * second);
    expect(await receive(engine, url)).toMatchObject([{ Body: 'a' }]);
  });

  test.each([
    ['ReceiptHandleIsInvalid', { ReceiptHandle: 'nonsense', VisibilityTimeout: 1 }],
    ['InvalidParameterValue', { VisibilityTimeout: 43_201 }],
  ])('ChangeMessageVisibility answers %s', async (name, input) => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a');
    const [message] = await receive(engine, url);
    const change = engine.call('sqs', 'ChangeMessageVisibility', {
      QueueUrl: url,
      ReceiptHandle: message.ReceiptHandle,
      ...input,
    });
    await expect(change).rejects.toMatchObject({ name });
  });

  test('changing the visibility of a message that is visible again is refused', async () => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a');
    const [message] = await receive(engine, url);
    await engine.advance(31 * second);
    const change = engine.call('sqs', 'ChangeMessageVisibility', {
      QueueUrl: url,
      ReceiptHandle: message.ReceiptHandle,
      VisibilityTimeout: 9,
    });
    await expect(change).rejects.toMatchObject({ name: 'MessageNotInflight' });
  });
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
describe('dead letters', () => {
  test('a message received maxReceiveCount times goes to the dead-letter queue and keeps the time it was sent', async () => {
    const engine = open();
    const { url, dlqUrl, arn } = queues(engine);
    const sentAt = String(engine.kernel.now());
    await send(engine, url, 'poison');
    for (let round = 0; round < 2; round += 1) {
      expect(await receive(engine, url)).toHaveLength(1);
      expect(await receive(engine, dlqUrl)).toEqual([]);
      await engine.advance(30 * second);
    }
    expect(await receive(engine, url)).toEqual([]);
    expect(await receive(engine, dlqUrl)).toMatchObject([
      { Body: 'poison', Attributes: { SentTimestamp: sentAt, DeadLetterQueueSourceArn: arn } },
    ]);
  });

  test('the dead-letter queue counts retention from the first sending', async () => {
    const engine = open();
    const { url, dlqUrl } = queues(engine, {}, { MessageRetentionPeriod: 120 });
    await send(engine, url, 'poison');
    await receive(engine, url);
    await engine.advance(30 * second);
    await receive(engine, url);
    await engine.advance(30 * second);
    await receive(engine, url);
    await engine.advance(59 * second);
    expect(await receive(engine, dlqUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
    await engine.advance(second);
    expect(await receive(engine, dlqUrl)).toEqual([]);
  });

  test('a source that the RedriveAllowPolicy does not name stops the boot', async () => {
    const engine = open();
    queues(
      engine,
      {},
      { RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: ['arn:aws:sqs:x:1:other'] } },
    );
    expect(() => engine.settle()).toThrow(/does not allow/);
  });

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
  test('a move task gives the messages back to their source as new ones', async () => {
    const engine = open();
    const { url, dlqUrl, dlqArn } = queues(engine);
    await send(engine, url, 'poison');
    for (let round = 0; round < 3; round += 1) {
      await receive(engine, url);
      await engine.advance(30 * second);
    }
    const { TaskHandle } = await engine.call('sqs', 'StartMessageMoveTask', { SourceArn: dlqArn });
    expect(TaskHandle).toEqual(expect.any(String));
    await engine.settle();
    expect(await receive(engine, dlqUrl)).toEqual([]);
    expect(await receive(engine, url)).toMatchObject([
      { Body: 'poison', Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(engine.kernel.now()) } },
    ]);
    const { Results } = await engine.call('sqs', 'ListMessageMoveTasks', { SourceArn: dlqArn });
    expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
  });

  test('a queue that is no dead-letter queue cannot be the source of a move task', async () => {
    const engine = open();
    const { arn } = queues(engine);
    await expect(engine.call('sqs', 'StartMessageMoveTask', { SourceArn: arn })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html and sqs-message-timers.html
test.each([
  ['of the queue', { DelaySeconds: 10 }, {}, 10],
  ['of the message', { DelaySeconds: 10 }, { DelaySeconds: 3 }, 3],
])('the delay %s', async (_, queue, message, delay) => {
  const engine = open();
  const { url } = queues(engine, queue);
  await send(engine, url, 'later', message);
  await engine.advance(delay * second - 1);
  expect(await receive(engine, url)).toEqual([]);
  await engine.advance(1);
  expect(await receive(engine, url)).toHaveLength(1);
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
describe('long polling', () => {
  test('answers at once when a message comes', async () => {
    const engine = open();
    const { url } = queues(engine);
    const waiting = receive(engine, url, { WaitTimeSeconds: 20 });
    await engine.advance(5 * second);
    const at = engine.kernel.now();
    await send(engine, url, 'a');
    expect(await waiting).toHaveLength(1);
    expect(engine.kernel.now()).toBe(at);
  });

  test('answers when a delayed message becomes visible', async () => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a', { DelaySeconds: 7 });
    let got: number | undefined;
    void receive(engine, url, { WaitTimeSeconds: 20 }).then((messages) => {
      got = messages.length === 1 ? engine.kernel.now() : -1;
    });
    const start = engine.kernel.now();
    await engine.advance(20 * second);
    expect(got).toBe(start + 7 * second);
  });

  test('answers with nothing at the end of the wait', async () => {
    const engine = open();
    const { url } = queues(engine);
    const waiting = receive(engine, url, { WaitTimeSeconds: 20 });
    await engine.advance(20 * second);
    expect(await waiting).toEqual([]);
  });
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
describe('attributes', () => {
  test('come back when asked for, with the digests', async () => {
    const engine = open();
    const { url } = queues(engine, { RedrivePolicy: undefined });
    const sent = await send(engine, url, 'This is a test message', {
      MessageAttributes: {
        'case.id': { DataType: 'String', StringValue: 'c1' },
        bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3' } },
    });
    // The body and its digest are from API_SendMessage.html's sample response.
    expect(sent.MD5OfMessageBody).toBe('fafb00f5732ab283681e124bf8747ed1');
    const [plain] = await receive(engine, url, { VisibilityTimeout: 0 });
    expect(plain.MessageAttributes).toBeUndefined();
    expect(plain.Attributes.AWSTraceHeader).toBe('Root=1-2-3');
    const [some] = await receive(engine, url, { VisibilityTimeout: 0, MessageAttributeNames: ['case.*'] });
    expect(Object.keys(some.MessageAttributes)).toEqual(['case.id']);
    const [all] = await engine
      .call('sqs', 'ReceiveMessage', { QueueUrl: url, MessageAttributeNames: ['All'] })
      .then((output) => output.Messages);
    expect(all.MessageAttributes.bytes.BinaryValue).toEqual(Uint8Array.of(1, 2));
    expect(all.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
  });

  // The queue's own attributes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
  test('of the queue count visible, in-flight and delayed messages', async () => {
    const engine = open();
    const { url } = queues(engine);
    await send(engine, url, 'a');
    await receive(engine, url);
    await send(engine, url, 'b');
    await send(engine, url, 'c', { DelaySeconds: 60 });
    const { Attributes } = await engine.call('sqs', 'GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] });
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
  });
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html and API_SendMessage.html, API_SendMessageBatch.html
describe('what is refused', () => {
  const entries = (count: number): object[] =>
    Array.from({ length: count }, (_, index) => ({ Id: `m${index}`, MessageBody: 'x' }));
  test.each([
    ['InvalidParameterValue', 'SendMessage', { MessageBody: 'x'.repeat(1_048_577) }],
    ['InvalidMessageContents', 'SendMessage', { MessageBody: 'a\u0000' }],
    ['MissingParameter', 'SendMessage', {}],
    ['InvalidParameterValue', 'SendMessage', { MessageBody: 'x', DelaySeconds: 901 }],
    ['UnsupportedError', 'SendMessage', { MessageBody: 'x', MessageGroupId: 'g' }],
    ['EmptyBatchRequest', 'SendMessageBatch', { Entries: [] }],
    ['TooManyEntriesInBatchRequest', 'SendMessageBatch', { Entries: entries(11) }],
    ['BatchEntryIdsNotDistinct', 'SendMessageBatch', { Entries: [...entries(1), ...entries(1)] }],
    [
      'BatchRequestTooLong',
      'SendMessageBatch',
      { Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })) },
    ],
    ['QueueDoesNotExist', 'SendMessage', { QueueUrl: 'https://sqs/1/absent', MessageBody: 'x' }],
    ['InvalidParameterValue', 'ReceiveMessage', { MaxNumberOfMessages: 11 }],
    ['InvalidAttributeName', 'GetQueueAttributes', { AttributeNames: ['Nonsense'] }],
  ])('%s from %s', async (name, operation, input) => {
    const engine = open();
    const { url } = queues(engine);
    await expect(engine.call('sqs', operation, { QueueUrl: url, ...input })).rejects.toMatchObject({ name });
    expect(await receive(engine, url)).toEqual([]);
  });

  test('one bad entry of a batch fails alone', async () => {
    const engine = open();
    const { url } = queues(engine);
    const result = await engine.call('sqs', 'SendMessageBatch', {
      QueueUrl: url,
      Entries: [
        { Id: 'a', MessageBody: 'ok' },
        { Id: 'b', MessageBody: '' },
      ],
    });
    expect(result).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'b', SenderFault: true, Code: 'MissingParameter' }],
    });
    expect(await receive(engine, url)).toMatchObject([{ Body: 'ok' }]);
  });

  test('a FIFO queue and an unknown setting', () => {
    const engine = open();
    expect(() => engine.provision('AWS::SQS::Queue', 'F', { FifoQueue: true })).toThrow(/FIFO/);
    expect(() =>
      engine.provision('AWS::SQS::Queue', 'R', {
        RedrivePolicy: { deadLetterTargetArn: 'x', maxReceiveCount: 3, more: 1 },
      }),
    ).toThrow(/more/);
  });
});

// https://aws.amazon.com/sqs/pricing/
test('a request is billed for each 64 KB begun', async () => {
  const engine = open();
  const { url } = queues(engine);
  await send(engine, url, 'x'.repeat(64 * 1024 + 1));
  await receive(engine, url);
  expect(engine.kernel.meter.totals()).toEqual([{ service: 'sqs', unit: 'Requests', resource: 'work', amount: 4 }]);
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html
test('shuffled, messages come in another order and each comes once', async () => {
  const engine = testKernel((kernel) => [createSqs(kernel, { shuffle: true })]);
  const { url } = queues(engine);
  for (let index = 0; index < 30; index += 1) await send(engine, url, String(index));
  const bodies: number[] = [];
  for (let round = 0; round < 3; round += 1)
    bodies.push(...(await receive(engine, url)).map((message) => Number(message.Body)));
  expect(bodies).not.toEqual([...bodies].sort((a, b) => a - b));
  expect(new Set(bodies).size).toBe(30);
});

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
describe('a queue encrypted with a customer key', () => {
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';
  const role = { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/r' } as const;
  const encrypted = (): { engine: TestKernel; url: string; asked: string[] } => {
    const asked: string[] = [];
    const engine = testKernel((kernel) => [createSqs(kernel)], {
      access: {
        addResourcePolicy: () => undefined,
        assertAllowed: (_, requests) => {
          asked.push(...requests.map((request) => request.action));
        },
      },
    });
    const { url } = queues(engine, { KmsMasterKeyId: key, KmsDataKeyReusePeriodSeconds: 300 });
    return { engine, url, asked };
  };

  test.each([
    ['SendMessage', { MessageBody: 'x' }, ['sqs:SendMessage', 'kms:GenerateDataKey', 'kms:Decrypt']],
    ['ReceiveMessage', {}, ['sqs:ReceiveMessage', 'kms:Decrypt']],
    ['GetQueueAttributes', {}, ['sqs:GetQueueAttributes']],
  ])('%s asks for the key what it needs', async (operation, input, expected) => {
    const { engine, url, asked } = encrypted();
    await engine.call('sqs', operation, { QueueUrl: url, ...input }, role);
    expect(asked).toEqual(expected);
  });

  test('data keys are billed once in the reuse period', async () => {
    const { engine, url } = encrypted();
    const requests = (): number => engine.kernel.meter.totals().find((line) => line.service === 'kms')?.amount ?? 0;
    for (let index = 0; index < 5; index += 1) await send(engine, url, 'x');
    expect(requests()).toBe(2);
    await engine.advance(300 * second);
    await send(engine, url, 'x');
    expect(requests()).toBe(4);
  });
});

import { describe, expect, test } from 'vitest';
import { AwsError, UnsupportedError } from '../../local/kernel/errors.ts';
import type { AuthorizationRequest, Principal, Service } from '../../local/kernel/types.ts';
import { createSns } from '../../local/services/sns/index.ts';
import type { SnsOptions } from '../../local/services/sns/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel, TestKernelOptions } from '../support/kernel.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:notices';
const queueArn = (name: string): string => `arn:aws:sqs:eu-central-1:111122223333:${name}`;
const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:f';

interface Fixture extends TestKernel {
  /** Calls that arrived at the services behind the topic. */
  readonly arrivals: { operation: string; input: any; principal: Principal; at: number }[];
  messages(queue: string): Promise<any[]>;
  subscribe(logicalId: string, properties: object): string;
  publish(input?: object): Promise<any>;
}

interface Options extends SnsOptions {
  readonly kernel?: TestKernelOptions;
  /** Fails a call to a service behind the topic. */
  readonly fail?: (service: string, input: any) => AwsError | undefined;
}

function setUp(options: Options = {}): Fixture {
  const arrivals: Fixture['arrivals'] = [];
  const functions: Service = {
    name: 'lambda',
    resourceTypes: [],
    operations: { Invoke: { authorize: () => [], run: () => ({ StatusCode: 202 }) } },
  };
  const { fail = () => undefined } = options;
  const kernel = testKernel((k) => [createSns(k, options), createSqs(k), functions], {
    ...options.kernel,
    intercept: async ({ service, operation, input, principal }, proceed) => {
      if (principal.kind === 'service') {
        arrivals.push({ operation, input, principal, at: kernel.kernel.now() });
        const failure = fail(service, input);
        if (failure !== undefined) throw failure;
      }
      return proceed();
    },
  });
  for (const name of ['inbox', 'dead']) kernel.provision('AWS::SQS::Queue', name, { QueueName: name });
  kernel.provision('AWS::SNS::Topic', 'Topic', { TopicName: 'notices' });
  return {
    ...kernel,
    get kernel() {
      return kernel.kernel;
    },
    arrivals,
    messages: async (queue) => {
      const { Messages: found = [] } = await kernel.call('sqs', 'ReceiveMessage', {
        QueueUrl: `https://sqs/${queue}`,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      });
      return found;
    },
    subscribe: (logicalId, properties) =>
      kernel.provision('AWS::SNS::Subscription', logicalId, { TopicArn: TOPIC, ...properties }).ref,
    publish: async (input = {}) => {
      const answer = await kernel.call('sns', 'Publish', { TopicArn: TOPIC, Message: 'hello', ...input });
      await kernel.settle();
      return answer;
    },
  };
}

const toInbox = { Protocol: 'sqs', Endpoint: queueArn('inbox') };
const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

/** https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html, https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html */
test('a queue gets the envelope, as the service and with the topic as the source', async () => {
  const sns = setUp();
  const arn = sns.subscribe('S', toInbox);
  const { MessageId } = await sns.publish({ Subject: 'Greeting', MessageAttributes: { channel: attribute('email') } });
  const [message, ...more] = await sns.messages('inbox');
  expect(more).toEqual([]);
  expect(message.MessageAttributes).toBeUndefined();
  expect(JSON.parse(message.Body)).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn: TOPIC,
    Subject: 'Greeting',
    Message: 'hello',
    Timestamp: '2026-03-02T08:00:00.000Z',
    SignatureVersion: '1',
    UnsubscribeURL: expect.stringContaining(arn),
    MessageAttributes: { channel: { Type: 'String', Value: 'email' } },
  });
  expect(sns.arrivals.map(({ principal }) => principal)).toEqual([
    { kind: 'service', service: 'sns.amazonaws.com', sourceArn: TOPIC },
  ]);
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
test('raw delivery: the message and its attributes as they are', async () => {
  const sns = setUp();
  sns.subscribe('S', { ...toInbox, RawMessageDelivery: true });
  const blob = new Uint8Array([1, 2]);
  await sns.publish({
    Subject: 'gone',
    MessageAttributes: { channel: attribute('email'), blob: { DataType: 'Binary', BinaryValue: blob } },
  });
  const [message] = await sns.messages('inbox');
  expect(message.Body).toBe('hello');
  expect(message.MessageAttributes.channel).toEqual(attribute('email'));
  expect([...message.MessageAttributes.blob.BinaryValue]).toEqual([1, 2]);
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html */
test('only what the filter lets through is delivered', async () => {
  const sns = setUp();
  sns.subscribe('S', { ...toInbox, FilterPolicy: { channel: ['email'] } });
  await sns.publish({ MessageAttributes: { channel: attribute('slack') } });
  await sns.publish();
  expect(sns.arrivals).toEqual([]);
  await sns.publish({ MessageAttributes: { channel: attribute('email') } });
  expect(await sns.messages('inbox')).toHaveLength(1);
});

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
test('a function is invoked asynchronously with a record', async () => {
  const sns = setUp();
  const arn = sns.subscribe('S', { Protocol: 'lambda', Endpoint: FUNCTION });
  await sns.publish();
  const [call] = sns.arrivals;
  expect(call?.input).toMatchObject({ FunctionName: FUNCTION, InvocationType: 'Event' });
  expect(JSON.parse(new TextDecoder().decode(call?.input.Payload))).toMatchObject({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: arn,
        Sns: { Type: 'Notification', TopicArn: TOPIC, Subject: null, Message: 'hello', MessageAttributes: {} },
      },
    ],
  });
});

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
test('MessageStructure json: every protocol its own text', async () => {
  const sns = setUp();
  sns.subscribe('S', { ...toInbox, RawMessageDelivery: true });
  sns.subscribe('F', { Protocol: 'lambda', Endpoint: FUNCTION });
  await sns.publish({ MessageStructure: 'json', Message: JSON.stringify({ default: 'all', sqs: 'for queues' }) });
  const [message] = await sns.messages('inbox');
  expect(message.Body).toBe('for queues');
  const invoked = sns.arrivals.find(({ operation }) => operation === 'Invoke');
  expect(JSON.parse(new TextDecoder().decode(invoked?.input.Payload)).Records[0].Sns.Message).toBe('all');
});

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
describe('Publish refuses', () => {
  test.each([
    ['an empty message', { Message: '' }],
    [
      'more than 256 KiB, attributes counted',
      { Message: 'x'.repeat(262_144 - 10), MessageAttributes: { a: attribute('12345') } },
    ],
    ['a subject with a line break', { Subject: 'a\nb' }],
    ['a subject of more than 100 characters', { Subject: 'x'.repeat(101) }],
    ['an attribute without a value', { MessageAttributes: { a: { DataType: 'String' } } }],
    ['a type that is none', { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } }],
    ['a number that is none', { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } }],
    ['a structure without a default', { MessageStructure: 'json', Message: '{"sqs":"x"}' }],
  ])('%s', async (_, input) => {
    const sns = setUp();
    sns.subscribe('S', toInbox);
    await expect(sns.publish(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await sns.settle();
    expect(sns.arrivals).toEqual([]);
  });

  test('a topic that is not there', async () => {
    const answer = setUp().publish({ TopicArn: `${TOPIC}-other` });
    await expect(answer).rejects.toMatchObject({ name: 'NotFoundException', httpStatusCode: 404 });
  });

  test.each([{ PhoneNumber: '+491' }, { MessageGroupId: 'g' }])('%o: not kept here', async (input) => {
    await expect(setUp().publish(input)).rejects.toThrow(UnsupportedError);
  });
});

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
describe('PublishBatch', () => {
  const batch = (sns: Fixture, entries: readonly object[]): Promise<any> =>
    sns.call('sns', 'PublishBatch', { TopicArn: TOPIC, PublishBatchRequestEntries: entries });

  test('one entry fails, the others are published', async () => {
    const sns = setUp();
    sns.subscribe('S', { ...toInbox, RawMessageDelivery: true });
    const answer = await batch(sns, [
      { Id: 'a', Message: 'one' },
      { Id: 'b', Message: '' },
      { Id: 'c', Message: 'three' },
    ]);
    await sns.settle();
    expect(answer.Successful.map(({ Id }: { Id: string }) => Id)).toEqual(['a', 'c']);
    expect(answer.Failed).toMatchObject([{ Id: 'b', SenderFault: true }]);
    const bodies = (await sns.messages('inbox')).map(({ Body }) => Body);
    expect(bodies.sort()).toEqual(['one', 'three']);
  });

  test.each([
    ['EmptyBatchRequestException', []],
    ['TooManyEntriesInBatchRequestException', Array.from({ length: 11 }, (_, n) => ({ Id: `m${n}`, Message: 'x' }))],
    [
      'BatchEntryIdsNotDistinctException',
      [
        { Id: 'a', Message: 'x' },
        { Id: 'a', Message: 'y' },
      ],
    ],
    ['InvalidBatchEntryIdException', [{ Id: 'a b', Message: 'x' }]],
    ['BatchRequestTooLongException', [1, 2].map((n) => ({ Id: `m${n}`, Message: 'x'.repeat(140_000) }))],
    [
      'BatchRequestTooLongException',
      [1, 2].map((n) => ({
        Id: `m${n}`,
        Message: 'x'.repeat(100_000),
        MessageAttributes: { a: attribute('y'.repeat(40_000)) },
      })),
    ],
  ])('%s', async (name, entries) => {
    const sns = setUp();
    sns.subscribe('S', toInbox);
    await expect(batch(sns, entries)).rejects.toMatchObject({ name });
    await sns.settle();
    expect(sns.arrivals).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html and sns-dead-letter-queues.html */
describe('failures', () => {
  const broken = new AwsError('InternalError', 'down', { httpStatusCode: 500 });
  const gone = new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  const toInboxFails = (error: AwsError, times = Infinity): NonNullable<Options['fail']> => {
    let left = times;
    return (_, input) => (String(input.QueueUrl).endsWith('/inbox') && left-- > 0 ? error : undefined);
  };
  const redrive = { RedrivePolicy: { deadLetterTargetArn: queueArn('dead') } };

  test('a server error is retried: three times at once, then with waits', async () => {
    const sns = setUp({ fail: toInboxFails(broken, 5) });
    sns.subscribe('S', { ...toInbox, ...redrive });
    await sns.publish();
    expect(sns.arrivals).toHaveLength(4);
    await sns.advance(10_000);
    expect(await sns.messages('inbox')).toHaveLength(1);
    expect(await sns.messages('dead')).toEqual([]);
  });

  test('a client error is not: at once to the dead-letter queue, in the form of the delivery', async () => {
    const sns = setUp({ fail: toInboxFails(gone) });
    sns.subscribe('S', { ...toInbox, ...redrive, RawMessageDelivery: true });
    await sns.publish({ MessageAttributes: { channel: attribute('email') } });
    const [letter, ...more] = await sns.messages('dead');
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ Body: 'hello', MessageAttributes: { channel: attribute('email') } });
    expect(sns.arrivals).toHaveLength(2);
    expect(sns.events).toContainEqual(expect.objectContaining({ kind: 'sns.dead-letter', topic: TOPIC }));
  });

  test('without a dead-letter queue it is dropped, and seen', async () => {
    const sns = setUp({ fail: toInboxFails(gone) });
    sns.subscribe('S', toInbox);
    await sns.publish();
    expect(sns.events).toContainEqual(expect.objectContaining({ kind: 'sns.dropped', endpoint: queueArn('inbox') }));
    expect(await sns.messages('dead')).toEqual([]);
  });

  test('one subscriber that fails does not hold up another', async () => {
    const sns = setUp({ fail: toInboxFails(broken) });
    sns.subscribe('S', toInbox);
    sns.subscribe('T', { Protocol: 'sqs', Endpoint: queueArn('dead') });
    await sns.publish();
    expect(await sns.messages('dead')).toHaveLength(1);
  });

  test('what was accepted survives a kill, also between retries', async () => {
    let down = true;
    const sns = setUp({ fail: (_, input) => (down && String(input.QueueUrl).endsWith('/inbox') ? broken : undefined) });
    sns.subscribe('S', toInbox);
    await sns.publish();
    sns.restart();
    down = false;
    await sns.advance(60_000);
    expect(await sns.messages('inbox')).toHaveLength(1);
  });
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#sns-what-permissions-for-sse */
test('an encrypted topic asks its publisher for both permissions on the key', async () => {
  const asked: AuthorizationRequest[] = [];
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/k';
  const sns = setUp({
    kernel: {
      access: {
        addResourcePolicy: () => undefined,
        assertAllowed: (principal, requests) => {
          if (principal.kind === 'role') asked.push(...requests);
        },
      },
    },
  });
  sns.provision('AWS::SNS::Topic', 'Secret', { TopicName: 'secret', KmsMasterKeyId: key });
  const role: Principal = { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/r' };
  await sns.call('sns', 'Publish', { TopicArn: TOPIC, Message: 'x' }, role);
  expect(asked.map(({ action }) => action)).toEqual(['sns:Publish']);
  asked.length = 0;
  await sns.call('sns', 'Publish', { TopicArn: TOPIC.replace('notices', 'secret'), Message: 'x' }, role);
  expect(asked).toMatchObject([
    { action: 'sns:Publish' },
    { action: 'kms:GenerateDataKey', resource: key, context: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' } },
    { action: 'kms:Decrypt', resource: key },
  ]);
});

/** https://aws.amazon.com/sns/pricing/: requests by 64 KB */
test('is billed by 64 KB', async () => {
  const sns = setUp();
  await sns.publish({ Message: 'x'.repeat(65_537) });
  expect(sns.kernel.meter.totals()).toContainEqual(
    expect.objectContaining({ service: 'sns', unit: 'Requests', resource: 'notices', amount: 2 }),
  );
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#sse-estimate-kms-usage-costs */
test('a key is billed by publisher and data key, not by message', async () => {
  const sns = setUp();
  const TopicArn = TOPIC.replace('notices', 'secret');
  const KmsMasterKeyId = 'arn:aws:kms:eu-central-1:111122223333:key/k';
  sns.provision('AWS::SNS::Topic', 'Secret', { TopicName: 'secret', KmsMasterKeyId });
  const billed = (): number =>
    sns.kernel.meter
      .totals()
      .filter(({ service }) => service === 'kms')
      .reduce((sum, { amount }) => sum + amount, 0);
  await sns.publish();
  expect(billed()).toBe(0);
  await sns.publish({ TopicArn });
  await sns.publish({ TopicArn });
  expect(billed()).toBe(2);
  await sns.advance(300_000);
  await sns.publish({ TopicArn });
  expect(billed()).toBe(4);
  await sns.call(
    'sns',
    'Publish',
    { TopicArn, Message: 'x' },
    { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/r' },
  );
  expect(billed()).toBe(6);
});

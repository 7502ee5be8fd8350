import { describe, expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createKms } from '../../local/services/kms/index.ts';
import type { Access, Principal, Service } from '../../local/kernel/types.ts';
import { createSns } from '../../local/services/sns/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';
import { testKernel } from '../support/kernel.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:news';
const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:inbox';
const DEAD = 'arn:aws:sqs:eu-central-1:111122223333:dead';
const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:f';
const HOUR = 3_600_000;

interface Options {
  readonly access?: Access;
  readonly topic?: object;
  readonly answer?: (request: Request, body: any) => Response | Promise<Response>;
}

function setUp({ access, topic = {}, answer }: Options = {}) {
  const invocations: { readonly input: any; readonly principal: Principal; readonly at: number }[] = [];
  const posts: { readonly at: number; readonly headers: Headers; readonly body: string }[] = [];
  const failures: { next: () => Error | undefined } = { next: () => undefined };
  let now = (): number => 0;
  const lambda: Service = {
    name: 'lambda',
    resourceTypes: [],
    operations: {
      Invoke: {
        authorize: () => [],
        run: (input, { principal }) => {
          invocations.push({ input, principal, at: now() });
          const error = failures.next();
          if (error !== undefined) throw error;
          return {};
        },
      },
    },
  };
  const kernel = testKernel(
    (k) => {
      now = () => k.now();
      const fetch = async (request: Request): Promise<Response> => {
        const body = await request.text();
        posts.push({ at: now(), headers: request.headers, body });
        return answer === undefined ? new Response('') : answer(request, body);
      };
      return [createSns(k, { fetch }), createSqs(k), createKms(k), lambda];
    },
    access === undefined ? {} : { access },
  );
  kernel.provision('AWS::SNS::Topic', 'News', { TopicName: 'news', ...topic });
  kernel.provision('AWS::SQS::Queue', 'Inbox', { QueueName: 'inbox' });
  kernel.provision('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
  const publish = async (input: object, principal?: Principal): Promise<any> => {
    const answered = await kernel.call('sns', 'Publish', { TopicArn: TOPIC, Message: 'hello', ...input }, principal);
    await kernel.settle();
    return answered;
  };
  const subscribe = (more: object = {}): void => {
    kernel.provision('AWS::SNS::Subscription', 'Subscription', {
      TopicArn: TOPIC,
      Protocol: 'sqs',
      Endpoint: QUEUE,
      ...more,
    });
  };
  const receive = async (queue = 'inbox'): Promise<any[]> => {
    const answered = await kernel.call('sqs', 'ReceiveMessage', {
      QueueUrl: `https://sqs/${queue}`,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
    return answered.Messages ?? [];
  };
  return { kernel, invocations, posts, failures, publish, subscribe, receive };
}
const text = (StringValue: string): object => ({ DataType: 'String', StringValue });
const payload = (invocation: { readonly input: any } | undefined): any =>
  JSON.parse(new TextDecoder().decode(invocation?.input.Payload));

// https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html and http-notification-json.html
describe('what arrives', () => {
  test('at a queue: an envelope', async () => {
    const { publish, subscribe, receive } = setUp();
    subscribe();
    const { MessageId } = await publish({ Subject: 'Hi', MessageAttributes: { kind: text('a') } });
    const [message, ...others] = await receive();
    expect(others).toEqual([]);
    expect(JSON.parse(message.Body)).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn: TOPIC,
      Subject: 'Hi',
      Message: 'hello',
      Timestamp: '2026-03-02T08:00:00.000Z',
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: expect.stringMatching(/^https:\/\/sns\.eu-central-1\.amazonaws\.com\/.*\.pem$/),
      UnsubscribeURL: expect.stringContaining(`Action=Unsubscribe&SubscriptionArn=${TOPIC}:`),
      MessageAttributes: { kind: { Type: 'String', Value: 'a' } },
    });
    expect(message.MessageAttributes).toBeUndefined();
  });

  // https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
  test('at a queue, raw: the message and its attributes', async () => {
    const { publish, subscribe, receive } = setUp();
    subscribe({ RawMessageDelivery: true });
    const bytes = new Uint8Array([1, 2]);
    await publish({ MessageAttributes: { kind: text('a'), bytes: { DataType: 'Binary', BinaryValue: bytes } } });
    const [message] = await receive();
    expect(message.Body).toBe('hello');
    expect(message.MessageAttributes).toMatchObject({
      kind: { DataType: 'String', StringValue: 'a' },
      bytes: { DataType: 'Binary', BinaryValue: bytes },
    });
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
  test('at a function', async () => {
    const { publish, subscribe, invocations } = setUp();
    subscribe({ Protocol: 'lambda', Endpoint: FUNCTION });
    await publish({});
    expect(invocations).toMatchObject([
      {
        input: { FunctionName: FUNCTION, InvocationType: 'Event' },
        principal: { kind: 'service', service: 'sns.amazonaws.com', sourceArn: TOPIC },
      },
    ]);
    expect(payload(invocations[0])).toMatchObject({
      Records: [{ EventSource: 'aws:sns', Sns: { Message: 'hello', Subject: null, MessageAttributes: {} } }],
    });
  });

  test('for each protocol its own', async () => {
    const { kernel, publish, subscribe, receive, invocations } = setUp();
    subscribe();
    kernel.provision('AWS::SNS::Subscription', 'Other', { TopicArn: TOPIC, Protocol: 'lambda', Endpoint: FUNCTION });
    await publish({ MessageStructure: 'json', Message: JSON.stringify({ default: 'd', sqs: 'q' }) });
    expect((await receive()).map(({ Body }) => JSON.parse(Body).Message)).toEqual(['q']);
    expect(payload(invocations[0]).Records[0].Sns.Message).toBe('d');
  });

  test('inline subscriptions of a topic too; nobody else', async () => {
    const { publish, receive } = setUp({ topic: { Subscription: [{ Protocol: 'sqs', Endpoint: QUEUE }] } });
    await publish({});
    expect(await receive()).toHaveLength(1);
    expect(await receive('dead')).toEqual([]);
  });
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
describe('filters', () => {
  const number = (StringValue: string): object => ({ DataType: 'Number', StringValue });
  const array = (value: unknown): object => ({ DataType: 'String.Array', StringValue: JSON.stringify(value) });
  test.each([
    ['exact', { c: ['email'] }, { c: text('email') }, true],
    ['another value', { c: ['email'] }, { c: text('slack') }, false],
    ['no such attribute', { c: ['email'] }, {}, false],
    ['numeric', { n: [{ numeric: ['>', 5] }] }, { n: number('5.5') }, true],
    ['numeric of a text', { n: [{ numeric: ['>', 5] }] }, { n: text('6') }, false],
    ['one of an array', { c: ['rugby'] }, { c: array(['tennis', 'rugby']) }, true],
    ['none of an array', { c: ['rugby'] }, { c: array(['tennis']) }, false],
    ['anything-but of an array', { c: [{ 'anything-but': ['rugby'] }] }, { c: array(['rugby', 'tennis']) }, true],
    ['prefix and suffix', { c: [{ prefix: 'a' }], d: [{ suffix: 'z' }] }, { c: text('ab'), d: text('yz') }, true],
    ['exists', { c: [{ exists: false }] }, {}, true],
    ['exists, but it does', { c: [{ exists: false }] }, { c: text('x') }, false],
    ['$or', { $or: [{ c: ['x'] }, { d: ['x'] }] }, { d: text('x') }, true],
    [
      'binary attributes are not looked at',
      { c: [{ exists: true }] },
      { c: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) } },
      false,
    ],
  ])('attributes: %s', async (_name, FilterPolicy, MessageAttributes, delivered) => {
    const { publish, subscribe, receive } = setUp();
    subscribe({ FilterPolicy });
    await publish({ MessageAttributes });
    expect(await receive()).toHaveLength(delivered ? 1 : 0);
  });

  test.each([
    ['nested', { a: { b: ['x'] } }, '{"a":{"b":"x"}}', true],
    ['another value', { a: { b: ['x'] } }, '{"a":{"b":"y"}}', false],
    ['no JSON', { a: ['x'] }, 'a: x', false],
    ['no object', { a: [{ exists: false }] }, '[1]', false],
  ])('body: %s', async (_name, FilterPolicy, Message, delivered) => {
    const { publish, subscribe, receive } = setUp();
    subscribe({ FilterPolicy, FilterPolicyScope: 'MessageBody' });
    await publish({ Message, MessageAttributes: { a: text('x') } });
    expect(await receive()).toHaveLength(delivered ? 1 : 0);
  });

  // https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
  test.each([
    ['nested for attributes', { FilterPolicy: { a: { b: ['x'] } } }],
    ['six keys', { FilterPolicy: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, ['x']])) }],
    [
      'too many combinations',
      { FilterPolicy: Object.fromEntries(['a', 'b'].map((key) => [key, Array.from({ length: 13 }, (_, n) => n)])) },
    ],
    ['unknown operators', { FilterPolicy: { a: [{ regex: 'x' }] } }],
    ['unknown scopes', { FilterPolicy: { a: ['x'] }, FilterPolicyScope: 'Everything' }],
  ])('refuses %s at the boot', (_name, more) => {
    expect(() => setUp().subscribe(more)).toThrow();
  });
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html and sns-dead-letter-queues.html
describe('retry and dead letters', () => {
  const down = new AwsError('ServiceException', 'down', { httpStatusCode: 500 });

  test('a function: three at once, two after a second, then longer and longer, over days', async () => {
    const { kernel, publish, subscribe, invocations, failures } = setUp();
    subscribe({ Protocol: 'lambda', Endpoint: FUNCTION });
    failures.next = () => (invocations.length < 30 ? down : undefined);
    await publish({});
    await kernel.advance(HOUR);
    const waits = invocations.slice(1).map(({ at }, index) => at - (invocations[index]?.at ?? 0));
    expect(waits).toHaveLength(29);
    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    for (const wait of waits.slice(3, 5)) expect(wait).toBeLessThanOrEqual(1500);
    for (const wait of waits.slice(15)) expect(wait).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
  });

  test.each([
    ['no permission', new AwsError('AccessDeniedException', 'no', { httpStatusCode: 403 })],
    ['no such function', new AwsError('ResourceNotFoundException', 'gone', { httpStatusCode: 404 })],
  ])('%s: straight to the dead-letter queue', async (_name, error) => {
    const { kernel, publish, subscribe, invocations, failures, receive } = setUp();
    subscribe({ Protocol: 'lambda', Endpoint: FUNCTION, RedrivePolicy: { deadLetterTargetArn: DEAD } });
    failures.next = () => error;
    await publish({});
    await kernel.advance(HOUR);
    expect(invocations).toHaveLength(1);
    expect((await receive('dead')).map(({ Body }) => JSON.parse(Body).Message)).toEqual(['hello']);
  });

  test('a queue that is not there: without a dead-letter queue it is dropped, and seen', async () => {
    const { kernel, publish, subscribe } = setUp();
    subscribe({ Endpoint: `${QUEUE}-gone` });
    await publish({});
    expect(kernel.events).toContainEqual(expect.objectContaining({ kind: 'sns.dropped' }));
    expect(kernel.kernel.meter.totals()).toContainEqual(
      expect.objectContaining({ unit: 'DroppedMessages', amount: 1 }),
    );
  });

  test('a message that was taken survives a kill', async () => {
    const { kernel, publish, subscribe, invocations, failures } = setUp();
    subscribe({ Protocol: 'lambda', Endpoint: FUNCTION });
    failures.next = () => (invocations.length < 6 ? down : undefined);
    await publish({});
    kernel.restart();
    await kernel.advance(HOUR);
    expect(invocations).toHaveLength(6);
  });
});

// https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
describe('HTTP endpoints', () => {
  const url = { TopicArn: TOPIC, Protocol: 'https', Endpoint: 'https://hook.example/sns' };

  test('nothing before the endpoint has confirmed; then notifications', async () => {
    const { kernel, publish, posts } = setUp();
    expect(await kernel.call('sns', 'Subscribe', url)).toEqual({ SubscriptionArn: 'pending confirmation' });
    await publish({ Message: 'too early' });
    expect(posts.map(({ headers }) => headers.get('x-amz-sns-message-type'))).toEqual(['SubscriptionConfirmation']);
    const { Token, SubscribeURL } = JSON.parse(posts[0]?.body ?? '');
    expect(SubscribeURL).toContain(Token);
    await expect(kernel.call('sns', 'ConfirmSubscription', { TopicArn: TOPIC, Token: 'guess' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const { SubscriptionArn } = await kernel.call('sns', 'ConfirmSubscription', { TopicArn: TOPIC, Token });
    kernel.restart();
    await publish({});
    expect(posts).toHaveLength(2);
    expect(posts[1]?.headers.get('x-amz-sns-subscription-arn')).toBe(SubscriptionArn);
    expect(JSON.parse(posts[1]?.body ?? '')).toMatchObject({ Type: 'Notification', Message: 'hello' });
  });

  async function confirmed(answer: Options['answer'], attributes: object = {}) {
    let ready = false;
    const fixture = setUp({ answer: (request, body) => (ready && answer ? answer(request, body) : new Response('')) });
    await fixture.kernel.call('sns', 'Subscribe', { ...url, Attributes: attributes });
    await fixture.kernel.settle();
    const { Token } = JSON.parse(fixture.posts[0]?.body ?? '');
    await fixture.kernel.call('sns', 'ConfirmSubscription', { TopicArn: TOPIC, Token });
    fixture.posts.length = 0;
    ready = true;
    return fixture;
  }

  test.each([
    ['a failure of the server is retried three times by default', 500, 4],
    ['so is a throttle', 429, 4],
    ['a refusal is not', 404, 1],
    ['success is success', 204, 1],
  ])('%s', async (_name, status, attempts) => {
    const { kernel, publish, posts } = await confirmed(() => new Response(null, { status }));
    await publish({});
    await kernel.advance(HOUR);
    expect(posts).toHaveLength(attempts);
  });

  test('no answer in 15 seconds is a failure', async () => {
    const { kernel, publish, posts } = await confirmed(() => new Promise(() => undefined));
    await publish({});
    await kernel.advance(HOUR);
    expect(posts).toHaveLength(4);
  });

  test('a delivery policy of its own, raw, then the dead-letter queue', async () => {
    const { kernel, publish, posts, receive } = await confirmed(() => new Response(null, { status: 503 }), {
      RawMessageDelivery: 'true',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD }),
      DeliveryPolicy: JSON.stringify({
        healthyRetryPolicy: { numRetries: 5, numNoDelayRetries: 2, minDelayTarget: 1, maxDelayTarget: 10 },
      }),
    });
    await publish({});
    await kernel.advance(HOUR);
    expect(posts.map(({ body }) => body)).toEqual(Array.from({ length: 6 }, () => 'hello'));
    expect(posts[0]?.headers.get('x-amz-sns-rawdelivery')).toBe('true');
    expect(await receive('dead')).toHaveLength(1);
  });
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
test('e-mail: told about, once it is confirmed', async () => {
  const { kernel, publish, subscribe } = setUp();
  subscribe({ Protocol: 'email', Endpoint: 'a@example.com' });
  await publish({ Subject: 'S' });
  const asked = kernel.events.filter(({ kind }) => kind === 'sns.confirmation');
  expect(asked).toHaveLength(1);
  expect(kernel.events.filter(({ kind }) => kind === 'sns.email')).toEqual([]);
  await kernel.call('sns', 'ConfirmSubscription', { TopicArn: TOPIC, Token: asked[0]?.['token'] });
  kernel.restart();
  await publish({ Subject: 'S' });
  expect(kernel.events.filter(({ kind }) => kind === 'sns.confirmation')).toHaveLength(1);
  expect(kernel.events.filter(({ kind }) => kind === 'sns.email')).toMatchObject([
    { to: 'a@example.com', subject: 'S', body: 'hello' },
  ]);
});

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
describe('Publish', () => {
  test.each([
    ['an empty message', { Message: '' }],
    ['more than 256 KiB', { Message: 'x'.repeat(262_145) }],
    ['more than 256 KiB with its attributes', { Message: 'x'.repeat(262_140), MessageAttributes: { a: text('bbbb') } }],
    ['a subject with a line break', { Subject: 'a\nb' }],
    ['a long subject', { Subject: 'x'.repeat(101) }],
    ['an attribute without a value', { MessageAttributes: { a: text('') } }],
    ['an attribute of an unknown type', { MessageAttributes: { a: { DataType: 'Boolean', StringValue: 'true' } } }],
    ['a number that is none', { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } }],
    ['an array that is none', { MessageAttributes: { a: { DataType: 'String.Array', StringValue: '{}' } } }],
    ['JSON without a default', { MessageStructure: 'json', Message: '{"sqs":"x"}' }],
  ])('refuses %s', async (_name, input) => {
    const { publish, subscribe, receive } = setUp();
    subscribe();
    await expect(publish(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await receive()).toEqual([]);
  });

  test.each([
    ['a topic that is not there', { TopicArn: `${TOPIC}-x` }, 'NotFoundException'],
    ['phone numbers', { PhoneNumber: '+1' }, 'UnsupportedError'],
    ['message groups', { MessageGroupId: 'g' }, 'UnsupportedError'],
  ])('refuses %s', async (_name, input, name) => {
    await expect(setUp().publish(input)).rejects.toMatchObject({ name });
  });

  test('is billed by 64 KB', async () => {
    const { kernel, publish } = setUp();
    await publish({});
    await publish({ Message: 'x'.repeat(70_000) });
    const lines = kernel.kernel.meter.totals().filter(({ service }) => service === 'sns');
    expect(lines).toEqual([{ service: 'sns', unit: 'Requests', resource: 'news', amount: 3 }]);
  });

  // https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
  test('in batches: each entry for itself', async () => {
    const { kernel, subscribe, receive } = setUp();
    subscribe({ RawMessageDelivery: true });
    const answer = await kernel.call('sns', 'PublishBatch', {
      TopicArn: TOPIC,
      PublishBatchRequestEntries: [
        { Id: 'a', Message: 'one' },
        { Id: 'b', Message: '' },
        { Id: 'c', Message: 'three' },
      ],
    });
    await kernel.settle();
    expect(answer.Successful.map(({ Id }: any) => Id)).toEqual(['a', 'c']);
    expect(answer.Failed).toMatchObject([{ Id: 'b', SenderFault: true }]);
    expect((await receive()).map(({ Body }) => Body).sort()).toEqual(['one', 'three']);
  });

  test.each([
    ['nothing', [], 'EmptyBatchRequestException'],
    [
      'eleven',
      Array.from({ length: 11 }, (_, n) => ({ Id: `i${n}`, Message: 'x' })),
      'TooManyEntriesInBatchRequestException',
    ],
    [
      'the same id',
      [
        { Id: 'a', Message: 'x' },
        { Id: 'a', Message: 'x' },
      ],
      'BatchEntryIdsNotDistinctException',
    ],
    ['a bad id', [{ Id: 'a b', Message: 'x' }], 'InvalidBatchEntryIdException'],
    [
      'too much',
      [
        { Id: 'a', Message: 'x'.repeat(200_000) },
        { Id: 'b', Message: 'x'.repeat(70_000) },
      ],
      'BatchRequestTooLongException',
    ],
  ])('refuses a batch of %s', async (_name, PublishBatchRequestEntries, name) => {
    const { kernel } = setUp();
    await expect(
      kernel.call('sns', 'PublishBatch', { TopicArn: TOPIC, PublishBatchRequestEntries }),
    ).rejects.toMatchObject({ name });
  });
});

// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html and the pages beside it
describe('subscriptions', () => {
  test('made, changed and ended by calls; kept over restarts', async () => {
    const { kernel, publish, receive } = setUp();
    const input = { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, Attributes: { RawMessageDelivery: 'true' } };
    const { SubscriptionArn } = await kernel.call('sns', 'Subscribe', input);
    expect(await kernel.call('sns', 'Subscribe', input)).toEqual({ SubscriptionArn });
    await expect(
      kernel.call('sns', 'Subscribe', { ...input, Attributes: { RawMessageDelivery: 'false' } }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });

    kernel.restart();
    await publish({});
    await kernel.call('sns', 'SetSubscriptionAttributes', {
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"c":["x"]}',
    });
    await publish({ Message: 'filtered' });
    await publish({ Message: 'wanted', MessageAttributes: { c: text('x') } });
    expect((await receive()).map(({ Body }) => Body).sort()).toEqual(['hello', 'wanted']);
    expect(await kernel.call('sns', 'GetSubscriptionAttributes', { SubscriptionArn })).toMatchObject({
      Attributes: { FilterPolicy: '{"c":["x"]}', PendingConfirmation: 'false', Protocol: 'sqs' },
    });
    expect(await kernel.call('sns', 'ListSubscriptionsByTopic', { TopicArn: TOPIC })).toMatchObject({
      Subscriptions: [{ SubscriptionArn, Endpoint: QUEUE }],
    });

    await kernel.call('sns', 'Unsubscribe', { SubscriptionArn });
    await publish({ MessageAttributes: { c: text('x') } });
    expect(await receive()).toEqual([]);
    expect(await kernel.call('sns', 'GetTopicAttributes', { TopicArn: TOPIC })).toMatchObject({
      Attributes: { SubscriptionsConfirmed: '0', SubscriptionsPending: '0' },
    });
  });

  test.each([
    ['FIFO queues', { Endpoint: `${QUEUE}.fifo` }],
    ['other protocols', { Protocol: 'sms', Endpoint: '+1' }],
    ['an endpoint of another service', { Endpoint: FUNCTION }],
    ['raw delivery to functions', { Protocol: 'lambda', Endpoint: FUNCTION, RawMessageDelivery: true }],
    ['delivery policies of queues', { DeliveryPolicy: { healthyRetryPolicy: { numRetries: 1 } } }],
    ['replay policies', { ReplayPolicy: {} }],
    ['redrive to FIFO queues', { RedrivePolicy: { deadLetterTargetArn: `${DEAD}.fifo` } }],
  ])('refuses %s at the boot', (_name, more) => {
    expect(() => setUp().subscribe(more)).toThrow();
  });

  test('the same endpoint twice with two filters is refused, as AWS does', () => {
    const { kernel, subscribe } = setUp();
    subscribe({ FilterPolicy: { a: ['x'] } });
    const second = { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, FilterPolicy: { a: ['y'] } };
    expect(() => kernel.provision('AWS::SNS::Subscription', 'Second', second)).toThrow(/already exists/);
  });

  test('refuses FIFO topics', () => {
    expect(() => setUp({ topic: { FifoTopic: true } })).toThrow(/FIFO/);
  });
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html and sns-key-management.html
describe('rights', () => {
  const role = 'arn:aws:iam::111122223333:role/publisher';
  const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555';

  function withAccess(actions: readonly string[], queueAllows: boolean) {
    const access = createAccess('111122223333', 'eu-central-1');
    access.addRole(role, {
      trust: {
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      },
    });
    access.addIdentityPolicy(role, { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } });
    access.addResourcePolicy(KEY, {
      Statement: {
        Effect: 'Allow',
        Action: 'kms:*',
        Resource: '*',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      },
    });
    if (queueAllows) {
      access.addResourcePolicy(QUEUE, {
        Statement: {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: QUEUE,
          Principal: { Service: 'sns.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
        },
      });
    }
    const fixture = setUp({ access, topic: { KmsMasterKeyId: KEY } });
    fixture.subscribe();
    return fixture;
  }

  test('a queue whose policy names the topic gets it', async () => {
    const { publish, receive } = withAccess(['sns:Publish', 'kms:GenerateDataKey', 'kms:Decrypt'], true);
    await publish({}, { kind: 'role', roleArn: role });
    expect(await receive()).toHaveLength(1);
  });

  test('a queue whose policy does not, gets nothing', async () => {
    const { kernel, publish, receive } = withAccess(['sns:Publish', 'kms:GenerateDataKey', 'kms:Decrypt'], false);
    await publish({}, { kind: 'role', roleArn: role });
    await kernel.advance(HOUR);
    expect(await receive()).toEqual([]);
    expect(kernel.events).toContainEqual(expect.objectContaining({ kind: 'sns.dropped' }));
  });

  test.each([
    ['the topic', ['kms:GenerateDataKey', 'kms:Decrypt']],
    ['GenerateDataKey', ['sns:Publish', 'kms:Decrypt']],
    ['Decrypt', ['sns:Publish', 'kms:GenerateDataKey']],
  ])('a publisher without the right to %s is refused', async (_name, actions) => {
    const { publish, receive } = withAccess(actions, true);
    await expect(publish({}, { kind: 'role', roleArn: role })).rejects.toMatchObject({
      name: expect.stringMatching(/AccessDenied|AuthorizationError|KMSAccessDenied/),
    });
    expect(await receive()).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../local/kernel/errors.ts';
import { createSns } from '../../local/services/sns/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel } from '../support/kernel.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:notices';
const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:inbox';
const HOOK = 'https://partner.example/hook';

interface Post {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly at: number;
}

interface Fixture extends TestKernel {
  readonly posts: Post[];
  /** Status codes that the endpoint answers with, the last one for ever. */
  readonly answers: number[];
  sns(operation: string, input?: object): Promise<any>;
  received(): Promise<readonly string[]>;
}

function setUp(outside = true): Fixture {
  const posts: Post[] = [];
  const answers = [200];
  const fetch = async (request: Request): Promise<Response> => {
    posts.push({
      url: request.url,
      headers: request.headers,
      body: await request.text(),
      at: kernel.kernel.now(),
    });
    const status = answers.length > 1 ? answers.shift() : answers[0];
    return new Response('ok', { status: status ?? 200 });
  };
  const kernel: TestKernel = testKernel((k) => [createSns(k, outside ? { fetch } : {}), createSqs(k)]);
  kernel.provision('AWS::SQS::Queue', 'inbox', { QueueName: 'inbox' });
  kernel.provision('AWS::SNS::Topic', 'Topic', { TopicName: 'notices', DisplayName: 'Notices' });
  return {
    ...kernel,
    get kernel() {
      return kernel.kernel;
    },
    posts,
    answers,
    sns: async (operation, input = {}) => {
      const named = 'SubscriptionArn' in input ? input : { TopicArn: TOPIC, ...input };
      const answer = await kernel.call('sns', operation, named);
      await kernel.settle();
      return answer;
    },
    received: async () => {
      const { Messages: found = [] } = await kernel.call('sqs', 'ReceiveMessage', {
        QueueUrl: 'https://sqs/inbox',
        MaxNumberOfMessages: 10,
      });
      return found.map(({ Body }: { Body: string }) => Body);
    },
  };
}

const raw = { RawMessageDelivery: 'true' };

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
describe('Subscribe', () => {
  test('a queue is subscribed at once, also after a kill', async () => {
    const fixture = setUp();
    const { SubscriptionArn } = await fixture.sns('Subscribe', { Protocol: 'sqs', Endpoint: QUEUE, Attributes: raw });
    expect(SubscriptionArn).toMatch(new RegExp(`^${TOPIC}:[0-9a-f-]{36}$`));
    fixture.restart();
    await fixture.sns('Publish', { Message: 'hello' });
    expect(await fixture.received()).toEqual(['hello']);
  });

  test('the same again is the same subscription, and delivers once', async () => {
    const fixture = setUp();
    const first = await fixture.sns('Subscribe', { Protocol: 'sqs', Endpoint: QUEUE, Attributes: raw });
    expect(await fixture.sns('Subscribe', { Protocol: 'sqs', Endpoint: QUEUE, Attributes: raw })).toEqual(first);
    await fixture.sns('Publish', { Message: 'hello' });
    expect(await fixture.received()).toHaveLength(1);
  });

  test('the same again with other attributes is refused', async () => {
    const fixture = setUp();
    await fixture.sns('Subscribe', { Protocol: 'sqs', Endpoint: QUEUE, Attributes: raw });
    const again = fixture.sns('Subscribe', {
      Protocol: 'sqs',
      Endpoint: QUEUE,
      Attributes: { RawMessageDelivery: 'false' },
    });
    await expect(again).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each([
    ['an endpoint that is no queue', { Protocol: 'sqs', Endpoint: HOOK }],
    ['an endpoint of the other scheme', { Protocol: 'http', Endpoint: HOOK }],
    ['an address that is none', { Protocol: 'email', Endpoint: 'nobody' }],
    ['raw delivery by mail', { Protocol: 'email', Endpoint: 'a@example.com', Attributes: raw }],
    [
      'a delivery policy for a queue',
      { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { DeliveryPolicy: '{"healthyRetryPolicy":{"numRetries":5}}' } },
    ],
    ['a dead-letter queue that is none', { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { RedrivePolicy: '{}' } }],
  ])('refuses %s', async (_, input) => {
    const fixture = setUp();
    await expect(fixture.sns('Subscribe', input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await fixture.sns('ListSubscriptionsByTopic')).toEqual({ Subscriptions: [] });
  });

  test.each([
    ['messages to telephones', { Protocol: 'sms', Endpoint: '+491' }],
    ['FIFO queues', { Protocol: 'sqs', Endpoint: `${QUEUE}.fifo` }],
    [
      'an attribute that it does not act upon',
      { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { ReplayPolicy: '{}' } },
    ],
  ])('does not keep %s', async (_, input) => {
    await expect(setUp().sns('Subscribe', input)).rejects.toThrow(UnsupportedError);
  });
});

/** https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html, http-header.html, http-subscription-confirmation-json.html */
describe('an HTTP endpoint', () => {
  const subscribe = (fixture: Fixture, Attributes: object = {}): Promise<any> =>
    fixture.sns('Subscribe', { Protocol: 'https', Endpoint: HOOK, Attributes });
  const confirm = async (fixture: Fixture): Promise<string> => {
    const { Token } = JSON.parse(fixture.posts.at(-1)?.body ?? '{}');
    const { SubscriptionArn } = await fixture.sns('ConfirmSubscription', { Token });
    fixture.posts.length = 0;
    return SubscriptionArn;
  };

  test('is asked first, and gets nothing until it has confirmed', async () => {
    const fixture = setUp();
    expect(await subscribe(fixture)).toEqual({ SubscriptionArn: 'pending confirmation' });
    await fixture.sns('Publish', { Message: 'too early' });
    expect(fixture.posts).toHaveLength(1);
    const [asked] = fixture.posts;
    expect(asked?.headers.get('x-amz-sns-message-type')).toBe('SubscriptionConfirmation');
    expect(asked?.headers.get('content-type')).toBe('text/plain; charset=UTF-8');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      Type: 'SubscriptionConfirmation',
      TopicArn: TOPIC,
      SubscribeURL: expect.stringContaining('Action=ConfirmSubscription'),
    });

    const arn = await confirm(fixture);
    await fixture.sns('Publish', { Message: 'hello' });
    const [post] = fixture.posts;
    expect(fixture.posts).toHaveLength(1);
    expect(post?.url).toBe(HOOK);
    expect(post?.headers.get('x-amz-sns-message-type')).toBe('Notification');
    expect(post?.headers.get('x-amz-sns-subscription-arn')).toBe(arn);
    expect(JSON.parse(post?.body ?? '')).toMatchObject({ Type: 'Notification', Message: 'hello' });
  });

  test('a wrong token confirms nothing', async () => {
    const fixture = setUp();
    await subscribe(fixture);
    await expect(fixture.sns('ConfirmSubscription', { Token: 'x' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const { Subscriptions } = await fixture.sns('ListSubscriptionsByTopic');
    expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation', Endpoint: HOOK }]);
  });

  test('raw: the message alone', async () => {
    const fixture = setUp();
    await subscribe(fixture, raw);
    await confirm(fixture);
    await fixture.sns('Publish', { Message: 'hello' });
    expect(fixture.posts[0]?.body).toBe('hello');
    expect(fixture.posts[0]?.headers.get('x-amz-sns-rawdelivery')).toBe('true');
  });

  test.each([
    ['three retries when it fails', [500, 500, 503, 200], 4],
    ['then no more', [500, 500, 500, 500, 200], 4],
    ['429 is retried', [429, 200], 2],
    ['other refusals are not', [404, 200], 1],
  ])('%s', async (_, statuses, attempts) => {
    const fixture = setUp();
    await subscribe(fixture);
    await confirm(fixture);
    fixture.answers.splice(0, Infinity, ...statuses);
    await fixture.sns('Publish', { Message: 'hello' });
    await fixture.advance(300_000);
    expect(fixture.posts).toHaveLength(attempts);
  });

  test('without a way outside it is refused', async () => {
    await expect(subscribe(setUp(false))).rejects.toThrow(UnsupportedError);
  });
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html */
test('mail: asked, nothing sent until confirmed, then told to who watches', async () => {
  const fixture = setUp();
  fixture.provision('AWS::SNS::Subscription', 'Mail', {
    TopicArn: TOPIC,
    Protocol: 'email',
    Endpoint: 'a@example.com',
  });
  await fixture.sns('Publish', { Message: 'too early' });
  const asked = fixture.events.filter(({ kind }) => kind === 'sns.confirmation');
  expect(asked).toMatchObject([{ endpoint: 'a@example.com', topic: TOPIC }]);
  expect(fixture.events.some(({ kind }) => kind === 'sns.email')).toBe(false);

  await fixture.sns('ConfirmSubscription', { Token: asked[0]?.['token'] });
  fixture.restart();
  await fixture.sns('Publish', { Message: 'hello', Subject: 'Alarm' });
  const sent = fixture.events.filter(({ kind }) => kind === 'sns.email');
  expect(sent).toMatchObject([{ to: 'a@example.com', subject: 'Alarm', body: 'hello' }]);
  expect(fixture.events.filter(({ kind }) => kind === 'sns.confirmation')).toHaveLength(1);
});

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html, API_SetSubscriptionAttributes.html, API_GetTopicAttributes.html */
describe('afterwards', () => {
  const withQueue = async (): Promise<Fixture & { arn: string }> => {
    const fixture = setUp();
    const { SubscriptionArn: arn } = await fixture.sns('Subscribe', { Protocol: 'sqs', Endpoint: QUEUE });
    return Object.assign(fixture, { arn });
  };

  test('who unsubscribes gets nothing more, also after a kill', async () => {
    const fixture = await withQueue();
    await fixture.sns('Unsubscribe', { SubscriptionArn: fixture.arn });
    await fixture.sns('Publish', { Message: 'hello' });
    fixture.restart();
    await fixture.sns('Publish', { Message: 'hello' });
    expect(await fixture.received()).toEqual([]);
  });

  test('attributes change what is delivered, also after a kill', async () => {
    const fixture = await withQueue();
    const set = (AttributeName: string, AttributeValue: string): Promise<any> =>
      fixture.sns('SetSubscriptionAttributes', { SubscriptionArn: fixture.arn, AttributeName, AttributeValue });
    await set('RawMessageDelivery', 'true');
    await set('FilterPolicyScope', 'MessageBody');
    await set('FilterPolicy', '{"kind":["a"]}');
    fixture.restart();
    await fixture.sns('Publish', { Message: '{"kind":"b"}' });
    await fixture.sns('Publish', { Message: '{"kind":"a"}' });
    expect(await fixture.received()).toEqual(['{"kind":"a"}']);
    const { Attributes } = await fixture.sns('GetSubscriptionAttributes', { SubscriptionArn: fixture.arn });
    expect(Attributes).toMatchObject({ RawMessageDelivery: 'true', FilterPolicy: '{"kind":["a"]}' });
  });

  test('a setting that is refused leaves the old one', async () => {
    const fixture = await withQueue();
    const set = fixture.sns('SetSubscriptionAttributes', {
      SubscriptionArn: fixture.arn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"kind":"a"}',
    });
    await expect(set).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await fixture.sns('Publish', { Message: 'hello' });
    expect(await fixture.received()).toHaveLength(1);
  });

  test('the topic counts its subscriptions', async () => {
    const fixture = await withQueue();
    await fixture.sns('Subscribe', { Protocol: 'email', Endpoint: 'a@example.com' });
    const { Attributes } = await fixture.sns('GetTopicAttributes');
    expect(Attributes).toMatchObject({
      TopicArn: TOPIC,
      DisplayName: 'Notices',
      SubscriptionsConfirmed: '1',
      SubscriptionsPending: '1',
    });
  });
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html */
describe('from the template', () => {
  test('inline subscriptions', async () => {
    const fixture = setUp();
    const inline = { TopicName: 'inline', Subscription: [{ Protocol: 'sqs', Endpoint: QUEUE }] };
    const { ref } = fixture.provision('AWS::SNS::Topic', 'Inline', inline);
    await fixture.sns('Publish', { TopicArn: ref, Message: 'hello' });
    expect(await fixture.received()).toHaveLength(1);
  });

  test('a subscription is not doubled by a restart', async () => {
    const fixture = setUp();
    fixture.provision('AWS::SNS::Subscription', 'S', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE });
    await fixture.settle();
    fixture.restart();
    await fixture.sns('Publish', { Message: 'hello' });
    expect(await fixture.received()).toHaveLength(1);
  });

  test('FIFO topics are refused', () => {
    const provision = (): unknown =>
      setUp().provision('AWS::SNS::Topic', 'Fifo', { TopicName: 'a.fifo', FifoTopic: true });
    expect(provision).toThrow(UnsupportedError);
  });
});

import { createHash } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { invalidParameter } from './errors.ts';
import type { Fetch } from './send.ts';
import { compileSubscription, KEPT_ATTRIBUTES, needsConfirmation, readProtocol } from './subscription.ts';
import type { Subscription, SubscriptionAttributes, Topic, Topics } from './topics.ts';

export interface Subscribe {
  /** The same protocol and endpoint again is the same subscription: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
  (
    topic: Topic,
    protocol: unknown,
    endpoint: unknown,
    attributes: SubscriptionAttributes,
    fromTemplate: boolean,
  ): Subscription;
}

/** Stable over boots: made from what makes a subscription the same. */
function subscriptionArn(topic: Topic, protocol: string, endpoint: string): string {
  const digest = createHash('sha256').update(`${topic.arn} ${protocol} ${endpoint}`).digest('hex');
  return `${topic.arn}:${[digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20), digest.slice(20, 32)].join('-')}`;
}

export function createSubscribe(
  kernel: Kernel,
  topics: Topics,
  fetch: Fetch | undefined,
  ask: (subscription: Subscription) => void,
): Subscribe {
  return (topic, givenProtocol, givenEndpoint, attributes, fromTemplate) => {
    const protocol = readProtocol(givenProtocol, givenEndpoint);
    const endpoint = String(givenEndpoint);
    if (protocol.startsWith('http') && fetch === undefined) {
      throw new UnsupportedError(`the SNS protocol ${protocol} where the engine has no way outside`);
    }
    const arn = subscriptionArn(topic, protocol, endpoint);
    const known = topics.stored(arn);
    // What the template says replaces what it said at an earlier boot; within one boot it says it once.
    const again = !fromTemplate || topic.subscriptions.has(arn);
    if (known !== undefined && again && !sameAttributes(known.attributes, attributes)) {
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    }
    const token = known === undefined ? (needsConfirmation(protocol) ? tokenFrom(kernel) : undefined) : known.token;
    const subscription = compileSubscription({
      arn,
      topicArn: topic.arn,
      protocol,
      endpoint,
      attributes,
      token,
      fromTemplate: known?.fromTemplate ?? fromTemplate,
    });
    topics.keep(fromTemplate ? { ...subscription, fromTemplate } : subscription);
    if (known === undefined && token !== undefined) ask(subscription);
    return subscription;
  };
}

const tokenFrom = (kernel: Kernel): string => `${kernel.uuid()}${kernel.uuid()}`.replaceAll('-', '');

const sameAttributes = (known: SubscriptionAttributes, given: SubscriptionAttributes): boolean =>
  Object.entries(given).every(([name, value]) => JSON.stringify(known[name]) === JSON.stringify(value));

const PENDING = 'pending confirmation';

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function attributesOf(kernel: Kernel, subscription: Subscription): Readonly<Record<string, string>> {
  return {
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Owner: kernel.account,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    PendingConfirmation: String(subscription.token !== undefined),
    ConfirmationWasAuthenticated: String(subscription.token === undefined),
    RawMessageDelivery: String(subscription.raw),
    ...Object.fromEntries(Object.entries(subscription.attributes).map(([name, value]) => [name, asText(value)])),
  };
}

export function createSubscriptionOperations(
  kernel: Kernel,
  topics: Topics,
  subscribe: Subscribe,
): Readonly<Record<string, Operation>> {
  const onTopic =
    (action: string): Operation['authorize'] =>
    (input) => [{ action: `sns:${action}`, resource: String(input?.TopicArn) }];
  const onSubscription =
    (action: string): Operation['authorize'] =>
    (input) => [{ action: `sns:${action}`, resource: String(input?.SubscriptionArn).split(':').slice(0, 6).join(':') }];
  return {
    Subscribe: {
      authorize: onTopic('Subscribe'),
      run: (input) => {
        refuseUnknown('Subscribe', input, ['TopicArn', 'Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn']);
        const topic = topics.require(input.TopicArn);
        const made = subscribe(topic, input.Protocol, input.Endpoint, input.Attributes ?? {}, false);
        const shown = made.token === undefined || input.ReturnSubscriptionArn === true;
        return { SubscriptionArn: shown ? made.arn : PENDING };
      },
    },
    ConfirmSubscription: {
      authorize: onTopic('ConfirmSubscription'),
      run: (input) => {
        refuseUnknown('ConfirmSubscription', input, ['TopicArn', 'Token']);
        const topic = topics.require(input.TopicArn);
        const found = [...topic.subscriptions.values()].find(
          ({ token }) => token !== undefined && token === input.Token,
        );
        if (found === undefined) throw invalidParameter('Token');
        topics.keep({ ...found, token: undefined });
        return { SubscriptionArn: found.arn };
      },
    },
    Unsubscribe: {
      authorize: onSubscription('Unsubscribe'),
      run: (input) => {
        refuseUnknown('Unsubscribe', input, ['SubscriptionArn']);
        const found = topics.requireSubscription(input.SubscriptionArn);
        if (found.token !== undefined) {
          throw invalidParameter('SubscriptionArn Reason: This subscription is pending confirmation');
        }
        topics.remove(found);
        return {};
      },
    },
    SetSubscriptionAttributes: {
      authorize: onSubscription('SetSubscriptionAttributes'),
      run: (input) => {
        refuseUnknown('SetSubscriptionAttributes', input, ['SubscriptionArn', 'AttributeName', 'AttributeValue']);
        const found = topics.requireSubscription(input.SubscriptionArn);
        const name = String(input.AttributeName);
        if (!KEPT_ATTRIBUTES.includes(name)) throw new UnsupportedError(`${name} of SetSubscriptionAttributes`);
        const { [name]: _before, ...others } = found.attributes;
        const attributes = input.AttributeValue === undefined ? others : { ...others, [name]: input.AttributeValue };
        topics.keep(compileSubscription({ ...found, attributes }));
        return {};
      },
    },
    GetSubscriptionAttributes: {
      authorize: onSubscription('GetSubscriptionAttributes'),
      run: (input) => {
        refuseUnknown('GetSubscriptionAttributes', input, ['SubscriptionArn']);
        return { Attributes: attributesOf(kernel, topics.requireSubscription(input.SubscriptionArn)) };
      },
    },
    ListSubscriptionsByTopic: {
      authorize: onTopic('ListSubscriptionsByTopic'),
      run: (input) => {
        refuseUnknown('ListSubscriptionsByTopic', input, ['TopicArn', 'NextToken']);
        const all = [...topics.require(input.TopicArn).subscriptions.values()];
        const first = Number(input.NextToken ?? 0);
        if (!Number.isInteger(first) || first < 0)
          throw new AwsError('InvalidParameterException', 'Invalid parameter: NextToken');
        const page = all.slice(first, first + PAGE);
        return {
          Subscriptions: page.map((each) => ({
            SubscriptionArn: each.token === undefined ? each.arn : 'PendingConfirmation',
            Owner: kernel.account,
            Protocol: each.protocol,
            Endpoint: each.endpoint,
            TopicArn: each.topicArn,
          })),
          ...(first + PAGE < all.length ? { NextToken: String(first + PAGE) } : {}),
        };
      },
    },
    GetTopicAttributes: {
      authorize: onTopic('GetTopicAttributes'),
      run: (input) => {
        refuseUnknown('GetTopicAttributes', input, ['TopicArn']);
        const topic = topics.require(input.TopicArn);
        const all = [...topic.subscriptions.values()];
        const pending = all.filter(({ token }) => token !== undefined).length;
        return {
          Attributes: {
            TopicArn: topic.arn,
            Owner: kernel.account,
            DisplayName: topic.displayName,
            SubscriptionsConfirmed: String(all.length - pending),
            SubscriptionsPending: String(pending),
            SubscriptionsDeleted: '0',
            SignatureVersion: topic.signatureVersion,
            ...(topic.keyId === undefined ? {} : { KmsMasterKeyId: topic.keyId }),
            ...(topic.deliveryPolicy === undefined ? {} : { DeliveryPolicy: asText(topic.deliveryPolicy) }),
          },
        };
      },
    },
  };
}

/** Subscriptions a page: https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
const PAGE = 100;

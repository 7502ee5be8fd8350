import type { Kernel } from '../../kernel/types.ts';
import type { DeliveryPolicy } from './delivery-policy.ts';
import { notFound } from './errors.ts';
import type { Filter } from './filter-policy.ts';

export type Protocol = 'sqs' | 'lambda' | 'http' | 'https' | 'email';

/** As given: text from the API, objects and booleans from the template. */
export type SubscriptionAttributes = Readonly<Record<string, unknown>>;

export interface StoredSubscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly attributes: SubscriptionAttributes;
  /** There until the owner of the endpoint has confirmed. */
  readonly token: string | undefined;
  readonly fromTemplate: boolean;
}

export interface Subscription extends StoredSubscription {
  readonly raw: boolean;
  readonly filter: Filter | undefined;
  readonly deadLetterArn: string | undefined;
  readonly httpPolicy: DeliveryPolicy | undefined;
}

export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly displayName: string;
  readonly keyId: string | undefined;
  readonly signatureVersion: string;
  readonly deliveryPolicy: unknown;
  readonly httpPolicy: DeliveryPolicy | undefined;
  readonly subscriptions: Map<string, Subscription>;
}

export interface Topics {
  declare(topic: Topic): void;
  find(arn: unknown): Topic | undefined;
  require(arn: unknown): Topic;
  findSubscription(arn: unknown): Subscription | undefined;
  requireSubscription(arn: unknown): Subscription;
  /** What an earlier boot or call left of it. */
  stored(arn: string): StoredSubscription | undefined;
  keep(subscription: Subscription): void;
  remove(subscription: Subscription): void;
  /** Reads what the API made, and forgets what the template no longer declares. */
  restore(compile: (stored: StoredSubscription) => Subscription): void;
}

interface Row {
  readonly arn: string;
  readonly topic_arn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly attributes: string;
  readonly token: string | null;
  readonly from_template: number;
}

const fromRow = (row: Row): StoredSubscription => ({
  arn: row.arn,
  topicArn: row.topic_arn,
  protocol: row.protocol,
  endpoint: row.endpoint,
  attributes: JSON.parse(row.attributes),
  token: row.token ?? undefined,
  fromTemplate: row.from_template === 1,
});

/** Topics come from the template; subscriptions are rows, compiled once into memory. */
export function createTopics({ store }: Kernel): Topics {
  store.exec(`
    CREATE TABLE IF NOT EXISTS sns_subscriptions (
      arn TEXT PRIMARY KEY, topic_arn TEXT NOT NULL, protocol TEXT NOT NULL, endpoint TEXT NOT NULL,
      attributes TEXT NOT NULL, token TEXT, from_template INTEGER NOT NULL)
  `);
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();

  const find: Topics['find'] = (arn) => topics.get(String(arn));
  const findSubscription: Topics['findSubscription'] = (arn) => subscriptions.get(String(arn));
  const remember = (subscription: Subscription): void => {
    subscriptions.set(subscription.arn, subscription);
    find(subscription.topicArn)?.subscriptions.set(subscription.arn, subscription);
  };
  const forget = (arn: string): void => {
    store.run('DELETE FROM sns_subscriptions WHERE arn = ?', arn);
  };

  return {
    declare: (topic) => {
      topics.set(topic.arn, topic);
    },
    find,
    require: (arn) => {
      const topic = find(arn);
      if (topic === undefined) throw notFound('Topic');
      return topic;
    },
    findSubscription,
    requireSubscription: (arn) => {
      const subscription = findSubscription(arn);
      if (subscription === undefined) throw notFound('Subscription');
      return subscription;
    },
    stored: (arn) => {
      const row = store.get<Row>('SELECT * FROM sns_subscriptions WHERE arn = ?', arn);
      return row === undefined ? undefined : fromRow(row);
    },
    keep: (subscription) => {
      store.run(
        'INSERT OR REPLACE INTO sns_subscriptions (arn, topic_arn, protocol, endpoint, attributes, token, from_template) VALUES (?, ?, ?, ?, ?, ?, ?)',
        subscription.arn,
        subscription.topicArn,
        subscription.protocol,
        subscription.endpoint,
        JSON.stringify(subscription.attributes),
        subscription.token ?? null,
        subscription.fromTemplate ? 1 : 0,
      );
      remember(subscription);
    },
    remove: ({ arn, topicArn }) => {
      forget(arn);
      subscriptions.delete(arn);
      find(topicArn)?.subscriptions.delete(arn);
    },
    restore: (compile) => {
      for (const row of store.all<Row>('SELECT * FROM sns_subscriptions ORDER BY arn')) {
        if (subscriptions.has(row.arn)) continue;
        if (row.from_template === 1 || find(row.topic_arn) === undefined) forget(row.arn);
        else remember(compile(fromRow(row)));
      }
    },
  };
}

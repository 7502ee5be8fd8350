import { UnsupportedError } from '../../kernel/errors.ts';
import type { Destination } from '../deliver-as-service.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';

export interface Notification {
  readonly id: string;
  readonly destination: Destination;
  readonly wants: (eventName: string, key: string) => boolean;
}

/** The names that can be asked for here; anything else would never come. `s3:` stands before each. */
const EVENTS = [
  'ObjectCreated:*',
  'ObjectCreated:Put',
  'ObjectCreated:Copy',
  'ObjectCreated:Post',
  'ObjectCreated:CompleteMultipartUpload',
  'ObjectRemoved:*',
  'ObjectRemoved:Delete',
  'ObjectRemoved:DeleteMarkerCreated',
  'LifecycleExpiration:*',
  'LifecycleExpiration:Delete',
  'LifecycleExpiration:DeleteMarkerCreated',
  'ObjectTagging:*',
  'ObjectTagging:Put',
];

interface FilterRule {
  readonly Name: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html: names ignore case. */
function parseFilter(rules: readonly FilterRule[]): (key: string) => boolean {
  const tests = rules.map(({ Name, Value }) => {
    const name = Name.toLowerCase();
    refuseOther('the notification filter', name, 'prefix', 'suffix');
    return (key: string): boolean => (name === 'prefix' ? key.startsWith(Value) : key.endsWith(Value));
  });
  return (key) => tests.every((test) => test(key));
}

function parseEvents(events: readonly string[]): (eventName: string) => boolean {
  const names = events.map((event) => {
    const name = event.replace(/^s3:/, '');
    if (!EVENTS.includes(name)) throw new UnsupportedError(`the S3 event ${event}`);
    return name;
  });
  return (eventName) =>
    names.some((name) => name === eventName || (name.endsWith('*') && eventName.startsWith(name.slice(0, -1))));
}

const KINDS = [
  {
    lists: ['LambdaConfigurations', 'LambdaFunctionConfigurations'],
    targets: ['Function', 'LambdaFunctionArn'],
    kind: 'lambda',
  },
  { lists: ['QueueConfigurations'], targets: ['Queue', 'QueueArn'], kind: 'sqs' },
  { lists: ['TopicConfigurations'], targets: ['Topic', 'TopicArn'], kind: 'sns' },
] as const;

/** Both forms: CloudFormation's of a bucket (`Event`, `S3Key.Rules`) and the API's, which CDK's custom resource takes (`Events`, `Key.FilterRules`). */
export function parseNotifications(owner: string, setting: any): readonly Notification[] {
  refuseUnknown('NotificationConfiguration', setting, [
    'EventBridgeConfiguration',
    ...KINDS.flatMap(({ lists }) => [...lists]),
  ]);
  const notifications: Notification[] = [];
  for (const { lists, targets, kind } of KINDS) {
    const configurations: readonly any[] = lists.flatMap((list) => setting?.[list] ?? []);
    for (const configuration of configurations) {
      refuseUnknown('a notification', configuration, ['Event', 'Events', 'Filter', 'Id', ...targets]);
      refuseUnknown('Filter of a notification', configuration.Filter, ['Key', 'S3Key']);
      const filter = parseFilter(configuration.Filter?.S3Key?.Rules ?? configuration.Filter?.Key?.FilterRules ?? []);
      const wants = parseEvents(configuration.Events ?? [configuration.Event]);
      notifications.push({
        id: configuration.Id ?? `${owner}-${notifications.length}`,
        destination: { kind, arn: configuration[targets[0]] ?? configuration[targets[1]] },
        wants: (eventName, key) => wants(eventName) && filter(key),
      });
    }
  }
  const bridge = setting?.EventBridgeConfiguration;
  if (bridge !== undefined && bridge.EventBridgeEnabled !== false) {
    notifications.push({ id: `${owner}-eventbridge`, destination: { kind: 'eventbridge' }, wants: () => true });
  }
  return notifications;
}

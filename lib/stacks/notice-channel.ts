import { Duration, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppAlarm } from '../constructs/app-alarm.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, CASE_COMMAND, counted, functionSetting, READ } from './setting.ts';

export interface NoticeChannelProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly notices: Topic;
  readonly name: 'email' | 'slack' | 'sms' | 'teams' | 'webhook';
  readonly title: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Settings of the stage that it reads, beside its public address. */
  readonly settings?: readonly string[];
}

/** One channel of notices: its queue with its filter, and the function that hands over. In the scope itself, so that what is deployed keeps its names. */
export function noticeChannel(scope: Construct, id: string, props: NoticeChannelProps): AppFunction {
  const { data, configuration, name, secrets, settings = [] } = props;
  const timeout = Duration.seconds(30);
  const impact = `People are not reached by ${props.title}; their notices wait, and the escalation goes on to the next level.`;
  const runbook = 'notices-not-delivered';
  const { queue, deadLetters } = new DeadLetteredQueue(scope, `${id}Notices`, {
    key: data.key,
    alarmTopic: data.alarmTopic,
    consumerTimeout: timeout,
    maxReceiveCount: 5,
    impact,
    runbook,
  });
  props.notices.addSubscription(
    new SqsSubscription(queue, {
      rawMessageDelivery: true,
      filterPolicy: { channel: SubscriptionFilter.stringFilter({ allowlist: [name] }) },
      deadLetterQueue: deadLetters,
    }),
  );
  const prefix = `/fairlead/${configuration.stage}`;
  const sender = new AppFunction(scope, `Send${id}`, {
    setting: functionSetting(data, configuration),
    handler: `notification/send-${name}`,
    timeout,
    environment: {
      CASES_TABLE: data.cases.tableName,
      REFERENCE_TABLE: data.reference.tableName,
      SETTINGS_PREFIX: prefix,
      [`${name.toUpperCase()}_QUEUE`]: queue.queueUrl,
      ...Object.fromEntries(Object.entries(secrets).map(([variable, { secretArn }]) => [variable, secretArn])),
      ...props.environment,
    },
    impact,
    runbook,
  });
  // A hand-over is composed from the queues of its teams.
  allowTable(sender, data.cases.tableArn, CASE_COMMAND, ['queue']);
  // Digests: which notices of a person wait for the same hour. Updates count what a person is told.
  allowTable(sender, data.reference.tableArn, [
    ...new Set([...READ, 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] as const),
  ]);
  sender.allow(
    ['ssm:GetParameter'],
    ['public-url', ...settings].map((setting) =>
      Stack.of(scope).formatArn({ service: 'ssm', resource: `parameter${prefix}/${setting}` }),
    ),
  );
  sender.allow(
    ['secretsmanager:GetSecretValue'],
    Object.values(secrets).map(({ secretArn }) => secretArn),
  );
  // What the channel does not want now comes again later.
  sender.allowAgain(queue);
  sender.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  new AppAlarm(scope, `${id}NoticesFailed`, {
    metric: counted(configuration, `send-${name}`, 'NoticesFailed'),
    threshold: 1,
    impact: `Somebody cannot be reached by ${props.title}, and is tried by their other channels only.`,
    runbook,
    topic: data.alarmTopic,
  });
  sender.function.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));
  return sender;
}

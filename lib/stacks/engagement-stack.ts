import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { MailFeedback } from './mail-feedback.ts';
import { MailReplies } from './mail-replies.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';

export interface EngagementStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
}

/** Happenings after which a message that called somebody says what is no longer so. */
const MAKES_MESSAGES_OLD = [
  'CaseAcknowledged',
  'AcknowledgementTimedOut',
  'CaseHandedBack',
  'CaseResolved',
  'CaseWithdrawn',
  'CaseMerged',
  'CaseReopened',
] as const;

/** Notices to people: one topic, a queue a channel, a function a channel. */
export class EngagementStack extends Stack {
  readonly notices: Topic;
  private readonly settings: EngagementStackProps;

  constructor(scope: Construct, id: string, props: EngagementStackProps) {
    super(scope, id, props);
    this.settings = props;
    const { data, configuration } = props;
    this.notices = new Topic(this, 'Notices', { masterKey: data.key, enforceSSL: true });

    const address = /<(.+)>$/.exec(configuration.mailFrom)?.[1] ?? configuration.mailFrom;
    const identity = new EmailIdentity(this, 'Sender', { identity: Identity.email(address) });
    const mails = new ConfigurationSet(this, 'Mail', { reputationMetrics: true });

    const email = this.channel('email', 'Email', {
      MAIL_FROM: configuration.mailFrom,
      MAIL_DOMAIN: configuration.mailDomain,
      CONFIGURATION_SET: mails.configurationSetName,
      LINK_SECRET: data.linkSecret.secretArn,
    });
    const { configurationSetName: configurationSet } = mails;
    const sendingArns = [
      identity.emailIdentityArn,
      this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSet }),
    ];
    email.allow(['ses:SendEmail'], sendingArns);
    email.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);

    const slack = this.channel('slack', 'Slack', {
      SLACK_SECRET: data.slackSecret.secretArn,
      LINK_SECRET: data.linkSecret.secretArn,
    });
    slack.allow(['secretsmanager:GetSecretValue'], [data.slackSecret.secretArn, data.linkSecret.secretArn]);
    this.updates();
    new MailFeedback(this, 'MailFeedback', { configuration, data, mails });
    new MailReplies(this, 'MailReplies', { configuration, data, configurationSet, sendingArns });
  }

  /** What was said in Slack stays true: after a case was taken, has ended or was opened again, its messages are said anew. */
  private updates(): void {
    const { data, configuration } = this.settings;
    const timeout = Duration.seconds(30);
    const impact = 'Messages in Slack go on saying that nobody has a case, although somebody has it or it is over.';
    const runbook = 'slack-replies';
    const common = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const { queue } = new DeadLetteredQueue(this, 'SlackUpdates', {
      ...common,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
    });
    const undelivered = deadLetterQueue(this, 'UndeliveredSlackUpdates', { ...common, back: [queue] });
    new Rule(this, 'MessagesAreOld', {
      eventBus: data.bus,
      eventPattern: { source: ['fairlead'], detailType: [...MAKES_MESSAGES_OLD] },
      targets: [new SqsQueue(queue, { deadLetterQueue: undelivered })],
    });
    const settings = `/fairlead/${configuration.stage}`;
    const update = new AppFunction(this, 'UpdateSlack', {
      setting: functionSetting(data, configuration),
      handler: 'notification/update-slack',
      timeout,
      environment: {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        SETTINGS_PREFIX: settings,
        SLACK_SECRET: data.slackSecret.secretArn,
        SLACK_UPDATES_QUEUE: queue.queueUrl,
      },
      impact,
      runbook,
    });
    allowTable(update, data.cases.tableArn, ['GetItem', 'Query']);
    allowTable(update, data.reference.tableArn, READ);
    update.allow(
      ['ssm:GetParameter'],
      [this.formatArn({ service: 'ssm', resource: `parameter${settings}/slack/api-url` })],
    );
    update.allow(['secretsmanager:GetSecretValue'], [data.slackSecret.secretArn]);
    update.allow(['sqs:SendMessage'], [queue.queueArn]);
    update.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    update.function.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  private channel(name: 'email' | 'slack', id: string, environment: Readonly<Record<string, string>>): AppFunction {
    const { data, configuration } = this.settings;
    const timeout = Duration.seconds(30);
    const impact = `People are not reached by ${name}; their notices wait, and the escalation goes on to the next level.`;
    const queue = new DeadLetteredQueue(this, `${id}Notices`, {
      key: data.key,
      alarmTopic: data.alarmTopic,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
      impact,
      runbook: 'notices-not-delivered',
    });
    this.notices.addSubscription(
      new SqsSubscription(queue.queue, {
        rawMessageDelivery: true,
        filterPolicy: { channel: SubscriptionFilter.stringFilter({ allowlist: [name] }) },
        deadLetterQueue: queue.deadLetters,
      }),
    );
    const settings = `/fairlead/${configuration.stage}`;
    const sender = new AppFunction(this, `Send${id}`, {
      setting: functionSetting(data, configuration),
      handler: `notification/send-${name}`,
      timeout,
      environment: {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        SETTINGS_PREFIX: settings,
        ...(name === 'slack' ? { SLACK_QUEUE: queue.queue.queueUrl } : {}),
        ...environment,
      },
      impact,
      runbook: 'notices-not-delivered',
    });
    allowTable(sender, data.cases.tableArn, CASE_COMMAND);
    allowTable(sender, data.reference.tableArn, name === 'slack' ? ['GetItem', 'PutItem'] : READ);
    sender.allow(
      ['ssm:GetParameter'],
      [
        this.formatArn({ service: 'ssm', resource: `parameter${settings}/public-url` }),
        ...(name === 'slack'
          ? [this.formatArn({ service: 'ssm', resource: `parameter${settings}/slack/api-url` })]
          : []),
      ],
    );
    // What Slack does not want now comes again later; until when, is noted for all.
    if (name === 'slack') sender.allow(['sqs:SendMessage'], [queue.queue.queueArn]);
    sender.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    sender.function.addEventSource(new SqsEventSource(queue.queue, { batchSize: 5, reportBatchItemFailures: true }));
    return sender;
  }
}

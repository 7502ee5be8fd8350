import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppAlarm } from '../constructs/app-alarm.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { MailFeedback } from './mail-feedback.ts';
import { MailReplies } from './mail-replies.ts';
import { noticeChannel } from './notice-channel.ts';
import type { NoticeChannelProps } from './notice-channel.ts';
import { allowTable, counted, functionSetting, READ } from './setting.ts';
import { PartnerLinks } from './partner-links.ts';
import { Sms } from './sms.ts';
import { Subscribers } from './subscribers.ts';

export interface EngagementStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
}

/** Happenings after which a message that called somebody, or asked for an agreement, says what is no longer so. */
const MAKES_MESSAGES_OLD = [
  'CaseAcknowledged',
  'AcknowledgementTimedOut',
  'CaseHandedBack',
  'CaseResolved',
  'CaseWithdrawn',
  'CaseMerged',
  'CaseReopened',
  'ActionApproved',
  'ActionRefused',
  'ActionExpired',
  'ApprovalEscalated',
  'ActionSuperseded',
  'ActionCompensated',
] as const;

/** Notices to people: one topic, a queue a channel, a function a channel. */
export interface CustomerMailing {
  readonly from: string;
  readonly configurationSet: string;
  readonly sendingArns: readonly string[];
}

export class EngagementStack extends Stack {
  readonly notices: Topic;
  /** What it takes to write to customers. */
  readonly customerMail: CustomerMailing;
  private readonly settings: EngagementStackProps;

  constructor(scope: Construct, id: string, props: EngagementStackProps) {
    super(scope, id, props);
    this.settings = props;
    const { data, configuration } = props;
    this.notices = new Topic(this, 'Notices', { masterKey: data.key, enforceSSL: true });

    const address = /<(.+)>$/.exec(configuration.mailFrom)?.[1] ?? configuration.mailFrom;
    const identity = new EmailIdentity(this, 'Sender', { identity: Identity.email(address) });
    const mails = new ConfigurationSet(this, 'Mail', { reputationMetrics: true });

    // Of their own: a customer who complains must not stop the mail that wakes people.
    const customers = new ConfigurationSet(this, 'Customers', { reputationMetrics: true });
    this.customerMail = {
      from: configuration.mailFrom,
      configurationSet: customers.configurationSetName,
      sendingArns: [
        identity.emailIdentityArn,
        this.formatArn({
          service: 'ses',
          resource: 'configuration-set',
          resourceName: customers.configurationSetName,
        }),
      ],
    };
    const { configurationSetName: configurationSet } = mails;
    const sendingArns = [
      identity.emailIdentityArn,
      this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSet }),
    ];
    const common = { configuration, data, notices: this.notices };
    const LINK_SECRET = data.linkSecret;
    const email = noticeChannel(this, 'Email', {
      ...common,
      name: 'email',
      title: 'email',
      environment: {
        MAIL_FROM: configuration.mailFrom,
        MAIL_DOMAIN: configuration.mailDomain,
        CONFIGURATION_SET: configurationSet,
      },
      secrets: { LINK_SECRET },
    });
    email.allow(['ses:SendEmail'], sendingArns);
    noticeChannel(this, 'Slack', {
      ...common,
      name: 'slack',
      title: 'Slack',
      environment: {},
      secrets: { SLACK_SECRET: data.slackSecret, LINK_SECRET },
      settings: ['slack/api-url'],
    });
    const sms = new Sms(this, 'Sms', { configuration, data });
    const texts = noticeChannel(this, 'Sms', {
      ...common,
      name: 'sms',
      title: 'SMS',
      environment: { SMS_NUMBER: sms.numberArn, SMS_CONFIGURATION_SET: sms.configurationSet },
      secrets: { LINK_SECRET },
    });
    sms.allowSending(texts);
    noticeChannel(this, 'Teams', {
      ...common,
      name: 'teams',
      title: 'Teams',
      environment: {},
      secrets: { TEAMS_SECRET: data.teamsSecret, LINK_SECRET },
    });
    this.webhooks(common);
    new Subscribers(this, 'Subscribers', data);
    this.lastWords();
    this.updates();
    new MailFeedback(this, 'MailFeedback', { configuration, data, mails, customers });
    new MailReplies(this, 'MailReplies', { configuration, data, configurationSet, sendingArns });
    new PartnerLinks(this, 'PartnerLinks', { configuration, data, configurationSet, sendingArns });
  }

  private webhooks(common: Pick<NoticeChannelProps, 'configuration' | 'data' | 'notices'>): void {
    const { data } = this.settings;
    noticeChannel(this, 'Webhook', {
      ...common,
      name: 'webhook',
      title: 'webhook',
      environment: {},
      secrets: { WEBHOOK_SECRET: data.webhookSecret, LINK_SECRET: data.linkSecret },
    });
    new AppAlarm(this, 'WebhookLeftAlone', {
      metric: counted(this.settings.configuration, 'send-webhook', 'WebhooksLeftAlone'),
      threshold: 1,
      impact:
        'An endpoint has failed for so long that it gets no webhooks for a day: whoever is called there is called by other ways only.',
      runbook: 'webhooks-left-alone',
      topic: data.alarmTopic,
    });
  }

  /** Whoever was called believes that a case is still open: nobody looks for another way after its end. */
  private lastWords(): void {
    for (const service of ['note-bounce', 'note-receipt'])
      new AppAlarm(this, service === 'note-bounce' ? 'LastMailsLost' : 'LastTextsLost', {
        metric: counted(this.settings.configuration, service, 'LastWordsLost'),
        threshold: 1,
        impact: 'Somebody who was called does not hear that the case is over, by any channel that they have.',
        runbook: 'notices-not-delivered',
        topic: this.settings.data.alarmTopic,
      });
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
        LINK_SECRET: data.linkSecret.secretArn,
        SLACK_UPDATES_QUEUE: queue.queueUrl,
      },
      impact,
      runbook,
    });
    allowTable(update, data.cases.tableArn, ['GetItem', 'Query']);
    allowTable(update, data.reference.tableArn, READ);
    update.allow(
      ['ssm:GetParameter'],
      ['slack/api-url', 'public-url'].map((name) =>
        this.formatArn({ service: 'ssm', resource: `parameter${settings}/${name}` }),
      ),
    );
    update.allow(['secretsmanager:GetSecretValue'], [data.slackSecret.secretArn, data.linkSecret.secretArn]);
    update.allowAgain(queue);
    update.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    update.function.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
  }
}

import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';

export interface PartnerLinksProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly configurationSet: string;
  /** What SES has to allow for a mail: the sender, and the configuration set. */
  readonly sendingArns: readonly string[];
}

/** What follows from the journal where a partner without an account is asked, or answers. */
export class PartnerLinks extends Construct {
  constructor(scope: Construct, id: string, props: PartnerLinksProps) {
    super(scope, id);
    const { configuration, data, configurationSet, sendingArns } = props;
    const timeout = Duration.seconds(30);
    const impact =
      'Carriers and suppliers are not asked, although the case says so, and new arrivals that they give are not on the timeline.';
    const runbook = 'partner-links';
    const alarmed = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const { queue } = new DeadLetteredQueue(this, 'Queue', {
      ...alarmed,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
    });
    new Rule(this, 'PartnersAskedOrAnswering', {
      eventBus: data.bus,
      eventPattern: { source: ['fairlead'], detailType: ['PartnerAsked', 'PartnerAnswered'] },
      targets: [
        new SqsQueue(queue, { deadLetterQueue: deadLetterQueue(this, 'Undelivered', { ...alarmed, back: [queue] }) }),
      ],
    });
    const settings = `/fairlead/${configuration.stage}`;
    const follow = new AppFunction(this, 'FollowPartnerLink', {
      setting: functionSetting(data, configuration),
      handler: 'notification/follow-partner-link',
      timeout,
      environment: {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        EVENT_BUS: data.bus.eventBusName,
        LINK_SECRET: data.linkSecret.secretArn,
        SETTINGS_PREFIX: settings,
        MAIL_FROM: configuration.mailFrom,
        CONFIGURATION_SET: configurationSet,
        PARTNER_QUEUE: queue.queueUrl,
      },
      impact,
      runbook,
    });
    allowTable(follow, data.cases.tableArn, CASE_COMMAND);
    allowTable(follow, data.reference.tableArn, READ);
    follow.allow(
      ['ssm:GetParameter'],
      [Stack.of(this).formatArn({ service: 'ssm', resource: `parameter${settings}/public-url` })],
    );
    follow.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
    follow.allow(['ses:SendEmail'], sendingArns);
    follow.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    follow.allowAgain(queue);
    follow.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    follow.function.addEventSource(new SqsEventSource(queue, { batchSize: 1, reportBatchItemFailures: true }));
  }
}

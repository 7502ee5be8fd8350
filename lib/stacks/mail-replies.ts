import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { REPLIES } from './mail-receipt.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';

export interface MailRepliesProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly configurationSet: string;
  /** What SES has to allow for an answer: the sender, and the configuration set. */
  readonly sendingArns: readonly string[];
}

/** Replies to our mails: SES receives them as it does those of sources, and their address leads them here. */
export class MailReplies extends Construct {
  constructor(scope: Construct, id: string, props: MailRepliesProps) {
    super(scope, id);
    const { configuration, data, configurationSet, sendingArns } = props;
    const timeout = Duration.seconds(30);
    const impact =
      'Replies by mail change nothing: whoever wrote that they have a case is called again, and notes are not in the record.';
    const runbook = 'mail-replies';
    const alarmed = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const { queue } = new DeadLetteredQueue(this, 'Queue', {
      ...alarmed,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
    });
    data.mails.received.addSubscription(
      new SqsSubscription(queue, {
        rawMessageDelivery: true,
        filterPolicyWithMessageBody: REPLIES,
        deadLetterQueue: deadLetterQueue(this, 'Undelivered', { ...alarmed, back: [queue] }),
      }),
    );
    const take = new AppFunction(this, 'TakeMailReply', {
      setting: functionSetting(data, configuration),
      handler: 'notification/take-mail-reply',
      timeout,
      memorySize: 512,
      environment: {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        RAW_BUCKET: data.raw.bucketName,
        LINK_SECRET: data.linkSecret.secretArn,
        MAIL_FROM: configuration.mailFrom,
        CONFIGURATION_SET: configurationSet,
      },
      impact,
      runbook,
    });
    allowTable(take, data.cases.tableArn, CASE_COMMAND);
    allowTable(take, data.reference.tableArn, READ);
    take.allow(['s3:GetObject'], [data.raw.arnForObjects('mail/*')]);
    explain(
      take,
      `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/mail/*]`,
      'Mails are objects with names of their own below one prefix.',
    );
    take.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
    take.allow(['ses:SendEmail'], sendingArns);
    take.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    take.function.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));
  }
}

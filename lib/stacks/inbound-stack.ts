import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppAlarm, ONE_MINUTE } from '../constructs/app-alarm.ts';
import { AppFunction } from '../constructs/app-function.ts';
import type { AppFunctionProps } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import { Minutely } from '../constructs/minutely.ts';
import { explain } from '../constructs/nag.ts';
import { FILE_TIMEOUT } from './data-stack.ts';
import { MAIL_IMPACT, MAIL_RUNBOOK, MAIL_TIMEOUT } from './mail-receipt.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, CASE_COMMAND, callSetting, functionSetting, READ, sourceSecrets } from './setting.ts';
import { SilenceWatch } from './silence-watch.ts';

export interface InboundStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
}

/** From a payload to a case: receive, publish, queue, take in. */
export class InboundStack extends Stack {
  /** Behind the webhook routes; the api stack gives it its paths. */
  readonly receive: AppFunction;

  constructor(scope: Construct, id: string, props: InboundStackProps) {
    super(scope, id, props);
    const { data, configuration } = props;
    this.receive = this.receiver(props);
    this.sweeper(props);
    new SilenceWatch(this, 'Silence', props);
    this.fileReader(props);
    this.mailReader(props);

    const lost = 'Reports of trouble that were accepted do not become cases.';
    const timeout = Duration.seconds(20);
    const intake = new DeadLetteredQueue(this, 'Intake', {
      key: data.key,
      alarmTopic: data.alarmTopic,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
      impact: lost,
      runbook: 'signals-not-taken-in',
    });
    // Where nobody takes in, nothing fails and nothing is buried.
    new AppAlarm(this, 'SignalsWait', {
      metric: intake.queue.metricApproximateAgeOfOldestMessage({ period: ONE_MINUTE, statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toSeconds(),
      evaluationPeriods: 3,
      impact: 'Reports of trouble wait for minutes until they become cases: whoever must act hears late.',
      runbook: 'signals-not-taken-in',
      topic: data.alarmTopic,
    });
    const undelivered = deadLetterQueue(this, 'UndeliveredSignals', {
      key: data.key,
      alarmTopic: data.alarmTopic,
      impact: lost,
      runbook: 'signals-not-taken-in',
      back: [intake.queue],
    });
    new Rule(this, 'SignalReceived', {
      eventBus: data.bus,
      eventPattern: { source: ['fairlead'], detailType: ['SignalReceived'] },
      targets: [new SqsQueue(intake.queue, { deadLetterQueue: undelivered })],
    });
    const takeIn = new AppFunction(this, 'TakeIn', {
      setting: functionSetting(data, configuration),
      handler: 'intake/take-in-signal',
      timeout,
      memorySize: 512,
      environment: { CASES_TABLE: data.cases.tableName, REFERENCE_TABLE: data.reference.tableName },
      impact: lost,
      runbook: 'signals-not-taken-in',
    });
    allowTable(takeIn, data.cases.tableArn, CASE_COMMAND);
    allowTable(takeIn, data.reference.tableArn, READ);
    takeIn.function.addEventSource(new SqsEventSource(intake.queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  private receiver({ data, configuration }: InboundStackProps): AppFunction {
    const receive = new AppFunction(this, 'Receive', {
      setting: callSetting(data, configuration),
      handler: 'inbound/receive-signal',
      timeout: Duration.seconds(15),
      memorySize: 512,
      environment: {
        REFERENCE_TABLE: data.reference.tableName,
        RAW_BUCKET: data.raw.bucketName,
        EVENT_BUS: data.bus.eventBusName,
      },
      impact: 'Carriers and ERP systems cannot report trouble; they get a 5xx and try again by their own rules.',
      runbook: 'webhooks-refused',
    });
    allowTable(receive, data.reference.tableArn, ['GetItem', 'PutItem', 'UpdateItem']);
    // Into the inbox goes what a function of its own reads.
    const prefixes = ['raw', 'pending', 'inbox'];
    receive.allow(
      ['s3:PutObject'],
      prefixes.map((prefix) => data.raw.arnForObjects(`${prefix}/*`)),
    );
    receive.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    receive.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    receive.allow(['secretsmanager:GetSecretValue'], [sourceSecrets(this, configuration.stage)]);
    explainObjects(receive, data, configuration.stage, prefixes);
    return receive;
  }

  private fileReader(props: InboundStackProps): void {
    const { data } = props;
    const mails = this.readerOfFiles(props, 'TakeInMailFile', {
      handler: 'inbound/take-in-mail-file',
      timeout: MAIL_TIMEOUT,
      environment: {},
    });
    const read = this.readerOfFiles(props, 'TakeInFile', {
      handler: 'inbound/take-in-file',
      timeout: FILE_TIMEOUT,
      environment: { MAIL_FILE_READER: mails.function.functionName },
    });
    read.allow(['lambda:InvokeFunction'], [mails.function.functionArn]);
    // Few at once: a file may be large, and what it reports goes to the bus that webhooks wait for.
    read.function.addEventSource(
      new SqsEventSource(data.files.queue, { batchSize: 1, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
  }

  private readerOfFiles(
    { data, configuration }: InboundStackProps,
    id: string,
    own: Pick<AppFunctionProps, 'handler' | 'timeout' | 'environment'>,
  ): AppFunction {
    const read = new AppFunction(this, id, {
      ...own,
      setting: functionSetting(data, configuration),
      memorySize: 1024,
      environment: {
        ...own.environment,
        REFERENCE_TABLE: data.reference.tableName,
        RAW_BUCKET: data.raw.bucketName,
        EVENT_BUS: data.bus.eventBusName,
      },
      impact: 'Files that were put into an inbox are not read: the trouble in them does not become cases.',
      runbook: 'files-not-taken-in',
    });
    allowTable(read, data.reference.tableArn, ['GetItem', 'PutItem', 'UpdateItem']);
    read.allow(
      ['s3:GetObject', 's3:GetObjectVersion'],
      [data.raw.arnForObjects('inbox/*'), data.raw.arnForObjects('raw/*')],
    );
    read.allow(
      ['s3:PutObject'],
      ['raw', 'pending', 'reports'].map((prefix) => data.raw.arnForObjects(`${prefix}/*`)),
    );
    read.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    read.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    explainObjects(read, data, configuration.stage, ['raw', 'pending', 'inbox', 'reports']);
    return read;
  }

  private mailReader({ data, configuration }: InboundStackProps): void {
    const read = new AppFunction(this, 'TakeInMail', {
      setting: functionSetting(data, configuration),
      handler: 'inbound/take-in-mail',
      timeout: MAIL_TIMEOUT,
      memorySize: 1024,
      environment: {
        REFERENCE_TABLE: data.reference.tableName,
        RAW_BUCKET: data.raw.bucketName,
        EVENT_BUS: data.bus.eventBusName,
      },
      impact: MAIL_IMPACT,
      runbook: MAIL_RUNBOOK,
    });
    allowTable(read, data.reference.tableArn, ['GetItem', 'PutItem', 'UpdateItem']);
    read.allow(['s3:GetObject'], [data.raw.arnForObjects('mail/*')]);
    read.allow(['s3:PutObject'], [data.raw.arnForObjects('raw/*'), data.raw.arnForObjects('pending/*')]);
    read.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    read.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    explainObjects(read, data, configuration.stage, ['raw', 'pending', 'mail']);
    read.function.addEventSource(
      new SqsEventSource(data.mails.arrivals.queue, { batchSize: 1, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
  }

  private sweeper({ data, configuration }: InboundStackProps): void {
    const setting = functionSetting(data, configuration);
    const impact = 'Reports that came in while the bus was down stay unpublished.';
    const sweep = new AppFunction(this, 'SweepPending', {
      setting,
      handler: 'inbound/sweep-pending',
      calledBy: 'a schedule of minutes',
      timeout: Duration.seconds(50),
      environment: { RAW_BUCKET: data.raw.bucketName, EVENT_BUS: data.bus.eventBusName },
      impact,
      runbook: 'signals-not-taken-in',
    });
    sweep.allow(['s3:GetObject', 's3:DeleteObject'], [data.raw.arnForObjects('pending/*')]);
    sweep.allow(['s3:ListBucket'], [data.raw.bucketArn], { StringLike: { 's3:prefix': 'pending/*' } });
    sweep.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    sweep.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    explainObjects(sweep, data, configuration.stage, ['pending']);
    new Minutely(this, 'EachMinute', { setting, target: sweep, impact, runbook: 'signals-not-taken-in' });
  }
}

function explainObjects(target: AppFunction, data: DataStack, stage: string, prefixes: readonly string[]): void {
  const reason =
    'Payloads are objects with names of their own below one prefix; secrets of sources are made at registration.';
  for (const prefix of prefixes)
    explain(target, `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/${prefix}/*]`, reason);
  const secrets = `arn:aws:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:fairlead/${stage}/source/*`;
  explain(target, `AwsSolutions-IAM5[Resource::${secrets}]`, reason);
}

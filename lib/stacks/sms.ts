import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnConfigurationSet, CfnPhoneNumber } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';

export interface SmsProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
}

/** What is final: on the phone, or why it will not be. What is on its way would cost a message and an invocation each, and changes nothing. */
const RECEIPTS = [
  'TEXT_DELIVERED',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNREACHABLE',
];

/** Our number, what becomes of texts from it, and what comes back to it. */
export class Sms extends Construct {
  readonly numberArn: string;
  readonly configurationSet: string;
  private readonly settings: SmsProps;

  constructor(scope: Construct, id: string, props: SmsProps) {
    super(scope, id);
    this.settings = props;
    const { sms } = props.configuration;
    const receipts = this.topic('Receipts');
    const replies = this.topic('Replies');
    const set = new CfnConfigurationSet(this, 'Texts', {
      eventDestinations: [
        {
          eventDestinationName: 'receipts',
          enabled: true,
          matchingEventTypes: RECEIPTS,
          snsDestination: { topicArn: receipts.topicArn },
        },
      ],
    });
    const number = new CfnPhoneNumber(this, 'Number', {
      isoCountryCode: sms.country,
      numberType: sms.numberType,
      numberCapabilities: ['SMS'],
      mandatoryKeywords: {
        help: {
          message: 'Fairlead calls you for logistics cases. Reply ACK and the code of a message to take the case.',
        },
        stop: { message: 'You get no more SMS from Fairlead. You are called by your other channels.' },
      },
      twoWay: { enabled: true, channelArn: replies.topicArn },
      deletionProtectionEnabled: props.configuration.retainData,
    });
    // Who may publish is known before the service first tries to.
    set.node.addDependency(receipts);
    number.node.addDependency(replies);
    this.numberArn = number.attrArn;
    this.configurationSet = set.ref;

    const note = this.consumer('NoteReceipt', 'notification/note-receipt', receipts, {
      impact:
        'Nobody hears that an SMS did not arrive: its reader is not tried by another way, and the ladder loses the time to its next level.',
      // Another way is found by the policy.
      environment: { REFERENCE_TABLE: props.data.reference.tableName },
    });
    const take = this.consumer('TakeSmsReply', 'notification/take-sms-reply', replies, {
      impact: 'Replies by SMS change nothing: whoever wrote that they have a case is called again.',
      environment: {
        REFERENCE_TABLE: props.data.reference.tableName,
        SMS_NUMBER: this.numberArn,
        SMS_CONFIGURATION_SET: this.configurationSet,
      },
    });
    allowTable(take, props.data.reference.tableArn, READ);
    allowTable(note, props.data.reference.tableArn, READ);
    this.allowSending(take);
    for (const target of [note, take]) {
      allowTable(target, props.data.cases.tableArn, CASE_COMMAND);
      target.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [props.data.key.keyArn]);
    }
  }

  /** A sender may use the number, and its configuration set. */
  allowSending(sender: AppFunction): void {
    const set = Stack.of(this).formatArn({
      service: 'sms-voice',
      resource: 'configuration-set',
      resourceName: this.configurationSet,
    });
    sender.allow(['sms-voice:SendTextMessage'], [this.numberArn, set]);
  }

  /** One that End User Messaging of this account may write to. */
  private topic(id: string): Topic {
    const topic = new Topic(this, id, { masterKey: this.settings.data.key, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }

  private consumer(
    id: string,
    handler: string,
    topic: Topic,
    { impact, environment }: { readonly impact: string; readonly environment: Readonly<Record<string, string>> },
  ): AppFunction {
    const { data, configuration } = this.settings;
    const timeout = Duration.seconds(30);
    const runbook = 'sms';
    const alarmed = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const { queue } = new DeadLetteredQueue(this, `${id}Queue`, {
      ...alarmed,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
    });
    topic.addSubscription(
      new SqsSubscription(queue, {
        rawMessageDelivery: true,
        deadLetterQueue: deadLetterQueue(this, `${id}Undelivered`, { ...alarmed, back: [queue] }),
      }),
    );
    const target = new AppFunction(this, id, {
      setting: functionSetting(data, configuration),
      handler,
      timeout,
      environment: { CASES_TABLE: data.cases.tableName, ...environment },
      impact,
      runbook,
    });
    target.function.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
    return target;
  }
}

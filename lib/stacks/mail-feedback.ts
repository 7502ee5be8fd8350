import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';

export interface MailFeedbackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly mails: ConfigurationSet;
  /** Messages to customers. */
  readonly customers: ConfigurationSet;
}

/** Bad news only: that a mail has arrived would cost a message and an invocation for each mail, and changes nothing. */
const BAD_NEWS = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.DELIVERY_DELAY,
];

/** That a customer was told is proven, so of these the good news count too: `send` finds a message whose sender has died before it could say that it was sent. */
const ALL_NEWS = [...BAD_NEWS, EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY];

/** What SES tells of mails that it had taken: whoever was not reached is reached by another way, and who has complained gets no more. */
export class MailFeedback extends Construct {
  constructor(scope: Construct, id: string, { configuration, data, mails, customers }: MailFeedbackProps) {
    super(scope, id);
    const timeout = Duration.seconds(30);
    const impact =
      'Nobody hears that a mail did not arrive: its reader is not tried by another way, and the ladder loses the time to its next level.';
    const runbook = 'mail-bounces';
    const alarmed = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const { queue } = new DeadLetteredQueue(this, 'Queue', {
      ...alarmed,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
    });
    const topic = new Topic(this, 'Topic', { masterKey: data.key, enforceSSL: true });
    topic.addSubscription(
      new SqsSubscription(queue, {
        rawMessageDelivery: true,
        deadLetterQueue: deadLetterQueue(this, 'Undelivered', { ...alarmed, back: [queue] }),
      }),
    );
    mails.addEventDestination('BadNews', { destination: EventDestination.snsTopic(topic), events: BAD_NEWS });
    customers.addEventDestination('AllNews', { destination: EventDestination.snsTopic(topic), events: ALL_NEWS });

    const note = new AppFunction(this, 'NoteBounce', {
      setting: functionSetting(data, configuration),
      handler: 'notification/note-bounce',
      timeout,
      environment: { CASES_TABLE: data.cases.tableName, REFERENCE_TABLE: data.reference.tableName },
      impact,
      runbook,
    });
    allowTable(note, data.cases.tableArn, CASE_COMMAND);
    allowTable(note, data.reference.tableArn, [...READ, 'PutItem']);
    note.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    note.function.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
  }
}

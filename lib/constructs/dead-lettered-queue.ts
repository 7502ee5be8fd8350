import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AppAlarm, ONE_MINUTE } from './app-alarm.ts';
import { leadBack, tell } from './dead-letter-ways.ts';
import { explain } from './nag.ts';

export interface DeadLetteredQueueProps {
  readonly key: IKey;
  readonly alarmTopic: ITopic;
  /** Of the consumer; the visibility timeout is six times it, as AWS advises for Lambda. */
  readonly consumerTimeout: Duration;
  readonly maxReceiveCount: number;
  readonly impact: string;
  readonly runbook: string;
}

/** A queue whose failures go somewhere, and somebody hears of it. */
export class DeadLetteredQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: DeadLetteredQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', { ...props, back: [] });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      dataKeyReuse: Duration.minutes(5),
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(props.consumerTimeout.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
    leadBack(this.deadLetters, [this.queue]);
  }
}

export interface DeadLetterProps extends Pick<DeadLetteredQueueProps, 'key' | 'alarmTopic' | 'impact' | 'runbook'> {
  /** Whom its letters were for, so that they can be sent back. Several: each letter names its own (`TARGET_ARN`). */
  readonly back: readonly (Queue | IFunction)[];
}

/** A dead-letter queue by itself, for targets that are no queue (rules, schedules, asynchronous invocations). */
export function deadLetterQueue(scope: Construct, id: string, props: DeadLetterProps): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: props.key,
    dataKeyReuse: Duration.minutes(5),
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  explain(
    queue,
    'AwsSolutions-SQS3',
    'It is a dead-letter queue: of a rule, a schedule or a subscription, which the rule does not see.',
  );
  tell(queue, props.runbook, props.back);
  new AppAlarm(scope, `${id}Alarm`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: ONE_MINUTE, statistic: 'Maximum' }),
    threshold: 1,
    impact: props.impact,
    runbook: props.runbook,
    topic: props.alarmTopic,
  });
  return queue;
}

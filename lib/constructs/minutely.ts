import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { AppFunction, FunctionSetting } from './app-function.ts';
import { deadLetterQueue } from './dead-lettered-queue.ts';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface MinutelyProps {
  readonly setting: FunctionSetting;
  readonly target: AppFunction;
  readonly impact: string;
  readonly runbook: string;
  /** Absent: each minute. */
  readonly every?: 'cron(1/15 * * * ? *)';
}

/** Calls a function every minute, or so often as it is told. */
export class Minutely extends Construct {
  constructor(scope: Construct, id: string, props: MinutelyProps) {
    super(scope, id);
    const deadLetters = deadLetterQueue(this, 'DeadLetters', {
      key: props.setting.key,
      alarmTopic: props.setting.alarmTopic,
      impact: props.impact,
      runbook: props.runbook,
      back: [props.target.function],
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.target.function.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    role.addToPolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [props.setting.key.keyArn] }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      scheduleExpression: props.every ?? 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.target.function.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        // The next time brings the next call: an old one is of no use.
        retryPolicy: { maximumEventAgeInSeconds: Duration.minutes(1).toSeconds(), maximumRetryAttempts: 1 },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    schedule.node.addDependency(role);
  }
}

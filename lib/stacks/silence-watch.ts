import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import type { FunctionSetting } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import { Minutely } from '../constructs/minutely.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, functionSetting, READ } from './setting.ts';

export interface SilenceWatchProps {
  readonly data: DataStack;
  readonly configuration: Configuration;
}

const TIMEOUT = Duration.seconds(20);

/** Milestones that were promised: each has a schedule of its own, and what is not heard of in time becomes trouble. */
export class SilenceWatch extends Construct {
  constructor(scope: Construct, id: string, { data, configuration }: SilenceWatchProps) {
    super(scope, id);
    const setting = functionSetting(data, configuration);
    const impact =
      'A milestone that nobody reports is not noticed: late shipments stay unknown until somebody complains.';
    const runbook = 'milestones-not-watched';
    const queueOf = (name: string): DeadLetteredQueue =>
      new DeadLetteredQueue(this, name, {
        key: data.key,
        alarmTopic: data.alarmTopic,
        consumerTimeout: TIMEOUT,
        maxReceiveCount: 5,
        impact,
        runbook,
      });
    const milestones = queueOf('Milestones');
    const due = queueOf('Due');
    const undelivered = deadLetterQueue(this, 'Undelivered', {
      key: data.key,
      alarmTopic: data.alarmTopic,
      impact,
      runbook,
      back: [milestones.queue, due.queue],
    });
    new Rule(this, 'MilestoneReported', {
      eventBus: data.bus,
      eventPattern: {
        source: ['fairlead'],
        detailType: ['SignalReceived'],
        detail: { signal: { kind: ['progress'], milestone: { at: ['actual', 'scheduled'] } } },
      },
      targets: [new SqsQueue(milestones.queue, { deadLetterQueue: undelivered })],
    });

    const group = new CfnScheduleGroup(this, 'Expected', { name: `fairlead-${configuration.stage}-expected` });
    const role = new Role(this, 'ScheduleRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [due.queue.queueArn, undelivered.queueArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [data.key.keyArn] }),
    );

    const schedules = `arn:aws:scheduler:${data.region}:${data.account}:schedule/${group.name ?? ''}/*`;
    const consumer = (name: string, handler: string, queue: DeadLetteredQueue): AppFunction => {
      const made = new AppFunction(this, name, {
        setting,
        handler,
        timeout: TIMEOUT,
        environment: {
          CASES_TABLE: data.cases.tableName,
          REFERENCE_TABLE: data.reference.tableName,
          EVENT_BUS: data.bus.eventBusName,
          SCHEDULE_GROUP: group.name ?? '',
          SCHEDULE_ROLE_ARN: role.roleArn,
          DUE_QUEUE: due.queue.queueUrl,
          DUE_QUEUE_ARN: due.queue.queueArn,
          DUE_DEAD_LETTERS_ARN: undelivered.queueArn,
        },
        impact,
        runbook,
      });
      allowTable(made, data.cases.tableArn, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
      made.allow(['events:PutEvents'], [data.bus.eventBusArn]);
      made.allow(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'], [schedules]);
      made.allow(['iam:PassRole'], [role.roleArn], {
        StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
      });
      if (queue === due) made.allowAgain(due.queue);
      else made.allow(['sqs:SendMessage'], [due.queue.queueArn]);
      made.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
      made.function.addEventSource(new SqsEventSource(queue.queue, { batchSize: 10, reportBatchItemFailures: true }));
      explain(
        made,
        `AwsSolutions-IAM5[Resource::arn:aws:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${group.name ?? ''}/*]`,
        'Each promised milestone has a schedule with a name of its own, in the group of the stage.',
      );
      return made;
    };
    const note = consumer('NoteMilestone', 'silence/note-milestone', milestones);
    allowTable(note, data.reference.tableArn, READ);
    consumer('CheckMilestone', 'silence/check-milestone', due);
    this.sources(data, setting);
  }

  private sources(data: DataStack, setting: FunctionSetting): void {
    const impact =
      'A source that has fallen silent is not noticed: its trouble stays unknown until somebody complains.';
    const runbook = 'milestones-not-watched';
    const check = new AppFunction(this, 'CheckSources', {
      setting,
      handler: 'silence/check-sources',
      calledBy: 'a schedule of minutes',
      timeout: Duration.seconds(50),
      environment: { REFERENCE_TABLE: data.reference.tableName, EVENT_BUS: data.bus.eventBusName },
      impact,
      runbook,
    });
    allowTable(check, data.reference.tableArn, ['GetItem', 'Query', 'PutItem']);
    check.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    check.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    new Minutely(this, 'EachMinute', { setting, target: check, impact, runbook });
  }
}

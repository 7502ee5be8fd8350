import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allowTable, functionSetting, READ } from '../stacks/setting.ts';
import { WRITTEN } from '../systems.ts';
import { AppFunction } from './app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from './dead-lettered-queue.ts';
import { allowSystems, systemEnvironment } from './system-access.ts';

const TIMEOUT = Duration.seconds(110);

/** Each night: what we have written is compared with what the systems of record say, and drift opens a case. */
export class Reconciliation extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { configuration, data }: { readonly configuration: Configuration; readonly data: DataStack },
  ) {
    super(scope, id);
    const frame = {
      impact:
        'What we have written is not compared with the systems of record: a change that was lost there stays unknown.',
      runbook: 'writings-not-compared',
    };
    const dead = { key: data.key, alarmTopic: data.alarmTopic, ...frame };
    // A system that is down for the night is asked for two hours.
    const writings = new DeadLetteredQueue(this, 'Writings', {
      ...dead,
      consumerTimeout: TIMEOUT,
      maxReceiveCount: 10,
    });
    const undelivered = deadLetterQueue(this, 'Undelivered', { ...dead, back: [writings.queue] });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [writings.queue.queueArn, undelivered.queueArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [data.key.keyArn] }),
    );
    const schedule = new CfnSchedule(this, 'Nightly', {
      scheduleExpression: 'cron(0 2 * * ? *)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: writings.queue.queueArn,
        roleArn: role.roleArn,
        input: '{"night":true}',
        deadLetterConfig: { arn: undelivered.queueArn },
      },
    });
    schedule.node.addDependency(role);

    const reconcile = new AppFunction(this, 'ReconcileWritings', {
      ...frame,
      setting: functionSetting(data, configuration),
      handler: 'actions/reconcile-writings',
      timeout: TIMEOUT,
      environment: {
        CASES_TABLE: data.cases.tableName,
        EVENT_BUS: data.bus.eventBusName,
        ...systemEnvironment(data, configuration, WRITTEN),
        WRITINGS_QUEUE: writings.queue.queueUrl,
      },
    });
    allowTable(reconcile, data.cases.tableArn, READ, ['queue']);
    allowSystems(reconcile, data, configuration, WRITTEN);
    reconcile.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    reconcile.allowAgain(writings.queue);
    reconcile.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    reconcile.function.addEventSource(
      new SqsEventSource(writings.queue, { batchSize: 1, reportBatchItemFailures: true }),
    );
  }
}

import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, functionSetting, READ } from './setting.ts';

export interface ForesightProps {
  readonly data: DataStack;
  readonly configuration: Configuration;
}

const TIMEOUT = Duration.seconds(30);

/** Stock that does not last until late goods have come. Only cases of goods that come to us are told of, so no others cost anything. */
export class Foresight extends Construct {
  constructor(scope: Construct, id: string, { data, configuration }: ForesightProps) {
    super(scope, id);
    const impact =
      'Stock that runs out because goods are late is not noticed before orders cannot be filled; the late goods themselves have their case.';
    const runbook = 'stock-not-foreseen';
    const props = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const late = new DeadLetteredQueue(this, 'Late', { ...props, consumerTimeout: TIMEOUT, maxReceiveCount: 5 });
    const undelivered = deadLetterQueue(this, 'Undelivered', { ...props, back: [late.queue] });
    new Rule(this, 'LateGoods', {
      eventBus: data.bus,
      eventPattern: {
        source: ['fairlead'],
        detailType: ['CaseTriaged', 'SeverityChanged', 'CaseResolved', 'CaseWithdrawn', 'CaseMerged'],
        detail: { case: { isInbound: [true] } },
      },
      targets: [new SqsQueue(late.queue, { deadLetterQueue: undelivered })],
    });
    const look = new AppFunction(this, 'LookAhead', {
      setting: functionSetting(data, configuration),
      handler: 'foresight/look-ahead',
      timeout: TIMEOUT,
      environment: {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        EVENT_BUS: data.bus.eventBusName,
      },
      impact,
      runbook,
    });
    allowTable(look, data.cases.tableArn, ['GetItem']);
    allowTable(look, data.reference.tableArn, [...READ, 'PutItem']);
    look.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    look.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    look.function.addEventSource(new SqsEventSource(late.queue, { batchSize: 10, reportBatchItemFailures: true }));
  }
}

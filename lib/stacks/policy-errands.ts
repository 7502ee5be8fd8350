import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { DeadLetteredQueue } from '../constructs/dead-lettered-queue.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, CASE_COMMAND, functionSetting } from './setting.ts';

export interface PolicyErrandsProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
}

/** What of policies takes longer than a call: simulating and previewing, by a function that can change no case, and moving, by one that can. */
export class PolicyErrands extends Construct {
  readonly errands: Queue;
  readonly moves: Queue;
  private readonly props: PolicyErrandsProps;

  constructor(scope: Construct, id: string, props: PolicyErrandsProps) {
    super(scope, id);
    this.props = props;
    this.errands = this.simulating();
    this.moves = this.moving();
  }

  private simulating(): Queue {
    const impact = 'Simulations and previews of moves are not made: policies are published unseen, or wait.';
    const timeout = Duration.minutes(15);
    // Ten thousand cases with their journals are in memory one after the other, what is found of them all at once.
    const { queue, answer } = this.worker('AnswerErrand', 'simulation/answer-errand', timeout, impact, 3008);
    const { data } = this.props;
    allowTable(answer, data.cases.tableArn, ['Scan', 'GetItem', 'Query'], ['due']);
    return queue;
  }

  private moving(): Queue {
    const impact = 'Open cases that a publisher moves to another version of the policy stay with theirs.';
    const { data } = this.props;
    const { queue, answer } = this.worker('MoveCases', 'moving/move-cases', Duration.minutes(5), impact, 1024);
    allowTable(answer, data.cases.tableArn, CASE_COMMAND);
    answer.allowAgain(queue);
    return queue;
  }

  private worker(
    id: string,
    handler: string,
    timeout: Duration,
    impact: string,
    memorySize: number,
  ): { readonly queue: Queue; readonly answer: AppFunction } {
    const { data, configuration } = this.props;
    const runbook = 'policy-errands';
    const { queue } = new DeadLetteredQueue(this, `${id}Queue`, {
      key: data.key,
      alarmTopic: data.alarmTopic,
      impact,
      runbook,
      consumerTimeout: timeout,
      maxReceiveCount: 3,
    });
    const answer = new AppFunction(this, id, {
      setting: functionSetting(data, configuration),
      handler,
      timeout,
      memorySize,
      environment: {
        CASES_TABLE: data.cases.tableName,
        REFERENCE_TABLE: data.reference.tableName,
        RAW_BUCKET: data.raw.bucketName,
        OWN_QUEUE: queue.queueUrl,
      },
      impact,
      runbook,
    });
    allowTable(answer, data.reference.tableArn, ['GetItem', 'PutItem']);
    allowRuns(answer, data, ['s3:GetObject', 's3:PutObject']);
    answer.function.addEventSource(new SqsEventSource(queue, { batchSize: 1, reportBatchItemFailures: true }));
    return { queue, answer };
  }
}

/** What runs have found of each case: objects of one prefix. */
export function allowRuns(target: AppFunction, data: DataStack, actions: readonly string[]): void {
  target.allow(actions, [data.raw.arnForObjects('policy-runs/*')]);
  target.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  explain(
    target,
    `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/policy-runs/*]`,
    'Each run is an object with a name of its own below one prefix.',
  );
}

import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppAlarm, ONE_MINUTE } from '../constructs/app-alarm.ts';
import type { DataStack } from './data-stack.ts';

/** What somebody who does not work on cases wants to hear of them. */
export const TOLD = [
  'CaseTriaged',
  'SeverityChanged',
  'CaseAcknowledged',
  'ClockBreached',
  'CaseResolved',
  'CaseReopened',
  'CaseWithdrawn',
  'CaseMerged',
] as const;

/**
 * A topic for whoever subscribes: what has happened, and the case in short. Filter policies are on the body (`FilterPolicyScope: MessageBody`), so the bus can write to it without a function.
 */
export class Subscribers extends Construct {
  constructor(scope: Construct, id: string, data: DataStack) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { masterKey: data.key, enforceSSL: true });
    const rule = new Rule(this, 'Rule', {
      eventBus: data.bus,
      eventPattern: { source: ['fairlead'], detailType: [...TOLD] },
      targets: [
        new SnsTopic(topic, {
          message: RuleTargetInput.fromObject({
            what: EventField.fromPath('$.detail-type'),
            at: EventField.fromPath('$.detail.entry.at'),
            case: EventField.fromPath('$.detail.case'),
          }),
        }),
      ],
    });
    new AppAlarm(this, 'NotTold', {
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensionsMap: { EventBusName: data.bus.eventBusName, RuleName: rule.ruleName },
        period: ONE_MINUTE,
        statistic: 'Sum',
      }),
      threshold: 1,
      impact:
        'Whoever subscribes to what happens with cases does not hear of it. People on duty are called all the same.',
      runbook: 'subscribers-not-told',
      topic: data.alarmTopic,
    });
    new CfnOutput(this, 'SubscribeTo', {
      value: topic.topicArn,
      description: 'What happens with cases: subscribe here',
    });
  }
}

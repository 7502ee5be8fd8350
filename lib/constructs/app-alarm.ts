import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface AppAlarmProps {
  readonly metric: IMetric;
  readonly threshold: number;
  /** What a user of the system suffers while this lasts. */
  readonly impact: string;
  /** Name of an article in docs/runbook, without ending. A test holds that it exists. */
  readonly runbook: string;
  readonly topic: ITopic;
  readonly comparison?: ComparisonOperator;
  readonly evaluationPeriods?: number;
  readonly missingData?: TreatMissingData;
}

/** An alarm that says whom it hurts and what to do: no alarm without both. */
export class AppAlarm extends Construct {
  constructor(scope: Construct, id: string, props: AppAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.missingData ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} What to do: docs/runbook/${props.runbook}.md`,
    });
    alarm.addAlarmAction(new SnsAction(props.topic));
    alarm.addOkAction(new SnsAction(props.topic));
  }
}

export const ONE_MINUTE = Duration.minutes(1);

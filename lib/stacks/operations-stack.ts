import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { ComparisonOperator, Dashboard, GraphWidget, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { AppAlarm } from '../constructs/app-alarm.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import { counted } from './setting.ts';

export interface OperationsStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly api: ApiStack;
}

const PERIOD = Duration.minutes(5);

/** Whether the whole does its work: dashboard, and the alarms that belong to no single part. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { data, api, configuration } = props;
    const ours = (name: string, service: string): Metric => counted(configuration, service, name, PERIOD);

    new AppAlarm(this, 'AuditorSilent', {
      metric: ours('AuditorRuns', 'audit-cases'),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missingData: TreatMissingData.BREACHING,
      impact: 'Nobody watches over cases whose workflow died: they may be forgotten.',
      runbook: 'auditor-silent',
      topic: data.alarmTopic,
    });
    new AppAlarm(this, 'CasesRestarted', {
      metric: ours('LifecyclesRestarted', 'audit-cases'),
      threshold: 10,
      impact: 'Workflows of cases die and are started again; notices may come a minute late.',
      runbook: 'escalation-stalled',
      topic: data.alarmTopic,
    });
    new AppAlarm(this, 'ServerErrors', {
      metric: api.api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
      threshold: 5,
      impact: 'Sources and people get 5xx from the API.',
      runbook: 'api-failing',
      topic: data.alarmTopic,
    });

    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `fairlead-${configuration.stage}` });
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Signals in',
        left: [ours('SignalsAccepted', 'receive-signal'), ours('PayloadsQuarantined', 'receive-signal')],
        width: 12,
      }),
      new GraphWidget({
        title: 'Cases',
        left: [ours('CasesOpened', 'take-in-signal'), ours('SignalsAttached', 'take-in-signal')],
        width: 12,
      }),
      new GraphWidget({
        title: 'Notices',
        left: [
          ours('NoticesHandedOver', 'send-email'),
          ours('NoticesHandedOver', 'send-slack'),
          ours('NoticesSuppressed', 'send-email'),
        ],
        width: 12,
      }),
      new GraphWidget({
        title: 'Auditor',
        left: [ours('AuditorRuns', 'audit-cases'), ours('LifecyclesRestarted', 'audit-cases')],
        width: 12,
      }),
    );
    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName, description: 'CloudWatch dashboard' });
  }
}

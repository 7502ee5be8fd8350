import { Fn } from 'aws-cdk-lib';
import type { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Configuration } from '../configuration.ts';
import { ONE_MINUTE } from '../constructs/app-alarm.ts';
import type { AppFunction, FunctionSetting } from '../constructs/app-function.ts';
import type { DataStack } from './data-stack.ts';

const RETENTION = {
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  365: RetentionDays.ONE_YEAR,
} as const;

/** Where a stage counts: what one of them counts must not keep an alarm of the other from ringing. */
function metricsOf({ stage }: Configuration): string {
  return `Fairlead/${stage}`;
}

/** What a function counts, in sum. `service`: name of its handler, without the room. */
export function counted(
  configuration: Configuration,
  service: string,
  metricName: string,
  period: Duration = ONE_MINUTE,
): Metric {
  const namespace = metricsOf(configuration);
  return new Metric({ namespace, metricName, dimensionsMap: { service }, period, statistic: 'Sum' });
}

export function functionSetting(data: DataStack, configuration: Configuration): FunctionSetting {
  return {
    key: data.key,
    logRetention: RETENTION[configuration.logRetentionDays],
    alarmTopic: data.alarmTopic,
    retainData: configuration.retainData,
    metrics: metricsOf(configuration),
  };
}

/** Of a function behind the gateway: its lines are part of the record of calls. */
export function callSetting(data: DataStack, configuration: Configuration): FunctionSetting {
  return { ...functionSetting(data, configuration), logRetention: RETENTION[configuration.auditRetentionDays] };
}

/** Reading and writing a table encrypted with the house key: the item actions named, and the key. */
export function allowTable(
  target: AppFunction,
  tableArn: string,
  actions: readonly string[],
  indexes: readonly string[] = [],
): void {
  target.allow(
    actions.map((action) => `dynamodb:${action}`),
    [tableArn],
  );
  if (indexes.length > 0) {
    target.allow(
      ['dynamodb:Query'],
      indexes.map((index) => Fn.join('', [tableArn, `/index/${index}`])),
    );
  }
}

/** What a command on a case needs: read it, and write case, journal and keys in one transaction. */
export const CASE_COMMAND = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] as const;
/** What reading the policy pack needs. */
export const READ = ['GetItem'] as const;

/** Secrets of sources are made when a source is registered, so the template can only know their prefix. */
export function sourceSecrets(stack: Stack, stage: string): string {
  return `arn:aws:secretsmanager:${stack.region}:${stack.account}:secret:fairlead/${stage}/source/*`;
}

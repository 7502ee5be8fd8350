import { readFileSync } from 'node:fs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { AppAlarm, ONE_MINUTE } from './app-alarm.ts';
import type { FunctionSetting } from './app-function.ts';
import { explain } from './nag.ts';

export interface WorkflowProps {
  readonly setting: FunctionSetting;
  /** File below statemachines, e.g. `triage`. */
  readonly definition: string;
  readonly type: StateMachineType;
  readonly substitutions: Readonly<Record<string, string>>;
  readonly impact: string;
  readonly runbook: string;
}

/** A state machine from statemachines/<definition>.asl.json, with a role that may do only what `allow` names. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { setting } = props;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-${props.definition}`,
      retention: setting.logRetention,
      encryptionKey: setting.key,
      // It has a name, which a first deployment that fails must not have taken.
      removalPolicy: setting.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    const file = new URL(`../../statemachines/${props.definition}.asl.json`, import.meta.url);
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineType: props.type,
      definitionBody: DefinitionBody.fromString(readFileSync(file, 'utf8')),
      definitionSubstitutions: { ...props.substitutions },
      role: this.role,
      tracingEnabled: true,
      // Executions hold ids and decisions, no payloads; still, their data stays out of the log.
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    });
    explain(this.role, 'AwsSolutions-IAM5[Resource::*]', 'Vended log delivery and X-Ray have no resources to name.');
    new AppAlarm(this, 'Failed', {
      metric: this.stateMachine.metricFailed({ period: ONE_MINUTE }),
      threshold: 1,
      impact: props.impact,
      runbook: props.runbook,
      topic: setting.alarmTopic,
    });
  }

  allow(actions: readonly string[], resources: readonly string[]): this {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    return this;
  }
}

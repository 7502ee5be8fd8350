import { Duration, Stack } from 'aws-cdk-lib';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { EngagementStack } from '../stacks/engagement-stack.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from '../stacks/setting.ts';
import { WRITTEN } from '../systems.ts';
import { AppFunction } from './app-function.ts';
import { Reconciliation } from './reconciliation.ts';
import { allowSystems, systemEnvironment } from './system-access.ts';
import { Workflow } from './workflow.ts';

export interface ActionMachineProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly engagement: EngagementStack;
}

const NOT_WRITTEN =
  'Changes in systems of record are neither asked for nor made; the auditor starts them again each minute.';
const RUNBOOK = 'actions-stalled';

/** From a proposal to a confirmed change in a system of record: the state machine `action` and its two functions; and whether the change is still there at night. */
export class ActionMachine extends Construct {
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, { configuration, data, engagement }: ActionMachineProps) {
    super(scope, id);
    const setting = functionSetting(data, configuration);
    const tables = { CASES_TABLE: data.cases.tableName, REFERENCE_TABLE: data.reference.tableName };
    const { customerMail: mail } = engagement;
    const frame = { setting, impact: NOT_WRITTEN, runbook: RUNBOOK };

    const decide = new AppFunction(this, 'DecideAction', {
      ...frame,
      handler: 'actions/decide-action',
      timeout: Duration.seconds(15),
      environment: { ...tables, NOTICES_TOPIC: engagement.notices.topicArn },
    });
    decide.allow(['sns:Publish'], [engagement.notices.topicArn]);
    decide.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);

    const execute = new AppFunction(this, 'ExecuteAction', {
      ...frame,
      handler: 'actions/execute-action',
      timeout: Duration.seconds(50),
      environment: {
        ...tables,
        ...systemEnvironment(data, configuration, WRITTEN),
        MAIL_FROM: mail.from,
        CUSTOMER_CONFIGURATION_SET: mail.configurationSet,
        LINK_SECRET: data.linkSecret.secretArn,
      },
    });
    execute.allow(['ses:SendEmail'], mail.sendingArns);
    const publicUrl = { service: 'ssm', resource: `parameter/fairlead/${configuration.stage}/public-url` };
    execute.allow(['ssm:GetParameter'], [Stack.of(this).formatArn(publicUrl)]);
    execute.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
    allowSystems(execute, data, configuration, WRITTEN);
    for (const target of [decide, execute]) {
      allowTable(target, data.cases.tableArn, CASE_COMMAND);
      allowTable(target, data.reference.tableArn, READ);
    }

    const functions = {
      DecideAction: decide.function.functionArn,
      ExecuteAction: execute.function.functionArn,
    };
    this.workflow = new Workflow(this, 'Action', {
      ...frame,
      definition: 'action',
      type: StateMachineType.STANDARD,
      substitutions: { ...functions, CasesTable: data.cases.tableName },
    });
    this.workflow.allow(['lambda:InvokeFunction'], Object.values(functions));
    this.workflow.allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], [data.cases.tableArn]);
    this.workflow.allow(['kms:Decrypt'], [data.key.keyArn]);
    new Reconciliation(this, 'Reconciliation', { configuration, data });
  }
}

import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { ActionMachine } from '../constructs/action-machine.ts';
import { AppFunction } from '../constructs/app-function.ts';
import type { AppFunctionProps } from '../constructs/app-function.ts';
import { DeadLetteredQueue, deadLetterQueue } from '../constructs/dead-lettered-queue.ts';
import { Minutely } from '../constructs/minutely.ts';
import { allowSystems, systemEnvironment } from '../constructs/system-access.ts';
import { Workflow } from '../constructs/workflow.ts';
import { SYSTEMS } from '../systems.ts';
import type { System } from '../systems.ts';
import type { DataStack } from './data-stack.ts';
import type { EngagementStack } from './engagement-stack.ts';
import { Foresight } from './foresight.ts';
import { JournalExport } from './journal-export.ts';
import { readJournal } from './journal-stream.ts';
import { allowTable, CASE_COMMAND, functionSetting, READ } from './setting.ts';

export interface CaseFlowStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly data: DataStack;
  readonly engagement: EngagementStack;
}

/** Machines whose executions the outbox starts and wakes. */
interface Machines {
  readonly lifecycle: Workflow;
  readonly action: Workflow;
}

const NOT_TRIAGED =
  'New cases have no severity and no owner from the rules; the last owner of the pack is called instead.';
const NOT_ESCALATED = 'Cases are not escalated in time; the auditor starts their workflow again each minute.';

/** From a case to an owner who has it: triage, escalation, the outbox and the auditor. */
export class CaseFlowStack extends Stack {
  private readonly settings: CaseFlowStackProps;

  constructor(scope: Construct, id: string, props: CaseFlowStackProps) {
    super(scope, id, props);
    this.settings = props;
    const machines = {
      lifecycle: this.lifecycle(this.triage()),
      action: new ActionMachine(this, 'Actions', props).workflow,
    };
    this.relay(machines);
    this.auditor(machines);
    this.handovers();
    this.childTender();
    new JournalExport(this, 'Export', props);
    new Foresight(this, 'Foresight', props);
  }

  private lambda(id: string, props: Omit<AppFunctionProps, 'setting'>): AppFunction {
    const { data, configuration } = this.settings;
    return new AppFunction(this, id, { ...props, setting: functionSetting(data, configuration) });
  }

  private get tables(): Record<string, string> {
    return { CASES_TABLE: this.settings.data.cases.tableName, REFERENCE_TABLE: this.settings.data.reference.tableName };
  }

  private triage(): Workflow {
    const { data } = this.settings;
    // Each with its name in triage.asl.json.
    const asks = SYSTEMS.map((system) => [`Ask${capital(system)}`, this.ask(system)] as const);
    const assess = this.lambda('AssessCase', {
      handler: 'case/assess-case',
      timeout: Duration.seconds(10),
      environment: this.tables,
      impact: NOT_TRIAGED,
      runbook: 'triage-failing',
    });
    allowTable(assess, data.cases.tableArn, CASE_COMMAND);
    allowTable(assess, data.reference.tableArn, READ);
    const functions = { ...Object.fromEntries(asks), AssessCase: assess };
    return this.workflow('Triage', 'triage', StateMachineType.EXPRESS, functions, {}, NOT_TRIAGED, 'triage-failing');
  }

  /** A function for each system: it may read connection and credentials of its own only, and one that is slow takes no more functions than it may. */
  private ask(system: System): AppFunction {
    const { data, configuration } = this.settings;
    const ask = this.lambda(`Ask${system}`, {
      handler: `enrichment/ask-${system}`,
      // The longest that a policy may let triage wait; the state that waits for it gives it up before.
      timeout: Duration.seconds(10),
      environment: { ...this.tables, ...systemEnvironment(data, configuration, [system]) },
      reservedConcurrency: configuration.atOnce?.[system],
      impact: `The system ${system.toUpperCase()} is not asked; cases are scored on cached facts or without them.`,
      runbook: 'system-of-record-down',
    });
    allowTable(ask, data.cases.tableArn, READ);
    allowTable(ask, data.reference.tableArn, ['GetItem', 'PutItem', 'UpdateItem']);
    allowSystems(ask, data, configuration, [system]);
    return ask;
  }

  private lifecycle(triage: Workflow): Workflow {
    const { data, engagement } = this.settings;
    const decide = this.lambda('DecideNextStep', {
      handler: 'escalation/decide-next-step',
      timeout: Duration.seconds(15),
      environment: this.tables,
      impact: NOT_ESCALATED,
      runbook: 'escalation-stalled',
    });
    allowTable(decide, data.cases.tableArn, [...CASE_COMMAND, 'BatchGetItem']);
    allowTable(decide, data.reference.tableArn, READ);
    const call = this.lambda('CallPeople', {
      handler: 'escalation/call-people',
      timeout: Duration.seconds(15),
      environment: { NOTICES_TOPIC: engagement.notices.topicArn },
      impact: 'Owners are not called; the auditor hands their notices over a minute later.',
      runbook: 'notices-not-delivered',
    });
    call.allow(['sns:Publish'], [engagement.notices.topicArn]);
    call.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);

    const lifecycle = this.workflow(
      'Lifecycle',
      'case-lifecycle',
      StateMachineType.STANDARD,
      { DecideNextStep: decide, CallPeople: call },
      { Triage: triage.stateMachine.stateMachineArn, CasesTable: data.cases.tableName },
      NOT_ESCALATED,
      'escalation-stalled',
    );
    lifecycle.allow(['states:StartSyncExecution'], [triage.stateMachine.stateMachineArn]);
    lifecycle.allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], [data.cases.tableArn]);
    lifecycle.allow(['kms:Decrypt'], [data.key.keyArn]);
    return lifecycle;
  }

  private workflow(
    id: string,
    definition: string,
    type: StateMachineType,
    functions: Readonly<Record<string, AppFunction>>,
    substitutions: Readonly<Record<string, string>>,
    impact: string,
    runbook: string,
  ): Workflow {
    const { data, configuration } = this.settings;
    const arns = Object.fromEntries(
      Object.entries(functions).map(([name, target]) => [name, target.function.functionArn]),
    );
    const workflow = new Workflow(this, id, {
      setting: functionSetting(data, configuration),
      definition,
      type,
      substitutions: { ...arns, ...substitutions },
      impact,
      runbook,
    });
    workflow.allow(['lambda:InvokeFunction'], Object.values(arns));
    return workflow;
  }

  private relay(machines: Machines): void {
    const { data } = this.settings;
    const relay = this.lambda('RelayJournal', {
      handler: 'case/relay-journal',
      timeout: Duration.seconds(30),
      environment: this.outbox(machines),
      impact:
        'What was decided does not happen: workflows do not start and replies do not wake them. The auditor catches up each minute.',
      runbook: 'outbox-stalled',
    });
    this.allowOutbox(relay, machines);
    readJournal(this, relay, data, {
      name: 'case-flow-journal-stream',
      runbook: 'outbox-stalled',
      // The function relays cases beside one another and the entries of a case in order. Batches beside one another would be divided by entry: more
      // invocations, and no order within a case.
      batchSize: 50,
      // An entry that fails each time holds its shard up for half a minute. Then it lies in the bucket, and the auditor relays it from the due index.
      maximumRetryAttempts: 5,
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
  }

  private auditor(machines: Machines): void {
    const { data, configuration, engagement } = this.settings;
    const setting = functionSetting(data, configuration);
    const impact = 'Nobody watches over cases whose workflow died: they may be forgotten.';
    const audit = this.lambda('AuditCases', {
      handler: 'escalation/audit-cases',
      calledBy: 'a schedule of minutes',
      timeout: Duration.seconds(50),
      memorySize: 512,
      environment: {
        ...this.outbox(machines),
        REFERENCE_TABLE: data.reference.tableName,
        NOTICES_TOPIC: engagement.notices.topicArn,
        ...(configuration.heartbeatUrl === undefined ? {} : { HEARTBEAT_URL: configuration.heartbeatUrl }),
      },
      impact,
      runbook: 'auditor-silent',
    });
    this.allowOutbox(audit, machines);
    allowTable(audit, data.cases.tableArn, CASE_COMMAND, ['due']);
    allowTable(audit, data.reference.tableArn, READ);
    audit.allow(['sns:Publish'], [engagement.notices.topicArn]);
    audit.allow(['kms:GenerateDataKey'], [data.key.keyArn]);
    new Minutely(this, 'EachMinute', { setting, target: audit, impact, runbook: 'auditor-silent' });
  }

  /** Whoever comes on duty gets the open cases in one message. */
  private handovers(): void {
    const { data, configuration, engagement } = this.settings;
    const impact =
      'Whoever comes on duty is not told what is open; the cases themselves go on, and call as their ladders say.';
    const runbook = 'shifts-not-handed-over';
    const target = this.lambda('HandOverShifts', {
      handler: 'handover/hand-over-shifts',
      calledBy: 'a schedule of quarters',
      timeout: Duration.seconds(50),
      environment: { ...this.tables, NOTICES_TOPIC: engagement.notices.topicArn },
      impact,
      runbook,
    });
    allowTable(target, data.cases.tableArn, CASE_COMMAND, ['queue']);
    allowTable(target, data.reference.tableArn, READ);
    target.allow(['sns:Publish'], [engagement.notices.topicArn]);
    target.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    const setting = functionSetting(data, configuration);
    // A minute after shifts begin: by then whoever has come is there for every clock.
    new Minutely(this, 'EachQuarter', { setting, target, impact, runbook, every: 'cron(1/15 * * * ? *)' });
  }

  /** What an incident's beginning and end mean for its children, a page at a time. */
  private childTender(): void {
    const { data } = this.settings;
    const impact =
      'Cases of an incident are not gathered when it opens or let go when it ends; each finds out within six hours.';
    const timeout = Duration.seconds(60);
    const runbook = 'children-not-tended';
    const props = { key: data.key, alarmTopic: data.alarmTopic, impact, runbook };
    const children = new DeadLetteredQueue(this, 'Children', {
      ...props,
      consumerTimeout: timeout,
      maxReceiveCount: 5,
    });
    const undelivered = deadLetterQueue(this, 'UndeliveredTurns', { ...props, back: [children.queue] });
    new Rule(this, 'IncidentTurns', {
      eventBus: data.bus,
      eventPattern: {
        source: ['fairlead'],
        detailType: ['CaseOpened', 'CaseReopened', 'CaseResolved', 'CaseWithdrawn', 'CaseMerged', 'TookOver'],
        detail: { case: { type: ['incident.storm'] } },
      },
      targets: [new SqsQueue(children.queue, { deadLetterQueue: undelivered })],
    });
    const tend = this.lambda('TendChildren', {
      handler: 'incident/tend-children',
      timeout,
      memorySize: 512,
      environment: { ...this.tables, CHILDREN_QUEUE: children.queue.queueUrl },
      impact,
      runbook,
    });
    allowTable(tend, data.cases.tableArn, CASE_COMMAND);
    allowTable(tend, data.reference.tableArn, READ);
    tend.allowAgain(children.queue);
    tend.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
    tend.function.addEventSource(new SqsEventSource(children.queue, { batchSize: 1, reportBatchItemFailures: true }));
  }

  private outbox({ lifecycle, action }: Machines): Record<string, string> {
    const { data } = this.settings;
    return {
      CASES_TABLE: data.cases.tableName,
      EVENT_BUS: data.bus.eventBusName,
      LIFECYCLE_ARN: lifecycle.stateMachine.stateMachineArn,
      ACTION_ARN: action.stateMachine.stateMachineArn,
    };
  }

  private allowOutbox(target: AppFunction, { lifecycle, action }: Machines): void {
    const { data } = this.settings;
    allowTable(target, data.cases.tableArn, ['GetItem', 'UpdateItem', 'DeleteItem']);
    target.allow(['events:PutEvents'], [data.bus.eventBusArn]);
    for (const { stateMachine } of [lifecycle, action]) {
      target.allow(['states:StartExecution'], [stateMachine.stateMachineArn]);
      target.allow(['states:SendTaskSuccess'], [stateMachine.stateMachineArn]);
    }
    target.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  }
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

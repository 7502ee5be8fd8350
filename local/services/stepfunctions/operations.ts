import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { ExpressExecutions } from './express.ts';
import type { ExecutionRow } from './execution-store.ts';
import type { StandardExecutions } from './standard.ts';
import { StateFailure } from './failure.ts';
import { PAYLOAD_LIMIT, exceedsLimit, parseJson } from './json.ts';
import type { Json } from './json.ts';
import { requireArn } from './machines.ts';
import type { Machines, StateMachine } from './machines.ts';

export interface Parts {
  readonly kernel: Kernel;
  readonly machines: Machines;
  readonly standard: StandardExecutions;
  readonly express: ExpressExecutions;
}

/** Starting, watching, stopping and answering executions. */
export function executionOperations({ kernel, machines, standard, express }: Parts): Record<string, Operation> {
  const onMachine =
    (action: string) =>
    (input: any): AuthorizationRequest[] => [
      { action: `states:${action}`, resource: String(input?.stateMachineArn ?? '*') },
    ];
  const onExecution =
    (action: string) =>
    (input: any): AuthorizationRequest[] => [
      { action: `states:${action}`, resource: String(input?.executionArn ?? '*') },
    ];
  const onToken =
    (action: string) =>
    (input: any): AuthorizationRequest[] => [
      { action: `states:${action}`, resource: standard.machineOfToken(input?.taskToken) ?? '*' },
    ];
  const requireExecution = (arn: unknown): ExecutionRow => {
    requireArn(arn);
    if (arn.split(':')[5] === 'express') {
      throw new AwsError('InvalidArn', "Invalid Arn: 'Resource type not valid in this context: express'");
    }
    const row = standard.byArn(arn);
    if (row === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return row;
  };

  return {
    StartExecution: {
      authorize: onMachine('StartExecution'),
      run: (input) => {
        refuseUnknown('StartExecution', input, ['stateMachineArn', 'name', 'input', 'traceHeader', 'parentToken']);
        const machine = machines.require(input.stateMachineArn);
        const text = checkedInput(input.input);
        const name = checkedName(input.name) ?? kernel.uuid();
        assertKeyUse(kernel, machine);
        if (machine.type === 'EXPRESS') {
          const run = express.start(machine, name, text);
          return { executionArn: run.arn, startDate: new Date(run.startedAt) };
        }
        const row = standard.start(machine, name, text, input.parentToken);
        return { executionArn: row.arn, startDate: new Date(row.started) };
      },
    },
    StartSyncExecution: {
      authorize: onMachine('StartSyncExecution'),
      run: async (input) => {
        refuseUnknown('StartSyncExecution', input, ['stateMachineArn', 'name', 'input', 'traceHeader', 'includedData']);
        const machine = machines.require(input.stateMachineArn);
        if (machine.type !== 'EXPRESS') throw notSupportedByType();
        const text = checkedInput(input.input);
        const name = checkedName(input.name) ?? kernel.uuid();
        assertKeyUse(kernel, machine);
        return startSync(express, machine, name, text);
      },
    },
    DescribeExecution: {
      authorize: onExecution('DescribeExecution'),
      run: (input) => describeExecution(requireExecution(input.executionArn)),
    },
    ListExecutions: {
      authorize: onMachine('ListExecutions'),
      run: (input) => {
        refuseUnknown('ListExecutions', input, ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken']);
        return listExecutions(machines, standard, input);
      },
    },
    GetExecutionHistory: {
      authorize: onExecution('GetExecutionHistory'),
      run: (input) => history(standard, requireExecution(input.executionArn), input),
    },
    StopExecution: {
      authorize: onExecution('StopExecution'),
      run: (input) => {
        refuseUnknown('StopExecution', input, ['executionArn', 'error', 'cause']);
        const row = requireExecution(input.executionArn);
        if (row.status === 'RUNNING') standard.stop(row, input.error, input.cause);
        return { stopDate: new Date(row.stopped ?? kernel.now()) };
      },
    },
    SendTaskSuccess: {
      authorize: onToken('SendTaskSuccess'),
      run: (input) => {
        standard.answer(input.taskToken, { result: checkedOutput(input.output) });
        return {};
      },
    },
    SendTaskFailure: {
      authorize: onToken('SendTaskFailure'),
      run: (input) => {
        standard.answer(input.taskToken, { failure: new StateFailure(input.error, input.cause) });
        return {};
      },
    },
    SendTaskHeartbeat: {
      authorize: onToken('SendTaskHeartbeat'),
      run: (input) => {
        standard.heartbeat(input.taskToken);
        return {};
      },
    },
  };
}

/**
 * The data of a machine with a customer managed key can be written and read only with the key, by the machine's role:
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
function assertKeyUse(kernel: Kernel, machine: StateMachine): void {
  const requests = keyRequests(kernel, machine.keyId, 'states', ['kms:GenerateDataKey', 'kms:Decrypt'], {
    'aws:states:stateMachineArn': machine.arn,
  });
  if (requests.length === 0) return;
  kernel.access.assertAllowed({ kind: 'role', roleArn: machine.roleArn }, requests, 'KmsAccessDeniedException');
}

export function notSupportedByType(): AwsError {
  return new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}

export function validation(value: unknown, member: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

export function checkedName(name: unknown): string | undefined {
  if (name === undefined) return undefined;
  if (typeof name !== 'string' || name.length === 0 || FORBIDDEN.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${typeof name === 'string' ? name : typeof name}'`);
  }
  if (name.length > 80) throw validation(name, 'name', 'have length less than or equal to 80');
  return name;
}

function checkedInput(input: unknown): string {
  if (input === undefined) return '{}';
  const invalid = (why: string): AwsError =>
    new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  if (typeof input !== 'string' || input === '') throw invalid('Invalid execution input.');
  const text = input;
  if (exceedsLimit(text)) throw validation('<input>', 'input', `have length less than or equal to ${PAYLOAD_LIMIT}`);
  try {
    parseJson(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  return text;
}

function checkedOutput(output: unknown): Json {
  const text = String(output);
  if (exceedsLimit(text)) throw validation('<output>', 'output', `have length less than or equal to ${PAYLOAD_LIMIT}`);
  try {
    return parseJson(text);
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${error instanceof Error ? error.message : String(error)}'`);
  }
}

async function startSync(
  express: ExpressExecutions,
  machine: StateMachine,
  name: string,
  input: string,
): Promise<Readonly<Record<string, unknown>>> {
  const result = await express.run(machine, name, input);
  const { status, output, error, cause } = result.ending;
  return {
    executionArn: result.arn,
    stateMachineArn: machine.arn,
    name,
    startDate: new Date(result.startedAt),
    stopDate: new Date(result.endedAt),
    status,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output }),
    outputDetails: { included: true },
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: result.billedMilliseconds },
  };
}

const REDRIVABLE = ['FAILED', 'TIMED_OUT', 'ABORTED'];

function describeExecution(row: ExecutionRow): Readonly<Record<string, unknown>> {
  return {
    executionArn: row.arn,
    stateMachineArn: row.machine,
    name: row.name,
    status: row.status,
    startDate: new Date(row.started),
    ...(row.stopped === null ? {} : { stopDate: new Date(row.stopped) }),
    input: row.input,
    inputDetails: { included: true },
    ...(row.output === null ? {} : { output: row.output, outputDetails: { included: true } }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.cause === null ? {} : { cause: row.cause }),
    redriveCount: 0,
    ...(REDRIVABLE.includes(row.status)
      ? { redriveStatus: 'REDRIVABLE' }
      : {
          redriveStatus: 'NOT_REDRIVABLE',
          redriveStatusReason: `Execution is ${row.status} and cannot be redriven`,
        }),
  };
}

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'];

function listExecutions(machines: Machines, standard: StandardExecutions, input: any): unknown {
  const machine = machines.require(input.stateMachineArn);
  if (machine.type === 'EXPRESS') throw notSupportedByType();
  const { statusFilter } = input;
  if (statusFilter !== undefined && !STATUSES.includes(statusFilter)) {
    throw validation(statusFilter, 'statusFilter', `satisfy enum value set: [${STATUSES.join(', ')}]`);
  }
  const limit = pageSize(input.maxResults, 100);
  const rows = standard.list(machine.arn, statusFilter, Number(input.nextToken ?? Number.MAX_SAFE_INTEGER), limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    executions: page.map((row) => ({
      executionArn: row.arn,
      stateMachineArn: row.machine,
      name: row.name,
      status: row.status,
      startDate: new Date(row.started),
      ...(row.stopped === null ? {} : { stopDate: new Date(row.stopped) }),
      redriveCount: 0,
    })),
    ...(rows.length > limit && last !== undefined ? { nextToken: String(last.id) } : {}),
  };
}

export function pageSize(asked: unknown, otherwise: number): number {
  if (asked === undefined || asked === 0) return otherwise;
  if (typeof asked !== 'number' || asked > 1000) {
    throw validation(asked, 'maxResults', 'have value less than or equal to 1000');
  }
  return asked;
}

function history(standard: StandardExecutions, row: ExecutionRow, input: any): unknown {
  const events = [...standard.history(row)];
  if (input.reverseOrder === true) events.reverse();
  const from = Number(input.nextToken ?? 0);
  const limit = pageSize(input.maxResults, 100);
  const page = events.slice(from, from + limit).map(({ timestamp, ...event }) => ({
    ...(input.includeExecutionData === false ? withoutData(event) : event),
    timestamp: new Date(timestamp),
  }));
  return { events: page, ...(from + limit < events.length ? { nextToken: String(from + limit) } : {}) };
}

const DATA = ['input', 'inputDetails', 'output', 'outputDetails'];

function withoutData(event: object): object {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).filter(([member]) => !DATA.includes(member)))
        : value,
    ]),
  );
}

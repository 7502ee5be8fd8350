import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Operation } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { StateMachine } from './machines.ts';
import { checkedName, pageSize } from './operations.ts';
import type { Parts } from './operations.ts';

/** Creating, changing and describing state machines. */
export function machineOperations({ kernel, machines, standard }: Parts): Record<string, Operation> {
  const onMachine =
    (action: string) =>
    (input: any): AuthorizationRequest[] => [
      { action: `states:${action}`, resource: String(input?.stateMachineArn ?? '*') },
    ];
  const describe = (machine: StateMachine): Record<string, unknown> => ({
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machines.definition(machine.definitionId),
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: new Date(machine.createdAt),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    ...(machine.revision === undefined ? {} : { revisionId: machine.revision }),
  });

  return {
    CreateStateMachine: {
      authorize: (input) => [
        { action: 'states:CreateStateMachine', resource: kernel.arn('states', `stateMachine:${String(input?.name)}`) },
        { action: 'iam:PassRole', resource: String(input?.roleArn ?? '*') },
      ],
      run: (input) => {
        refuseUnknown('CreateStateMachine', input, ['name', 'definition', 'roleArn', 'type', ...INDIFFERENT]);
        const name = checkedName(input.name) ?? '';
        const type = machineType(input.type);
        const known = machines.get(kernel.arn('states', `stateMachine:${name}`));
        if (known !== undefined) {
          const same =
            machines.definition(known.definitionId) === input.definition &&
            known.roleArn === input.roleArn &&
            known.type === type;
          if (!same) {
            throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${known.arn}'`);
          }
          return { stateMachineArn: known.arn, creationDate: new Date(known.createdAt) };
        }
        const machine = machines.create(name, type, String(input.roleArn), String(input.definition));
        return { stateMachineArn: machine.arn, creationDate: new Date(machine.createdAt) };
      },
    },
    UpdateStateMachine: {
      authorize: onMachine('UpdateStateMachine'),
      run: (input) => {
        refuseUnknown('UpdateStateMachine', input, ['stateMachineArn', 'definition', 'roleArn']);
        const machine = machines.require(input.stateMachineArn);
        if (input.definition === undefined && input.roleArn === undefined) {
          throw new AwsError(
            'MissingRequiredParameter',
            'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
          );
        }
        const updated = machines.update(machine, input);
        return {
          updateDate: new Date(updated.updatedAt),
          ...(updated.revision === undefined ? {} : { revisionId: updated.revision }),
        };
      },
    },
    DescribeStateMachine: {
      authorize: onMachine('DescribeStateMachine'),
      run: (input) => describe(machines.require(input.stateMachineArn)),
    },
    DescribeStateMachineForExecution: {
      authorize: (input) => [
        { action: 'states:DescribeStateMachineForExecution', resource: String(input?.executionArn ?? '*') },
      ],
      run: (input) => {
        const row = standard.byArn(String(input.executionArn));
        if (row === undefined) {
          throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(input.executionArn)}'`);
        }
        const { creationDate, status: _, type: __, ...described } = describe(machines.require(row.machine));
        return {
          ...described,
          definition: machines.definition(row.definition),
          roleArn: row.role,
          updateDate: creationDate,
        };
      },
    },
    DeleteStateMachine: {
      authorize: onMachine('DeleteStateMachine'),
      run: (input) => {
        machines.remove(String(input.stateMachineArn));
        return {};
      },
    },
    ListStateMachines: {
      authorize: () => [{ action: 'states:ListStateMachines', resource: '*' }],
      run: (input) => {
        const limit = pageSize(input?.maxResults, 100);
        const from = Number(input?.nextToken ?? 0);
        const all = machines.list();
        return {
          stateMachines: all.slice(from, from + limit).map((machine) => ({
            stateMachineArn: machine.arn,
            name: machine.name,
            type: machine.type,
            creationDate: new Date(machine.createdAt),
          })),
          ...(from + limit < all.length ? { nextToken: String(from + limit) } : {}),
        };
      },
    },
    ValidateStateMachineDefinition: {
      authorize: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
      run: (input) => {
        refuseUnknown('ValidateStateMachineDefinition', input, ['definition', 'type']);
        const found = machines.check(String(input.definition), machineType(input.type) === 'EXPRESS');
        return {
          result: found.length === 0 ? 'OK' : 'FAIL',
          diagnostics: found.map(({ code, message, location }) => ({
            severity: 'ERROR',
            code,
            message,
            ...(location === undefined ? {} : { location }),
          })),
          truncated: false,
        };
      },
    },
  };
}

/** Settings without effect on one machine: there are no logs groups and traces to deliver to, and tags are never read. */
const INDIFFERENT = ['loggingConfiguration', 'tracingConfiguration', 'tags'];

export function machineType(type: unknown): StateMachine['type'] {
  if (type === undefined || type === 'STANDARD') return 'STANDARD';
  if (type === 'EXPRESS') return 'EXPRESS';
  throw new UnsupportedError(`The state machine type ${JSON.stringify(type)}`);
}

import { testKernel } from '../support/kernel.ts';
import type { TestKernelOptions, TestKernel } from '../support/kernel.ts';
import { createStepFunctions } from '../../local/services/stepfunctions/index.ts';
import type { Quotas } from '../../local/services/stepfunctions/index.ts';
import { AwsError } from '../../local/kernel/errors.ts';
import type { Kernel, Service } from '../../local/kernel/types.ts';

export const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:work';
export const ROLE = 'arn:aws:iam::111122223333:role/machine';

export type Handler = (payload: any, call: { readonly attempt: number }) => unknown;

/** What a function throws to fail as a Lambda function does. */
export class FunctionError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export interface HistoryEntry {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly [details: string]: any;
}

export interface Bench extends TestKernel {
  /** What the function `work` does from now on. */
  work(handler: Handler): void;
  readonly invocations: readonly any[];
  create(definition: object, options?: { name?: string; type?: string }): Promise<string>;
  start(machine: string, input?: unknown, name?: string): Promise<string>;
  describe(execution: string): Promise<any>;
  history(execution: string): Promise<HistoryEntry[]>;
  /** Creates, starts, lives through `milliseconds` and describes. */
  run(definition: object, input?: unknown, milliseconds?: number): Promise<any>;
}

export interface BenchOptions {
  readonly more?: readonly ((kernel: Kernel) => Service)[];
  readonly quotas?: Quotas;
}

/** A Step Functions service beside a function, a table and a queue that the test plays. */
export function bench(
  options: TestKernelOptions = {},
  services: readonly Service[] = [],
  { more = [], quotas = {} }: BenchOptions = {},
): Bench {
  let handler: Handler = (payload) => payload;
  const invocations: any[] = [];
  const lambda: Service = {
    name: 'lambda',
    resourceTypes: [],
    operations: {
      Invoke: {
        authorize: ({ FunctionName }) => [{ action: 'lambda:InvokeFunction', resource: FunctionName }],
        run: async ({ FunctionName, Payload }) => {
          if (!String(FunctionName).includes('work')) {
            throw new AwsError('ResourceNotFoundException', `Function not found: ${FunctionName}`, {
              httpStatusCode: 404,
            });
          }
          const payload = JSON.parse(Payload);
          invocations.push(payload);
          try {
            const result = await handler(payload, { attempt: invocations.length });
            return {
              StatusCode: 200,
              ExecutedVersion: '$LATEST',
              Payload: Buffer.from(JSON.stringify(result ?? null)),
            };
          } catch (error) {
            if (!(error instanceof FunctionError)) throw error;
            const body = { errorType: error.type, errorMessage: error.message, trace: [] };
            return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(body)) };
          }
        },
      },
    },
  };
  const kernel = testKernel(
    (k) => [createStepFunctions(k, { quotas }), lambda, ...services, ...more.map((create) => create(k))],
    options,
  );
  let machines = 0;
  const made: Bench = Object.assign(Object.create(kernel), {
    work: (next: Handler) => {
      handler = next;
    },
    invocations,
    create: async (definition: object, { name, type }: { name?: string; type?: string } = {}) => {
      machines += 1;
      const created = await kernel.call('sfn', 'CreateStateMachine', {
        name: name ?? `machine-${machines}`,
        definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
        roleArn: ROLE,
        ...(type === undefined ? {} : { type }),
      });
      return created.stateMachineArn;
    },
    start: async (stateMachineArn: string, input: unknown = {}, name?: string) => {
      const started = await kernel.call('sfn', 'StartExecution', {
        stateMachineArn,
        input: JSON.stringify(input),
        ...(name === undefined ? {} : { name }),
      });
      return started.executionArn;
    },
    describe: (executionArn: string) => kernel.call('sfn', 'DescribeExecution', { executionArn }),
    history: async (executionArn: string) =>
      (await kernel.call('sfn', 'GetExecutionHistory', { executionArn, maxResults: 1000 })).events,
    run: async (definition: object, input: unknown = {}, milliseconds = 0) => {
      const execution = await made.start(await made.create(definition), input);
      await kernel.advance(milliseconds);
      return made.describe(execution);
    },
  });
  return made;
}

/** `[type, previousEventId]` of each event: the chain that a reader follows. */
export function chain(events: readonly HistoryEntry[]): readonly (readonly [string, number])[] {
  return events.map(({ type, previousEventId }) => [type, previousEventId] as const);
}

/** A machine of one state. */
export function single(state: object): object {
  return { StartAt: 'S', States: { S: { End: true, ...state } } };
}

import { readFileSync } from 'node:fs';
import { AwsError } from '../../local/kernel/errors.ts';
import type { Kernel, Service } from '../../local/kernel/types.ts';
import type { Faults } from '../../local/services/dynamodb/faults.ts';
import { createDynamodb } from '../../local/services/dynamodb/index.ts';
import { createStepFunctions } from '../../local/services/stepfunctions/index.ts';
import { testKernel } from '../support/kernel.ts';

/** When every scenario begins. */
export const START = '2026-03-02T08:00:00.000Z';
export const CASE = `case_${'a'.repeat(26)}`;
export const ACTION = `act_${'c'.repeat(26)}`;
export const TRACE = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
/** What a case asks where a scenario says nothing else. */
export const ASKS = ['erp', 'tms', 'crm'] as const;
const ROLE = 'arn:aws:iam::111122223333:role/machine';

/** What a function answers to its n-th call (from 1), or throws. A function that a scenario does not name must not be called. */
export type Play = (payload: any, call: number) => unknown;

export interface Call {
  readonly function: string;
  readonly payload: any;
  /** Milliseconds after the start. */
  readonly at: number;
}

/** A function that fails as its code would. */
export class Thrown extends Error {
  readonly type: string;
  constructor(type: string, message = 'as the scenario wants it') {
    super(message);
    this.type = type;
  }
}

/** Lambda itself refuses, before the code runs. */
export function throttled(): never {
  throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { httpStatusCode: 429 });
}

export const SUBSTITUTIONS = {
  AskErp: 'ask-erp',
  AskTms: 'ask-tms',
  AskCrm: 'ask-crm',
  AskWms: 'ask-wms',
  AskProcurement: 'ask-procurement',
  AskTrade: 'ask-trade',
  AskDocuments: 'ask-documents',
  AskFinance: 'ask-finance',
  AssessCase: 'assess-case',
  DecideNextStep: 'decide-next-step',
  CallPeople: 'call-people',
  DecideAction: 'decide-action',
  ExecuteAction: 'execute-action',
  CasesTable: 'cases',
} as const;

export const minutes = (count: number): number => count * 60_000;
/** So many milliseconds after the start, as contracts write it. */
export const after = (milliseconds: number): string => new Date(Date.parse(START) + milliseconds).toISOString();

/** The machines as they stand in statemachines/, real tables, and functions that the scenario plays. */
export function stage(plays: Readonly<Record<string, Play>>) {
  const calls: Call[] = [];
  const startedAt = Date.parse(START);
  const lambda: Service = {
    name: 'lambda',
    resourceTypes: [],
    operations: {
      Invoke: {
        authorize: ({ FunctionName }) => [{ action: 'lambda:InvokeFunction', resource: FunctionName }],
        run: async ({ FunctionName, Payload }) => {
          const name = String(FunctionName);
          const payload = JSON.parse(Payload);
          calls.push({ function: name, payload, at: kernel.kernel.now() - startedAt });
          const play = plays[name];
          if (play === undefined) throw new Error(`the scenario does not expect a call of ${name}`);
          try {
            const result = await play(payload, calls.filter((call) => call.function === name).length);
            return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(result ?? null)) };
          } catch (error) {
            if (!(error instanceof Thrown)) throw error;
            const body = { errorType: error.type, errorMessage: error.message, trace: [] };
            return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(body)) };
          }
        },
      },
    },
  };
  let faults: Faults | undefined;
  const tables = (k: Kernel): Service => {
    const dynamodb = createDynamodb(k);
    faults = dynamodb.faults;
    return dynamodb;
  };
  const kernel = testKernel((k) => [createStepFunctions(k), tables(k), lambda], { startAt: START });
  if (faults === undefined) throw new Error('the tables were not made');
  kernel.provision('AWS::DynamoDB::Table', 'Cases', {
    TableName: 'cases',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });

  const create = async (name: string, type: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const file = new URL(`../../statemachines/${name}.asl.json`, import.meta.url);
    const definition = Object.entries({ ...SUBSTITUTIONS, ...more }).reduce(
      (text, [key, value]) => text.replaceAll(`\${${key}}`, value),
      readFileSync(file, 'utf8'),
    );
    const { stateMachineArn } = await kernel.call('sfn', 'CreateStateMachine', {
      name,
      type,
      definition,
      roleArn: ROLE,
    });
    return stateMachineArn;
  };
  const begin = async (stateMachineArn: string, name: string, input: object) => {
    const { executionArn } = await kernel.call('sfn', 'StartExecution', {
      stateMachineArn,
      name,
      input: JSON.stringify(input),
    });
    await kernel.settle();
    const history = async (): Promise<any[]> =>
      (await kernel.call('sfn', 'GetExecutionHistory', { executionArn, maxResults: 1000 })).events;
    return {
      describe: (): Promise<any> => kernel.call('sfn', 'DescribeExecution', { executionArn }),
      /** Names of the states that were entered, in order. */
      states: async (): Promise<readonly string[]> =>
        (await history()).flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    };
  };
  const setAttention = (sk: string, value: number): Promise<unknown> =>
    kernel.call('dynamodb', 'PutItem', {
      TableName: 'cases',
      Item: { pk: { S: CASE }, sk: { S: sk }, attention: { N: String(value) } },
    });
  const item = async (sk: string): Promise<any> =>
    (
      await kernel.call('dynamodb', 'GetItem', {
        TableName: 'cases',
        Key: { pk: { S: CASE }, sk: { S: sk } },
        ConsistentRead: true,
      })
    ).Item;

  return {
    kernel,
    calls,
    /** Payloads with which a function was called. */
    payloads: (name: string): readonly any[] =>
      calls.filter((call) => call.function === name).map(({ payload }) => payload),
    item,
    /** Sets the case's `attention`, as a command would. */
    attention: (value: number): Promise<unknown> => setAttention('CASE', value),
    actionAttention: (value: number): Promise<unknown> => setAttention(`ACTION#${ACTION}`, value),
    /** What the tables are to refuse. */
    faults,
    /** Starts the machine of an action. */
    action: async () => {
      const input = { caseId: CASE, actionId: ACTION, generation: 1, traceparent: TRACE };
      return begin(await create('action', 'STANDARD'), `${ACTION}-1`, input);
    },
    /** Runs triage alone, with so much time to live through; as the lifecycle calls it. */
    triage: async (asks: readonly string[] | null = ASKS, milliseconds = minutes(2)): Promise<any> => {
      const stateMachineArn = await create('triage', 'EXPRESS');
      const input = JSON.stringify({ caseId: CASE, traceparent: TRACE, ...(asks === null ? {} : { asks }) });
      const answer = kernel.call('sfn', 'StartSyncExecution', { stateMachineArn, input });
      await kernel.advance(milliseconds);
      return answer;
    },
    /** Starts a lifecycle beside its triage. */
    lifecycle: async (input: object = {}, triageArn?: string) => {
      const arn = triageArn ?? (await create('triage', 'EXPRESS'));
      const stateMachineArn = await create('case-lifecycle', 'STANDARD', { Triage: arn });
      const whole = { caseId: CASE, generation: 1, traceparent: TRACE, triage: true, asks: ASKS, ...input };
      return {
        ...(await begin(stateMachineArn, `${CASE}-1`, whole)),
        /** What Step Functions bills for the lifecycle. */
        transitions: (): number =>
          kernel.kernel.meter
            .totals()
            .filter(({ unit, resource }) => unit === 'StateTransitions' && resource.includes('case-lifecycle'))
            .reduce((sum, { amount }) => sum + amount, 0),
      };
    },
    wake: async (sk = 'TOKEN'): Promise<void> => {
      const token = (await item(sk)).token.S;
      await kernel.call('sfn', 'SendTaskSuccess', { taskToken: token, output: '{}' });
      await kernel.settle();
    },
  };
}

/** A triage in which everything goes well. */
export const goodTriage: Readonly<Record<string, Play>> = {
  'ask-erp': () => ({ system: 'erp', state: 'live', facts: { priority: 'high' } }),
  'ask-tms': () => ({ system: 'tms', state: 'live', facts: { mode: 'road' } }),
  'ask-crm': () => ({ system: 'crm', state: 'live', facts: { tier: 'gold' } }),
  'assess-case': () => ({ version: 2 }),
};

/** Answers of decide-next-step, one after the other; the last one again and again. */
export function decisions(...answers: readonly object[]): Play {
  return (_payload, call) => answers[Math.min(call, answers.length) - 1];
}

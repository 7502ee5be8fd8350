import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Principal } from '../../kernel/types.ts';
import { queueUrlOf, readRetryPolicy } from '../eventbridge/retry-policy.ts';
import { readDeadLetters } from '../eventbridge/target.ts';
import { refuseUnknown } from '../refuse-unknown.ts';

const UNIVERSAL = /^arn:aws[a-z-]*:scheduler:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/;
/** Reading has no effect: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html#supported-universal-targets */
const READING = /^(get|describe|list|poll|receive|search|scan|query|select|lookup|discover|validate|batchGet|view)/;

const TEMPLATED: Readonly<Record<string, string>> = {
  lambda: 'function:',
  sqs: '',
  sns: '',
  states: 'stateMachine:',
  events: 'event-bus/',
};

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** Refuses what could not be invoked when it is due. */
export function checkTarget(target: any): void {
  refuseUnknown('the target of a schedule', target, [
    'Arn',
    'RoleArn',
    'Input',
    'RetryPolicy',
    'DeadLetterConfig',
    'EventBridgeParameters',
  ]);
  const arn = String(target?.Arn);
  if (typeof target?.RoleArn !== 'string') throw invalid('Target RoleArn is required.');
  readRetryPolicy(target.RetryPolicy);
  readDeadLetters(target.DeadLetterConfig);
  const universal = UNIVERSAL.exec(arn);
  if (universal !== null) {
    if (READING.test(universal[2] ?? '')) throw invalid(`${arn} is a read-only operation, which is not a target.`);
    parseInput(target.Input);
    return;
  }
  const [, , service = '', , , ...rest] = arn.split(':');
  const prefix = TEMPLATED[service];
  if (prefix === undefined || arn.endsWith('.fifo') || !rest.join(':').startsWith(prefix)) {
    throw new UnsupportedError(`the target ${arn} of a schedule`);
  }
  if (service === 'events') {
    refuseUnknown('EventBridgeParameters', target.EventBridgeParameters, ['DetailType', 'Source']);
    if (target.EventBridgeParameters?.DetailType === undefined || target.EventBridgeParameters.Source === undefined) {
      throw invalid('EventBridgeParameters must be specified for an event bus.');
    }
    parseInput(target.Input);
  } else if (target.EventBridgeParameters !== undefined) {
    throw invalid('EventBridgeParameters are for event buses.');
  }
}

function parseInput(input: unknown): Record<string, unknown> {
  try {
    const value: unknown = typeof input === 'string' ? JSON.parse(input) : (input ?? {});
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw invalid('Target Input must be a JSON object.');
}

/** What an SDK names its services by, where the engine uses other names. */
const SERVICE_NAMES: Readonly<Record<string, string>> = { cloudwatchevents: 'eventbridge' };

/** Step Functions is the one service here whose members begin small. */
function withSmallNames(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

async function invokeUniversal(
  kernel: Kernel,
  principal: Principal,
  match: RegExpExecArray,
  input: string,
): Promise<void> {
  const [, named = '', action = ''] = match;
  const service = SERVICE_NAMES[named] ?? named;
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const given = parseInput(input);
  await kernel.call(principal, service, operation, service === 'sfn' ? withSmallNames(given) : given);
}

interface Outcome {
  readonly FailedEntryCount: number;
  readonly Entries: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
}

/** One attempt, by the role of the schedule: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
export async function invokeTarget(kernel: Kernel, target: any, input: string): Promise<void> {
  const principal: Principal = { kind: 'role', roleArn: target.RoleArn };
  const arn: string = target.Arn;
  const universal = UNIVERSAL.exec(arn);
  if (universal !== null) {
    await invokeUniversal(kernel, principal, universal, input);
    return;
  }
  switch (arn.split(':')[2]) {
    case 'lambda':
      await kernel.call(principal, 'lambda', 'Invoke', {
        FunctionName: arn,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(input),
      });
      return;
    case 'sqs':
      await kernel.call(principal, 'sqs', 'SendMessage', { QueueUrl: queueUrlOf(arn), MessageBody: input });
      return;
    case 'sns':
      await kernel.call(principal, 'sns', 'Publish', { TopicArn: arn, Message: input });
      return;
    case 'states':
      await kernel.call(principal, 'sfn', 'StartExecution', { stateMachineArn: arn, input });
      return;
    default: {
      const { DetailType, Source } = target.EventBridgeParameters;
      const answer: Outcome = await kernel.call(principal, 'eventbridge', 'PutEvents', {
        Entries: [{ EventBusName: arn, DetailType, Source, Detail: input }],
      });
      const [entry] = answer.Entries;
      if (answer.FailedEntryCount > 0) {
        const server = /Internal|Throttl/.test(entry?.ErrorCode ?? '');
        throw new AwsError(entry?.ErrorCode ?? 'InternalFailure', entry?.ErrorMessage ?? '', {
          httpStatusCode: server ? 500 : 400,
        });
      }
    }
  }
}

import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Operation, Principal } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import type { AsyncInvocations } from './async.ts';
import type { Executor, Outcome } from './execute.ts';
import type { Functions } from './functions.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution */
const MAX_SYNC = 6_291_456;
const MAX_ASYNC = 1_048_576;

function textOf(payload: unknown): string {
  if (payload === undefined || payload === null) return '{}';
  if (typeof payload === 'string') return payload === '' ? '{}' : payload;
  if (payload instanceof Uint8Array) return payload.length === 0 ? '{}' : Buffer.from(payload).toString('utf8');
  throw new UnsupportedError('a Payload that is neither text nor bytes');
}

function validatePayload(payload: string, limit: number): void {
  if (Buffer.byteLength(payload) > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      { httpStatusCode: 413, members: { Type: 'User' } },
    );
  }
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error instanceof Error ? error.message : ''}`,
      { members: { Type: 'User' } },
    );
  }
}

/** Bytes that also have the SDK's `transformToString`. */
function bytesOf(text: string): Uint8Array {
  return Object.assign(new Uint8Array(Buffer.from(text)), { transformToString: () => text });
}

function answer(outcome: Outcome): object {
  return {
    StatusCode: 200,
    ExecutedVersion: outcome.version,
    Payload: bytesOf(outcome.payload),
    ...(outcome.failure === undefined ? {} : { FunctionError: 'Unhandled' }),
  };
}

/** A gateway has somebody on the line. */
const isAwaited = (principal: Principal): boolean =>
  principal.kind === 'service' && principal.service === 'apigateway.amazonaws.com';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function createInvoke(
  kernel: Kernel,
  functions: Functions,
  executor: Executor,
  asyncInvocations: AsyncInvocations,
): Operation {
  return {
    authorize: (input) => [
      { action: 'lambda:InvokeFunction', resource: functions.arnOf(input.FunctionName, input.Qualifier) },
    ],
    run: (input, { principal }) => {
      refuseUnknown('Invoke', input, ['FunctionName', 'Qualifier', 'InvocationType', 'Payload', 'LogType']);
      refuseOther('LogType of Invoke', input.LogType ?? 'None', 'None');
      const target = functions.find(input.FunctionName, input.Qualifier);
      const payload = textOf(input.Payload);
      switch (input.InvocationType ?? 'RequestResponse') {
        case 'RequestResponse':
          validatePayload(payload, MAX_SYNC);
          return (
            isAwaited(principal)
              ? executor.execute(target, payload)
              : kernel.inTurn(() => executor.execute(target, payload))
          ).then(answer);
        case 'Event':
          validatePayload(payload, MAX_ASYNC);
          asyncInvocations.enqueue(target, payload);
          return { StatusCode: 202, Payload: bytesOf('') };
        case 'DryRun':
          return { StatusCode: 204 };
        default:
          throw new AwsError(
            'InvalidParameterValueException',
            `Unknown InvocationType ${String(input.InvocationType)}`,
          );
      }
    },
  };
}

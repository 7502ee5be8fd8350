import { UnsupportedError } from '../kernel/errors.ts';
import type { Kernel, Principal } from '../kernel/types.ts';
import { isRetryable, isThrottling, toSdkError } from './sdk-error.ts';

/** The SDK's standard retry mode: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const MAX_ATTEMPTS = 3;
const BASE_DELAY = 100;
const THROTTLING_BASE_DELAY = 500;
const MAX_DELAY = 20_000;

/** `DynamoDBClient` is the service `dynamodb`. */
export function serviceOf(clientName: string): string {
  return clientName.replace(/Client$/, '').toLowerCase();
}

/** Answers an SDK command by the engine, with the SDK's retries of throttled and failed attempts; `maxAttempts` as its client was made. */
export async function callAsSdk(
  kernel: Kernel,
  principal: Principal,
  clientName: string,
  commandName: string,
  input: unknown,
  maxAttempts: number = MAX_ATTEMPTS,
): Promise<object> {
  const service = serviceOf(clientName);
  const operation = commandName.replace(/Command$/, '');
  const requestId = kernel.uuid();
  for (let attempts = 1; ; attempts += 1) {
    try {
      const output: unknown = await kernel.call(principal, service, operation, input);
      const $metadata = { httpStatusCode: 200, requestId, attempts, totalRetryDelay: 0 };
      return typeof output === 'object' && output !== null ? { ...output, $metadata } : { $metadata };
    } catch (error) {
      // A handler may catch it and go on: whoever watches must see it all the same.
      if (error instanceof UnsupportedError) kernel.emit({ kind: 'engine.unsupported', message: error.message });
      if (attempts >= maxAttempts || !isRetryable(error)) throw toSdkError(error, requestId, attempts);
      const base = isThrottling(error) ? THROTTLING_BASE_DELAY : BASE_DELAY;
      const delay = Math.floor(kernel.random() * Math.min(MAX_DELAY, base * 2 ** (attempts - 1)));
      await new Promise<void>((resolve) => kernel.timers.afterComputing(delay, resolve));
    }
  }
}

import { AwsError } from '../kernel/errors.ts';

/** What the SDK's retry strategy reads: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const THROTTLING = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const TRANSIENT_STATUS = new Set([500, 502, 503, 504]);

export function isThrottling(error: AwsError): boolean {
  return THROTTLING.has(error.name) || error.httpStatusCode === 429;
}

export function isRetryable(error: unknown): error is AwsError {
  return error instanceof AwsError && (isThrottling(error) || TRANSIENT_STATUS.has(error.httpStatusCode));
}

/**
 * The failure as a caller of the AWS SDK for JavaScript v3 sees it. `instanceof` of the SDK's exception classes goes by `name`, `$fault` and
 * `$metadata`, so the class itself is not needed. Anything else than an {@link AwsError} is a fault of the engine and passes as it is.
 */
export function toSdkError(error: unknown, requestId: string, attempts: number): Error {
  if (!(error instanceof AwsError)) return error instanceof Error ? error : new Error(String(error));
  const exception = new Error(error.message, { cause: error });
  exception.name = error.name;
  return Object.assign(exception, {
    ...error.members,
    $fault: error.fault,
    $metadata: { httpStatusCode: error.httpStatusCode, requestId, attempts, totalRetryDelay: 0 },
  });
}

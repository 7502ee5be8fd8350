import { AwsError } from '../../local/kernel/errors.ts';

/** How each service says that it is asked too often; the SDK and the retries of services know it by this name. */
const THROTTLES: Readonly<Record<string, readonly [name: string, status: number]>> = {
  dynamodb: ['ProvisionedThroughputExceededException', 400],
  lambda: ['TooManyRequestsException', 429],
  s3: ['SlowDown', 503],
  sesv2: ['TooManyRequestsException', 429],
  sns: ['ThrottledException', 429],
  sqs: ['RequestThrottled', 403],
};

export function throttleOf(service: string, operation: string): AwsError {
  const [name, httpStatusCode] = THROTTLES[service] ?? ['ThrottlingException', 400];
  return new AwsError(name, `Rate of ${operation} exceeded.`, { httpStatusCode });
}

const SERVER_ERRORS: Readonly<Record<string, string>> = {
  dynamodb: 'InternalServerError',
  lambda: 'ServiceException',
  s3: 'InternalError',
  eventbridge: 'InternalException',
  secretsmanager: 'InternalServiceError',
  ssm: 'InternalServerError',
};

export function serverErrorOf(service: string): AwsError {
  return new AwsError(SERVER_ERRORS[service] ?? 'InternalFailure', 'Internal failure.', { httpStatusCode: 500 });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors */
export function conflictOf(input: unknown): AwsError {
  const items: unknown =
    typeof input === 'object' && input !== null && 'TransactItems' in input ? input.TransactItems : [];
  const reasons = (Array.isArray(items) ? items : []).map((_item, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { members: { CancellationReasons: reasons } },
  );
}

import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { StateFailure } from './failure.ts';
import type { TaskResource } from './task-resource.ts';

type Integration = Extract<TaskResource, { kind: 'integration' }>;

/** How an SDK integration names a service in errors: the client class of the AWS SDK for Java 2.x. */
const SDK_NAMES: Readonly<Record<string, string>> = {
  cognitoidentityprovider: 'CognitoIdentityProvider',
  dynamodb: 'DynamoDb',
  eventbridge: 'EventBridge',
  kms: 'Kms',
  lambda: 'Lambda',
  s3: 'S3',
  scheduler: 'Scheduler',
  secretsmanager: 'SecretsManager',
  sesv2: 'SesV2',
  sfn: 'Sfn',
  sns: 'Sns',
  sqs: 'Sqs',
  ssm: 'Ssm',
  sts: 'Sts',
};

/** How an optimized integration names it, in the error and in the cause: the AWS SDK for Java 1.x. */
const OPTIMIZED_NAMES: Readonly<Record<string, readonly [prefix: string, service: string, generic: string]>> = {
  lambda: ['Lambda', 'AWSLambda', 'AWSLambdaException'],
  dynamodb: ['DynamoDB', 'AmazonDynamoDBv2', 'AmazonDynamoDBException'],
  sqs: ['SQS', 'AmazonSQS', 'AmazonSQSException'],
  sns: ['SNS', 'AmazonSNS', 'AmazonSNSException'],
  eventbridge: ['EventBridge', 'AmazonEventBridge', 'AmazonEventBridgeException'],
  sfn: ['StepFunctions', 'AWSStepFunctions', 'AWSStepFunctionsException'],
};

/** Errors for which the Java SDK has no class, so that the service's general one is seen. */
const UNMODELED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'InvalidParameterValue',
  'MissingParameter',
  'ValidationError',
  'ValidationException',
]);

const FUNCTION: Integration = {
  kind: 'integration',
  resourceType: 'lambda',
  resource: 'invoke',
  service: 'lambda',
  operation: 'Invoke',
  optimized: true,
  pattern: 'request',
};

/** What a failed call is to the state: an error name as AWS composes it, and the service's message as the cause. */
export function callFailure(kernel: Kernel, resource: TaskResource, error: unknown): StateFailure {
  if (error instanceof UnsupportedError) return new StateFailure('States.Runtime', error.message);
  // A plain Error is the engine's own fault and must not pass for the service's answer.
  if (!(error instanceof AwsError)) throw error;
  if (DENIED.test(error.message)) return new StateFailure('States.Permissions', error.message);
  const integration = resource.kind === 'function' ? FUNCTION : resource;
  return integration.optimized ? optimizedFailure(kernel, integration, error) : sdkFailure(kernel, integration, error);
}
const DENIED = /is not authorized to perform/;

function className(error: AwsError, generic: string): string {
  if (UNMODELED.has(error.name)) return generic;
  return error.name.endsWith('Exception') || error.name.endsWith('Error') ? error.name : `${error.name}Exception`;
}

function sdkFailure(kernel: Kernel, { service }: Integration, error: AwsError): StateFailure {
  const name = SDK_NAMES[service] ?? service;
  const extended = service === 's3' ? `, Extended Request ID: ${kernel.uuid()}` : '';
  return new StateFailure(
    `${name}.${className(error, `${name}Exception`)}`,
    `${error.message} (Service: ${name}, Status Code: ${error.httpStatusCode}, Request ID: ${kernel.uuid()}${extended})`,
  );
}

function optimizedFailure(kernel: Kernel, { service }: Integration, error: AwsError): StateFailure {
  const [prefix, full, generic] = OPTIMIZED_NAMES[service] ?? [service, service, 'Exception'];
  return new StateFailure(
    `${prefix}.${className(error, generic)}`,
    `${error.message} (Service: ${full}; Status Code: ${error.httpStatusCode}; Error Code: ${error.name}; Request ID: ${kernel.uuid()}; Proxy: null)`,
  );
}

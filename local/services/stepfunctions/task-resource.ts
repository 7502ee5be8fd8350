/** Where a Task's work is done. */
export type TaskResource =
  | { readonly kind: 'function'; readonly arn: string }
  | {
      readonly kind: 'integration';
      /** As history shows it: `lambda`, `aws-sdk:dynamodb`. */
      readonly resourceType: string;
      /** As history shows it: `invoke.waitForTaskToken`. */
      readonly resource: string;
      readonly service: string;
      /** As the SDK names it: `PutItem`. */
      readonly operation: string;
      readonly optimized: boolean;
      readonly pattern: 'request' | 'token' | 'sync';
    };

/** The optimized integrations that this engine keeps. `sync` only waits for nested executions. */
const OPTIMIZED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  lambda: { invoke: ['', '.waitForTaskToken'] },
  sqs: { sendMessage: ['', '.waitForTaskToken'] },
  sns: { publish: ['', '.waitForTaskToken'] },
  events: { putEvents: ['', '.waitForTaskToken'] },
  dynamodb: { getItem: [''], putItem: [''], updateItem: [''], deleteItem: [''] },
  states: { startExecution: ['', '.sync', '.sync:2', '.waitForTaskToken'] },
};

const KERNEL_SERVICE: Readonly<Record<string, string>> = { events: 'eventbridge', states: 'sfn' };

const SDK_SERVICES = new Set([
  'cognitoidentityprovider',
  'dynamodb',
  'eventbridge',
  'kms',
  'lambda',
  's3',
  'scheduler',
  'secretsmanager',
  'sesv2',
  'sfn',
  'sns',
  'sqs',
  'ssm',
  'sts',
]);

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/;
const INTEGRATION_ARN =
  /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:(aws-sdk:)?([a-z0-9]+):([A-Za-z0-9]+)((?:\.[A-Za-z]+(?::2)?)?)$/;

/** The resource, or what is wrong with it. */
export function parseTaskResource(arn: string): TaskResource | { readonly kind: 'unsupported' | 'invalid' } {
  if (FUNCTION_ARN.test(arn)) return { kind: 'function', arn };
  const match = INTEGRATION_ARN.exec(arn);
  if (match === null) return { kind: arn.startsWith('arn:') ? 'unsupported' : 'invalid' };
  const [, sdk, service = '', action = '', suffix = ''] = match;
  const known =
    sdk === undefined
      ? OPTIMIZED[service]?.[action]?.includes(suffix) === true
      : SDK_SERVICES.has(service) && (suffix === '' || suffix === '.waitForTaskToken');
  if (!known) return { kind: 'unsupported' };
  return {
    kind: 'integration',
    resourceType: (sdk ?? '') + service,
    resource: action + suffix,
    service: sdk === undefined ? (KERNEL_SERVICE[service] ?? service) : service,
    operation: action.charAt(0).toUpperCase() + action.slice(1),
    optimized: sdk === undefined,
    pattern: suffix === '' ? 'request' : suffix === '.waitForTaskToken' ? 'token' : 'sync',
  };
}

import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import { refuseUnknown } from '../refuse-unknown.ts';

/** EventBridge and its Scheduler retry alike. */
export interface RetryPolicy {
  readonly maximumRetries: number;
  readonly maximumAgeSeconds: number;
}

export interface Progress {
  /** When the first attempt was due. */
  readonly since: number;
  /** Attempts after the first. */
  readonly retries: number;
}

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
export type Verdict =
  | { readonly kind: 'retry'; readonly wait: number }
  | { readonly kind: 'give-up'; readonly condition: Exhausted | undefined };

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/** Our own steps, AWS names none: with jitter, 185 of them fill its 24 hours. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 600_000;

function bounded(value: unknown, otherwise: number, least: number, most: number, name: string): number {
  const number = Number(value ?? otherwise);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new UnsupportedError(`${name} ${String(value)} of a retry policy`);
  }
  return number;
}

/** `RetryPolicy` of a target. */
export function readRetryPolicy(policy: any): RetryPolicy {
  refuseUnknown('RetryPolicy', policy, ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds']);
  return {
    maximumRetries: bounded(policy?.MaximumRetryAttempts, DEFAULT_RETRIES, 0, 185, 'MaximumRetryAttempts'),
    maximumAgeSeconds: bounded(
      policy?.MaximumEventAgeInSeconds,
      DEFAULT_AGE_SECONDS,
      60,
      86_400,
      'MaximumEventAgeInSeconds',
    ),
  };
}

const THROTTLED = /Throttl|TooManyRequests|LimitExceeded|RequestLimit|SlowDown/;

/** Missing permissions and missing resources do not get better by waiting: they are not retried. */
export function isRetriable(error: AwsError): boolean {
  return error.fault === 'server' || THROTTLED.test(error.name);
}

/** Values as they are seen in dead-letter queues. */
export function errorCodeOf(error: AwsError): string {
  if (/AccessDenied|NotAuthorized|AuthorizationError/.test(error.name)) return 'NO_PERMISSIONS';
  if (/NotFound|DoesNotExist|NonExistent/.test(error.name)) return 'NO_RESOURCE';
  if (THROTTLED.test(error.name)) return 'THROTTLING';
  return error.fault === 'server' ? 'ERROR_FROM_TARGET' : 'SDK_CLIENT_ERROR';
}

/** What follows a failed attempt. `random` in [0, 1). */
export function decideRetry(
  policy: RetryPolicy,
  progress: Progress,
  error: AwsError,
  now: number,
  random: number,
): Verdict {
  if (!isRetriable(error)) return { kind: 'give-up', condition: undefined };
  if (progress.retries >= policy.maximumRetries) return { kind: 'give-up', condition: 'MaximumRetryAttempts' };
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** progress.retries);
  const wait = Math.ceil(ceiling * (0.5 + random / 2));
  if (now + wait > progress.since + policy.maximumAgeSeconds * 1000) {
    return { kind: 'give-up', condition: 'MaximumEventAgeInSeconds' };
  }
  return { kind: 'retry', wait };
}

/** A failure that AWS would give; anything else is the engine's own and stops it. */
export function awsErrorOf(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  throw error;
}

type Attributes = Readonly<Record<string, { readonly DataType: 'String'; readonly StringValue: string }>>;

/** As message attributes, none of them empty. */
export function textAttributes(values: Readonly<Record<string, string | undefined>>): Attributes {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, { DataType: 'String' as const, StringValue: value }] as const],
  );
  return Object.fromEntries(entries);
}

/** The URL of a queue from its ARN. */
export function queueUrlOf(arn: string): string {
  const [, , , region = '', account = '', name = ''] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

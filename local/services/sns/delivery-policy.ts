import { UnsupportedError } from '../../kernel/errors.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { invalidParameter } from './errors.ts';

/** The phases of retrying: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html. Delays in milliseconds. */
export interface DeliveryPolicy {
  readonly immediate: number;
  readonly preBackoff: number;
  readonly backoff: number;
  readonly postBackoff: number;
  readonly minDelay: number;
  readonly maxDelay: number;
  readonly function: BackoffFunction;
}
export type BackoffFunction = 'linear' | 'arithmetic' | 'geometric' | 'exponential';

/** Queues and functions: 100,015 retries over 23 days. */
export const AWS_MANAGED: DeliveryPolicy = {
  immediate: 3,
  preBackoff: 2,
  backoff: 10,
  postBackoff: 100_000,
  minDelay: 1000,
  maxDelay: 20_000,
  function: 'exponential',
};

/** What HTTP/S endpoints have without a policy of their own: three retries, 20 seconds apart. */
const HTTP_DEFAULT: DeliveryPolicy = {
  immediate: 0,
  preBackoff: 0,
  backoff: 3,
  postBackoff: 0,
  minDelay: 20_000,
  maxDelay: 20_000,
  function: 'linear',
};
const MAX_RETRIES = 100;
/** "The total policy retry time for an HTTP/S endpoint" has this hard limit. */
const MAX_TOTAL = 3_600_000;

/** From one delay to the other in the given number of steps. */
function backoffDelay(policy: DeliveryPolicy, step: number): number {
  const { minDelay, maxDelay, backoff } = policy;
  const part = backoff <= 1 ? 1 : step / (backoff - 1);
  switch (policy.function) {
    case 'linear':
      return minDelay + (maxDelay - minDelay) * part;
    case 'arithmetic':
      return minDelay + (maxDelay - minDelay) * part ** 2;
    default:
      return minDelay === 0 ? maxDelay * part : minDelay * (maxDelay / minDelay) ** part;
  }
}

/** The wait before retry number `retry` (from 0), or undefined when the policy is at its end. */
export function delayBefore(policy: DeliveryPolicy, retry: number): number | undefined {
  let phase = retry;
  if (phase < policy.immediate) return 0;
  phase -= policy.immediate;
  if (phase < policy.preBackoff) return policy.minDelay;
  phase -= policy.preBackoff;
  if (phase < policy.backoff) return backoffDelay(policy, phase);
  phase -= policy.backoff;
  return phase < policy.postBackoff ? policy.maxDelay : undefined;
}

function isFunction(name: unknown): name is BackoffFunction {
  return name === 'linear' || name === 'arithmetic' || name === 'geometric' || name === 'exponential';
}

function whole(value: unknown, name: string, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > most) throw invalidParameter(`DeliveryPolicy: ${name}`);
  return number;
}

function readRetries(policy: any): DeliveryPolicy {
  refuseUnknown('healthyRetryPolicy', policy, [
    'minDelayTarget',
    'maxDelayTarget',
    'numRetries',
    'numNoDelayRetries',
    'numMinDelayRetries',
    'numMaxDelayRetries',
    'backoffFunction',
  ]);
  const retries = whole(policy.numRetries ?? 3, 'numRetries', MAX_RETRIES);
  const immediate = whole(policy.numNoDelayRetries ?? 0, 'numNoDelayRetries', retries);
  const preBackoff = whole(policy.numMinDelayRetries ?? 0, 'numMinDelayRetries', retries);
  const postBackoff = whole(policy.numMaxDelayRetries ?? 0, 'numMaxDelayRetries', retries);
  const backoff = retries - immediate - preBackoff - postBackoff;
  if (backoff < 0) throw invalidParameter('DeliveryPolicy: numRetries is less than the sum of its phases');
  const name: unknown = policy.backoffFunction ?? 'linear';
  if (!isFunction(name)) throw new UnsupportedError(`backoffFunction ${JSON.stringify(name)}`);
  const minDelay = whole(policy.minDelayTarget ?? 20, 'minDelayTarget', 3600) * 1000;
  const maxDelay = whole(policy.maxDelayTarget ?? 20, 'maxDelayTarget', 3600) * 1000;
  if (minDelay > maxDelay) throw invalidParameter('DeliveryPolicy: maxDelayTarget must be at least minDelayTarget');
  const result: DeliveryPolicy = { immediate, preBackoff, backoff, postBackoff, minDelay, maxDelay, function: name };
  const total = Array.from({ length: retries }, (_, retry) => delayBefore(result, retry) ?? 0).reduce(
    (a, b) => a + b,
    0,
  );
  if (total > MAX_TOTAL) throw invalidParameter('DeliveryPolicy: total retry time is greater than 3600 seconds');
  return result;
}

/** A subscription's own policy, or the `http` part of its topic's. Undefined: the default. */
export function readHttpPolicy(given: unknown, owner: 'topic' | 'subscription'): DeliveryPolicy | undefined {
  if (given === undefined || given === '') return undefined;
  const policy: any = typeof given === 'string' ? JSON.parse(given) : given;
  if (owner === 'topic') {
    refuseUnknown('DeliveryPolicy', policy, ['http']);
    refuseUnknown('http of DeliveryPolicy', policy.http, ['defaultHealthyRetryPolicy', 'disableSubscriptionOverrides']);
    if (policy.http?.disableSubscriptionOverrides === true) throw new UnsupportedError('disableSubscriptionOverrides');
    const retries = policy.http?.defaultHealthyRetryPolicy;
    return retries === undefined ? undefined : readRetries(retries);
  }
  refuseUnknown('DeliveryPolicy', policy, ['healthyRetryPolicy']);
  return policy.healthyRetryPolicy === undefined ? undefined : readRetries(policy.healthyRetryPolicy);
}

export const httpPolicyOf = (...given: readonly (DeliveryPolicy | undefined)[]): DeliveryPolicy =>
  given.find((policy) => policy !== undefined) ?? HTTP_DEFAULT;

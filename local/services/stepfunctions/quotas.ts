import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';

/** A token bucket: `bucket` at once, `perSecond` in the long run. */
export interface Quota {
  readonly bucket: number;
  readonly perSecond: number;
}

/**
 * Account quotas of Standard workflows. They can be raised on request and differ by Region, so none is enforced unless given: in
 * us-east-1, us-west-2 and eu-west-1 1,300 / 300 for StartExecution and 5,000 / 1,500 for transitions, elsewhere 800 / 150 and 800 / 500.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-api-action-throttling-general
 */
export interface Quotas {
  readonly startExecution?: Quota;
  readonly transitions?: Quota;
}

export interface Throttle {
  /** Throws ThrottlingException. */
  assertStart(): void;
  /** Milliseconds for which a state must wait before it is entered; its place is taken. */
  delayTransition(): number;
}

export function createThrottle(kernel: Kernel, quotas: Quotas): Throttle {
  const starts = createBucket(kernel, quotas.startExecution);
  const transitions = createBucket(kernel, quotas.transitions);
  return {
    assertStart: () => {
      if (starts.level() < 1) throw new AwsError('ThrottlingException', 'Rate exceeded');
      starts.take();
    },
    delayTransition: () => {
      transitions.take();
      const level = transitions.level();
      return level >= 0 ? 0 : Math.ceil(-level * transitions.millisecondsPerToken);
    },
  };
}

/** May be overdrawn: whoever waits has taken his token already, so that all are served in the order of their asking. */
function createBucket(
  kernel: Kernel,
  quota: Quota | undefined,
): { level(): number; take(): void; readonly millisecondsPerToken: number } {
  if (quota === undefined) return { level: () => Infinity, take: () => undefined, millisecondsPerToken: 0 };
  const millisecondsPerToken = 1000 / quota.perSecond;
  let tokens = quota.bucket;
  let filledAt = kernel.now();
  const level = (): number => {
    const now = kernel.now();
    tokens = Math.min(quota.bucket, tokens + (now - filledAt) / millisecondsPerToken);
    filledAt = now;
    return tokens;
  };
  return {
    level,
    take: () => {
      level();
      tokens -= 1;
    },
    millisecondsPerToken,
  };
}

import type { AwsError } from '../../kernel/errors.ts';
import type { Job, Kernel } from '../../kernel/types.ts';
import { toSeconds } from '../eventbridge/bus-event.ts';
import { awsErrorOf, decideRetry, queueUrlOf, textAttributes } from '../eventbridge/retry-policy.ts';
import type { Exhausted, Progress } from '../eventbridge/retry-policy.ts';
import { retryPolicyOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { invokeTarget } from './target.ts';

const KIND = 'scheduler.invoke';

interface Invocation extends Progress {
  /** As it was when it fell due: a later change is for later invocations. */
  readonly schedule: Schedule;
  readonly scheduledAt: number;
  readonly executionId: string;
  readonly last: boolean;
}

/** What the target gets when the schedule has no Input: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
function defaultInput(kernel: Kernel, { schedule, scheduledAt, executionId }: Invocation): string {
  return JSON.stringify({
    version: '0',
    id: executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: kernel.account,
    time: toSeconds(scheduledAt),
    region: kernel.region,
    resources: [schedule.arn],
    detail: '{}',
  });
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function inputOf(kernel: Kernel, invocation: Invocation): string {
  const { schedule, scheduledAt, executionId, retries } = invocation;
  const given: unknown = schedule.Target.Input;
  if (typeof given !== 'string') return defaultInput(kernel, invocation);
  return given
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', toSeconds(scheduledAt))
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(retries + 1));
}

/** By the role of the schedule: https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
async function bury(
  kernel: Kernel,
  invocation: Invocation,
  input: string,
  error: AwsError,
  condition: Exhausted | undefined,
): Promise<void> {
  const { schedule, scheduledAt, executionId, retries } = invocation;
  const { Arn, RoleArn, DeadLetterConfig } = schedule.Target;
  const drop = (reason: string): void => {
    kernel.meter.count('scheduler', 'DroppedInvocations', 1, schedule.name);
    kernel.emit({ kind: 'scheduler.dropped', schedule: schedule.arn, target: Arn, reason, error: error.message });
  };
  if (DeadLetterConfig?.Arn === undefined) {
    drop('no dead-letter queue');
    return;
  }
  try {
    await kernel.call({ kind: 'role', roleArn: RoleArn }, 'sqs', 'SendMessage', {
      QueueUrl: queueUrlOf(DeadLetterConfig.Arn),
      MessageBody: input,
      MessageAttributes: textAttributes({
        ERROR_CODE: error.name,
        ERROR_MESSAGE: error.message,
        EXECUTION_ID: executionId,
        EXHAUSTED_RETRY_CONDITION: condition,
        IS_PAYLOAD_TRUNCATED: 'false',
        RETRY_ATTEMPTS: String(retries),
        SCHEDULED_TIME: toSeconds(scheduledAt),
        SCHEDULE_ARN: schedule.arn,
        TARGET_ARN: Arn,
      }),
    });
    kernel.emit({ kind: 'scheduler.dead-letter', schedule: schedule.arn, target: Arn, error: error.message });
  } catch (refusal) {
    drop(`the dead-letter queue refused it: ${awsErrorOf(refusal).message}`);
  }
}

export interface Invocations {
  /** From here on it reaches the target at least once, or its dead-letter queue, or is reported as dropped. */
  add(schedule: Schedule, scheduledAt: number, last: boolean): void;
}

export function createInvocations(kernel: Kernel, completed: (schedule: Schedule) => void): Invocations {
  const finish = ({ schedule, last }: Invocation): void => {
    if (last) completed(schedule);
  };
  kernel.jobs.on(KIND, async (job: Job) => {
    const invocation: Invocation = job.payload;
    const { schedule } = invocation;
    const input = inputOf(kernel, invocation);
    try {
      await invokeTarget(kernel, schedule.Target, input);
    } catch (thrown) {
      const error = awsErrorOf(thrown);
      const verdict = decideRetry(retryPolicyOf(schedule), invocation, error, kernel.now(), kernel.random());
      if (verdict.kind === 'retry') {
        const next: Invocation = { ...invocation, retries: invocation.retries + 1 };
        kernel.jobs.add(KIND, kernel.now() + verdict.wait, next);
        return;
      }
      await bury(kernel, invocation, input, error, verdict.condition);
    }
    finish(invocation);
  });
  return {
    add: (schedule, scheduledAt, last) => {
      const invocation: Invocation = {
        schedule,
        scheduledAt,
        executionId: kernel.uuid(),
        last,
        since: kernel.now(),
        retries: 0,
      };
      kernel.meter.count('scheduler', 'Invocations', 1, schedule.name);
      kernel.jobs.add(KIND, kernel.now(), invocation);
    },
  };
}

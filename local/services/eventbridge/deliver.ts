import type { Job, Kernel } from '../../kernel/types.ts';
import type { Accepted, BusEvent } from './bus-event.ts';
import { awsErrorOf, decideRetry, errorCodeOf, queueUrlOf, textAttributes } from './retry-policy.ts';
import type { Exhausted, Progress } from './retry-policy.ts';
import type { Rule } from './rules.ts';
import { sendToTarget } from './target.ts';
import type { Target } from './target.ts';
import type { AwsError } from '../../kernel/errors.ts';

const KIND = 'eventbridge.deliver';

interface Delivery extends Progress {
  readonly rule: string;
  readonly target: string;
  readonly event: BusEvent;
  readonly ingestedAt: number;
  readonly trace?: string;
}

export interface Deliveries {
  /** From here on the event reaches the target at least once, or its dead-letter queue, or is reported as dropped. */
  add(rule: Rule, target: Target, accepted: Accepted): void;
}

export interface DeadLetter {
  readonly queueArn: string | undefined;
  readonly sourceArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

/** What no retry helps: to the dead-letter queue, or reported. */
export async function bury(kernel: Kernel, { queueArn, sourceArn, body, attributes }: DeadLetter): Promise<void> {
  const drop = (reason: string): void => {
    kernel.meter.count('eventbridge', 'DroppedEvents', 1, sourceArn);
    kernel.emit({ kind: 'eventbridge.dropped', source: sourceArn, reason, ...attributes });
  };
  if (queueArn === undefined) {
    drop('no dead-letter queue');
    return;
  }
  try {
    await kernel.call({ kind: 'service', service: 'events.amazonaws.com', sourceArn }, 'sqs', 'SendMessage', {
      QueueUrl: queueUrlOf(queueArn),
      MessageBody: body,
      MessageAttributes: textAttributes(attributes),
    });
    kernel.emit({ kind: 'eventbridge.dead-letter', source: sourceArn, queue: queueArn, ...attributes });
  } catch (error) {
    drop(`the dead-letter queue refused it: ${awsErrorOf(error).message}`);
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function buryDelivery(
  kernel: Kernel,
  rule: Rule,
  target: Target,
  delivery: Delivery,
  error: AwsError,
  condition: Exhausted | undefined,
): Promise<void> {
  return bury(kernel, {
    queueArn: target.deadLetterArn,
    sourceArn: rule.arn,
    body: JSON.stringify(delivery.event),
    attributes: {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: errorCodeOf(error),
      ERROR_MESSAGE: error.message,
      EXHAUSTED_RETRY_CONDITION: condition,
      RETRY_ATTEMPTS: String(delivery.retries),
    },
  });
}

export function createDeliveries(kernel: Kernel, findRule: (arn: string) => Rule | undefined): Deliveries {
  kernel.jobs.on(KIND, async (job: Job) => {
    const delivery: Delivery = job.payload;
    const rule = findRule(delivery.rule);
    const target = rule?.targets.find(({ id }) => id === delivery.target);
    if (rule === undefined || target === undefined) {
      kernel.emit({ kind: 'eventbridge.dropped', source: delivery.rule, reason: 'the target is no longer there' });
      return;
    }
    const { event, ingestedAt, trace } = delivery;
    try {
      await sendToTarget(kernel, rule, target, { event, ingestedAt, trace });
    } catch (thrown) {
      const error = awsErrorOf(thrown);
      const verdict = decideRetry(target.retry, delivery, error, kernel.now(), kernel.random());
      if (verdict.kind === 'give-up') {
        await buryDelivery(kernel, rule, target, delivery, error, verdict.condition);
        return;
      }
      const next: Delivery = { ...delivery, retries: delivery.retries + 1 };
      kernel.jobs.add(KIND, kernel.now() + verdict.wait, next);
    }
  });
  return {
    add: (rule, target, { event, ingestedAt, trace }) => {
      const delivery: Delivery = {
        rule: rule.arn,
        target: target.id,
        event,
        ingestedAt,
        since: kernel.now(),
        retries: 0,
        ...(trace === undefined ? {} : { trace }),
      };
      kernel.jobs.add(KIND, kernel.now(), delivery);
    },
  };
}

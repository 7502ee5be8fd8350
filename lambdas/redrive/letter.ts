import type { DeadLetterQueue, RedriveRecord, WayBack } from '../contracts/index.ts';

/** A message of a dead-letter queue, as it was taken. */
export interface Letter {
  readonly id: string;
  /** For giving it back or dropping it. */
  readonly receipt: string;
  readonly body: string;
  readonly firstSentAt: string;
  readonly received: number;
  readonly buriedBy: RedriveRecord['buriedBy'];
  /** ARN of the queue, rule, schedule or stream. */
  readonly from: string | undefined;
  /** ARN that a rule or schedule could not deliver to. */
  readonly target: string | undefined;
  readonly error: string | undefined;
}

export interface TakenMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  /** Of SQS: SentTimestamp, ApproximateReceiveCount, DeadLetterQueueSourceArn. */
  readonly system: Readonly<Record<string, string>>;
  /** Of the sender: RULE_ARN, SCHEDULE_ARN, TARGET_ARN, ERROR_CODE, ERROR_MESSAGE; of SNS ErrorCode, ErrorMessage. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Who has buried it, by what each of them writes beside it:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html, https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html. The body is in each case what the target would have been given.
 */
export function letterOf({ id, receipt, body, system, attributes }: TakenMessage): Letter {
  const rule = attributes['RULE_ARN'];
  const schedule = attributes['SCHEDULE_ARN'];
  const queue = system['DeadLetterQueueSourceArn'];
  const buriedBy =
    queue !== undefined ? 'queue' : rule !== undefined ? 'rule' : schedule !== undefined ? 'schedule' : 'other';
  const said = [
    attributes['ERROR_CODE'] ?? attributes['ErrorCode'],
    attributes['ERROR_MESSAGE'] ?? attributes['ErrorMessage'],
  ].filter((part) => part !== undefined);
  return {
    id,
    receipt,
    body,
    firstSentAt: new Date(Number(system['SentTimestamp'] ?? 0)).toISOString(),
    received: Number(system['ApproximateReceiveCount'] ?? 0),
    buriedBy,
    from: queue ?? rule ?? schedule,
    target: queue ?? attributes['TARGET_ARN'],
    error: said.length === 0 ? undefined : said.join(': ').slice(0, 500),
  };
}

export function arnOf(back: WayBack): string {
  if ('queue' in back) return back.queue.arn;
  return 'reader' in back ? back.reader : back.function;
}

/** To whom it goes back: whoever it names, where that is one of those who feed this queue; the only one, where it names nobody. Undefined: it does not belong here. */
export function wayBackOf({ target }: Letter, { back }: DeadLetterQueue): WayBack | undefined {
  if (target !== undefined) return back.find((one) => arnOf(one) === target);
  return back.length === 1 ? back[0] : undefined;
}

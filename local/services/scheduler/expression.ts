import { Temporal } from 'temporal-polyfill';
import { AwsError } from '../../kernel/errors.ts';
import { invalidExpression, nextOfCron, parseCron } from './cron.ts';

/** When something is due. */
export interface Expression {
  readonly kind: 'at' | 'rate' | 'cron';
  /** `rate`: milliseconds. */
  readonly interval: number;
  /** The first occurrence after `after`; for `at` the moment itself, whenever that is. `anchor`: where a rate counts from. */
  next(after: number, anchor: number): number | undefined;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function checkTimeZone(timeZone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch {
    throw new AwsError('ValidationException', `Invalid Schedule Expression Timezone ${timeZone}.`);
  }
}

/** One is singular, more are plural: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
function parseRate(expression: string, text: string): Expression {
  const match = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || (amount === 1) !== (match[3] === '')) throw invalidExpression(expression);
  const interval = amount * (UNITS[match[2] ?? ''] ?? 0);
  return {
    kind: 'rate',
    interval,
    next: (after, anchor) =>
      after < anchor ? anchor : anchor + (Math.floor((after - anchor) / interval) + 1) * interval,
  };
}

function parseAt(expression: string, text: string, timeZone: string): Expression {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) throw invalidExpression(expression);
  try {
    const moment = Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone);
    return { kind: 'at', interval: 0, next: () => moment.epochMilliseconds };
  } catch {
    throw invalidExpression(expression);
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export function parseExpression(expression: string, timeZone = 'UTC'): Expression {
  checkTimeZone(timeZone);
  const match = /^(at|rate|cron)\((.*)\)$/.exec(expression);
  const text = match?.[2] ?? '';
  switch (match?.[1]) {
    case 'rate':
      return parseRate(expression, text);
    case 'at':
      return parseAt(expression, text, timeZone);
    case 'cron': {
      const cron = parseCron(text);
      return { kind: 'cron', interval: 0, next: (after) => nextOfCron(cron, timeZone, after) };
    }
    default:
      throw invalidExpression(expression);
  }
}

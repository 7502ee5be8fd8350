import { AwsError } from '../../kernel/errors.ts';
import { readRetryPolicy } from '../eventbridge/retry-policy.ts';
import type { RetryPolicy } from '../eventbridge/retry-policy.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { parseExpression } from './expression.ts';
import type { Expression } from './expression.ts';
import { checkTarget } from './target.ts';

/** A schedule as it was given: what `GetSchedule` answers and what is stored. Dates in milliseconds. */
export interface ScheduleInput {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly State: 'ENABLED' | 'DISABLED';
  readonly Description?: string;
  readonly ActionAfterCompletion: 'NONE' | 'DELETE';
  readonly FlexibleTimeWindow: { readonly Mode: 'OFF' | 'FLEXIBLE'; readonly MaximumWindowInMinutes?: number };
  readonly Target: any;
}

export interface Schedule extends ScheduleInput {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly clientToken: string | undefined;
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

export const KNOWN_MEMBERS = [
  'Name',
  'GroupName',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'StartDate',
  'EndDate',
  'State',
  'Description',
  'ActionAfterCompletion',
  'FlexibleTimeWindow',
  'Target',
];

function dateOf(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  const moment = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(moment)) throw invalid(`Invalid ${name}.`);
  return moment;
}

function readWindow(window: any): ScheduleInput['FlexibleTimeWindow'] {
  refuseUnknown('FlexibleTimeWindow', window, ['Mode', 'MaximumWindowInMinutes']);
  const mode: unknown = window?.Mode;
  if (mode === 'OFF') return { Mode: 'OFF' };
  const minutes = Number(window?.MaximumWindowInMinutes);
  if (mode !== 'FLEXIBLE' || !Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw invalid('FlexibleTimeWindow must be OFF, or FLEXIBLE with MaximumWindowInMinutes from 1 to 1440.');
  }
  return { Mode: 'FLEXIBLE', MaximumWindowInMinutes: minutes };
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html; all is checked before anything is kept. */
export function readSchedule(given: any): ScheduleInput {
  if (typeof given.ScheduleExpression !== 'string') throw invalid('ScheduleExpression is required.');
  parseExpression(given.ScheduleExpression, given.ScheduleExpressionTimezone);
  const state = given.State ?? 'ENABLED';
  refuseOther('State of a schedule', state, 'ENABLED', 'DISABLED');
  const action = given.ActionAfterCompletion ?? 'NONE';
  refuseOther('ActionAfterCompletion', action, 'NONE', 'DELETE');
  const from = dateOf(given.StartDate, 'StartDate');
  const to = dateOf(given.EndDate, 'EndDate');
  if (from !== undefined && to !== undefined && from >= to)
    throw invalid('The StartDate must come before the EndDate.');
  checkTarget(given.Target);
  return {
    ScheduleExpression: given.ScheduleExpression,
    ...(given.ScheduleExpressionTimezone === undefined
      ? {}
      : { ScheduleExpressionTimezone: given.ScheduleExpressionTimezone }),
    ...(from === undefined ? {} : { StartDate: from }),
    ...(to === undefined ? {} : { EndDate: to }),
    ...(given.Description === undefined ? {} : { Description: given.Description }),
    State: state,
    ActionAfterCompletion: action,
    FlexibleTimeWindow: readWindow(given.FlexibleTimeWindow),
    Target: given.Target,
  };
}

export function checkName(name: unknown): string {
  if (typeof name !== 'string' || !/^[0-9a-zA-Z-_.]{1,64}$/.test(name)) {
    throw invalid(`1 validation error detected: Value '${String(name)}' at 'name' failed to satisfy constraint.`);
  }
  return name;
}

/** One expression is asked again and again by the same schedule. */
const parsed = new Map<string, Expression>();
const MAX_PARSED = 1000;

function expressionOf({ ScheduleExpression, ScheduleExpressionTimezone = 'UTC' }: ScheduleInput): Expression {
  const key = `${ScheduleExpression} ${ScheduleExpressionTimezone}`;
  let expression = parsed.get(key);
  if (expression === undefined) {
    if (parsed.size >= MAX_PARSED) parsed.clear();
    expression = parseExpression(ScheduleExpression, ScheduleExpressionTimezone);
    parsed.set(key, expression);
  }
  return expression;
}

/**
 * The next occurrence after `after`; undefined when there is none any more. A one-time schedule ignores the dates.
 * A rate starts at its StartDate, or at once: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export function nextOccurrence(schedule: Schedule, after: number): number | undefined {
  const expression = expressionOf(schedule);
  if (expression.kind === 'at') {
    const moment = expression.next(after, after);
    return moment !== undefined && moment > after ? moment : undefined;
  }
  const from = Math.max(after, (schedule.StartDate ?? -Infinity) - 1);
  const next = expression.next(from, schedule.StartDate ?? schedule.modifiedAt);
  return next === undefined || (schedule.EndDate !== undefined && next > schedule.EndDate) ? undefined : next;
}

/** What a schedule that has just been made or changed does first. */
export function firstOccurrence(schedule: Schedule, now: number): number | undefined {
  const expression = expressionOf(schedule);
  // A moment that has passed: Scheduler invokes at once what is no more than a minute late, and nothing else.
  if (expression.kind === 'at') {
    const moment = expression.next(now, now);
    return moment !== undefined && moment >= now - 60_000 ? moment : undefined;
  }
  return nextOccurrence(schedule, now - 1);
}

export const retryPolicyOf = (schedule: Schedule): RetryPolicy => readRetryPolicy(schedule.Target.RetryPolicy);

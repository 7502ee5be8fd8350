import { isLater } from '../case/duration.ts';
import type { Case } from '../contracts/index.ts';
import { shortTime, timeAndDistance } from './say-time.ts';

interface Reader {
  readonly zone: string;
  readonly at: string;
}

/** By when a case is to be taken and solved. What is over is no deadline any more: then it is said that it is late, and what to do now. Undefined while nobody knows. */
export function deadlineOf({ clocks, acknowledgedBy }: Case, { zone, at }: Reader): string | undefined {
  if (clocks === undefined) return undefined;
  const { acknowledge, resolve } = clocks;
  const time = (instant: string): string => timeAndDistance(instant, zone, at);
  const isSolvedLate = !isLater(resolve.dueAt, at);
  const solved = isSolvedLate ? `It was to be resolved by ${time(resolve.dueAt)}: it is late.` : undefined;
  if (acknowledgedBy !== undefined) return solved ?? `To be resolved by ${time(resolve.dueAt)}.`;
  if (isLater(acknowledge.dueAt, at) && solved === undefined)
    return `Acknowledge by ${time(acknowledge.dueAt)}, resolve by ${time(resolve.dueAt)}.`;
  const now = isLater(acknowledge.dueAt, at)
    ? `Acknowledge by ${time(acknowledge.dueAt)}.`
    : `Acknowledge it now: that was promised by ${time(acknowledge.dueAt)}.`;
  return `${now} ${solved ?? `Resolve by ${time(resolve.dueAt)}.`}`;
}

/** The same where every character counts. */
export function shortDeadlineOf({ clocks, acknowledgedBy }: Case, { zone, at }: Reader): string {
  if (clocks === undefined) return '';
  const [what, { dueAt }] =
    acknowledgedBy === undefined ? (['Take it', clocks.acknowledge] as const) : (['Resolve', clocks.resolve] as const);
  return isLater(dueAt, at)
    ? `${what} by ${shortTime(dueAt, zone)}.`
    : `${what}${what === 'Resolve' ? ' it' : ''} now: late.`;
}

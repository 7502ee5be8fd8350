import type { Signal } from '../contracts/index.ts';

/** When goods come, and when that was said. */
export interface Arrival {
  readonly expectedAt: string;
  readonly saidAt: string;
}

const ARRIVALS: readonly string[] = ['arrived', 'unloaded', 'available_for_delivery', 'delivered'];

/** By which goods have come, or will have. */
export function isArrival(milestone: string): boolean {
  return ARRIVALS.includes(milestone);
}

/** What a report says of it: some are of the time that is expected, some name it beside their own. What lay in the past when it was said is no expectation. */
export function arrivalIn({ milestone, occurredAt, receivedAt }: Signal): Arrival | undefined {
  if (milestone?.at !== 'estimated' || !isArrival(milestone.name)) return undefined;
  if (milestone.expectedAt !== undefined) return { expectedAt: milestone.expectedAt, saidAt: utc(occurredAt) };
  return Date.parse(occurredAt) > Date.parse(receivedAt)
    ? { expectedAt: occurredAt, saidAt: utc(receivedAt) }
    : undefined;
}

function utc(instant: string): string {
  return new Date(Date.parse(instant)).toISOString();
}

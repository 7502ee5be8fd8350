import { workingBetween } from '../case/working-time.ts';
import type { SilenceCalendar } from '../contracts/index.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds of a calendar's working hours between two instants; no more are counted than is asked for. */
export function workingTime(calendar: SilenceCalendar, zone: string, { from, to }: Span, enough = Infinity): number {
  const hours = { zone, weekly: calendar.hours, holidays: new Set(calendar.holidays) };
  return workingBetween(new Date(from).toISOString(), new Date(to).toISOString(), hours, enough);
}

import type { Case, ClockName, Notice } from '../contracts/index.ts';

const TO_DO: Readonly<Record<ClockName, string>> = {
  acknowledge: 'to acknowledge it',
  resolve: 'to solve it',
  communicate: 'to tell the customer',
};

/** Why somebody hears how a clock stands; undefined where the notice is about something else. */
export function clockBecause(
  { clock, percent }: Notice,
  { clocks }: Case,
  say: (instant: string) => string,
): string | undefined {
  if (clock === undefined || percent === undefined) return undefined;
  const dueAt = clocks?.[clock].dueAt;
  const by = dueAt === undefined ? '' : ` It was promised by ${say(dueAt)}.`;
  if (clock === 'acknowledge' && percent !== 0)
    return `You were called for it, and nobody has it yet. ${String(percent)} % of the time ${TO_DO[clock]} is over.${by}`;
  if (percent === 0) return `You have it. The pause is over, and the time ${TO_DO[clock]} goes on.${by}`;
  if (percent === 100) return `You have it. The time ${TO_DO[clock]} is over.${by}`;
  return `You have it. ${String(percent)} % of the time ${TO_DO[clock]} is over.${by}`;
}

/** What stands before the title of the case. */
export function clockHeadline({ percent }: Notice): string {
  if (percent === 0) return 'Goes on';
  return percent === 100 ? 'Overdue' : `${String(percent ?? 0)} % of the time is over`;
}

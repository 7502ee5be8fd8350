import { jsonIn, MOST_SIMULATED } from '../contracts/index.ts';
import { reportedSignal } from './cases-of-signals.ts';
import type { ReportedSignal } from './cases-of-signals.ts';

export type ReadSignals =
  | { readonly ok: true; readonly reports: readonly ReportedSignal[] }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** A file of reports, one on each line: a signal, or one with what systems would say of it. As many as cases are simulated at a time. */
export function readSignals(text: string): ReadSignals {
  const reports: ReportedSignal[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = reportedSignal.safeParse(jsonIn(line));
    if (!read.success) return { ok: false, line: index + 1, problem: 'is no signal/1, nor { signal, facts }' };
    if (reports.length === MOST_SIMULATED)
      return { ok: false, line: index + 1, problem: `is one too many: ${String(MOST_SIMULATED)} reports at a time` };
    reports.push(read.data);
  }
  return { ok: true, reports };
}

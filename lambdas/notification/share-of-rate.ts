import { durationMs, instantText } from '../case/duration.ts';
import { urgencyOf } from '../escalation/notice-rules.ts';
import type { Case, Notice, PolicyPack, SeverityLevel } from '../contracts/index.ts';
import { isNeverHeld } from './when-told.ts';

type Rate = PolicyPack['messageRate'];

export interface Share {
  /** So many messages to this reader by this channel may have left since then, this one among them. */
  readonly most: number;
  readonly since: string;
  /** Where no room is left: when it is asked for again. */
  readonly until: string;
}

/** What is left for the more severe when the less severe have used theirs up. */
const PERCENT: Readonly<Record<SeverityLevel, number>> = { S1: 100, S2: 90, S3: 80, S4: 70 };
/** So much later the next level asks again: the most severe is the first to find room. */
const GAP_MS: Readonly<Record<SeverityLevel, number>> = { S1: 0, S2: 2000, S3: 4000, S4: 6000 };

/** The room that a notice has in what one reader is told by one channel; undefined: it waits for nothing. */
export function shareOf(notice: Notice, record: Pick<Case, 'severity'>, rate: Rate, at: string): Share | undefined {
  const level = urgencyOf(notice, record) ?? 'S2';
  // Guard: the first notice of a case is never held back.
  if (isNeverHeld(notice)) return undefined;
  const length = durationMs(rate.within);
  const begins = Math.floor(Date.parse(at) / length) * length;
  return {
    most: Math.max(1, Math.floor((rate.most * PERCENT[level]) / 100)),
    since: instantText(begins),
    until: instantText(begins + length + GAP_MS[level]),
  };
}

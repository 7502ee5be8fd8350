import type { Case, ClockName, Notice, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { pausedClocks, runningClocks } from '../case/clocks.ts';
import { isLater } from '../case/duration.ts';
import { pauseEndsAt, resumeAll } from '../case/decide-pause.ts';
import { ladderOf } from '../case/ladder.ts';
import { clockNotices, remindersToCalled } from './call-step.ts';
import { clocksTold, isHeld, isTold, marksOf } from './clock-marks.ts';
import { ladderDueAt } from './ladder-due.ts';
import { claimsOf } from './notice-rules.ts';

export interface ClockMove {
  readonly act: Act;
  readonly notices: readonly Notice[];
}

interface Timed {
  readonly record: Case;
  readonly notices: readonly Notice[];
  readonly pack: PolicyPack;
  readonly at: string;
}

/** What time alone does to a case: a pause ends, a clock is broken, or so much of its time is over that whoever can act is told. */
export function clockMove(timed: Timed, by: Pick<Act, 'actor' | 'cause'>): ClockMove | undefined {
  const { record, pack, at } = timed;
  return pauseOver(record, pack, at, by) ?? breach(record, pack, at, by) ?? mark(timed, by);
}

/** When time alone does something to the case next. */
export function clockMoments(record: Case, pack: PolicyPack, at: string): readonly string[] {
  const { clocks } = record;
  if (clocks === undefined) return [];
  const dues = runningClocks(clocks).map((name) => clocks[name].dueAt);
  const marks = clocksTold(record, pack, at).flatMap((name) => marksOf(record, name, pack)[0]?.at ?? []);
  const pauseEnd = pauseEndsAt(record);
  return [...dues, ...marks, ...(pauseEnd === undefined ? [] : [pauseEnd])];
}

function pauseOver(
  record: Case,
  pack: PolicyPack,
  at: string,
  by: Pick<Act, 'actor' | 'cause'>,
): ClockMove | undefined {
  const { pause, clocks } = record;
  const end = pauseEndsAt(record);
  const resumed = end === undefined || isLater(end, at) ? undefined : resumeAll(record, at, pack, 'system');
  if (pause === undefined || resumed === undefined) return undefined;
  const clock = pausedClocks(clocks)[0] ?? 'resolve';
  const notices = clockNotices(record, { clock, percent: 0, which: pause.since }, pack, at);
  return { act: { ...by, happening: { ...resumed, notices: claimsOf(notices) } }, notices };
}

function breach(record: Case, pack: PolicyPack, at: string, by: Pick<Act, 'actor' | 'cause'>): ClockMove | undefined {
  const { clocks } = record;
  if (clocks === undefined) return undefined;
  const clock = runningClocks(clocks).find((name) => !isLater(clocks[name].dueAt, at));
  if (clock === undefined) return undefined;
  const { dueAt } = clocks[clock];
  const isAsked = pack.clocks.notices[clock]?.includes(100) === true && isTold(clock, record, pack);
  const notices = isAsked ? clockNotices(record, { clock, percent: 100, which: dueAt }, pack, at) : [];
  const told = notices.length === 0 ? {} : { notices: claimsOf(notices) };
  return { act: { ...by, clock, happening: { what: 'ClockBreached', clock, dueAt, ...told } }, notices };
}

function mark(timed: Timed, by: Pick<Act, 'actor' | 'cause'>): ClockMove | undefined {
  const { record, pack, at } = timed;
  const { clocks } = record;
  if (clocks === undefined) return undefined;
  for (const clock of clocksTold(record, pack, at)) {
    // Several at once are one: only how late it is now matters.
    const [last] = marksOf(record, clock, pack)
      .filter((one) => !isLater(one.at, at))
      .slice(-1);
    if (last === undefined) continue;
    const { dueAt } = clocks[clock];
    const { percent } = last;
    // Also where nobody can be reached: else it would be decided again at once.
    const about = { clock, percent, which: dueAt };
    const notices = isHeld(record) ? clockNotices(record, about, pack, at) : reminders(timed, about);
    const happening = { what: 'ClockNoticed', clock, percent, dueAt, notices: claimsOf(notices) } as const;
    return { act: { ...by, clock, happening }, notices };
  }
  return undefined;
}

/** To whoever was called and has not answered; where the ladder calls at this very moment, that call says more. */
function reminders(
  { record, notices, pack, at }: Timed,
  about: { readonly clock: ClockName; readonly percent: number; readonly which: string },
): readonly Notice[] {
  const dueAt = ladderDueAt(record, ladderOf(record, pack), pack, at, notices);
  return isLater(dueAt, at) ? remindersToCalled(record, notices, about, pack, at) : [];
}

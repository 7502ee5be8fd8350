import type { Case, ClockName, Notice, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { hoursOfClock, momentOf, pausedClocks, runningClocks } from '../case/clocks.ts';
import { isLater } from '../case/duration.ts';
import { pauseEndsAt, resumeAll } from '../case/decide-pause.ts';
import { clockNotices } from './call-step.ts';

export interface ClockMove {
  readonly act: Act;
  readonly notices: readonly Notice[];
}

/** What time alone does to a case: a pause ends, a clock is broken, or so much of its time is over that whoever has the case is told. */
export function clockMove(
  { record, pack, at }: { readonly record: Case; readonly pack: PolicyPack; readonly at: string },
  by: Pick<Act, 'actor' | 'cause'>,
): ClockMove | undefined {
  return pauseOver(record, pack, at, by) ?? breach(record, pack, at, by) ?? mark(record, pack, at, by);
}

/** When time alone does something to the case next. */
export function clockMoments(record: Case, pack: PolicyPack): readonly string[] {
  const { clocks } = record;
  if (clocks === undefined) return [];
  const dues = runningClocks(clocks).map((name) => clocks[name].dueAt);
  const marks = isHeld(record) ? runningClocks(clocks).flatMap((name) => nextMark(record, name, pack)?.at ?? []) : [];
  return [...dues, ...marks, ...[pauseEndsAt(record)].filter((end) => end !== undefined)];
}

function pauseOver(
  record: Case,
  pack: PolicyPack,
  at: string,
  by: Pick<Act, 'actor' | 'cause'>,
): ClockMove | undefined {
  const end = pauseEndsAt(record);
  const resumed = resumeAll(record, at, pack, 'system');
  if (end === undefined || resumed === undefined || isLater(end, at)) return undefined;
  const clock = pausedClocks(record.clocks)[0] ?? 'resolve';
  const notices = clockNotices(record, { clock, percent: 0, which: record.pause?.since ?? at }, pack, at);
  return { act: { ...by, happening: { ...resumed, notices: claimed(notices) } }, notices };
}

function breach(record: Case, pack: PolicyPack, at: string, by: Pick<Act, 'actor' | 'cause'>): ClockMove | undefined {
  const { clocks } = record;
  const clock = runningClocks(clocks).find((name) => !isLater(clocks?.[name].dueAt ?? '', at));
  const dueAt = clock === undefined ? undefined : clocks?.[clock].dueAt;
  if (clock === undefined || dueAt === undefined) return undefined;
  const isTold = pack.clocks.notices[clock]?.includes(100) === true;
  const notices = isTold ? clockNotices(record, { clock, percent: 100, which: dueAt }, pack, at) : [];
  const told = notices.length === 0 ? {} : { notices: claimed(notices) };
  return { act: { ...by, clock, happening: { what: 'ClockBreached', clock, dueAt, ...told } }, notices };
}

function mark(record: Case, pack: PolicyPack, at: string, by: Pick<Act, 'actor' | 'cause'>): ClockMove | undefined {
  const { clocks } = record;
  if (clocks === undefined || !isHeld(record)) return undefined;
  for (const clock of runningClocks(clocks)) {
    // Several at once are one: only how late it is now matters.
    const [last] = marksOf(record, clock, pack)
      .filter((one) => !isLater(one.at, at))
      .slice(-1);
    if (last === undefined) continue;
    const { dueAt } = clocks[clock];
    const { percent } = last;
    // Also where nobody can be reached: else it would be decided again at once.
    const notices = clockNotices(record, { clock, percent, which: dueAt }, pack, at);
    const happening = { what: 'ClockNoticed', clock, percent, dueAt, notices: claimed(notices) } as const;
    return { act: { ...by, clock, happening }, notices };
  }
  return undefined;
}

interface Mark {
  readonly percent: number;
  readonly at: string;
}

/** Those of which nobody was told yet, the earliest first. */
function marksOf({ clocks, severity }: Case, name: ClockName, pack: PolicyPack): readonly Mark[] {
  if (clocks === undefined) return [];
  const clock = clocks[name];
  const hours = hoursOfClock(clock, pack);
  // Who is told that it has become more severe hears the new time with it.
  const isTold = severity !== undefined && pack.severity.tellWhenRaisedTo.includes(severity.level);
  const raisedAt = isTold ? severity.raised?.at : undefined;
  return (pack.clocks.notices[name] ?? [])
    .filter((percent) => percent < 100 && percent > (clock.noticed ?? 0))
    .sort((left, right) => left - right)
    .map((percent) => ({ percent, at: momentOf(clock, percent, hours) }))
    .filter(({ at }) => raisedAt === undefined || isLater(at, raisedAt));
}

function nextMark(record: Case, name: ClockName, pack: PolicyPack): Mark | undefined {
  return marksOf(record, name, pack)[0];
}

function claimed(notices: readonly Notice[]) {
  return notices.map(({ id, person, channel }) => ({ noticeId: id, person, channel }));
}

function isHeld({ state, acknowledgedBy }: Case): boolean {
  return (state === 'acknowledged' || state === 'in_progress') && acknowledgedBy !== undefined;
}

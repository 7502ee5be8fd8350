import type {
  Case,
  Clock,
  ClockName,
  Clocks,
  Impact,
  OutsideDeadline,
  PolicyPack,
  SeverityLevel,
} from '../contracts/index.ts';
import { clockName } from '../contracts/index.ts';
import { addDuration, durationMs } from './duration.ts';
import { addWorking, hoursOf, subtractWorking, workingBetween } from './working-time.ts';
import type { WorkingHours } from './working-time.ts';

/** A clock that can still be kept or broken, and is not paused. */
export function isRunning({ stoppedAt, breachedAt, pausedAt }: Clock): boolean {
  return stoppedAt === undefined && breachedAt === undefined && pausedAt === undefined;
}

export function runningClocks(clocks: Clocks | undefined): readonly ClockName[] {
  return clocks === undefined ? [] : clockName.options.filter((name) => isRunning(clocks[name]));
}

/** Those that wait for somebody outside. */
export function pausedClocks(clocks: Clocks | undefined): readonly ClockName[] {
  if (clocks === undefined) return [];
  return clockName.options.filter(
    (name) => clocks[name].pausedAt !== undefined && clocks[name].stoppedAt === undefined,
  );
}

export interface Timing {
  readonly startedAt: string;
  readonly duration: string;
  readonly grace: string;
  readonly at: string;
  /** Absent: around the clock. */
  readonly hours?: WorkingHours | undefined;
  /** A time outside that counts instead of the duration. */
  readonly deadline?: string | undefined;
}

/**
 * When a clock is due: `max(start + duration, now + grace)`, or an outside deadline in place of `start + duration`. The grace is for clocks that run already; the first time
 * of a clock without an outside deadline is what was promised. Pauses are added; in a pause its beginning is now, since no clock runs in a pause.
 */
export function dueOf(running: Clock | undefined, timing: Timing): string {
  const { startedAt, duration, grace, deadline, hours } = timing;
  const now = running?.pausedAt ?? timing.at;
  const promised = deadline ?? addWorking(startedAt, durationMs(duration) + (running?.pausedMs ?? 0), hours);
  if (running === undefined && deadline === undefined) return promised;
  const earliest = addDuration(now, grace);
  return Date.parse(promised) < Date.parse(earliest) ? earliest : promised;
}

export function pauseClock(clock: Clock, at: string): Clock {
  return { ...clock, pausedAt: at };
}

/** It goes on with the time that was left. An outside deadline waits for nobody. */
export function resumeClock(clock: Clock, at: string, hours?: WorkingHours): Clock {
  const { pausedAt, ...rest } = clock;
  if (pausedAt === undefined) return clock;
  const pausedMs = (clock.pausedMs ?? 0) + workingBetween(pausedAt, at, hours);
  if (clock.deadline !== undefined) return { ...rest, pausedMs };
  return { ...rest, pausedMs, dueAt: addWorking(at, workingBetween(pausedAt, clock.dueAt, hours), hours) };
}

/** When so many percent of the time are over, pauses not counted. */
export function momentOf(clock: Clock, percent: number, hours?: WorkingHours): string {
  const whole = Math.max(0, workingBetween(clock.startedAt, clock.dueAt, hours) - (clock.pausedMs ?? 0));
  return subtractWorking(clock.dueAt, Math.round((whole * (100 - percent)) / 100), hours);
}

/** The hours in which a clock runs, by the team that it was timed for. */
export function hoursOfClock({ team }: Clock, pack: PolicyPack): WorkingHours | undefined {
  return team === undefined
    ? undefined
    : hoursOf(
        pack.teams.find(({ id }) => id === team),
        pack,
      );
}

/** Where a deadline outside stands among what is known of a case. */
const DEADLINES: Readonly<Record<OutsideDeadline, (impact: Impact) => string | undefined>> = {
  promised_date: ({ promisedAt }) => promisedAt,
  cut_off: ({ cutoffAt }) => cutoffAt,
  free_time_end: ({ freeTimeEndsAt }) => freeTimeEndsAt,
};

/** How long a clock runs at a level: as its type says, else as all do. */
export function clockLength(
  { type }: Pick<Case, 'type'>,
  name: ClockName,
  level: SeverityLevel,
  pack: PolicyPack,
): string {
  return (pack.types[type]?.clocks?.[name] ?? pack.clocks[name])[level];
}

/** Clocks for a level, by the owner and the impact of the case; those that have stopped stay. A deadline that nobody could tell this time stays as it was known. */
export function timeClocks(record: Case, level: SeverityLevel, pack: PolicyPack, at: string): Clocks {
  const time = (name: ClockName): Clock => {
    const running = record.clocks?.[name];
    if (running?.stoppedAt !== undefined) return running;
    const startedAt = running?.startedAt ?? record.reopenedAt ?? record.openedAt;
    const team = pack.clocks.businessHours[name]?.includes(level) === true ? record.owner?.team : undefined;
    const rule = pack.clocks.outside.find(({ clock, types }) => clock === name && types.includes(record.type));
    const told =
      rule === undefined || record.impact === undefined ? undefined : DEADLINES[rule.deadline](record.impact);
    const deadline = told ?? (rule === undefined ? undefined : running?.deadline);
    const { team: _team, deadline: _deadline, ...kept } = running ?? { startedAt };
    const timed = { ...(team === undefined ? {} : { team }), ...(deadline === undefined ? {} : { deadline }) };
    const hours = hoursOfClock({ ...kept, ...timed, dueAt: startedAt }, pack);
    // Somebody had it before the first triage: the promise was kept before it had a time.
    const keptAt = name === 'acknowledge' && running === undefined ? record.acknowledgedAt : undefined;
    return {
      ...kept,
      ...timed,
      dueAt: dueOf(running, {
        startedAt,
        duration: clockLength(record, name, level, pack),
        grace: pack.clocks.grace,
        at,
        hours,
        deadline,
      }),
      ...(keptAt === undefined ? {} : { stoppedAt: keptAt }),
    };
  };
  return { acknowledge: time('acknowledge'), resolve: time('resolve'), communicate: time('communicate') };
}

/** Only what an outside deadline has moved; undefined where none has. */
export function moveDeadlines(record: Case, level: SeverityLevel, pack: PolicyPack, at: string): Clocks | undefined {
  const { clocks } = record;
  if (clocks === undefined) return undefined;
  const timed = timeClocks(record, level, pack, at);
  const moved = clockName.options.filter((name) => timed[name].deadline !== clocks[name].deadline);
  if (moved.length === 0) return undefined;
  const pick = (name: ClockName): Clock => (moved.includes(name) ? timed : clocks)[name];
  return { acknowledge: pick('acknowledge'), resolve: pick('resolve'), communicate: pick('communicate') };
}

/** All of these clocks pause, or go on. */
export function changeClocks(clocks: Clocks, names: readonly ClockName[], change: (clock: Clock) => Clock): Clocks {
  const changed = (name: ClockName): Clock => (names.includes(name) ? change(clocks[name]) : clocks[name]);
  return {
    acknowledge: changed('acknowledge'),
    resolve: changed('resolve'),
    communicate: changed('communicate'),
  };
}

import { clockName, waitingFor } from '../contracts/index.ts';
import type { Case, Clock, ClockName, Clocks, JournalEntry, PolicyPack, WaitingFor } from '../contracts/index.ts';
import type { CaseMeasures } from '../contracts/api/measure-answers.ts';
import { hoursOfClock, pausedClocks } from './clocks.ts';
import { workingBetween } from './working-time.ts';

type What = JournalEntry['happening']['what'];

/** One pause, with the clocks as they stood when it began. */
interface Pause {
  readonly waitingFor: WaitingFor;
  readonly paused: readonly ClockName[];
  readonly clocks: Clocks;
  readonly from: string;
  readonly to: string;
}

/** A pause ends with each of these; one that is changed ends, and another begins. */
const ENDS: ReadonlySet<What> = new Set([
  'ClocksResumed',
  'ClocksPaused',
  'CaseResolved',
  'CaseWithdrawn',
  'CaseMerged',
  'CaseClosed',
]);
/** A clock that has stopped waits no more, also where the pause of the others goes on. */
const STOPS: Readonly<Record<ClockName, What>> = {
  acknowledge: 'CaseAcknowledged',
  resolve: 'CaseResolved',
  communicate: 'CustomerTold',
};

/** What of a case is measured, by its journal and as of a time: docs/measures.md has each formula. */
export function measureCase(
  record: Case,
  entries: readonly JournalEntry[],
  pack: PolicyPack,
  at: string,
): CaseMeasures {
  const pauses = pausesOf(entries, at);
  const acknowledged = entries.find(({ happening }) => happening.what === 'CaseAcknowledged');
  const { resolvedAt, openedAt, clocks } = record;
  return {
    at,
    ...(acknowledged === undefined ? {} : { secondsToAcknowledge: secondsBetween(openedAt, acknowledged.at) }),
    ...(resolvedAt === undefined ? {} : { secondsToResolve: secondsBetween(openedAt, resolvedAt) }),
    touches: entries.filter(({ touch }) => touch).length,
    reopened: entries.filter(({ happening }) => happening.what === 'CaseReopened').length,
    ...(clocks === undefined ? {} : { clocks: measureClocks(record, clocks, pack, at) }),
    waits: waitingFor.options.flatMap((reason) => waitOf(reason, pauses, entries, pack)),
  };
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));
}

function pausesOf(entries: readonly JournalEntry[], at: string): readonly Pause[] {
  return entries.flatMap(({ happening, at: from }, index): Pause[] => {
    if (happening.what !== 'ClocksPaused') return [];
    const end = entries.slice(index + 1).find((later) => ENDS.has(later.happening.what));
    return [{ ...happening, from, to: end?.at ?? at }];
  });
}

function waitOf(
  reason: WaitingFor,
  pauses: readonly Pause[],
  entries: readonly JournalEntry[],
  pack: PolicyPack,
): CaseMeasures['waits'] {
  const own = pauses.filter((pause) => pause.waitingFor === reason);
  if (own.length === 0) return [];
  const took = clockName.options
    .filter((name) => own.some(({ paused }) => paused.includes(name)))
    .map((name) => [name, sum(own.map((pause) => tookOff(name, pause, entries, pack)))] as const);
  return [
    {
      waitingFor: reason,
      times: own.length,
      seconds: sum(own.map(({ from, to }) => secondsBetween(from, to))),
      clocks: Object.fromEntries(took),
    },
  ];
}

/** Seconds of its own hours that a pause took off a clock. */
function tookOff(
  name: ClockName,
  { paused, clocks, from, to }: Pause,
  entries: readonly JournalEntry[],
  pack: PolicyPack,
): number {
  if (!paused.includes(name)) return 0;
  const stopped = entries.find(({ happening, at }) => happening.what === STOPS[name] && from < at && at < to);
  return pausedSeconds(clocks[name], { from, to: stopped?.at ?? to }, pack);
}

function pausedSeconds(clock: Clock, { from, to }: Pick<Pause, 'from' | 'to'>, pack: PolicyPack): number {
  return Math.floor(workingBetween(from, to, hoursOfClock(clock, pack)) / 1000);
}

function measureClocks(record: Case, clocks: Clocks, pack: PolicyPack, at: string): CaseMeasures['clocks'] {
  // With the case a pause is over, though its clocks still say since when they stood.
  const waiting = record.pause === undefined ? [] : pausedClocks(clocks);
  const measured = (name: ClockName) => {
    const clock = clocks[name];
    const since = waiting.includes(name) ? clock.pausedAt : undefined;
    const lasting = since === undefined ? 0 : pausedSeconds(clock, { from: since, to: at }, pack);
    return {
      dueAt: clock.dueAt,
      stands: standingOf(clock, { waits: since !== undefined, hasEnded: ENDED.has(record.state) }),
      pausedSeconds: Math.floor((clock.pausedMs ?? 0) / 1000) + lasting,
    };
  };
  return {
    acknowledge: measured('acknowledge'),
    resolve: measured('resolve'),
    communicate: measured('communicate'),
  };
}

const ENDED: ReadonlySet<Case['state']> = new Set(['closed', 'merged', 'withdrawn']);

function standingOf(
  { breachedAt, stoppedAt }: Clock,
  { waits, hasEnded }: { readonly waits: boolean; readonly hasEnded: boolean },
): NonNullable<CaseMeasures['clocks']>[ClockName]['stands'] {
  if (breachedAt !== undefined) return 'broken';
  if (stoppedAt !== undefined) return 'kept';
  if (hasEnded) return 'dropped';
  return waits ? 'waiting' : 'running';
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

import type { Case, PolicyPack, ProgressSignal, Signal, TroubleSignal } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isLater } from '../case/duration.ts';
import { isLive } from '../case/states.ts';
import { arrivalIn, isArrival } from '../foresight/expected-arrival.ts';
import type { Arrival } from '../foresight/expected-arrival.ts';
import { correlationKeys } from './correlate.ts';
import { isSameStop } from './decide-settlement.ts';
import type { Course } from './decide-settlement.ts';

/** A forecast that moves with the traffic is no other date: with each look every system of record is asked anew. */
const LEAST_MS = 3_600_000;
/** Nor does a carrier that says another date all day have a case looked at without end: in its life so often, and after that when it is looked at anyway. */
const MOST_MOVES = 20;

/** Keys of the cases that are over when the goods come: of types that end by it. Empty for what says nothing of when that will be. */
export function keysOfAwaited(progress: ProgressSignal, pack: PolicyPack): readonly string[] {
  if (arrivalIn(progress) === undefined) return [];
  const types = Object.entries(pack.types).flatMap(([type, { settledBy }]) =>
    settledBy.some(isArrival) ? [type] : [],
  );
  return [...new Set(types.flatMap((type) => correlationKeys(type, progress, pack)))];
}

/**
 * Whether a case goes by what is said now of when its goods come: it is another date, and newer than what was said last. `signal` has brought the news: the progress, or its retraction, which counts where the case goes
 * by what is taken back.
 */
export function movesArrival(record: Case, progress: ProgressSignal, signal: Signal): boolean {
  const arrival = arrivalIn(progress);
  if (arrival === undefined || !isLive(record)) return false;
  if (signal.kind === 'retraction') return goesBy(record, arrival);
  const { expectedAt, expectedSaidAt, arrivalMoves = 0 } = record;
  const isNews = expectedSaidAt === undefined || isLater(arrival.saidAt, expectedSaidAt);
  const isOther =
    expectedAt === undefined || Math.abs(Date.parse(arrival.expectedAt) - Date.parse(expectedAt)) >= LEAST_MS;
  return isNews && isOther && arrivalMoves < MOST_MOVES;
}

function goesBy({ expectedAt, expectedSaidAt }: Case, arrival: Arrival): boolean {
  return expectedAt === arrival.expectedAt && expectedSaidAt === arrival.saidAt;
}

/** The facts are asked for anew and weighed with it at once, and not when the case is looked at next. */
export function decideArrivalMoved(
  record: Case,
  course: Course,
  progress: ProgressSignal,
  signal: Signal,
): readonly Act[] {
  if (!movesArrival(record, progress, signal) || !isAbout(course, progress)) return [];
  // Guard: what was taken back moves nothing, though it is delivered once more.
  if (signal.kind === 'progress' && !course.progress.some(({ id }) => id === progress.id)) return [];
  const arrival = signal.kind === 'retraction' ? saidLast(record, course) : arrivalIn(progress);
  return [
    {
      actor: { kind: 'system', id: 'intake' },
      cause: { kind: 'signal', id: signal.id },
      happening: { what: 'ArrivalMoved', signalId: signal.id, ...(arrival === undefined ? {} : { arrival }) },
    },
  ];
}

/** Of all that still stands the newest; undefined: nobody says any more when the goods come. */
function saidLast({ partner }: Case, course: Course): Arrival | undefined {
  const said = [...course.reports, ...course.progress.filter((progress) => isAbout(course, progress))];
  const arrivals = said.flatMap((signal) => arrivalIn(signal) ?? []);
  if (partner?.arrivesAt !== undefined) arrivals.push({ expectedAt: partner.arrivesAt, saidAt: partner.at });
  return arrivals.toSorted((one, other) => Date.parse(one.saidAt) - Date.parse(other.saidAt)).at(-1);
}

function isAbout({ reports }: Course, progress: ProgressSignal): boolean {
  return reports.some((report) => isOfSameGoods(report, progress));
}

/** Of a port or a stop on the way it is said when the goods come there, which is not what the case waits for: that is the milestone of the trouble, or the delivery. */
function isOfSameGoods(
  { milestone: awaited, place: there }: TroubleSignal,
  { milestone, place }: ProgressSignal,
): boolean {
  if (!isSameStop(awaited, milestone)) return false;
  const isElsewhere = place?.code !== undefined && there?.code !== undefined && place.code !== there.code;
  return milestone.name === 'delivered' || (milestone.name === awaited?.name && !isElsewhere);
}

import type { Case, PolicyPack, ProgressSignal, Signal, TroubleSignal } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { LIFECYCLE_PATIENCE } from '../case/decide-triage.ts';
import { addDuration } from '../case/duration.ts';
import { transitionOf } from '../case/states.ts';
import { decideQuiet } from './decide-flapping.ts';

/** Types whose trouble can end by what a progress report says; their families tell under which keys to look for cases. */
export function typesSettledBy({ milestone }: ProgressSignal, pack: PolicyPack): readonly string[] {
  if (milestone.at !== 'actual') return [];
  return Object.entries(pack.types).flatMap(([type, { settledBy }]) =>
    settledBy.includes(milestone.name) || settledBy.includes('same') ? [type] : [],
  );
}

/** What was missed may have happened before it was expected. */
const LOOK_BACK = '-P30D';

/** Since when progress counts for a case. */
export function progressFrom({ occurredAt }: Pick<Case, 'occurredAt'>): string {
  return addDuration(occurredAt, LOOK_BACK);
}

/** Since when progress may have settled a trouble before it was reported; undefined: none settles it. */
export function settledFrom(report: TroubleSignal, pack: PolicyPack): string | undefined {
  const types = pack.types[report.type]?.settledBy ?? [];
  if (types.length === 0) return undefined;
  return types.includes('same') ? progressFrom(report) : report.occurredAt;
}

/**
 * Whether what happened ends a reported trouble, by the policy of its type. Event time decides, not arrival: trouble from before the delivery that is reported after it changes
 * nothing any more. A milestone that was missed is no longer missed once it is reported, whenever it was. A time that was only assumed settles nothing.
 */
export function isSettled(report: TroubleSignal, progress: ProgressSignal, pack: PolicyPack): boolean {
  const { milestone, timeBasis } = progress;
  const settledBy = pack.types[report.type]?.settledBy ?? [];
  if (milestone.at !== 'actual' || timeBasis === 'received') return false;
  if (settledBy.includes('same') && isSameMilestone(report, progress)) return true;
  return settledBy.includes(milestone.name) && Date.parse(progress.occurredAt) > Date.parse(report.occurredAt);
}

function isSameMilestone({ milestone: missed }: TroubleSignal, { milestone }: ProgressSignal): boolean {
  if (missed?.name !== milestone.name || milestone.name === 'other') return false;
  return isSameStop(missed, milestone);
}

/** As the sender counts stops; who names none may mean any. */
export function isSameStop(one: Signal['milestone'], other: Signal['milestone']): boolean {
  return one?.stop === undefined || other?.stop === undefined || one.stop === other.stop;
}

/** What a case was reported for, and what is known to have happened since; neither has what was taken back. */
export interface Course {
  readonly reports: readonly TroubleSignal[];
  readonly progress: readonly ProgressSignal[];
}

/** Each report by something, not all by one thing: of two milestones that were missed the one is settled by the one report, and the other by the other. */
function isAllSettled({ reports, progress }: Course, pack: PolicyPack): boolean {
  return (
    reports.length > 0 && reports.every((report) => progress.some((happened) => isSettled(report, happened, pack)))
  );
}

/** Of what happened the last that settles any of the reports; undefined where not all of them are settled. */
export function settledLastBy(course: Course, pack: PolicyPack): ProgressSignal | undefined {
  if (!isAllSettled(course, pack)) return undefined;
  return course.progress
    .filter((happened) => course.reports.some((report) => isSettled(report, happened, pack)))
    .toSorted((left, right) => Date.parse(right.occurredAt) - Date.parse(left.occurredAt))[0];
}

/** Ends the case when what happened, of which `progress` is the last word, settles every report of it that still stands. Empty where it does not, or where the case is over already. */
export function decideSettlement(
  record: Case,
  course: Course,
  progress: ProgressSignal,
  { at, pack }: { readonly at: string; readonly pack: PolicyPack },
): readonly Act[] {
  // Guard: what is over does not end again.
  const isOver = !transitionOf(record.state, 'CaseResolved').ok;
  if (isOver || !isAllSettled(course, pack)) return [];
  const { milestone, occurredAt, source } = progress;
  const resolution = `It has settled itself: ${milestone.name.replaceAll('_', ' ')} at ${occurredAt}, says ${source.id}.`;
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: progress.id } } as const;
  if (record.flapping !== undefined) {
    const quiet = decideQuiet(record, occurredAt, resolution, pack, at);
    return quiet === undefined ? [] : [{ ...by, happening: quiet }];
  }
  return [
    {
      ...by,
      clock: 'resolve',
      happening: {
        what: 'CaseResolved',
        via: 'system',
        resolution,
        reopenUntil: addDuration(at, pack.types[record.type]?.reopenWindow ?? 'PT24H'),
      },
    },
  ];
}

/** Of what had settled the case something was taken back, and what is left does not settle it: it is open again, as if that had never been said. */
export function decideUnsettling(
  record: Case,
  course: Course,
  retraction: Signal,
  { at, pack }: { readonly at: string; readonly pack: PolicyPack },
): readonly Act[] {
  // Guard: where nothing is reported any more, nothing is open.
  if (record.state === 'withdrawn' || course.reports.length === 0 || isAllSettled(course, pack)) return [];
  const reason = 'What had settled it was taken back by its sender.';
  const by = { actor: { kind: 'system', id: 'intake' }, cause: { kind: 'signal', id: retraction.id } } as const;
  if (isQuietFlapping(record))
    return [{ ...by, happening: { what: 'TroubleBack', times: record.flapping?.times ?? 1, reason } }];
  // Guard: what is open is not opened again.
  if (!transitionOf(record.state, 'CaseReopened').ok) return [];
  return [
    {
      ...by,
      nextDueAt: addDuration(at, LIFECYCLE_PATIENCE),
      happening: { what: 'CaseReopened', signalId: retraction.id, reason },
    },
  ];
}

/** It comes and goes, and is gone just now. */
export function isQuietFlapping({ flapping, state }: Pick<Case, 'flapping' | 'state'>): boolean {
  return flapping?.settledAt !== undefined && state !== 'resolved';
}

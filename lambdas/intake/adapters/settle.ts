import type { Case, ProgressSignal, PublishedPack, Signal } from '../../contracts/index.ts';
import { isLive, perform } from '../../case/index.ts';
import type { Act } from '../../case/index.ts';
import { correlationKeys } from '../correlate.ts';
import { decideArrivalMoved, keysOfAwaited, movesArrival } from '../decide-arrival-moved.ts';
import { decideContainerMoved, keysOfHeldContainer } from '../decide-container-moved.ts';
import { decideHeirWithdrawal, standingReports } from '../decide-retraction.ts';
import {
  decideSettlement,
  decideUnsettling,
  isQuietFlapping,
  isSettled,
  progressFrom,
  settledFrom,
  settledLastBy,
  typesSettledBy,
} from '../decide-settlement.ts';
import type { Course } from '../decide-settlement.ts';
import { reportsOf } from './family.ts';
import type { Stores } from './stores.ts';

/**
 * What a signal that has its fate means for cases that others opened. Progress settles them; a report that came in just when its settling progress did is settled after all; and a
 * retraction of that progress opens them again. It runs behind the write that gave the signal its fate, and again whenever the signal is delivered again, so that a death between the two
 * leaves nothing open. Progress is written first and looks for cases then; a report writes its case first and looks for progress then: whoever comes second sees the other.
 */
export async function settleCases(stores: Stores, signal: Signal): Promise<readonly string[]> {
  const published = await stores.packs.active(signal);
  switch (signal.kind) {
    case 'progress':
      return [
        ...(await settleBy(stores, signal, published)),
        ...(await askAnew(stores, signal, signal)),
        ...(await moveArrival(stores, signal, signal)),
      ];
    case 'retraction':
      return unsettle(stores, signal);
    default: {
      const since = settledFrom(signal, published.pack);
      if (since === undefined) return [];
      const known = await stores.intake.progressSince(signal.references, since);
      const settling = known.find((progress) => isSettled(signal, progress, published.pack));
      return settling === undefined ? [] : settleBy(stores, settling, published);
    }
  }
}

async function settleBy(stores: Stores, progress: ProgressSignal, { pack }: PublishedPack): Promise<readonly string[]> {
  const keys = new Set(typesSettledBy(progress, pack).flatMap((type) => correlationKeys(type, progress, pack)));
  if (keys.size === 0) return [];
  const holders = [...new Set((await stores.intake.holdersOf([...keys])).values())];
  // Guard: what was taken back settles nothing.
  if (holders.length === 0 || !(await isStillSaid(stores, progress))) return [];
  return changed(stores, holders, progress, async (record, at) => {
    const { reports, progress: known } = await courseOf(stores, record);
    return decideSettlement(record, { reports, progress: [progress, ...known] }, progress, { at, pack });
  });
}

async function courseOf({ cases, intake }: Stores, record: Case): Promise<Course> {
  const reports = standingReports(await reportsOf(cases, record));
  const progress = await intake.progressSince(record.references, progressFrom(record));
  return { reports, progress };
}

/** Whether the progress stands on its timeline and was not taken back. */
async function isStillSaid({ intake }: Stores, progress: ProgressSignal): Promise<boolean> {
  const known = await intake.progressSince(progress.references, progress.occurredAt);
  return known.some(({ id }) => id === progress.id);
}

async function unsettle(stores: Stores, signal: Extract<Signal, { kind: 'retraction' }>): Promise<readonly string[]> {
  const progress = await stores.intake.progressOf(signal.retracts);
  if (progress === undefined) return endWithout(stores, signal);
  const { pack } = await stores.packs.active(progress);
  const asked = [...(await askAnew(stores, progress, signal)), ...(await moveArrival(stores, progress, signal))];
  const keys = typesSettledBy(progress, pack).flatMap((type) => correlationKeys(type, progress, pack));
  const holders = [...new Set((await stores.intake.holdersOf([...new Set(keys)])).values())];
  const unsettled = await changed(stores, holders, signal, async (record, at) => {
    const journal = await stores.cases.journal(record.id);
    const resolved = journal.findLast(({ happening }) => happening.what === 'CaseResolved');
    // What people have solved stays solved.
    const hasSettledItself = resolved?.actor.kind === 'system' && resolved.cause.kind === 'signal';
    if (!hasSettledItself && !isQuietFlapping(record)) return [];
    return decideUnsettling(record, await courseOf(stores, record), signal, { at, pack });
  });
  return [...asked, ...unsettled];
}

/** Cases of a held container that is, or is not, where it was: what they cost and when is found anew. */
async function askAnew(stores: Stores, progress: ProgressSignal, signal: Signal): Promise<readonly string[]> {
  const { pack } = await stores.packs.active(progress);
  const keys = keysOfHeldContainer(progress, pack);
  if (keys.length === 0) return [];
  const holders = [...new Set((await stores.intake.holdersOf(keys)).values())];
  return changed(stores, holders, signal, async (record) =>
    decideContainerMoved(record, progress, signal, await stores.cases.journal(record.id)),
  );
}

/** Cases whose goods come at another time than was said, or of which what was said is taken back: what that costs, and what was promised, is found anew. */
async function moveArrival(stores: Stores, progress: ProgressSignal, signal: Signal): Promise<readonly string[]> {
  const { pack } = await stores.packs.active(progress);
  const keys = keysOfAwaited(progress, pack);
  if (keys.length === 0) return [];
  const holders = [...new Set((await stores.intake.holdersOf(keys)).values())];
  return changed(stores, holders, signal, async (record) => {
    // Most often it is no other date, and nothing more has to be read.
    if (!movesArrival(record, progress, signal)) return [];
    return decideArrivalMoved(record, await courseOf(stores, record), progress, signal);
  });
}

/**
 * Without a report that was taken back a case may be over: the one in which a merged case goes on is withdrawn when none of its reports is left; and of any case what is left may all be
 * settled.
 */
async function endWithout(stores: Stores, signal: Extract<Signal, { kind: 'retraction' }>): Promise<readonly string[]> {
  const { cases, intake, packs } = stores;
  const fate = await intake.fateOf(signal.retracts);
  const record = fate?.caseId === undefined ? undefined : await cases.load(fate.caseId);
  if (record === undefined) return [];
  const [{ heir }, { pack }] = await Promise.all([reportsOf(cases, record), packs.active(signal)]);
  return changed(stores, [heir.id], signal, async (current, at) => {
    if (!isLive(current)) return [];
    const withdrawn = decideHeirWithdrawal(current, signal.id, await reportsOf(cases, current), { at, pack });
    if (withdrawn.length > 0) return withdrawn;
    const course = await courseOf(stores, current);
    const settling = settledLastBy(course, pack);
    return settling === undefined ? [] : decideSettlement(current, course, settling, { at, pack });
  });
}

/** Commits what is decided for each of the cases; ids of those that changed. */
async function changed(
  { cases }: Pick<Stores, 'cases'>,
  ids: readonly string[],
  { traceparent }: Signal,
  decide: (record: Case, at: string) => Promise<readonly Act[]>,
): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    ids.map((caseId) =>
      perform(cases, { caseId, traceparent }, async (record, at) => {
        const acts = await decide(record, at);
        return acts.length === 0
          ? { commit: false as const, answer: [] }
          : { commit: true as const, acts, answer: () => [caseId] };
      }),
    ),
  );
  return outcomes.flatMap((outcome) => outcome ?? []);
}

import * as z from 'zod';
import { worklist } from '../../actions/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { BeginningShift, Case, PolicyPack } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { dutyOf } from '../../routing/index.ts';
import { openCasesOf } from './open-cases.dynamo.ts';

const waiting = z.object({ caseId: z.string(), title: z.string(), since: z.string() });
type WaitingApproval = z.infer<typeof waiting>;

/** Of all that waits for an approval, what is over first. */
const MOST_APPROVALS = 100;

interface LoadedHandover {
  readonly pack: PolicyPack;
  /** As many as were asked for, the most severe first. */
  readonly cases: readonly Case[];
  /** How many are open; where `isMore`, at least. */
  readonly total: number;
  readonly isMore: boolean;
  /** Actions of these cases that wait for an approval, with the time by which they expire. */
  readonly approvals: readonly WaitingApproval[];
}

/** A hand-over as it stands now: cases that have ended since are not in it. `most`: how many are listed; absent: as many as the policy says. */
export async function loadHandover(
  { cases, packs }: { readonly cases: CaseStore; readonly packs: PackStore },
  shift: BeginningShift,
  most?: number,
): Promise<LoadedHandover> {
  const { rows, isMore, pack } = await openCasesOf(cases, packs, shift);
  const [shown, actions] = await Promise.all([
    Promise.all(rows.slice(0, most ?? pack.handover.cases).map(({ id }) => cases.load(id))),
    worklist(cases, 'awaiting_approval', MOST_APPROVALS),
  ]);
  const theirs = new Set(rows.map(({ id }) => id));
  const approvals = actions
    .flatMap((action) => waiting.safeParse(action).data ?? [])
    .filter(({ caseId }) => theirs.has(caseId));
  return {
    pack,
    cases: shown.filter((record) => record !== undefined),
    total: rows.length,
    isMore,
    approvals,
  };
}

/** Why nobody is told of a hand-over any more. */
export async function whyNotHandedOver(
  { cases, packs }: { readonly cases: CaseStore; readonly packs: PackStore },
  person: string,
  shift: BeginningShift,
): Promise<string | undefined> {
  const { rows, pack } = await openCasesOf(cases, packs, shift);
  if (rows.length === 0) return 'nothing is open any more';
  const isOnDuty = pack.teams
    .filter(({ id }) => shift.teams.some(({ team }) => team === id))
    .some((team) => dutyOf(team, pack, nowInstant()) === person);
  return isOnDuty ? undefined : 'their shift is over';
}

import { loadAction } from '../../actions/index.ts';
import { isEnded } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { readerIn } from '../../contracts/index.ts';
import type { Notice, Task } from '../../contracts/index.ts';
import { whyNotHandedOver } from '../../handover/index.ts';
import type { PackStore } from '../../policy/index.ts';

/** Who is told later, by a digest or after quiet hours, hears only of what is still to be done. */
function whyNotLate(taskIds: readonly string[], tasks: readonly Task[]): string | undefined {
  return tasks.some(({ id, state }) => taskIds.includes(id) && !isEnded(state)) ? undefined : 'it is done by now';
}

/** Somebody has answered already, or the time is over: nobody is asked for an approval that does nothing. Whoever has left is not told that a case goes on without them. */
export async function whyNotSaid(
  { cases, packs }: { readonly cases: CaseStore; readonly packs: PackStore },
  notice: Notice,
): Promise<string | undefined> {
  if (notice.shift !== undefined) return whyNotHandedOver({ cases, packs }, notice.person, notice.shift);
  if (notice.taskIds !== undefined) return whyNotLate(notice.taskIds, await cases.tasks(notice.caseId));
  if (notice.purpose === 'passed_on' && readerIn((await packs.active()).pack, notice.person) === undefined)
    return 'they are nobody here any more';
  if (notice.purpose !== 'approval' || notice.actionId === undefined) return undefined;
  const action = await loadAction(cases, notice.caseId, notice.actionId);
  return action?.state === 'awaiting_approval' ? undefined : `the action is ${action?.state ?? 'not there'}`;
}

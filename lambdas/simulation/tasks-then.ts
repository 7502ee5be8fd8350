import { isEnded } from '../case/task-readiness.ts';
import { playbookIn } from '../contracts/index.ts';
import type { JournalEntry, Task } from '../contracts/index.ts';

/** The tasks that a simulated course has set by a time, with what people had made of those of the same name by then; what is known to be late was told in the simulation. */
export function tasksThen(
  simulated: readonly JournalEntry[],
  past: readonly JournalEntry[],
  at: string,
): readonly Task[] {
  const known = past.filter((entry) => entry.at <= at);
  const set = simulated.flatMap(({ happening }) => playbookIn(happening)?.tasks ?? []);
  // Of a case that was opened again those of the last time.
  return [...new Map(set.map((task) => [task.id, task])).values()].map((task) => {
    const told = simulated.findLast(
      ({ happening }) => happening.what === 'TasksLookedAt' && happening.late.includes(task.id),
    );
    const again = known.findLast(
      ({ happening }) => happening.what === 'TaskOpened' && happening.taskId === task.id && isEnded(happening.from),
    )?.at;
    return {
      ...task,
      state: stateOf(task.id, known),
      ...(again === undefined ? {} : { openedAgainAt: again }),
      ...(told === undefined || (again !== undefined && told.at <= again) ? {} : { lateAt: told.at }),
    };
  });
}

function stateOf(taskId: string, known: readonly JournalEntry[]): Task['state'] {
  for (const { happening } of known.toReversed()) {
    if (!('taskId' in happening) || happening.taskId !== taskId) continue;
    if (happening.what === 'TaskEnded') return happening.as;
    if (happening.what === 'TaskBlocked') return 'blocked';
    if (happening.what === 'TaskOpened') return 'open';
  }
  return 'open';
}

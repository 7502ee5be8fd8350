import type { Job, Kernel } from '../../kernel/types.ts';
import { createInvocations } from './invoke.ts';
import { firstOccurrence, nextOccurrence } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleStore } from './store.ts';

const KIND = 'scheduler.due';

export interface Planner {
  /** After a schedule was made or changed. */
  plan(schedule: Schedule): void;
  cancel(schedule: Schedule): void;
  isPlanned(schedule: Schedule): boolean;
}

const keyOf = (schedule: Pick<Schedule, 'group' | 'name'>): string => `${schedule.group}/${schedule.name}`;

/** One keyed job a schedule: the moment of its next invocation. */
export function createPlanner(kernel: Kernel, store: ScheduleStore): Planner {
  const invocations = createInvocations(kernel, (completed) => {
    const now = store.find(completed.group, completed.name);
    // Changed in between: it has a new life.
    if (now?.modifiedAt !== completed.modifiedAt || now.ActionAfterCompletion !== 'DELETE') return;
    store.remove(completed.group, completed.name);
  });

  /** Somewhere within the window: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html */
  const invokeAt = (schedule: Schedule, scheduledAt: number): number => {
    const minutes = schedule.FlexibleTimeWindow.MaximumWindowInMinutes ?? 0;
    return scheduledAt + Math.floor(kernel.random() * minutes * 60_000);
  };
  const wakeFor = (schedule: Schedule, scheduledAt: number): void => {
    kernel.jobs.add(KIND, invokeAt(schedule, scheduledAt), { scheduledAt }, keyOf(schedule));
  };

  kernel.jobs.on(KIND, (job: Job) => {
    const [group = '', name = ''] = (job.key ?? '').split('/');
    const schedule = store.find(group, name);
    if (schedule?.State !== 'ENABLED') return;
    const scheduledAt: number = job.payload.scheduledAt;
    // What was missed while the engine was down is made up for once, not as often as it was missed.
    const next = nextOccurrence(schedule, Math.max(scheduledAt, kernel.now()));
    invocations.add(schedule, scheduledAt, next === undefined);
    if (next !== undefined) wakeFor(schedule, next);
  });

  return {
    plan: (schedule) => {
      kernel.jobs.cancel(KIND, keyOf(schedule));
      if (schedule.State !== 'ENABLED') return;
      const first = firstOccurrence(schedule, kernel.now());
      if (first !== undefined) wakeFor(schedule, first);
    },
    cancel: (schedule) => {
      kernel.jobs.cancel(KIND, keyOf(schedule));
    },
    isPlanned: (schedule) => kernel.jobs.dueOf(KIND, keyOf(schedule)) !== undefined,
  };
}

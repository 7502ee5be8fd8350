import type { Act } from '../case/apply-acts.ts';
import { isLater } from '../case/duration.ts';
import { isEnded, isLate, waitsForTask } from '../case/task-readiness.ts';
import type { Case, Notice, PolicyPack, Task } from '../contracts/index.ts';
import { isSilenced } from '../maintenance/is-silenced.ts';
import { personForTeam } from '../routing/who-is-on-duty.ts';
import { toPerson } from './call-step.ts';
import { isHeld } from './clock-marks.ts';
import { quietUntil } from './watch-flapping.ts';

interface Looked {
  readonly record: Case;
  readonly pack: PolicyPack;
  readonly at: string;
  /** All of the case; absent: none can be late yet. */
  readonly tasks?: readonly Task[] | undefined;
}

interface LateMove {
  readonly act: Act;
  readonly notices: readonly Notice[];
}

/** Whether a task may be late by now, so that the tasks are worth reading. */
export function mayBeLate({ playbook }: Case, at: string): boolean {
  return playbook?.nextDueAt !== undefined && playbook.open > 0 && !isLater(playbook.nextDueAt, at);
}

/** When a task may be late next; none where nobody would be told then, as what ends that leads to another decision. */
export function lateMoments(record: Case, pack: PolicyPack, at: string): readonly string[] {
  const { playbook } = record;
  if (playbook?.nextDueAt === undefined || playbook.open === 0 || !isTold(record, pack, at)) return [];
  return isLater(playbook.nextDueAt, at) ? [playbook.nextDueAt] : [];
}

/**
 * Tasks whose time is over, each told once: to who is on duty for its function, and to whoever has the case. One that waits for another is told when that one has ended (`TaskEnded.late`): until
 * then the other one is what somebody has to do.
 */
export function lateMove({ record, pack, at, tasks }: Looked, by: Pick<Act, 'actor' | 'cause'>): LateMove | undefined {
  if (tasks === undefined || !mayBeLate(record, at) || !isTold(record, pack, at)) return undefined;
  const late = tasks.filter((task) => isLate(task, at) && !waitsForTask(task, tasks));
  const [soonest] = tasks
    .filter(({ state, dueAt }) => !isEnded(state) && isLater(dueAt, at))
    .map(({ dueAt }) => dueAt)
    .sort((one, other) => Date.parse(one) - Date.parse(other));
  const nextDueAt = soonest === undefined ? {} : { nextDueAt: soonest };
  const notices = noticesOf(record, late, pack, at);
  const claimed = notices.map(({ id, person, channel }) => ({ noticeId: id, person, channel }));
  const happening = { what: 'TasksLookedAt', late: late.map(({ id }) => id), notices: claimed, ...nextDueAt } as const;
  return { act: { ...by, happening }, notices };
}

/** While somebody outside has to act, while nobody is called for it, or while it waits by a person's wish, nobody hears of its tasks; nor of those of an incident or its cases, of which few messages are promised. */
function isTold(record: Case, pack: PolicyPack, at: string): boolean {
  const { pause, snoozedUntil } = record;
  return (
    pack.clocks.lateTasks.tell.length > 0 &&
    // While nobody has it, the ladder calls, and that says more; whoever takes it hears at once.
    isHeld(record) &&
    pause === undefined &&
    !(snoozedUntil !== undefined && isLater(snoozedUntil, at)) &&
    !isSilenced(record) &&
    record.incident === undefined &&
    record.cause === undefined &&
    quietUntil(record) === undefined
  );
}

/** One message for each reader, whatever is late at once. */
function noticesOf(record: Case, late: readonly Task[], pack: PolicyPack, at: string): readonly Notice[] {
  const told = late.flatMap((task) => readersOf(record, task, pack, at).map((person) => ({ person, task })));
  return [...Map.groupBy(told, ({ person }) => person)].flatMap(([id, theirs]) => {
    const reader = pack.people.find((person) => person.id === id);
    const taskIds = theirs.map(({ task }) => task.id);
    const which = [
      record.reopens,
      ...theirs.flatMap(({ task: { id: of, openedAgainAt } }) =>
        openedAgainAt === undefined ? [of] : [of, openedAgainAt],
      ),
    ];
    return reader === undefined ? [] : toPerson(record, reader, pack, { purpose: 'task_late', taskIds }, which, at);
  });
}

function readersOf(record: Case, task: Task, pack: PolicyPack, at: string): readonly string[] {
  const { tell } = pack.clocks.lateTasks;
  const onDuty = onDutyFor(record, task, pack, at);
  const readers = [
    ...(tell.includes('function') ? [onDuty] : []),
    ...(tell.includes('holder') ? [record.acknowledgedBy] : []),
  ];
  return [...new Set(readers.filter((reader) => reader !== undefined))];
}

/** Who is on duty for the function of a task; where it has no team, whoever is for the owner of the case. */
export function onDutyFor(record: Case, task: Pick<Task, 'function'>, pack: PolicyPack, at: string): string {
  const team = pack.teams.find(({ id }) => id === teamFor(record, task, pack));
  return team === undefined ? pack.lastOwner : personForTeam(team, pack, at).person;
}

export function teamFor(record: Case, task: Pick<Task, 'function'>, pack: PolicyPack): string | undefined {
  return pack.ownership.byFunction[task.function] ?? record.owner?.team;
}

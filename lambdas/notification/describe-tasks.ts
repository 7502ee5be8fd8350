import type { Case, Notice, Person, ProgressSignal, Task } from '../contracts/index.ts';
import { isEnded, uncheckedOf, waitsOf } from '../case/task-readiness.ts';
import { isLater } from '../case/duration.ts';
import { localTime, timeAndDistance } from './say-time.ts';

interface Told {
  readonly record: Case;
  readonly notice: Notice;
  readonly person: Person;
  readonly tasks?: readonly Task[];
  readonly heard?: readonly ProgressSignal[];
}

/** Longer lists are not read on a phone. */
const MOST_TASKS = 4;

/** Of a message about some tasks those; else open tasks that wait for nothing, those of the owning function first, then what is blocked, and how many come later. */
export function taskLines(told: Told): readonly string[] {
  const { notice, record, tasks = [], heard = [], person } = told;
  if (notice.taskIds !== undefined) return tasksOf(told).map((task) => taskLine(task, person.zone));
  const left = tasks.filter(({ state }) => !isEnded(state));
  const rank = ({ function: name }: Task): number => (name === record.owner?.function ? 0 : 1);
  const ready = left
    .filter((task) => task.state === 'open' && waitsOf(task, tasks, heard).length === 0)
    .sort((one, other) => rank(one) - rank(other));
  const blocked = left.filter(({ state }) => state === 'blocked');
  const shown = [...ready, ...blocked].slice(0, MOST_TASKS);
  const lines = shown.map((task) => taskLine(task, person.zone));
  const more = left.length - shown.length;
  return lines.length === 0 || more === 0 ? lines : [...lines, `Then ${String(more)} more`];
}

export function taskLine(task: Task, zone: string): string {
  const { title, function: name, dueAt, required, state, checklist } = task;
  const unchecked = uncheckedOf(task).length;
  const terms = [
    name.replaceAll('_', ' '),
    `by ${localTime(dueAt, zone)}`,
    ...(required === true ? ['required'] : []),
    ...(checklist === undefined ? [] : [`${String(unchecked)} of ${String(checklist.length)} points open`]),
    ...(state === 'blocked' ? ['blocked'] : []),
  ];
  return `${title} (${terms.join(', ')})`;
}

/** Those of the message that are still to be done. */
function tasksOf({ notice, tasks = [] }: Told): readonly Task[] {
  return tasks.filter(({ id, state }) => notice.taskIds?.includes(id) === true && !isEnded(state));
}

/** By when the first of the tasks of the message is to be done; undefined where it is about none. */
export function tasksDueAt(told: Told): string | undefined {
  return told.notice.taskIds === undefined
    ? undefined
    : tasksOf(told)
        .map(({ dueAt }) => dueAt)
        .toSorted()[0];
}

/** The same in words: whoever has a task is not told by when the case is to be taken. */
export function tasksByWhen(told: Told, at: string): string | undefined {
  const dueAt = tasksDueAt(told);
  if (dueAt === undefined) return undefined;
  const [what, isOne] = tasksOf(told).length === 1 ? ['It', true] : ['The first of them', false];
  const when = timeAndDistance(dueAt, told.person.zone, at);
  return isLater(dueAt, at)
    ? `Do ${isOne ? 'it' : 'the first of them'} by ${when}.`
    : `${what} was to be done by ${when}.`;
}

export function tasksHeadline(told: Told): string {
  const [only, ...others] = tasksOf(told);
  const what = told.notice.purpose === 'task_late' ? 'Overdue' : 'For you';
  const count = only === undefined ? 0 : 1 + others.length;
  return only !== undefined && count === 1 ? `${what}: ${only.title}` : `${what}: ${String(count)} tasks`;
}

export function tasksBecause(told: Told): string {
  const { record, notice } = told;
  const tasks = tasksOf(told);
  const names = [...new Set(tasks.map((task) => task.function.replaceAll('_', ' ')))].join(' and ');
  if (notice.purpose === 'task_set')
    return `You are on duty for ${names}. The case is with others; this of it is yours.`;
  const what = tasks.length === 1 ? 'a task of it is' : `${String(tasks.length)} tasks of it are`;
  if (record.acknowledgedBy === notice.person) return `You have it, and ${what} not done by the due time.`;
  return `You are on duty for ${names}, and ${what} not done by the due time.`;
}

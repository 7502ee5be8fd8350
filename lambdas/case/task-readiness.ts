import type { PolicyPack, ProgressSignal, Task, TaskState } from '../contracts/index.ts';

export function isEnded(state: TaskState): boolean {
  return state !== 'open' && state !== 'blocked';
}

/** Not ended by its due time, and nobody was told so yet. */
export function isLate({ state, dueAt, lateAt }: Task, at: string): boolean {
  return !isEnded(state) && lateAt === undefined && Date.parse(dueAt) <= Date.parse(at);
}

/** Whether another task has to be done before it. */
export function waitsForTask({ after }: Task, tasks: readonly Task[]): boolean {
  return tasks.some(({ id, state }) => after.includes(id) && !isEnded(state));
}

/** Whether the end of a task leaves nothing to wait for to another one that is late. */
export function freesLate(taskId: string, tasks: readonly Task[], at: string): boolean {
  const others = tasks.filter(({ id }) => id !== taskId);
  return others.some((task) => task.after.includes(taskId) && isLate(task, at) && !waitsForTask(task, others));
}

/** What has to come before a task can be done, in words; nothing where it is ready. */
export function waitsOf(
  { after, awaits }: Task,
  tasks: readonly Task[],
  heard: readonly ProgressSignal[],
): readonly string[] {
  const before = tasks.filter(({ id, state }) => after.includes(id) && !isEnded(state));
  const isHeard = heard.some(
    ({ milestone: { name, at }, timeBasis }) => at === 'actual' && timeBasis !== 'received' && awaits?.includes(name),
  );
  return [
    ...before.map(({ title }) => `“${title}”`),
    ...(awaits === undefined || isHeard ? [] : [`a report that the goods are ${awaits.map(inWords).join(' or ')}`]),
  ];
}

/** Whether any task still waits for a report, so that what has happened is worth reading. */
export function awaitsReports(tasks: readonly Task[]): boolean {
  return tasks.some(({ state, awaits }) => awaits !== undefined && !isEnded(state));
}

/** What is left of its checklist. */
export function uncheckedOf({ checklist = [], checked = [] }: Task): readonly string[] {
  return checklist.filter(({ id }) => !checked.includes(id)).map(({ text }) => text);
}

/** People of a function: those of the rotas of its teams, and whoever may approve for it. */
export function peopleOf(name: Task['function'], { teams, rotas, people }: PolicyPack): readonly string[] {
  const duties = new Set(teams.filter((team) => team.function === name).map(({ rota }) => rota));
  const inRotas = rotas
    .filter(({ id }) => duties.has(id))
    .flatMap(({ layers, overrides }) => [
      ...layers.flatMap((layer) => layer.people),
      ...overrides.flatMap(({ person }) => person ?? []),
    ]);
  const approvers = people.filter(({ approves }) => approves.some((one) => one.function === name)).map(({ id }) => id);
  return [...new Set([...inRotas, ...approvers])];
}

const inWords = (text: string): string => text.replaceAll('_', ' ');

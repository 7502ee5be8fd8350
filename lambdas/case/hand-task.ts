import type { Task } from '../contracts/index.ts';

/** The task by which a person does an action by hand is found from either side by its name. */
export function handTaskId(actionId: string, round: number): string {
  return `by-hand-${actionId.slice(PREFIX.length)}-${String(round)}`;
}

export function actionOfTask(taskId: string): string | undefined {
  const hex = /^by-hand-([0-9a-f]{32})-\d+$/.exec(taskId)?.[1];
  return hex === undefined ? undefined : `${PREFIX}${hex}`;
}

const PREFIX = 'act_';

/** The line of its checklist by which somebody takes it: ticked, nothing is written beside them. */
export const BEGIN = 'begin';

export function isBegun({ checked = [] }: Pick<Task, 'checked'>): boolean {
  return checked.includes(BEGIN);
}

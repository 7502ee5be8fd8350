import type { Case, Happening, Task } from '../contracts/index.ts';
import { actsOf, notPossible, withText } from './command.ts';
import type { Command, CommandContext, CommandDecision } from './command.ts';

/**
 * A task is done, or not needed; who has ended it the wrong way ends it the other way. What it waits for comes first, so that nobody
 * settles on a date that nobody has asked for.
 */
export function decideTask(
  record: Case,
  command: Extract<Command, { kind: 'end-task' }>,
  context: CommandContext,
): CommandDecision {
  const { tasks = [] } = context;
  const found = tasks.find(({ id }) => id === command.taskId);
  if (found === undefined) return { outcome: 'refused', problem: noSuchTask(record.id, command.taskId, tasks) };
  if (found.state === command.as) {
    const so = command.as === 'done' ? 'done' : 'marked as not needed';
    return { outcome: 'unchanged', why: `The task is ${so} already, by ${found.endedBy ?? 'somebody'}.` };
  }
  const before = tasks.filter(({ id, state }) => state === 'open' && found.after.includes(id));
  if (command.as === 'done' && before.length > 0) {
    const titles = before.map(({ title }) => `“${title}”`).join(' and ');
    return { outcome: 'refused', problem: notPossible(`First comes ${titles}: do it, or say that it is not needed.`) };
  }
  const { taskId, as, via } = command;
  const begins: Happening[] = record.state === 'acknowledged' ? [{ what: 'WorkStarted', via }] : [];
  const ended: Happening = { what: 'TaskEnded', taskId, from: found.state, as, via };
  const decision = actsOf(record, context, [...begins, ended]);
  return command.note === undefined ? decision : withText(decision, 'TaskEnded', command.note);
}

function noSuchTask(caseId: string, taskId: string, tasks: readonly Task[]) {
  const known = tasks.length === 0 ? 'it has none' : `it has ${tasks.map(({ id }) => id).join(', ')}`;
  return {
    type: 'https://fairlead.dev/problems/no-such-task',
    title: 'No such task',
    status: 404,
    detail: `The case ${caseId} has no task ${taskId}; ${known}.`,
  };
}

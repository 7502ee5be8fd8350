import { personName } from '../contracts/index.ts';
import type { Attachment, Case, Happening, Problem, Task } from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';
import { actsOf, notKnown, notPossible, withPersonal } from './command.ts';
import type { CommandContext, CommandDecision, TaskCommand } from './command.ts';
import { isLater } from './duration.ts';
import { actionOfTask } from './hand-task.ts';
import { isLive } from './states.ts';
import { freesLate, isEnded, peopleOf, uncheckedOf, waitsOf } from './task-readiness.ts';

/** What a person says of a task. Whoever has moved it the wrong way moves it the other way. */
export function decideTask(record: Case, command: TaskCommand, context: CommandContext): CommandDecision {
  const { tasks = [] } = context;
  const found = tasks.find(({ id }) => id === command.taskId);
  if (found === undefined) return { outcome: 'refused', problem: noSuchTask(record.id, command.taskId, tasks) };
  const { via, taskId } = command;
  switch (command.kind) {
    case 'end-task':
      return endTask(record, found, command, context);
    case 'block-task': {
      if (found.state === 'blocked')
        return { outcome: 'unchanged', why: `The task is blocked already${by(found, context)}.` };
      if (isEnded(found.state)) return { outcome: 'refused', problem: notPossible(`The task ${standing(found)}.`) };
      return said({ what: 'TaskBlocked', taskId, from: found.state, via }, command);
    }
    case 'open-task':
      if (found.state === 'open') return { outcome: 'unchanged', why: 'The task is open already.' };
      // Guard: what was ended by hand goes its own way, and is not begun beside that.
      if (isEnded(found.state) && actionOfTask(taskId) !== undefined)
        return { outcome: 'refused', problem: notPossible(`The task ${standing(found)}: look at its action.`) };
      return said(
        { what: 'TaskOpened', taskId, from: found.state, via, ...lateAgain(record, found, context.at) },
        command,
      );
    case 'check-task':
      return checkTask(record, found, command, context);
  }

  /** What is over is not begun again: the case is reopened, and its tasks with it. */
  function said(happening: Happening, words: Said): CommandDecision {
    if (!isLive(record)) return { outcome: 'refused', problem: notPossible(`The case is ${record.state}.`) };
    return withPersonal(moved(record, context, via, happening), happening.what, personalOf(words));
  }
}

/** One that had ended is looked at for being late as if it were new, at once where its time is over. */
function lateAgain(
  { playbook }: Case,
  { state, dueAt }: Task,
  at: string,
): { readonly lateFrom: string } | Record<string, never> {
  const lateFrom = isLater(dueAt, at) ? dueAt : at;
  const isSooner = playbook?.nextDueAt === undefined || isLater(playbook.nextDueAt, lateFrom);
  return isEnded(state) && isSooner ? { lateFrom } : {};
}

/** What it waits for comes first, so that nobody settles on a date that nobody has asked for. */
function endTask(
  record: Case,
  found: Task,
  command: Extract<TaskCommand, { kind: 'end-task' }>,
  context: CommandContext,
): CommandDecision {
  const { taskId, as, via } = command;
  if (found.state === as)
    return { outcome: 'unchanged', why: `The task ${standing(found)} already${by(found, context)}.` };
  const problem = notTheirs(found, command, context) ?? notNow(found, command, context);
  if (problem !== undefined) return { outcome: 'refused', problem };
  const late = freesLate(taskId, context.tasks ?? [], context.at) ? { late: true as const } : {};
  const decision = moved(record, context, via, { what: 'TaskEnded', taskId, from: found.state, as, via, ...late });
  return withPersonal(decision, 'TaskEnded', personalOf(command));
}

interface Said {
  readonly note?: string;
  readonly attachments?: readonly Attachment[];
}

/** Words, and where documents lie, are erasable. */
function personalOf({ note, attachments = [] }: Said): NonNullable<Act['personal']> {
  return {
    ...(note === undefined ? {} : { text: note }),
    ...(attachments.length === 0 ? {} : { attachments: JSON.stringify(attachments) }),
  };
}

function notNow(
  found: Task,
  { as, note }: Extract<TaskCommand, { kind: 'end-task' }>,
  { tasks = [], heard = [] }: CommandContext,
): Problem | undefined {
  const isRequired = found.required === true;
  if (as === 'not_needed' && isRequired)
    return notPossible('The task is required: do it, or whoever may waive a task waives it.');
  if (as === 'waived' && !isRequired) return notPossible('The task is not required: say that it is not needed.');
  if (as !== 'done') return undefined;
  const missing = proofOf(found, note);
  if (missing !== undefined) return notPossible(missing);
  const waits = waitsOf(found, tasks, heard);
  if (waits.length > 0) return notPossible(`First comes ${waits.join(' and ')}: ${wayOn(found, tasks)}`);
  const unchecked = uncheckedOf(found);
  return unchecked.length === 0
    ? undefined
    : notPossible(`Of its checklist is open: ${unchecked.map((text) => `“${text}”`).join(', ')}.`);
}

/** Of tasks that it waits for, how each of them ends; a report nobody can make happen here, so how this one does without. */
function wayOn(found: Task, tasks: readonly Task[]): string {
  const before = tasks.filter(({ id, state }) => found.after.includes(id) && !isEnded(state));
  const [verb, ending] = before.length > 0 ? ['do it', before] : ['it is done after that', [found]];
  return ending.some(({ required }) => required === true)
    ? `${verb}, or whoever may waive a task waives it.`
    : `${verb}, or say that it is not needed.`;
}

/** What was done by hand is known by what the person says of it. */
function proofOf({ proof }: Task, note = ''): string | undefined {
  if (proof === 'number' && !/\d/.test(note))
    return 'Say in the note by which number the system knows it, as the task tells.';
  return proof === 'note' && note.trim() === '' ? 'Say in the note how you have seen that it is done.' : undefined;
}

/** A waiver takes a right of its own, and so no function. */
function notTheirs(found: Task, command: TaskCommand, { actor, pack }: CommandContext): Problem | undefined {
  if (found.by !== 'function' || (command.kind === 'end-task' && command.as === 'waived')) return undefined;
  const people = peopleOf(found.function, pack);
  if (people.includes(actor.id)) return undefined;
  const names = people.map((id) => personName(id, pack));
  return {
    type: 'https://fairlead.dev/problems/task-of-others',
    title: 'A task of others',
    status: 403,
    detail: `Only ${found.function.replaceAll('_', ' ')} ends “${found.title}”: ${names.join(', ')}.`,
  };
}

function checkTask(
  record: Case,
  found: Task,
  command: Extract<TaskCommand, { kind: 'check-task' }>,
  context: CommandContext,
): CommandDecision {
  const { checklist = [], checked = [] } = found;
  const known = checklist.map(({ id }) => id);
  const unknown = command.items.find((item) => !known.includes(item));
  if (unknown !== undefined) {
    const has = known.length === 0 ? 'The task has no checklist.' : `Its checklist has ${known.join(', ')}.`;
    return { outcome: 'refused', problem: notKnown('items', `${unknown} is not in it. ${has}`) };
  }
  const problem = notTheirs(found, command, context);
  if (problem !== undefined) return { outcome: 'refused', problem };
  if (isEnded(found.state)) return { outcome: 'refused', problem: notPossible(`The task ${standing(found)}.`) };
  const after = known.filter((id) => (command.items.includes(id) ? command.ticked : checked.includes(id)));
  if (after.length === checked.length && after.every((id) => checked.includes(id)))
    return { outcome: 'unchanged', why: `It is ${command.ticked ? 'ticked' : 'open'} already.` };
  const { taskId, via } = command;
  return moved(record, context, via, { what: 'TaskChecked', taskId, checked: after, via });
}

/** Whoever has the case and does something for it works on it. */
function moved(record: Case, context: CommandContext, via: TaskCommand['via'], happening: Happening): CommandDecision {
  const begins: Happening[] = record.state === 'acknowledged' ? [{ what: 'WorkStarted', via }] : [];
  return actsOf(record, context, [...begins, happening]);
}

/** A case ends for a person when its required tasks have ended; what settles itself asks nobody. */
export function openRequired(tasks: readonly Task[] = []): Problem | undefined {
  const left = tasks.filter(({ required, state }) => required === true && !isEnded(state));
  if (left.length === 0) return undefined;
  return {
    type: 'https://fairlead.dev/problems/tasks-open',
    title: 'Required tasks are open',
    status: 409,
    detail: `Before it is resolved: ${left.map(({ title }) => `“${title}”`).join(', ')}.`,
    errors: left.map((one) => ({
      pointer: `/tasks/${one.id}`,
      detail: `“${one.title}” ${standing(one)}.`,
      mend: 'do it, or whoever may waive a task waives it with a reason',
    })),
  };
}

const WORDS = {
  open: 'is open',
  blocked: 'is blocked',
  done: 'is done',
  not_needed: 'is marked as not needed',
  waived: 'is waived',
} as const;

const standing = ({ state }: Task): string => WORDS[state];

function by({ endedBy, blockedBy }: Task, { pack }: CommandContext): string {
  const who = endedBy ?? blockedBy;
  return who === undefined ? '' : `, by ${personName(who, pack)}`;
}

function noSuchTask(caseId: string, taskId: string, tasks: readonly Task[]): Problem {
  const known = tasks.length === 0 ? 'it has none' : `it has ${tasks.map(({ id }) => id).join(', ')}`;
  return {
    type: 'https://fairlead.dev/problems/no-such-task',
    title: 'No such task',
    status: 404,
    detail: `The case ${caseId} has no task ${taskId}; ${known}.`,
  };
}

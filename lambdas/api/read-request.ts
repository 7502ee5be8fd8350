import type * as z from 'zod';
import { caseCommands, taskCommands } from '../contracts/api/requests.ts';
import type { Refusal, TaskEnd } from '../contracts/index.ts';
import type { Command } from '../case/command.ts';
import { invalid, noSuchCommand, notJson } from './answer.ts';
import type { Right } from './rights.ts';

export type ReadCommand =
  { readonly ok: true; readonly command: Command } | Refusal | { readonly ok: false; readonly invalid: z.ZodError };

/** What a call asks for, and the right that it takes: known before its body is looked at. */
export type FoundCommand = { readonly ok: true; readonly right: Right; readonly read: () => ReadCommand } | Refusal;

/** One command of the API: who may, and how its body becomes what the case is asked. */
interface Entry {
  readonly right: Right;
  readonly read: (body: unknown) => z.ZodSafeParseResult<Command>;
}

const via = 'api' as const;

/** The body by its schema, then the command that it makes. */
function entry<Body>(right: Right, body: z.ZodType<Body>, make: (body: Body) => Command): Entry {
  return { right, read: (value) => body.transform(make).safeParse(value) };
}

/** Commands by their name in `POST /v1/cases/{caseId}/{command}`. */
const commands: Readonly<Record<keyof typeof caseCommands, Entry>> = {
  acknowledge: entry('acknowledge', caseCommands.acknowledge, () => ({ kind: 'acknowledge', via })),
  start: entry('start-work', caseCommands.start, () => ({ kind: 'start-work', via })),
  notes: entry('add-note', caseCommands.notes, ({ text }) => ({ kind: 'add-note', via, text })),
  resolve: entry('resolve', caseCommands.resolve, ({ resolution, note, children }) => ({
    kind: 'resolve',
    via,
    resolution,
    ...(children === 'continue' ? { children } : {}),
    ...(note === undefined ? {} : { note }),
  })),
  reopen: entry('reopen', caseCommands.reopen, (given) => ({ kind: 'reopen', via, ...given })),
  withdraw: entry('withdraw', caseCommands.withdraw, (given) => ({ kind: 'withdraw', via, ...given })),
  escalate: entry('escalate', caseCommands.escalate, ({ reason, step }) => ({
    kind: 'escalate',
    via,
    reason,
    ...(step === undefined ? {} : { step }),
  })),
  snooze: entry('snooze', caseCommands.snooze, (given) => ({ kind: 'snooze', via, ...given })),
  'end-snooze': entry('snooze', caseCommands['end-snooze'], (given) => ({ kind: 'end-snooze', via, ...given })),
  pause: entry('pause', caseCommands.pause, ({ reason, waitingFor, until, clocks }) => ({
    kind: 'pause',
    via,
    reason,
    waitingFor,
    until,
    ...(clocks === undefined ? {} : { clocks }),
  })),
  resume: entry('pause', caseCommands.resume, (given) => ({ kind: 'resume', via, ...given })),
  'customer-told': entry('tell-customer', caseCommands['customer-told'], ({ note }) => ({
    kind: 'customer-told',
    via,
    ...(note === undefined ? {} : { note }),
  })),
  assign: entry('assign', caseCommands.assign, ({ reason, team, person }) => ({
    kind: 'assign',
    via,
    reason,
    ...(team === undefined ? {} : { team }),
    ...(person === undefined ? {} : { person }),
  })),
  severity: entry('set-severity', caseCommands.severity, (given) => ({ kind: 'set-severity', via, ...given })),
};

/** Commands by their name in `POST /v1/cases/{caseId}/tasks/{taskId}/{command}`. */
function commandsOfTask(taskId: string): Readonly<Record<keyof typeof taskCommands, Entry>> {
  const endOf = (as: TaskEnd, { note, attachments }: z.infer<typeof taskCommands.done>): Command => ({
    kind: 'end-task',
    via,
    taskId,
    as,
    ...(note === undefined ? {} : { note }),
    ...(attachments === undefined ? {} : { attachments }),
  });
  return {
    done: entry('end-task', taskCommands.done, (given) => endOf('done', given)),
    'not-needed': entry('end-task', taskCommands['not-needed'], (given) => endOf('not_needed', given)),
    waive: entry('waive-task', taskCommands.waive, (given) => endOf('waived', given)),
    block: entry('end-task', taskCommands.block, ({ note, attachments }) => ({
      kind: 'block-task',
      via,
      taskId,
      note,
      ...(attachments === undefined ? {} : { attachments }),
    })),
    open: entry('end-task', taskCommands.open, ({ note }) => ({ kind: 'open-task', via, taskId, note })),
    tick: entry('end-task', taskCommands.tick, ({ items }) => ({
      kind: 'check-task',
      via,
      taskId,
      items,
      ticked: true,
    })),
    untick: entry('end-task', taskCommands.untick, ({ items }) => ({
      kind: 'check-task',
      via,
      taskId,
      items,
      ticked: false,
    })),
  };
}

/** The command by its name; its body is read by whoever has found that the caller may. `besides`: commands that are found elsewhere. */
export function findCommand(name: string, body: string, besides: Iterable<string> = []): FoundCommand {
  return findIn(commands, name, body, besides);
}

export function findTaskCommand(taskId: string, name: string, body: string): FoundCommand {
  return findIn(commandsOfTask(taskId), name, body);
}

function findIn(
  known: Readonly<Record<string, Entry>>,
  name: string,
  body: string,
  besides: Iterable<string> = [],
): FoundCommand {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) return { ok: false, problem: noSuchCommand(name, [...Object.keys(known), ...besides]) };
  return { ok: true, right: found.right, read: () => readBody(found, body) };
}

function readBody({ read }: Entry, body: string): ReadCommand {
  const json = parseJson(body);
  if (json === undefined) return { ok: false, problem: notJson('Send a JSON object, or nothing.') };
  const parsed = read(json.value);
  return parsed.success ? { ok: true, command: parsed.data } : { ok: false, invalid: parsed.error };
}

export type ReadBody<Body> = { readonly ok: true; readonly body: Body } | Refusal;

/** The body of a call by its schema. */
export function readBodyBy<Body>(shape: z.ZodType<Body>, text: string): ReadBody<Body> {
  const json = parseJson(text);
  if (json === undefined) return { ok: false, problem: notJson('Send a JSON object.') };
  const read = shape.safeParse(json.value);
  return read.success ? { ok: true, body: read.data } : { ok: false, problem: invalid(read.error) };
}

/** Undefined: it is no JSON. Nothing at all counts as an empty object. */
export function parseJson(body: string): { readonly value: unknown } | undefined {
  if (body.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

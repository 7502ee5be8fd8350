import * as z from 'zod';
import { offsetInstant, severityLevel } from '../contracts/index.ts';
import type { Problem } from '../contracts/index.ts';
import type { Command } from '../case/command.ts';
import { problemOf } from './answer.ts';
import type { Right } from './rights.ts';

export const listQuery = z
  .strictObject({
    team: z.string().optional(),
    reference: z
      .string()
      .regex(/^[a-z_]+:.+$/, 'write it as kind:value, e.g. tracking:4343638098050296')
      .optional(),
    signal: z.string().optional(),
    incident: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
    after: z.string().optional(),
  })
  .refine(
    ({ team, reference, signal, incident }) =>
      [team, reference, signal, incident].filter((value) => value !== undefined).length === 1,
    {
      message: 'give one of team, reference, signal or incident',
    },
  );

export type ReadCommand =
  | { readonly ok: true; readonly right: Right; readonly command: Command }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly invalid: z.ZodError };

/** One command of the API: who may, and how its body becomes what the case is asked. */
interface Entry {
  readonly right: Right;
  readonly read: (body: unknown) => z.ZodSafeParseResult<Command>;
}

const words = z.string().trim().min(1).max(2000);
const reason = { reason: words.meta({ description: 'Why; it stands in the journal.' }) };
const via = 'api' as const;

/** The body by its schema, then the command that it makes. */
function entry<Body>(right: Right, body: z.ZodType<Body>, make: (body: Body) => Command): Entry {
  return { right, read: (value) => body.transform(make).safeParse(value) };
}

/** Commands by their name in `POST /v1/cases/{caseId}/{command}`. */
const commands: Readonly<Record<string, Entry>> = {
  acknowledge: entry('acknowledge', z.strictObject({}), () => ({ kind: 'acknowledge', via })),
  start: entry('start-work', z.strictObject({}), () => ({ kind: 'start-work', via })),
  notes: entry('add-note', z.strictObject({ text: words }), ({ text }) => ({ kind: 'add-note', via, text })),
  resolve: entry(
    'resolve',
    z.strictObject({
      resolution: z.enum(['solved', 'worked_around', 'no_action_needed', 'not_a_problem', 'duplicate']),
      note: words.optional(),
    }),
    ({ resolution, note }) => ({ kind: 'resolve', via, resolution, ...(note === undefined ? {} : { note }) }),
  ),
  reopen: entry('reopen', z.strictObject(reason), (given) => ({ kind: 'reopen', via, ...given })),
  withdraw: entry('withdraw', z.strictObject(reason), (given) => ({ kind: 'withdraw', via, ...given })),
  escalate: entry('escalate', z.strictObject(reason), (given) => ({ kind: 'escalate', via, ...given })),
  snooze: entry('snooze', z.strictObject({ ...reason, until: offsetInstant }), (given) => ({
    kind: 'snooze',
    via,
    ...given,
  })),
  'end-snooze': entry('snooze', z.strictObject(reason), (given) => ({ kind: 'end-snooze', via, ...given })),
  assign: entry(
    'assign',
    z
      .strictObject({ ...reason, team: z.string().optional(), person: z.string().optional() })
      .refine(({ team, person }) => team !== undefined || person !== undefined, 'give a team, a person, or both'),
    ({ reason: why, team, person }) => ({
      kind: 'assign',
      via,
      reason: why,
      ...(team === undefined ? {} : { team }),
      ...(person === undefined ? {} : { person }),
    }),
  ),
  severity: entry('set-severity', z.strictObject({ ...reason, level: severityLevel }), (given) => ({
    kind: 'set-severity',
    via,
    ...given,
  })),
};

/** Commands by their name in `POST /v1/cases/{caseId}/tasks/{taskId}/{command}`. What is left out has a reason. */
const taskCommands = (taskId: string): Readonly<Record<string, Entry>> => ({
  done: entry('end-task', z.strictObject({ note: words.optional() }), ({ note }) => ({
    kind: 'end-task',
    via,
    taskId,
    as: 'done',
    ...(note === undefined ? {} : { note }),
  })),
  'not-needed': entry('end-task', z.strictObject({ note: words }), ({ note }) => ({
    kind: 'end-task',
    via,
    taskId,
    as: 'not_needed',
    note,
  })),
});

/** The command with its body, or what is wrong with it. */
export function readCommand(name: string, body: string): ReadCommand {
  return readOf(commands, name, body);
}

export function readTaskCommand(taskId: string, name: string, body: string): ReadCommand {
  return readOf(taskCommands(taskId), name, body);
}

function readOf(known: Readonly<Record<string, Entry>>, name: string, body: string): ReadCommand {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) {
    const detail = `There is no command ${name}; there are ${Object.keys(known).join(', ')}.`;
    return { ok: false, problem: problemOf('no-such-command', 404, 'No such command', detail) };
  }
  const json = parseJson(body);
  if (json === undefined) {
    const detail = 'Send a JSON object, or nothing.';
    return { ok: false, problem: problemOf('invalid-json', 400, 'The body is no JSON', detail) };
  }
  const read = found.read(json.value);
  return read.success ? { ok: true, right: found.right, command: read.data } : { ok: false, invalid: read.error };
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

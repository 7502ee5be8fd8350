import * as z from 'zod';
import type { Command } from '../case/decide-command.ts';
import { problemOf } from './answer.ts';
import type { Problem } from '../contracts/index.ts';
import type { Right } from './rights.ts';

const note = z.strictObject({ text: z.string().trim().min(1).max(2000) });
const resolution = z.strictObject({
  resolution: z.enum(['solved', 'worked_around', 'no_action_needed', 'not_a_problem', 'duplicate']),
  note: z.string().trim().min(1).max(2000).optional(),
});
const nothing = z.strictObject({});

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

/** The command of `POST /v1/cases/{caseId}/{command}` with its body. */
export function readCommand(name: string, body: string): ReadCommand {
  const parsed = parseJson(body);
  if (parsed === undefined)
    return {
      ok: false,
      problem: problemOf('invalid-json', 400, 'The body is no JSON', 'Send a JSON object, or nothing.'),
    };
  const { value } = parsed;
  switch (name) {
    case 'acknowledge':
      return withBody(nothing.safeParse(value), () => ({
        right: 'acknowledge',
        command: { kind: 'acknowledge', via: 'api' },
      }));
    case 'start':
      return withBody(nothing.safeParse(value), () => ({
        right: 'start-work',
        command: { kind: 'start-work', via: 'api' },
      }));
    case 'notes':
      return withBody(note.safeParse(value), ({ text }) => ({
        right: 'add-note',
        command: { kind: 'add-note', via: 'api', text },
      }));
    case 'resolve':
      return withBody(resolution.safeParse(value), (given) => ({
        right: 'resolve',
        command: {
          kind: 'resolve',
          via: 'api',
          resolution: given.resolution,
          ...(given.note === undefined ? {} : { note: given.note }),
        },
      }));
    default:
      return {
        ok: false,
        problem: problemOf(
          'no-such-command',
          404,
          'No such command',
          `There is no command ${name}; there are acknowledge, start, notes and resolve.`,
        ),
      };
  }
}

function withBody<Body>(
  parsed: z.ZodSafeParseResult<Body>,
  read: (body: Body) => { right: Right; command: Command },
): ReadCommand {
  return parsed.success ? { ok: true, ...read(parsed.data) } : { ok: false, invalid: parsed.error };
}

function parseJson(body: string): { readonly value: unknown } | undefined {
  if (body.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

import type * as z from 'zod';
import { pointed } from '../contracts/index.ts';
import type { Problem, Result } from '../contracts/index.ts';

/** An HTTP answer, in the shape that the gateway takes. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function ok(body: unknown): Answer {
  return { statusCode: 200, headers: { ...HEADERS, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The one way in which this API refuses: RFC 9457. */
export function refuse(problem: Problem): Answer {
  return {
    statusCode: problem.status,
    headers: { ...HEADERS, 'content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
  };
}

/** What was done as an answer; `shown` says how it is put where it is not the whole. */
export function answered<Value>(done: Result<Value>, shown: (value: Value) => unknown = (value) => value): Answer {
  return done.ok ? ok(shown(done.value)) : refuse(done.problem);
}

export function problemOf(slug: string, status: number, title: string, detail: string): Problem {
  return { type: `https://fairlead.dev/problems/${slug}`, title, status, detail };
}

/** `there`: what could have been said instead. */
export function noSuchCommand(name: string, there: readonly string[]): Problem {
  const detail = `There is no command ${name}; there ${there.length === 1 ? 'is' : 'are'} ${there.join(', ')}.`;
  return problemOf('no-such-command', 404, 'No such command', detail);
}

/** A body or query that does not fit, field by field. */
export function invalid(error: z.ZodError): Problem {
  return {
    ...problemOf('invalid-request', 400, 'The request does not fit', 'See errors for each field.'),
    errors: error.issues.flatMap(pointed),
  };
}

/** One field or parameter that does not fit, where no schema says so. */
export function unfit(pointer: string, detail: string): Problem {
  return { ...problemOf('invalid-request', 400, 'The request does not fit', detail), errors: [{ pointer, detail }] };
}

/** `detail` says what to send instead. */
export function notJson(detail: string): Problem {
  return problemOf('invalid-json', 400, 'The body is no JSON', detail);
}

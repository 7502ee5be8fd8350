import { OPERATIONS } from '../../lambdas/contracts/api/operations/index.ts';
import type { Content, Operation } from '../../lambdas/contracts/api/operation.ts';
import { GATEWAY_REFUSALS, PROBLEMS } from '../../lambdas/contracts/api/problems.ts';
import { problem } from '../../lambdas/contracts/index.ts';
import * as z from 'zod';

export interface GivenAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

const ROUTES = Object.entries(OPERATIONS).map(([name, operation]) => {
  const [method = '', path = ''] = name.split(' ');
  return { name, method, parts: path.split('/'), operation };
});
const gatewayRefusal = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int().optional(),
  detail: z.string().nullable(),
});

/** Holds an answer of the application against the contract of its call; a path or command that there is not has none. Throws when it says something else. */
export function checkAnswer(method: string, path: string, answer: GivenAnswer): void {
  const found = operationOf(method, path.split('?')[0] ?? '');
  const why = found === undefined ? undefined : deviation(found.operation, answer);
  if (found === undefined || why === undefined) return;
  throw new Error(
    `${found.name} has answered ${String(answer.status)} otherwise than its contract says: ${why}\n${answer.text.slice(0, 1000)}`,
  );
}

/** What is spelt out goes before a parameter. */
function operationOf(method: string, path: string): (typeof ROUTES)[number] | undefined {
  const asked = path.split('/');
  const fits = ROUTES.filter(
    (route) =>
      route.method === method &&
      route.parts.length === asked.length &&
      route.parts.every((part, index) => part === asked[index] || part.startsWith('{')),
  );
  return fits.toSorted((left, right) => spelt(right.parts) - spelt(left.parts))[0];
}

const spelt = (parts: readonly string[]): number => parts.filter((part) => !part.startsWith('{')).length;

/** Undefined: it is as its contract says. */
export function deviation(operation: Operation, { status, contentType, text }: GivenAnswer): string | undefined {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  const told = operation.answers[status];
  if (told === undefined || (mediaType === 'application/problem+json' && told.content?.[mediaType] !== undefined))
    return problemDeviation(operation, status, text);
  if (told.content === undefined) return text === '' ? undefined : 'it has a body';
  return contentDeviation(told.content, mediaType, text);
}

function contentDeviation(content: Content, mediaType: string | undefined, text: string): string | undefined {
  const schema = content[mediaType ?? ''];
  if (schema === undefined) return `it comes as ${mediaType ?? 'nothing'}`;
  const parsed = schema.safeParse(mediaType?.endsWith('json') ? JSON.parse(text) : text);
  return parsed.success ? undefined : z.prettifyError(parsed.error);
}

function problemDeviation({ problems }: Operation, status: number, text: string): string | undefined {
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  if (gatewayRefusal.safeParse(value).success)
    return String(status) in GATEWAY_REFUSALS ? undefined : 'it is not told of';
  const parsed = problem.safeParse(value);
  if (!parsed.success) return `it is no problem: ${z.prettifyError(parsed.error)}`;
  const known = problems.find((slug) => parsed.data.type === `https://fairlead.dev/problems/${slug}`);
  if (known === undefined) return `its problems have no ${parsed.data.type}`;
  const [expected] = PROBLEMS[known];
  return expected === status && parsed.data.status === status ? undefined : `${known} is ${String(expected)}`;
}

import * as z from 'zod';
import type { Written } from '../ports.ts';

/** What a document that is not there yet has in place of a tag. */
export const ABSENT = '';

export const value = z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined);
const list = z.object({ results: z.array(z.record(z.string(), z.unknown())) });

/** The value of a field, or of a field of its first item: `to_Item/Material`. A decimal that is text is a number there. */
export function valueUnder(found: Readonly<Record<string, unknown>>, path: string): z.infer<typeof value> {
  const [name = '', below] = path.split('/');
  if (below === undefined) return value.parse(found[name]);
  const [item] = list.safeParse(found[name]).data?.results ?? [];
  const text = value.parse(item?.[below]);
  return typeof text === 'string' && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

export function mustBeOk(name: string, answer: Response): Response {
  if (!answer.ok) throw new Error(`${name} answered ${String(answer.status)} to a question`);
  return answer;
}

/** What an answer to a change means. A server error says nothing about whether it was written. */
export function writtenOf(name: string, { status, ok, headers }: Response): Written {
  if (ok) return { answer: 'done' };
  // 428: it wants a tag that the document did not have when it was read.
  if (status === 412 || status === 428) return { answer: 'changed-meanwhile' };
  const seconds = Number(headers.get('retry-after'));
  if (status === 429 || (status === 503 && seconds > 0))
    return { answer: 'later', reason: `${name} answered ${String(status)}`, seconds: seconds > 0 ? seconds : 60 };
  if (status >= 400 && status < 500 && status !== 408)
    return { answer: 'refused', reason: `${name} refused the change with ${String(status)}.` };
  throw new Error(`${name} answered ${String(status)} to a change`);
}

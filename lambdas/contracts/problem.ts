import * as z from 'zod';

/** Problem details, RFC 9457. `errors` points at fields (JSON Pointer or the format's own way of pointing) and says the mend. */
export const problem = z
  .strictObject({
    type: z.string().meta({ description: 'URI of the kind of problem; stable.' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    instance: z.string().optional(),
    links: z.record(z.string(), z.string()).optional().meta({ description: 'Where to go on, by what is there.' }),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string(), mend: z.string().optional() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** That something was not done, and why. */
export interface Refusal {
  readonly ok: false;
  readonly problem: Problem;
}

/** What was done for whoever asked, or why not. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** Where it is, by JSON Pointer (RFC 6901), and what is wrong there. A field that there is not is pointed at by itself. */
export function pointed(issue: z.core.$ZodIssue): NonNullable<Problem['errors']> {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(issue.path), detail: detailOf(issue) }];
  return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'There is no such field.' }));
}

/** The library's words speak of types that JSON does not have, and in signs; those of a schema stay as they are. */
function detailOf(issue: z.core.$ZodIssue): string {
  const { message } = issue;
  if (issue.code === 'invalid_type' && message.endsWith('received undefined'))
    return `It is missing: give a value of type ${issue.expected}.`;
  if (issue.code === 'invalid_value' && message.startsWith('Invalid option'))
    return `Give one of ${issue.values.join(', ')}.`;
  if (message === 'Invalid ISO datetime') return 'Give a time with its offset: 2026-03-02T09:00:00Z.';
  return lengthOf(issue) ?? message;
}

/** Of texts and lists. */
function lengthOf(issue: z.core.$ZodIssue): string | undefined {
  if (!/^Too (small|big): expected (string|array)/.test(issue.message)) return undefined;
  if (issue.code === 'too_big') return `It is too long: ${String(issue.maximum)} at most.`;
  if (issue.code !== 'too_small') return undefined;
  return issue.minimum === 1 ? 'It is empty.' : `It is too short: ${String(issue.minimum)} at least.`;
}

function pointerTo(path: readonly PropertyKey[]): string {
  return `/${path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

type Saying = readonly [status: number, title: string, mend: string];

/** Problems of one kind of thing, by their slug: why an act of administration on it is refused, with `why` where there is more to say. */
export function problemsOf<Slug extends string>(kind: string, said: Readonly<Record<Slug, Saying>>) {
  return (slug: Slug, id: string, why?: string): Problem => {
    const [status, title, mend] = said[slug];
    return {
      type: `https://fairlead.dev/problems/${kind}-${slug}`,
      title,
      status,
      detail: `${id}: ${why === undefined ? '' : `${why}. `}${mend}`,
    };
  };
}

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

/** Where it is, by JSON Pointer (RFC 6901), and what is wrong there. A field that there is not is pointed at by itself. */
export function pointed(issue: z.core.$ZodIssue): NonNullable<Problem['errors']> {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(issue.path), detail: detailOf(issue) }];
  return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'There is no such field.' }));
}

/** The library's words for a field that is not there speak of a type that JSON does not have. */
function detailOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return isMissing ? `It is missing: give a value of type ${issue.expected}.` : issue.message;
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

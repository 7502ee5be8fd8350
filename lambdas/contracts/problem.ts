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

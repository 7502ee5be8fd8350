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

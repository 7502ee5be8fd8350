import * as z from 'zod';

const after = z.string().min(1).max(100).optional().meta({ description: 'As the answer before has said it.' });

/** A page is what was looked at: with a state it may have fewer, and go on all the same. */
export const listing = z.strictObject({
  state: z.enum(['open', 'replayed', 'discarded', 'decided']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  after,
});
export const replaying = z.strictObject({ limit: z.int().min(1).max(25).default(10), after });
export const reasoned = z.strictObject({ reason: z.string().trim().min(1).max(2000) });

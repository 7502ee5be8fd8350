import * as z from 'zod';
import { faultKinds, weatherKinds } from './climate.ts';

const kinds = z.enum([...faultKinds, ...weatherKinds, 'reached']);
/** What a worker says of a seed that it has played. */
export const outcome = z.object({
  seed: z.int(),
  broken: z.array(z.object({ says: z.string(), what: z.array(z.string()) })),
  tally: z.array(z.tuple([z.string(), z.array(z.tuple([kinds, z.int()]))])),
  accepted: z.int(),
  cases: z.int(),
  told: z.int(),
  /** Of all that happened: the same seed gives the same. */
  digest: z.string(),
});
export type Outcome = z.infer<typeof outcome>;

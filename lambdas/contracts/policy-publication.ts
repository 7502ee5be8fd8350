import * as z from 'zod';
import { policyPack } from './policy-pack.ts';
import { instant, slug } from './primitives.ts';

export const policyVersion = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ description: 'Hash of the content: equal packs have the same.' });

/** Where something is otherwise: in a region, in a business unit, or in one within the other. */
export const policyScope = z.strictObject({
  region: z.string().min(1).max(40).optional().meta({ description: 'As sources are registered with.' }),
  businessUnit: z.string().min(1).max(40).optional().meta({ description: 'As sources are registered with.' }),
});
export type PolicyScope = z.infer<typeof policyScope>;

/** A pack as it was published: immutable, named by the hash of its content. */
export const publishedPack = z.strictObject({
  version: policyVersion,
  publishedAt: z.string(),
  publishedBy: z.string(),
  pack: policyPack,
  global: policyVersion.optional().meta({ description: 'Where overlays are laid over it: the version without them.' }),
  overlays: z.array(z.string()).optional().meta({ description: 'Files of the overlays in it.' }),
});
export type PublishedPack = z.infer<typeof publishedPack>;

const number = z.int().min(0).meta({
  description: 'Of the publication; they count from 1, and 0 is what was published before they were counted.',
});
const person = z.string().meta({ description: 'Id of the person; `set-up` where a deployment was set up.' });

/** What holds from a time on. */
export const policyRelease = z.strictObject({
  publication: number,
  version: policyVersion,
  overlays: z
    .array(policyScope.extend({ version: policyVersion, files: z.array(z.string()) }))
    .optional()
    .meta({ description: 'Versions that hold in regions and business units instead.' }),
  from: instant,
});
export type PolicyRelease = z.infer<typeof policyRelease>;

/** What holds now, and what will: whoever reads it looks at the clock, so that nothing has to happen at that time. */
export const activePolicy = z.strictObject({
  contract: z.literal('active-policy/1'),
  generation: z.int().min(0).meta({ description: 'Number of the last change: nobody writes over one unseen.' }),
  current: policyRelease,
  next: policyRelease.optional(),
});
export type ActivePolicy = z.infer<typeof activePolicy>;

/** The record of what was made to hold, by whom, and who agreed: never changed. */
export const policyPublication = z
  .strictObject({
    number,
    kind: z.enum(['draft', 'set-up', 'roll_back', 'withdrawal']).meta({
      description:
        '`roll_back` makes an earlier publication hold again; `withdrawal` takes one back that does not hold yet.',
    }),
    at: instant,
    by: person,
    title: z.string(),
    reason: z.string().optional(),
    release: policyRelease.meta({ description: 'What holds by it; of a withdrawal: what goes on.' }),
    digest: z.string().optional().meta({ description: 'SHA-256 of the files.' }),
    draft: slug.optional(),
    writers: z.array(person).optional().meta({ description: 'Who has written the draft.' }),
    approvedBy: person.optional(),
    of: number.optional().meta({ description: 'The publication that holds again, or was withdrawn.' }),
  })
  .meta({ id: 'PolicyPublication' });
export type PolicyPublication = z.infer<typeof policyPublication>;

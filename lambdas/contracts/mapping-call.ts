import * as z from 'zod';
import { actor } from './journal.ts';
import { mapping } from './mapping.ts';
import { instant, slug, zone } from './primitives.ts';

/** GET /v1/mappings */
export const mappingListed = z.strictObject({
  id: slug,
  title: z.string(),
  version: z.int(),
  own: z.boolean().meta({ description: 'False: it comes with the product and was never changed.' }),
});

/** A version that was kept: what it says, who has saved it and when. */
export const mappingVersion = z.strictObject({
  mapping,
  at: instant.optional(),
  actor: actor.optional(),
  restores: z.int().optional().meta({ description: 'Version that it says again.' }),
});
export type MappingVersion = z.infer<typeof mappingVersion>;

/** POST /v1/mappings/{mappingId}/try: a sample, read by the newest version or by the one that is given. Nothing is kept of it. */
export const mappingTrial = z
  .strictObject({
    text: z.string().max(1_000_000).optional(),
    base64: z
      .base64()
      .max(1_400_000)
      .optional()
      .meta({ description: 'As GET …/quarantine/{quarantineId} shows a payload.' }),
    zone: zone.default('UTC').meta({ description: 'Zone of the source.' }),
    mapping: z.unknown().optional().meta({ description: 'A mapping that was not saved yet.' }),
  })
  .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), {
    path: ['text'],
    message: 'send the sample as text or as base64, one of them',
  });
export type MappingTrial = z.infer<typeof mappingTrial>;

export const mappingTrialAnswer = z.strictObject({
  version: z.int(),
  counts: z.strictObject({ signals: z.int(), rejected: z.int() }),
  signals: z
    .array(z.record(z.string(), z.unknown()))
    .meta({ description: 'The first hundred, as they would be reported.' }),
  rejections: z.array(
    z.strictObject({ part: z.string(), pointer: z.string(), detail: z.string(), mend: z.string().optional() }),
  ),
  warnings: z.array(z.string()),
});
export type MappingTrialAnswer = z.infer<typeof mappingTrialAnswer>;

export const mappingRollBack = z.strictObject({
  version: z.int().min(1).meta({ description: 'Version to hold again; what it says is saved as the newest.' }),
});

import * as z from 'zod';
import { actor } from './journal.ts';
import { instant, sourceId } from './primitives.ts';

/** Who did what to a source, and when. Never a secret, a key or a path. */
export const sourceAudit = z
  .strictObject({
    contract: z.literal('source-audit/1'),
    sourceId,
    version: z.int().min(1).meta({ description: 'Version of the registration after the act.' }),
    at: instant,
    actor,
    act: z.enum(['registered', 'changed', 'switched_on', 'switched_off', 'secret_rotated', 'secret_retired']),
    changes: z
      .array(z.strictObject({ field: z.string(), from: z.string().optional(), to: z.string().optional() }))
      .default([])
      .meta({ description: 'Fields that differ, as JSON text.' }),
  })
  .meta({ id: 'SourceAudit' });
export type SourceAudit = z.infer<typeof sourceAudit>;

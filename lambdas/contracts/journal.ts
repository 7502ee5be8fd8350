import * as z from 'zod';
import { caseId, clockName, instant, money, traceparent } from './primitives.ts';
import { happening } from './happening.ts';

export const actor = z
  .strictObject({
    kind: z.enum(['person', 'system', 'model']),
    id: z.string().meta({
      description:
        'Person id of the directory, name of the part of the system (`partner/` and the id of a link: whoever has it), or of the model.',
    }),
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actor>;

/** What led to the entry. */
export const cause = z.strictObject({
  kind: z.enum(['signal', 'command', 'clock', 'auditor', 'lifecycle', 'incident', 'shift']),
  id: z.string().meta({
    description: 'Signal id, request id, clock name, execution name, id of the incident, or beginning of the shift.',
  }),
});
export type Cause = z.infer<typeof cause>;

/**
 * Personal data of an entry. Only `digest` (HMAC-SHA-256 of the value under `salt`) is hashed into the chain: erasing value and salt
 * leaves the chain whole, and without the salt the digest tells nothing.
 */
export const personalField = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  salt: z.string().optional(),
  value: z.string().optional(),
});

/** One entry of the append-only record of a case. */
export const journalEntry = z
  .strictObject({
    contract: z.literal('journal/1'),
    caseId,
    sequence: z.int().min(1),
    at: instant,
    actor,
    cause,
    traceparent,
    policyVersion: z.string(),
    touch: z.boolean().meta({ description: "Whether it was a person's act." }),
    amount: money.optional().meta({ description: 'Penalty, expedite or credit that this entry is about.' }),
    clock: clockName.optional().meta({ description: 'The clock that it moved.' }),
    nextDueAt: instant
      .optional()
      .meta({ description: 'When the case is looked at next, where this entry moved that.' }),
    happening,
    personal: z.record(z.string(), personalField).optional(),
    previousHash: z.string(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ id: 'JournalEntry' });
export type JournalEntry = z.infer<typeof journalEntry>;

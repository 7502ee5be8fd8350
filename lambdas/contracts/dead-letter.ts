import * as z from 'zod';
import { actor } from './journal.ts';
import { instant, slug } from './primitives.ts';

/** To whom dead letters go back: a queue by a new message, a function by being called, the reader of a stream by being given the batch again. */
const wayBack = z.union([
  z.strictObject({ queue: z.strictObject({ url: z.string(), arn: z.string() }) }),
  z.strictObject({ function: z.string().meta({ description: 'ARN of the function that a schedule calls.' }) }),
  z.strictObject({ reader: z.string().meta({ description: 'ARN of the function that reads a stream.' }) }),
]);
export type WayBack = z.infer<typeof wayBack>;

/** A dead-letter queue as the template tells of it, in a setting of the stage. */
export const deadLetterQueue = z.strictObject({
  url: z.string(),
  /** More than one where several feed it; then each letter names its own. */
  back: z.array(wayBack).min(1),
  runbook: z.string(),
});
export type DeadLetterQueue = z.infer<typeof deadLetterQueue>;

/** Who has buried it: a queue after too many tries, a rule, a schedule or a topic that could not deliver, a stream that gave a batch up. */
export const buriedBy = z.enum(['queue', 'rule', 'schedule', 'stream', 'other']);

/** GET /v1/dead-letters */
export const deadLetterQueueShown = z.strictObject({
  name: slug,
  letters: z.int().min(0),
  inHand: z.int().min(0).meta({ description: 'Taken by somebody just now; there again in a minute at most.' }),
  oldestSeen: instant.optional().meta({
    description: 'When the oldest of up to ten letters was first sent; SQS names no oldest of all.',
  }),
  runbook: z.string().meta({ description: 'Article of the runbook.' }),
});

/** A dead letter as people see it. */
export const deadLetterShown = z.strictObject({
  id: z.string(),
  firstSentAt: instant,
  received: z.int(),
  buriedBy,
  from: z.string().optional().meta({ description: 'ARN of the queue, rule, schedule or stream that it comes from.' }),
  error: z.string().optional().meta({ description: 'What the rule, schedule or topic was told.' }),
  body: z.union([
    z.strictObject({ text: z.string() }),
    z.strictObject({ redacted: z.string(), bytes: z.int() }).meta({ description: 'Its shape, without what it says.' }),
  ]),
});

export const letterLook = z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) });
export const redriveWish = z.strictObject({
  limit: z.int().min(1).max(100).default(25).meta({ description: 'Letters at most; call again while some are left.' }),
});
export const discardWish = z.strictObject({ reason: z.string().trim().min(1).max(2000) });

/** What was done with a letter; written before it is done, and once more when it is. */
export const redriveRecord = z
  .strictObject({
    contract: z.literal('redrive/1'),
    queue: slug,
    letterId: z.string(),
    at: instant,
    actor,
    act: z.enum(['redriven', 'discarded']),
    state: z.enum(['begun', 'done', 'failed']).meta({
      description:
        '`failed`: it failed again, and lies where it lay. `begun`: who did it died on the way. The letter was sent once more or not at all, and lies where it lay until it is redriven again.',
    }),
    buriedBy,
    from: z.string().optional(),
    to: z.string().optional().meta({ description: 'ARN of the queue or function that it went to.' }),
    firstSentAt: instant,
    digest: z.string().meta({ description: 'SHA-256 of its text.' }),
    reason: z.string().optional(),
    kept: z
      .string()
      .optional()
      .meta({ description: 'Where a discarded letter is kept for 90 days, in the raw bucket.' }),
  })
  .meta({ id: 'RedriveRecord' });
export type RedriveRecord = z.infer<typeof redriveRecord>;

/** What became of a letter; `refused` says why and left it where it lay. */
export const redriveOutcome = z.strictObject({
  id: z.string(),
  outcome: z.enum(['redriven', 'refused']),
  to: z.string().optional(),
  why: z.string().optional(),
});
export type RedriveOutcome = z.infer<typeof redriveOutcome>;
export const redriveAnswer = z.strictObject({
  redriven: z.int(),
  left: z.int().meta({ description: 'Letters that still lie there, as far as SQS knows.' }),
  items: z.array(redriveOutcome),
});

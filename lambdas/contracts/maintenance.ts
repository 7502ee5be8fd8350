import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { duration, instant, severityLevel, sourceId } from './primitives.ts';

export const silenceId = z
  .string()
  .regex(/^sil_[0-9a-f]{32}$/)
  .meta({ description: 'Id of a silence; derived from what was asked for.' });

const name = z.string().trim().min(1).max(120);

/** Which reports a silence is about: all that is given has to fit. */
export const silenceMatcher = z
  .strictObject({
    type: exceptionType.optional(),
    source: sourceId.optional(),
    carrier: name.optional().meta({ description: 'Code or name, in any spelling of case and blanks.' }),
    facility: name.optional().meta({ description: 'Name or code of the place where it happened.' }),
    lane: z
      .strictObject({ origin: name.optional(), destination: name.optional() })
      .refine(({ origin, destination }) => origin !== undefined || destination !== undefined, 'give an end, or both')
      .optional()
      .meta({ description: 'Code, town or name of its ends.' }),
    region: name.optional(),
    businessUnit: name.optional(),
  })
  .refine((matcher) => Object.values(matcher).some((value) => value !== undefined), 'say what it is about');
export type SilenceMatcher = z.infer<typeof silenceMatcher>;

/** A maintenance window: what comes in meanwhile is kept as cases and calls nobody. */
export const silence = z
  .strictObject({
    contract: z.literal('silence/1'),
    id: silenceId,
    matcher: silenceMatcher,
    reason: z.string(),
    startsAt: instant,
    endsAt: instant.meta({ description: 'As it was planned; one that is ended early is over at `endedAt`.' }),
    madeBy: z.string(),
    madeAt: instant,
    endedAt: instant.optional(),
    endedBy: z.string().optional(),
    endReason: z.string().optional(),
  })
  .meta({ id: 'Silence' });
export type Silence = z.infer<typeof silence>;

/** That a case calls nobody because of silences that held when it came in. */
export const silencing = z.strictObject({
  ids: z.array(silenceId).min(1),
  since: instant,
  until: instant.meta({ description: 'When the last of them ends, as far as planned.' }),
  callsAnyway: z
    .array(severityLevel)
    .optional()
    .meta({ description: 'Severities that call all the same, by the policy; absent: S1.' }),
});
export type Silencing = z.infer<typeof silencing>;

/** What policy says of silences. */
export const silencePolicy = z.strictObject({
  callsAnyway: z.array(severityLevel).min(1).default(['S1']).meta({
    description: 'Severities that call all the same; S1 is always one of them, and so is whatever a latch holds.',
  }),
  longest: duration.default('P14D').meta({ description: 'No silence is longer.' }),
});
export type SilencePolicy = z.infer<typeof silencePolicy>;

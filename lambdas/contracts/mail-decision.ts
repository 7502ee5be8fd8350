import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { offsetInstant, subjectReference } from './primitives.ts';

const text = z.string().trim().min(1).max(2000);
const mailReport = z.strictObject({
  type: exceptionType,
  references: z
    .array(subjectReference.extend({ issuer: subjectReference.shape.issuer.optional() }))
    .min(1)
    .max(20),
  occurredAt: offsetInstant.optional().meta({ description: 'Absent: when the mail came.' }),
  text: text.optional(),
});

/** What a person says of a mail that could not be read with enough certainty. */
export const mailDecision = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('report'), reports: z.array(mailReport).min(1).max(5) }),
  z.strictObject({ act: z.literal('no-trouble'), reason: text }),
  z.strictObject({ act: z.literal('discard'), reason: text }),
]);
export type MailDecision = z.infer<typeof mailDecision>;

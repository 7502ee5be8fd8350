import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { offsetInstant, subjectReference } from './primitives.ts';
import type { Signal } from './signal.ts';

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

/** Our own word for a mail that waits for a person: a case for each, so that it has a clock and an owner. */
export const MAIL_TO_READ = 'integration.mail_to_read';

/** Which mail it is that a case of this type is about. */
export function waitingMailIn(signals: readonly Signal[]): { sourceId: string; mailId: string } | undefined {
  const waits = signals.find((signal) => signal.kind === 'exception' && signal.type === MAIL_TO_READ);
  const mailId = waits?.references.find(({ kind }) => kind === 'source')?.value;
  return waits === undefined || mailId === undefined ? undefined : { sourceId: waits.source.id, mailId };
}

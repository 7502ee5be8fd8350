import * as z from 'zod';
import { caseId, signal } from '../contracts/index.ts';

/** A report as it was kept: with past cases it says what a history was made of. One line of a file of past cases. */
export const pastReport = z.strictObject({
  contract: z.literal('past-report/1'),
  signal,
  caseId: caseId.optional().meta({ description: 'The case that it lies in; absent: on the timeline of its subjects.' }),
});
export type PastReport = z.infer<typeof pastReport>;

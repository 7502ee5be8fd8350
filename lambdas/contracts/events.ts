import * as z from 'zod';
import { journalEntry } from './journal.ts';
import { instant, severityLevel } from './primitives.ts';
import { signal } from './signal.ts';

/** EventBridge `source` of everything that we publish. */
export const EVENT_SOURCE = 'fairlead';

/** `detail` of detail-type SignalReceived. */
export const signalReceived = z.strictObject({ contract: z.literal('signal-received/1'), signal });
export type SignalReceived = z.infer<typeof signalReceived>;

/** What everybody needs to know of a case to decide whether an event is for them. */
export const caseSummary = z.strictObject({
  id: z.string(),
  version: z.int(),
  state: z.string(),
  type: z.string(),
  title: z.string(),
  severity: severityLevel.optional(),
  team: z.string().optional(),
  region: z.string(),
  businessUnit: z.string(),
  silencedUntil: instant.optional().meta({ description: 'It calls nobody: a maintenance window.' }),
  isInbound: z
    .literal(true)
    .optional()
    .meta({ description: 'Its goods come to us, and stock is compared with when they do.' }),
  incident: z.string().optional().meta({ description: 'Id of the incident that it is a child of.' }),
});

/** `detail` of detail-types CaseOpened, CaseChanged, CaseResolved ...: one journal entry, and the case as it was then. */
export const caseEvent = z.strictObject({
  contract: z.literal('case-event/1'),
  entry: journalEntry,
  case: caseSummary,
  reduced: z
    .literal(true)
    .optional()
    .meta({ description: 'The facts are left out, because the event would be too large; the journal has them.' }),
});
export type CaseEvent = z.infer<typeof caseEvent>;

import * as z from 'zod';
import { caseRecord, caseSummary, journalEntry } from '../../contracts/index.ts';
import type { SystemOfRecord, CaseEvent, JournalEntry } from '../../contracts/index.ts';

/** A journal item as the outbox sees it. */
export interface OutboxEntry {
  readonly entry: JournalEntry;
  readonly summary: CaseEvent['case'];
  /** Execution that this entry belongs to, and whether its case has been triaged with all that is known. */
  readonly generation: number;
  readonly triaged: boolean;
  /** Systems that triage asks. */
  readonly asks: readonly SystemOfRecord[];
}

const outboxItem = z.object({
  entry: z.string(),
  summary: caseSummary,
  generation: z.number(),
  triaged: z.boolean(),
  asks: caseRecord.shape.asks,
});

/** The journal item as it was stored; undefined for items of another kind. */
export function readOutboxItem(item: Record<string, unknown>): OutboxEntry | undefined {
  if (typeof item['sk'] !== 'string' || !item['sk'].startsWith('JOURNAL#')) return undefined;
  const { entry, ...rest } = outboxItem.parse(item);
  return { ...rest, entry: journalEntry.parse(JSON.parse(entry)) };
}

import * as z from 'zod';
import type { StoredJournal } from '../../lambdas/case/audit-journals.ts';

const caseItem = z.object({ record: z.string() });
const head = z.object({ chainHash: z.string(), version: z.number() });

/** With the text of the case itself, where it is there. */
export interface KeptJournal extends StoredJournal {
  readonly record: string | undefined;
}

/** Items of one partition of the table of cases; undefined where it is no case. */
export function journalIn(pk: string, items: readonly Readonly<Record<string, unknown>>[]): KeptJournal | undefined {
  const own = items.find(({ sk }) => sk === 'CASE');
  const lying = items.filter(({ sk }) => String(sk).startsWith('JOURNAL#'));
  const entries = lying.map(({ entry }) => (typeof entry === 'string' ? entry : ''));
  const keys = lying.map(({ sk }) => String(sk));
  if (own === undefined && entries.length === 0) return undefined;
  const record = caseItem.safeParse(own).data?.record;
  const known = record === undefined ? undefined : head.safeParse(JSON.parse(record)).data;
  return { caseId: pk, head: known, entries, keys, record };
}

import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { caseState, severityLevel } from '../../lambdas/contracts/index.ts';
import type { StoredJournal } from '../../lambdas/case/audit-journals.ts';

const caseItem = z.object({ record: z.string() });
/** No more of it than is held against the journal: a case of an earlier version may say the rest otherwise. */
const head = z.object({
  chainHash: z.string(),
  version: z.number(),
  state: caseState,
  severity: z.object({ level: severityLevel }).optional(),
  owner: z.object({ team: z.string(), person: z.string().optional() }).optional(),
});

/** With the text of the case itself, where it is there. */
export interface KeptJournal extends StoredJournal {
  readonly record: string | undefined;
}

type Items = readonly Readonly<Record<string, unknown>>[];

/** Items of one partition of the table of cases; undefined where it is no case. */
export function journalIn(pk: string, items: Items): KeptJournal | undefined {
  const own = items.find(({ sk }) => sk === 'CASE');
  const lying = items.filter(({ sk }) => String(sk).startsWith('JOURNAL#'));
  const entries = lying.map(({ entry }) => (typeof entry === 'string' ? entry : ''));
  const keys = lying.map(({ sk }) => String(sk));
  if (own === undefined && entries.length === 0) return undefined;
  const record = caseItem.safeParse(own).data?.record;
  const known = record === undefined ? undefined : head.safeParse(JSON.parse(record)).data;
  return { caseId: pk, head: known, entries, keys, record };
}

/** Reads the case, or the entries of its journal. */
type ReadPart = (which: 'case' | 'entries') => Promise<Items>;

/** So often is a case read until nobody writes to it meanwhile. */
const READINGS = 5;

/** A journal and its case are read one after the other: as they belong together only where the case is the same before and after. */
export async function readJournal(pk: string, read: ReadPart): Promise<KeptJournal | undefined> {
  let own = await read('case');
  for (let reading = 1; ; reading += 1) {
    const entries = await read('entries');
    const after = await read('case');
    if (reading === READINGS || isDeepStrictEqual(own, after)) return journalIn(pk, [...after, ...entries]);
    own = after;
  }
}

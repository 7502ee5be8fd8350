import type { CaseStore } from './case-store.dynamo.ts';

/** The trace of a case is that of its first entry. */
export async function traceOf(cases: CaseStore, caseId: string): Promise<string> {
  return (await cases.loadOutbox(caseId, 1))?.entry.traceparent ?? '';
}

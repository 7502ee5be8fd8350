import type { Case } from '../../contracts/index.ts';
import { nowInstant, randomHex, sleep, random } from '../../platform/index.ts';
import { applyActs } from '../apply-acts.ts';
import type { Act } from '../apply-acts.ts';
import type { CaseStore, Commit } from './case-store.dynamo.ts';

const ATTEMPTS = 8;

/** What a decision on a case comes to: acts to commit with what belongs to them, or an answer without any. */
export type Decision<Answer> =
  | {
      readonly commit: true;
      readonly acts: readonly Act[];
      readonly with?: Partial<Commit>;
      readonly answer: (after: Case) => Answer;
    }
  | { readonly commit: false; readonly answer: Answer };

export interface Perform {
  readonly caseId: string;
  readonly traceparent: string;
}

/**
 * Reads the case, decides, commits; when somebody else was faster, reads and decides again. The decision is a function of the case as it is now, so
 * it may come out differently the second time. Undefined: there is no such case.
 */
export async function perform<Answer>(
  store: CaseStore,
  { caseId, traceparent }: Perform,
  decide: (record: Case, at: string) => Decision<Answer> | Promise<Decision<Answer>>,
): Promise<Answer | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await store.load(caseId);
    if (before === undefined) return undefined;
    const at = nowInstant();
    const decision = await decide(before, at);
    if (!decision.commit) return decision.answer;
    const { after, entries } = applyActs(before, decision.acts, { at, traceparent, salt: () => randomHex(16) });
    const outcome = await store.commit({ before, after, entries, ...decision.with });
    if (outcome === 'committed') return decision.answer(after);
    if (attempt === ATTEMPTS) throw new Error(`case ${caseId} changed ${String(ATTEMPTS)} times while it was written`);
    await sleep(Math.ceil(random() * 20 * attempt));
  }
}

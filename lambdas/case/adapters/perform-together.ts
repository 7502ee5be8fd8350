import type { Case, SubjectReference } from '../../contracts/index.ts';
import { nowInstant, random, randomHex, sleep } from '../../platform/index.ts';
import { applyActs } from '../apply-acts.ts';
import type { Act } from '../apply-acts.ts';
import type { CaseStore, Commit } from './case-store.dynamo.ts';

const ATTEMPTS = 8;

/** What becomes of one of the cases that change together. */
export interface Change {
  /** As it was read; absent where this opens it. */
  readonly before?: Case;
  /** What the acts are applied to: `before`, perhaps with further keys and references. */
  readonly record: Case;
  readonly acts: readonly Act[];
  readonly references?: readonly SubjectReference[];
}

export type JointDecision<Answer> =
  | {
      readonly commit: true;
      readonly changes: readonly Change[];
      readonly extra?: Commit['extra'];
      /** The changed cases, in the order of the changes. */
      readonly answer: (after: readonly Case[]) => Answer;
    }
  | { readonly commit: false; readonly answer: Answer };

/** As `perform`, for cases that change in one transaction: all of them or none. Reads and decides again when somebody was faster at one of them. */
export async function performTogether<Answer>(
  store: CaseStore,
  { caseIds, traceparent }: { readonly caseIds: readonly string[]; readonly traceparent: string },
  decide: (found: ReadonlyMap<string, Case>, at: string) => JointDecision<Answer> | Promise<JointDecision<Answer>>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const loaded = await Promise.all([...new Set(caseIds)].map((id) => store.load(id)));
    const found = new Map(loaded.flatMap((record) => (record === undefined ? [] : [[record.id, record] as const])));
    const at = nowInstant();
    const decision = await decide(found, at);
    if (!decision.commit) return decision.answer;
    const context = { at, traceparent, salt: () => randomHex(16) };
    const commits = decision.changes.map(({ before, record, acts, references = [] }): Commit => {
      const applied = applyActs(record, acts, context);
      return { ...(before === undefined ? {} : { before }), ...applied, references };
    });
    const [first, ...others] = commits;
    if (first === undefined) throw new Error('nothing is changed together');
    const outcome = await store.commitAll([{ ...first, extra: decision.extra ?? [] }, ...others]);
    if (outcome === 'committed') return decision.answer(commits.map(({ after }) => after));
    if (attempt === ATTEMPTS) throw new Error(`${caseIds.join(', ')} changed ${String(ATTEMPTS)} times`);
    await sleep(Math.ceil(random() * 20 * attempt));
  }
}

import type { FactSet, SubjectReference } from '../contracts/index.ts';
import type { AskSystem, FactCache } from './ports.ts';

export interface Question {
  readonly system: FactSet['system'];
  readonly references: readonly SubjectReference[];
  /** False: the type's playbook does not need this system. */
  readonly isNeeded: boolean;
  /** Cached facts older than this, in milliseconds, are not used. */
  readonly maxAgeMs: number;
  readonly askedAt: string;
}

/** Strong references tell which thing it is; orders come last. The first one names the cached facts. */
const ORDER: readonly SubjectReference['kind'][] = [
  'shipment',
  'delivery',
  'tracking',
  'container',
  'declaration',
  'invoice',
  'order',
  'purchase_order',
];

export function bestReferences(references: readonly SubjectReference[]): readonly SubjectReference[] {
  return references
    .filter(({ kind }) => ORDER.includes(kind))
    .sort((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind))
    .slice(0, 5);
}

/**
 * Asks one system of record. When it gives no answer, older facts serve, with their age; when there are none, the set says that it is missing and why.
 * A system that answers and does not know the subject gives an empty set: that is knowledge too.
 */
export async function askSystem(question: Question, ask: AskSystem, cache: FactCache): Promise<FactSet> {
  const { system, askedAt } = question;
  if (!question.isNeeded) return { system, state: 'live', askedAt, observedAt: askedAt, facts: {} };
  const references = bestReferences(question.references);
  const [subject] = references;
  if (subject === undefined) {
    return {
      system,
      state: 'missing',
      askedAt,
      problem: 'the report names nothing that this system could know',
      facts: {},
    };
  }
  try {
    const facts = (await ask(references)) ?? {};
    if (Object.keys(facts).length > 0) await cache.write(system, subject, facts, askedAt);
    return { system, state: 'live', askedAt, observedAt: askedAt, facts };
  } catch (error) {
    const problem = error instanceof Error ? error.message.slice(0, 200) : 'no answer';
    const kept = await cache.read(system, subject);
    const isFresh = kept !== undefined && Date.parse(askedAt) - Date.parse(kept.observedAt) <= question.maxAgeMs;
    if (!isFresh) return { system, state: 'missing', askedAt, problem, facts: {} };
    return { system, state: 'cached', askedAt, observedAt: kept.observedAt, problem, facts: kept.facts };
  }
}

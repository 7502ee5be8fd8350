import type { SystemOfRecord, FactSet, SubjectReference } from '../contracts/index.ts';
import { learnReferences, sayLearnt } from './learn-references.ts';
import type { FactCache, Facts } from './ports.ts';

export interface Question {
  readonly system: SystemOfRecord;
  readonly references: readonly SubjectReference[];
  /** What other systems have told of the subject, when it is asked once more. */
  readonly learnt?: readonly SubjectReference[];
  /** Cached facts older than this, in milliseconds, are not used. */
  readonly maxAgeMs: number;
  readonly askedAt: string;
  /** Epoch milliseconds; an answer after that comes too late. */
  readonly until: number;
}

/** Resolves after so many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

const SHIPMENT_KINDS = ['shipment', 'delivery', 'tracking', 'container', 'declaration', 'invoice'] as const;

/** By which references a system knows things, the most telling first: that one names the cached facts. Orders come last. */
const KINDS: Readonly<Record<SystemOfRecord, readonly SubjectReference['kind'][]>> = {
  erp: ['shipment', 'delivery', 'tracking', 'container', 'bill_of_lading', 'order', 'purchase_order'],
  tms: [...SHIPMENT_KINDS, 'order', 'purchase_order'],
  crm: [...SHIPMENT_KINDS, 'order', 'purchase_order'],
  wms: ['sku', 'delivery', 'shipment', 'tracking', 'container', 'order', 'purchase_order'],
  procurement: ['purchase_order', 'sku', 'order', 'shipment', 'delivery', 'container'],
  trade: ['declaration', 'container', 'shipment', 'delivery', 'bill_of_lading'],
  documents: ['declaration', ...SHIPMENT_KINDS.filter((kind) => kind !== 'declaration'), 'bill_of_lading', 'order'],
  finance: ['invoice', 'purchase_order', 'shipment', 'delivery', 'tracking', 'order', 'container'],
};

export function bestReferences(
  system: SystemOfRecord,
  references: readonly SubjectReference[],
): readonly SubjectReference[] {
  const kinds = KINDS[system];
  return references
    .filter(({ kind }) => kinds.includes(kind))
    .sort((left, right) => kinds.indexOf(left.kind) - kinds.indexOf(right.kind))
    .slice(0, 5);
}

/** The part of its time that a triage waits for systems. The rest is for what follows: what was kept is read, and all is weighed and recorded. */
const FOR_ASKING = 0.85;

/** Until when a triage of `withinMs` that began at `startedAt` waits for the systems, in epoch milliseconds. */
export function askedUntil(startedAt: string, withinMs: number): number {
  return Date.parse(startedAt) + withinMs * FOR_ASKING;
}

/** Nobody waits for a slow system longer than the policy allows; it is asked again later, as one that is down. */
async function tooLate({ until, askedAt }: Question, wait: Wait): Promise<never> {
  await wait(Math.max(0, until - Date.parse(askedAt)));
  throw new Error('no answer within the time that the policy gives triage');
}

/**
 * Asks one system of record. When it gives no answer, older facts serve, with their age; when there are none, the set says that it is missing and why.
 * A system that answers and does not know the subject gives an empty set: that is knowledge too.
 */
export async function askSystem(
  question: Question,
  ask: (references: readonly SubjectReference[]) => Promise<Facts | undefined>,
  cache: FactCache,
  wait: Wait,
): Promise<FactSet> {
  const { system, askedAt, learnt = [] } = question;
  const references = bestReferences(system, [...question.references, ...learnt]);
  const [subject] = references;
  const via = sayLearnt(references.filter((one) => learnt.includes(one)));
  if (subject === undefined) {
    const problem = 'the report names nothing that this system could know';
    return { system, state: 'missing', askedAt, problem, unasked: true, facts: {} };
  }
  try {
    const facts = (await Promise.race([ask(references), tooLate(question, wait)])) ?? {};
    if (Object.keys(facts).length > 0) await cache.write(system, subject, facts, askedAt);
    return { system, state: 'live', askedAt, observedAt: askedAt, ...linksOf(system, facts, references, via), facts };
  } catch (error) {
    const problem = error instanceof Error ? error.message.slice(0, 200) : 'no answer';
    const kept = await cache.read(system, subject);
    const isFresh = kept !== undefined && Date.parse(askedAt) - Date.parse(kept.observedAt) <= question.maxAgeMs;
    if (!isFresh) return { system, state: 'missing', askedAt, problem, facts: {} };
    const links = linksOf(system, kept.facts, references, via);
    return { system, state: 'cached', askedAt, observedAt: kept.observedAt, problem, ...links, facts: kept.facts };
  }
}

/** What these facts lead to, and by what of other systems they were found. */
function linksOf(
  system: SystemOfRecord,
  facts: Facts,
  references: readonly SubjectReference[],
  via: readonly string[],
): Pick<FactSet, 'learnt' | 'via'> {
  const learnt = learnReferences(system, facts, references);
  const isFound = via.length > 0 && Object.keys(facts).length > 0;
  return { ...(learnt.length === 0 ? {} : { learnt: [...learnt] }), ...(isFound ? { via: [...via] } : {}) };
}

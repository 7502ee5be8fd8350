import type { SystemOfRecord, FactSet, SubjectReference } from '../contracts/index.ts';

/** Facts that are numbers of documents, and what they are numbers of. */
const NUMBERS: Readonly<Record<string, SubjectReference['kind']>> = {
  delivery: 'delivery',
  order: 'order',
  container: 'container',
  declaration: 'declaration',
  invoice: 'invoice',
  purchaseOrder: 'purchase_order',
};

/**
 * Systems that know the goods by what others call them: customs by declaration and container, procurement by our purchase order, a TMS by load. What they tell leads to our own documents. The
 * ERP and the CRM stand at the end of the way.
 */
const GUIDES: readonly SystemOfRecord[] = ['trade', 'procurement', 'tms', 'wms', 'finance'];

/** Numbers that an answer tells and the reports do not: the links from what somebody reported to what our systems know it as. */
export function learnReferences(
  system: SystemOfRecord,
  facts: FactSet['facts'],
  known: readonly SubjectReference[],
): readonly SubjectReference[] {
  if (!GUIDES.includes(system)) return [];
  return Object.entries(NUMBERS).flatMap(([name, kind]) => {
    const value = facts[name];
    if (typeof value !== 'string' || value === '' || value.length > 80) return [];
    const isKnown = known.some((one) => one.kind === kind && one.value === value);
    return isKnown ? [] : [{ kind, issuer: system, value }];
  });
}

/** In words: `order 4711, as trade says`. */
export function sayLearnt(learnt: readonly SubjectReference[]): readonly string[] {
  return learnt.slice(0, 10).map(({ kind, value, issuer }) => `${kind.replace('_', ' ')} ${value}, as ${issuer} says`);
}

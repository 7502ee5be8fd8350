import type { Action, FactSet } from '../contracts/index.ts';
import type { Proposal } from './catalogue.ts';

/**
 * A proposal with the instance of its system that its facts come from, where there are several: part of what is approved. Only where the same facts name the document, or nothing but the case says where
 * it is made; else the rules of the connection choose when it is executed.
 */
export function inInstance(proposal: Proposal, factSets: readonly FactSet[]): Proposal {
  const set = factSets.find(({ system, state }) => system === proposal.system && state !== 'missing');
  const instance = set?.instance?.split(':')[0];
  if (set === undefined || instance === undefined) return proposal;
  const document = documentOf(proposal);
  const isNamed = document === undefined || Object.values(set.facts).includes(document);
  return isNamed ? { ...proposal, instance } : proposal;
}

/** Of what is made anew the order that it belongs to. */
function documentOf({ subject, change, basis }: Pick<Action, 'subject' | 'change' | 'basis'>): string | undefined {
  if (Object.keys(basis).length > 0) return subject;
  const { order } = change;
  return typeof order === 'string' ? order : undefined;
}

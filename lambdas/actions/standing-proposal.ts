import type { Action } from '../contracts/index.ts';
import type { Wish } from '../playbook/wish.ts';
import { CATALOGUE, proposalOf } from './catalogue.ts';
import type { Proposed } from './catalogue.ts';

/** What a person wants now: the same once more where it was made before and taken back. */
export function standingProposal(caseId: string, wish: Wish, actions: readonly Action[], insteadOf?: string): Proposed {
  const proposed = proposalOf(caseId, wish, insteadOf);
  if (!proposed.ok || CATALOGUE[wish.type].made === undefined) return proposed;
  const { subject } = proposed.proposal;
  const gone = actions.find((action) => action.subject === subject && action.state === 'compensated');
  return gone === undefined ? proposed : standingProposal(caseId, wish, actions, gone.id);
}

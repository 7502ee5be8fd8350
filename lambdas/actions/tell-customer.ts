import type { Action, Case, FactSet, Money, PolicyPack } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { endStates } from '../case/states.ts';
import { composeByHand, decideCustomerMessage } from '../customers/decide-customer-message.ts';
import type { CustomerProposal } from '../customers/decide-customer-message.ts';
import { playbookOf } from '../playbook/propose-actions.ts';
import { knownFacts } from '../playbook/wish.ts';
import { holds } from '../policy/expression.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { proposalOf } from './catalogue.ts';
import { makeAction } from './make-action.ts';
import type { MadeAction } from './make-action.ts';

export interface Situation {
  readonly record: Case;
  readonly factSets: readonly FactSet[];
  /** All actions of the case, in any order. */
  readonly actions: readonly Action[];
  readonly pack: PolicyPack;
  readonly at: string;
}

export type Telling =
  | { readonly do: 'propose'; readonly made: MadeAction }
  | { readonly do: 'ask-a-person'; readonly why: string }
  | { readonly do: 'nothing' };

/** What the playbook has the customer told with these facts. `hasOptedOut`: whether the customer has said that they want no mail, by the digest of their address. */
export async function tellByPlaybook(
  situation: Situation,
  cause: Act['cause'],
  hasOptedOut: (addressDigest: string) => Promise<boolean>,
): Promise<Telling> {
  const { record, factSets, pack, at } = situation;
  const seen = buildImpactFacts(record, factSets, pack, at);
  const wanted = playbookOf(record.type, pack)?.actions.some(
    ({ type, when }) => type === 'customer_message' && when !== undefined && holds(when, seen),
  );
  // Guard: during a maintenance window nobody is told anything.
  if (wanted !== true || record.silenced !== undefined) return { do: 'nothing' };
  const decision = decideCustomerMessage({ record, factSets, before: messagesIn(situation.actions), pack, at });
  if (decision.do !== 'propose') return decision;
  if (await hasOptedOut(String(decision.proposal.change['to']))) return { do: 'ask-a-person', why: OPTED_OUT };
  return propose(situation, decision.proposal, { actor: { kind: 'system', id: 'playbook' }, cause });
}

/** As a person wants it, with facts that the case knows. */
export function tellByHand(
  situation: Situation,
  templateId: string | undefined,
  by: Pick<Act, 'actor' | 'cause'>,
): Telling {
  const before = messagesIn(situation.actions);
  const decision = composeByHand({ ...situation, before }, templateId);
  return decision.do === 'propose' ? propose(situation, decision.proposal, by) : decision;
}

export const OPTED_OUT = 'they have asked for no more messages';

/** That nobody can be told by mail, once for each reason. */
export function notTold(record: Case, why: string, by: Pick<Act, 'actor' | 'cause'>): readonly Act[] {
  const { customer } = record;
  const isKnown = customer?.state === 'not_told' && customer.why === why;
  return isKnown ? [] : [{ ...by, happening: { what: 'CustomerNotTold', reason: why } }];
}

/** Whether a message can still keep the promise to tell the customer: of a case that is over nothing is promised, and only a person says that they have told them all the same. */
export function mayBeTold({ state }: Case): boolean {
  return !endStates.includes(state);
}

function messagesIn(actions: readonly Action[]): readonly Action[] {
  return actions
    .filter(({ type }) => type === 'customer_message')
    .sort((one, other) => (one.proposedAt < other.proposedAt ? -1 : 1));
}

function propose(
  { record, factSets, actions, pack, at }: Situation,
  { change, personal }: CustomerProposal,
  by: Pick<Act, 'actor' | 'cause'>,
): Telling {
  const amount: Money | undefined = knownFacts(factSets).money('erp', 'orderValue');
  const wish = { type: 'customer_message', change, ...(amount === undefined ? {} : { amount }) } as const;
  const proposed = proposalOf(record.id, wish);
  if (!proposed.ok) return { do: 'ask-a-person', why: proposed.why };
  // The same words later are another message: the date has moved, and has moved back.
  const replaced = String(messagesIn(actions).length);
  const { act, action } = makeAction(record, proposed.proposal, by, pack, at, { replaced });
  return { do: 'propose', made: { act: { ...act, personal }, action } };
}

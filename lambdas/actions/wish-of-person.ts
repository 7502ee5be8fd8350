import type { Action, Case, PolicyPack } from '../contracts/index.ts';
import type { PersonsProposal } from '../contracts/api/proposals.ts';
import type { KnownFacts, Wish } from '../playbook/wish.ts';
import { promiseDate } from '../playbook/wishes-of.ts';
import { worthOf } from './worth-of-proposal.ts';

export type Wished = { readonly ok: true; readonly wish: Wish } | { readonly ok: false; readonly why: string };

/**
 * What a person proposes, on what the case knows: of a document only one that the case names, worth no less than the systems say, because governance goes
 * by it.
 */
export function wishOfPerson(
  proposal: Exclude<PersonsProposal, { type: 'customer_message' }>,
  { references }: Case,
  facts: KnownFacts,
  pack: PolicyPack,
): Wished {
  if (proposal.type === 'promise_date') {
    const wish = promiseDate(facts, new Date(Date.parse(proposal.promisedAt)).toISOString());
    return wish === undefined ? no(NO_EARLIER_PROMISE) : { ok: true, wish };
  }
  const { type, change } = proposal;
  const document = 'subject' in proposal ? proposal.subject : 'order' in change ? change.order : undefined;
  const order = facts.text('erp', 'order');
  const known = [order, facts.text('tms', 'shipment'), ...references.map(({ value }) => value)].filter(
    (value) => value !== undefined,
  );
  if (document !== undefined && !known.includes(document))
    return no(`The case has nothing to do with ${document}; it knows ${[...new Set(known)].join(', ')}.`);
  const amount = worthOf(proposal, facts, pack);
  const worth = amount === undefined ? {} : { amount };
  const values: Action['change'] = Object.fromEntries(
    Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  if (!('basis' in proposal)) return { ok: true, wish: { type, change: values, ...worth } };
  return {
    ok: true,
    wish: { type, subject: proposal.subject, change: values, basis: { ...proposal.basis }, ...worth },
  };
}

const NO_EARLIER_PROMISE =
  'The case knows no order with an earlier promise date than this: look at its facts in the journal.';

function no(why: string): Wished {
  return { ok: false, why };
}

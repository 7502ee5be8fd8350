import type { Action, Case, Money } from '../contracts/index.ts';
import type { PersonsProposal } from '../contracts/api/proposals.ts';
import type { KnownFacts, Wish } from '../playbook/wish.ts';
import { promiseDate } from '../playbook/wishes-of.ts';

export type Wished = { readonly ok: true; readonly wish: Wish } | { readonly ok: false; readonly why: string };

/**
 * What a person proposes, on what the case knows: of a document only one that the case names, and its value by the ERP where that is known, because governance goes
 * by it. A credit and a penalty are worth what they say.
 */
export function wishOfPerson(
  proposal: Exclude<PersonsProposal, { type: 'customer_message' }>,
  { references }: Case,
  facts: KnownFacts,
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
  const orderValue = document === order ? facts.money('erp', 'orderValue') : undefined;
  const amount = amountOf(proposal) ?? orderValue;
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

function amountOf(proposal: Parameters<typeof wishOfPerson>[0]): Money | undefined {
  if ('change' in proposal && 'currency' in proposal.change) {
    const { amount, currency } = proposal.change;
    return { amount, currency };
  }
  return 'amount' in proposal ? proposal.amount : undefined;
}

function no(why: string): Wished {
  return { ok: false, why };
}

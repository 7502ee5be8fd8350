import type { PersonsProposal } from '../contracts/api/proposals.ts';
import type { Money, PolicyPack } from '../contracts/index.ts';
import type { KnownFacts } from '../playbook/wish.ts';
import { inReportingCurrency } from '../scoring/convert-money.ts';

type Change = Exclude<PersonsProposal, { type: 'customer_message' | 'promise_date' }>;

/** What a proposal is worth: a credit and a penalty what they say; all else what the systems say, or what the person says where that is more. Undefined: nobody knows, and somebody decides. */
export function worthOf(proposal: Change, facts: KnownFacts, pack: PolicyPack): Money | undefined {
  const { change } = proposal;
  if ('currency' in change) return { amount: change.amount, currency: change.currency };
  const said = 'amount' in proposal ? proposal.amount : undefined;
  const known = knownWorth(proposal, facts);
  if (said === undefined || known === undefined) return known ?? said;
  const [theirs, ours] = [inReportingCurrency(said, pack), inReportingCurrency(known, pack)];
  // Guard: what cannot be compared is not known.
  if (theirs === undefined || ours === undefined) return undefined;
  return theirs > ours ? said : known;
}

/** What the systems say of just this change. */
function knownWorth(proposal: Change, facts: KnownFacts): Money | undefined {
  switch (proposal.type) {
    case 'order_hold':
    case 'order_release':
      return proposal.subject === facts.text('erp', 'order') ? facts.money('erp', 'orderValue') : undefined;
    case 'replacement_order':
      // At most the order is sent again; what its part of it is worth nobody tells us.
      return proposal.change.order === facts.text('erp', 'order') ? facts.money('erp', 'orderValue') : undefined;
    case 'payment_hold':
    case 'payment_release':
      return proposal.subject === facts.text('finance', 'invoice') ? facts.money('finance', 'invoiceValue') : undefined;
    case 'expedite':
      return proposal.change.serviceLevel === 'express' ? ofShipment(proposal, facts, 'expressExtra') : undefined;
    case 'carrier_change':
      return proposal.change.carrier === facts.text('tms', 'nextCarrier')
        ? ofShipment(proposal, facts, 'nextCarrierExtra')
        : undefined;
    case 'supplier_allocation':
      return proposal.change.supplier === facts.text('procurement', 'alternativeSupplier')
        ? facts.money('procurement', 'alternativeValue')
        : undefined;
    default:
      return undefined;
  }
}

function ofShipment({ subject }: { readonly subject: string }, facts: KnownFacts, name: string): Money | undefined {
  return subject === facts.text('tms', 'shipment') ? facts.money('tms', name) : undefined;
}

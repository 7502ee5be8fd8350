import { describe, expect, it } from 'vitest';
import type { Action, FactSet } from '../../../lambdas/contracts/index.ts';
import { proposal } from '../../../lambdas/contracts/api/proposals.ts';
import { madeBefore } from '../../../lambdas/actions/made-before.ts';
import { makeAction } from '../../../lambdas/actions/make-action.ts';
import { proposalOf } from '../../../lambdas/actions/catalogue.ts';
import { wishOfPerson } from '../../../lambdas/actions/wish-of-person.ts';
import { governAnew } from '../../../lambdas/moving/govern-anew.ts';
import { knownFacts } from '../../../lambdas/playbook/index.ts';
import { openCase } from '../../support/case.ts';
import { AT, ORDER, otherId, pack } from './actions-fixture.ts';

/** Governance goes by the amount, and who proposes says it: what they say is held against what the systems say, and what they ask for in parts is one. */

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const factsOf = (system: FactSet['system'], facts: FactSet['facts']): FactSet => ({
  system,
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts,
});
const KNOWN: readonly FactSet[] = [
  factsOf('erp', { order: ORDER, orderValue: euros('40000.00') }),
  factsOf('tms', {
    shipment: 'SHP-1',
    carrier: 'Northline',
    serviceLevel: 'standard',
    nextCarrier: 'Pelagic',
    nextCarrierExtra: euros('4380.00'),
    expressExtra: euros('4810.00'),
  }),
  factsOf('finance', { invoice: '5105600001', invoiceValue: euros('4000.00') }),
  factsOf('procurement', { alternativeSupplier: 'Corvo', alternativeValue: euros('900.00') }),
];
const record = openCase({ references: [{ kind: 'invoice', value: '5105600001', issuer: 'x' }] });
const reason = 'It is agreed.';

function worth(body: object): string | undefined {
  const read = proposal.parse({ reason, ...body });
  if (read.type === 'customer_message') throw new Error('no change');
  const wished = wishOfPerson(read, record, knownFacts(KNOWN), pack);
  if (!wished.ok) throw new Error(wished.why);
  return wished.wish.amount?.amount;
}

const expedite = (serviceLevel: string) => ({
  type: 'expedite',
  subject: 'SHP-1',
  change: { serviceLevel },
  basis: { serviceLevel: 'standard' },
});
const carrier = (to: string) => ({
  type: 'carrier_change',
  subject: 'SHP-1',
  change: { carrier: to },
  basis: { carrier: 'Northline' },
});
const again = { type: 'replacement_order', change: { order: ORDER, sku: 'SKU-1', units: 5 } };
const hold = {
  type: 'payment_hold',
  subject: '5105600001',
  change: { paymentBlock: 'R' },
  basis: { paymentBlock: '' },
};
const supplier = (name: string) => ({
  type: 'supplier_allocation',
  change: { supplier: name, sku: 'SKU-5', units: 12 },
});

describe('what a proposal of a person is worth', () => {
  it.each([
    ['express', expedite('express'), '4810.00'],
    ['the next carrier', carrier('Pelagic'), '4380.00'],
    ['an order that is sent again', again, '40000.00'],
    ['an invoice', hold, '4000.00'],
    ['the other supplier', supplier('Corvo'), '900.00'],
  ])('%s: no less than the system says, whatever they say; more where they say so', (_what, body, known) => {
    expect(worth({ ...body, amount: euros('1') })).toBe(known);
    expect(worth(body)).toBe(known);
    expect(worth({ ...body, amount: euros('90000') })).toBe('90000');
    // Without a rate nobody knows which is more: it is not known, and somebody decides.
    expect(worth({ ...body, amount: { amount: '1', currency: 'XAF' } })).toBeUndefined();
  });

  it('where no system says it, what they say', () => {
    for (const body of [expedite('overnight'), carrier('Elsewhere'), supplier('Elsewhere')]) {
      expect(worth({ ...body, amount: euros('70') })).toBe('70');
      expect(worth(body)).toBeUndefined();
    }
  });

  it('nothing is worth less than nothing', () => {
    for (const body of [expedite('overnight'), again, hold, supplier('Elsewhere')]) {
      const read = proposal.safeParse({ reason, ...body, amount: euros('-1') });
      expect(read.error?.issues.map(({ path }) => path.join('/'))).toEqual(['amount/amount']);
      expect(proposal.safeParse({ reason, ...body, amount: euros('0') }).success).toBe(true);
    }
  });
});

describe('what is made anew in parts', () => {
  const by = { actor: { kind: 'person', id: 'maria' }, cause: { kind: 'command', id: 'r' } } as const;
  const credit = (amount: string, before: readonly Action[], id = otherId): Action => {
    const proposed = proposalOf(record.id, {
      type: 'customer_credit',
      change: { order: ORDER, ...euros(amount) },
      amount: euros(amount),
    });
    if (!proposed.ok) throw new Error(proposed.why);
    const already = madeBefore({ id, type: 'customer_credit' }, before, pack);
    return makeAction(record, proposed.proposal, by, pack, AT, { already }).action;
  };
  const first = credit('50', []);

  it('is governed as one: a second credit within the limit is above it with the first', () => {
    expect(first.governance.decision).toBe('automatic');
    const second = credit('49', [first]);
    expect([second.governance.decision, second.amount]).toEqual(['approval', euros('49')]);
    expect(second.governance.reasons[0]?.text).toBe(
      '99 EUR, with what the case has had of it already, is above 50, so a person decides.',
    );
    expect(credit('24000', [credit('2000', [])]).governance.decision).toBe('forbidden');
  });

  it.each(['refused', 'expired', 'superseded', 'failed', 'compensated'] as const)('not with what is %s', (state) => {
    expect(credit('49', [{ ...first, state }]).governance.decision).toBe('automatic');
  });

  it('nor with what is of another type, takes back, or changes a document: that takes the place of what was before', () => {
    expect(credit('49', [{ ...first, type: 'penalty_review' }]).governance.decision).toBe('automatic');
    expect(credit('49', [{ ...first, undoes: otherId }]).governance.decision).toBe('automatic');
    expect(madeBefore({ id: otherId, type: 'expedite' }, [{ ...first, type: 'expedite' }], pack)).toBe(0);
  });

  it('and stays so where another version of the policy decides', () => {
    const second = credit('49', [first]);
    const generous = { ...pack, governance: pack.governance.filter(({ action }) => action !== 'promise_date') };
    expect(governAnew(second, by, record, generous, AT, [first, second])).toBeUndefined();
    // Alone it would be automatic.
    expect(governAnew(second, by, record, generous, AT, [second])?.action.state).toBe('approved');
  });
});

import { describe, expect, test } from 'vitest';
import { proposalOf } from '../../../lambdas/actions/catalogue.ts';
import type { Case, FactSet } from '../../../lambdas/contracts/index.ts';
import { proposeActions } from '../../../lambdas/playbook/propose-actions.ts';
import { buildImpactFacts } from '../../../lambdas/scoring/build-impact-facts.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
const EUR = (amount: string) => ({ amount, currency: 'EUR' });

const said = (facts: Partial<Record<FactSet['system'], FactSet['facts']>>): readonly FactSet[] =>
  Object.entries(facts).map(([system, all]) => ({
    system: system as FactSet['system'],
    state: 'live',
    askedAt: AT,
    observedAt: AT,
    facts: all,
  }));

/** What the playbook of a type proposes on these facts, in the words that the approver reads. */
function proposed(type: string, facts: Parameters<typeof said>[0], changes: Partial<Case> = {}): readonly string[] {
  const record = openCase({ state: 'triaged', type, ...changes });
  const sets = said(facts);
  return proposeActions(record, sets, buildImpactFacts(record, sets, pack, AT), pack).map((wish) => {
    const result = proposalOf(record.id, wish);
    if (!result.ok) throw new Error(result.why);
    return `${result.proposal.title}${wish.amount === undefined ? '' : ` for ${wish.amount.amount}`}`;
  });
}

const tms = { shipment: 'SHP-1', carrier: 'Northline', status: 'delivery_failed', serviceLevel: 'standard' };
const stock = { sku: 'SKU-7', sites: ['Ghent: 90', 'Lyon: 40'], shortSite: 'Ghent', shortUnits: 30 };

describe('what a playbook proposes by itself', () => {
  test('short stock comes from a site that has enough, and not from where it is short', () => {
    expect(proposed('inventory.shortfall', { wms: stock })).toEqual(['Move 30 of SKU-7 from Lyon to Ghent']);
    expect(proposed('inventory.shortfall', { wms: { ...stock, shortUnits: 41 } })).toEqual([]);
    expect(proposed('inventory.shortfall', { wms: { sku: 'SKU-7', sites: ['Lyon: 40'] } })).toEqual([]);
  });

  test('a service case for a late shipment of a customer who is promised one', () => {
    const references = [{ kind: 'shipment', value: 'SO-1', issuer: 'x' }] as const;
    const late = (tier: string) =>
      proposed('transport.delay', { crm: { tier } }, { references: [...references], title: 'Late' });
    expect(late('platinum')).toEqual(['Open a service case for SO-1: Late']);
    expect(late('standard')).toEqual([]);
  });

  test('the payment of a disputed invoice is held, where the case names one', () => {
    const invoice = [{ kind: 'invoice', value: 'INV-9', issuer: 'x' }] as const;
    expect(proposed('finance.invoice_dispute', {}, { references: [...invoice] })).toEqual([
      'Hold the payment of invoice INV-9 (block R)',
    ]);
    expect(proposed('finance.pod_dispute', {}, { references: [] })).toEqual([]);
  });

  test('an invoice has one block: where finance says another one, or that it is paid, there is nothing to hold', () => {
    const references = [{ kind: 'invoice', value: 'INV-9', issuer: 'x' }] as const;
    const on = (finance: FactSet['facts']) =>
      proposed('finance.invoice_dispute', { finance }, { references: [...references] });
    const open = { invoice: 'INV-9', paymentBlock: '', paymentStatus: 'open', invoiceValue: EUR('4000') };
    expect(on(open)).toEqual(['Hold the payment of invoice INV-9 (block R) for 4000']);
    expect(on({ ...open, paymentBlock: 'A' })).toEqual([]);
    expect(on({ ...open, paymentBlock: 'R' })).toEqual([]);
    expect(on({ ...open, paymentStatus: 'paid' })).toEqual([]);
    // What is said of another invoice says nothing of this one: its block is looked at before anything is written.
    expect(on({ ...open, invoice: 'INV-8', paymentBlock: 'A' })).toEqual([
      'Hold the payment of invoice INV-9 (block R)',
    ]);
  });

  test('each missing document that lies in the repository is attached, and no other', () => {
    const trade = { declaration: 'MRN-1', missingDocuments: ['certificate_of_origin', 'licence'] };
    const documents = { documentKinds: ['packing_list', 'certificate_of_origin'], documentIds: ['D1', 'D2'] };
    expect(proposed('compliance.customs_hold', { trade, documents })).toEqual(['Attach document D2 to MRN-1']);
    expect(proposed('compliance.customs_hold', { trade })).toEqual([]);
  });

  test('a failed delivery is asked for again, once', () => {
    expect(proposed('transport.delivery_failed', { tms })).toEqual([
      'Set the status of shipment SHP-1 to redelivery_requested instead of delivery_failed',
    ]);
    expect(proposed('transport.delivery_failed', { tms: { ...tms, status: 'redelivery_requested' } })).toEqual([]);
    expect(proposed('transport.delivery_failed', { tms: { shipment: 'SHP-1' } })).toEqual([]);
  });

  test('a rejected load goes to the next carrier; express only where the promise is near', () => {
    const offered = { ...tms, nextCarrier: 'Halden', nextCarrierExtra: EUR('120'), expressExtra: EUR('900') };
    const inHours = (hours: number) => ({
      promisedAt: new Date(Date.parse(AT) + hours * 3_600_000).toISOString(),
    });
    expect(proposed('transport.capacity_rejected', { tms: offered, erp: inHours(20) })).toEqual([
      'Give shipment SHP-1 to Halden instead of Northline for 120',
      'Move shipment SHP-1 to service express instead of standard for 900',
    ]);
    expect(proposed('transport.capacity_rejected', { tms: offered, erp: inHours(90) })).toHaveLength(1);
    expect(proposed('transport.capacity_rejected', { tms })).toEqual([]);
  });

  test('a short supplier is replaced by the one of the source list', () => {
    const procurement = { alternativeSupplier: '17300001', alternativeValue: EUR('4000') };
    expect(proposed('supply.shortfall', { procurement, wms: stock })).toEqual([
      'Buy 30 of SKU-7 from 17300001 for 4000',
    ]);
    expect(proposed('supply.shortfall', { wms: stock })).toEqual([]);
  });

  test('what a supplier has not confirmed goes to another one, also while our stock is not short yet', () => {
    const procurement = {
      alternativeSupplier: '17300001',
      alternativeValue: EUR('4000'),
      sku: 'SKU-9',
      missingUnits: 12,
    };
    const another = 'Buy 12 of SKU-9 from 17300001 for 4000';
    expect(proposed('supply.shortfall', { procurement })).toEqual([another]);
    expect(proposed('supply.shortfall', { procurement, wms: { sku: 'SKU-7' } })).toEqual([another]);
    // The shortage of a site is what is needed first.
    expect(proposed('supply.shortfall', { procurement, wms: stock })).toEqual([
      'Buy 30 of SKU-7 from 17300001 for 4000',
    ]);
    expect(proposed('supply.late', { procurement: { ...procurement, missingUnits: 0 } })).toEqual([]);
    const { sku: _sku, ...nameless } = procurement;
    expect(proposed('supply.shortfall', { procurement: nameless, wms: { sku: 'SKU-7' } })).toEqual([]);
  });

  test('damaged goods are held, and what is in quarantine is sent again; lost goods cannot be held', () => {
    const facts = { erp: { order: '45', orderValue: EUR('900') }, wms: { sku: 'SKU-7', heldUnits: 6 } };
    const hold = 'Hold order 45 (delivery block 01) for 900';
    const again = 'Send 6 of SKU-7 again for order 45, without charge for 900';
    expect(proposed('cargo.damaged', facts)).toEqual([hold, again]);
    expect(proposed('transport.lost', facts)).toEqual([again]);
    expect(proposed('cargo.damaged', { erp: { ...facts.erp, deliveryBlock: '04' } })).toEqual([]);
  });
});

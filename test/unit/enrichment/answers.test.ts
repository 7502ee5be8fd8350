import { describe, expect, it } from 'vitest';
import { createPartners } from '../../../local/partners/index.ts';
import { factSet } from '../../../lambdas/contracts/index.ts';
import { readCrmAnswer } from '../../../lambdas/enrichment/answers/read-crm-answer.ts';
import { readDocumentsAnswer } from '../../../lambdas/enrichment/answers/read-documents-answer.ts';
import { readFinanceAnswer } from '../../../lambdas/enrichment/answers/read-finance-answer.ts';
import { readProcurementAnswer } from '../../../lambdas/enrichment/answers/read-procurement-answer.ts';
import { SALES_ORDER } from '../../../lambdas/systems/sap.ts';
import { readErpAnswer } from '../../../lambdas/enrichment/answers/read-erp-answer.ts';
import { readTmsAnswer } from '../../../lambdas/enrichment/answers/read-tms-answer.ts';
import { readTradeAnswer } from '../../../lambdas/enrichment/answers/read-trade-answer.ts';
import { readWmsAnswer } from '../../../lambdas/enrichment/answers/read-wms-answer.ts';

const item = {
  sku: 'A',
  coverDays: 1.5,
  sites: [
    { site: 'Lyon', availableUnits: 5 },
    { site: 'Graz', availableUnits: 0 },
    { site: 'Oslo', availableUnits: 40 },
  ],
  substitutes: [
    { sku: 'B', availableUnits: 30, isApproved: true },
    { sku: 'C', availableUnits: 70, isApproved: false },
    { sku: 'D', availableUnits: 70 },
    { sku: 'E', availableUnits: 0, isApproved: true },
  ],
  holds: [{ id: 'HLD-1', reason: 'broken seal' }],
};

describe('the WMS', () => {
  it('tells cover, sites with stock, and substitutes that somebody has approved', () => {
    expect(readWmsAnswer({ items: [item] })).toEqual({
      sku: 'A',
      coverDays: 1.5,
      availableUnits: 45,
      sites: ['Oslo: 40', 'Lyon: 5'],
      substituteUnits: 30,
      substitutes: ['B: 30'],
      quarantineHolds: ['HLD-1'],
    });
  });

  it('knows that there is no substitute, which is not the same as not knowing', () => {
    expect(readWmsAnswer({ items: [{ ...item, substitutes: [] }] })).toMatchObject({ substituteUnits: 0 });
    const { substitutes: _, ...silent } = item;
    expect(readWmsAnswer({ items: [silent] })).not.toHaveProperty('substituteUnits');
  });
});

describe('the trade-compliance tool', () => {
  const held = {
    mrn: '26DE12345678901234',
    status: 'held',
    office: 'DE001234',
    holdReason: { code: 'DOC', text: 'x'.repeat(500) },
    missingDocuments: ['import_licence'],
    freeTimeEndsAt: '2026-03-05T08:00:00.000Z',
  };

  it('tells of the declaration that is held, wherever it stands', () => {
    const facts = readTradeAnswer({ declarations: [{ mrn: '26DE00000000000001', status: 'lodged' }, held] });
    expect(facts).toEqual({
      declaration: '26DE12345678901234',
      customsStatus: 'held',
      customsOffice: 'DE001234',
      holdCode: 'DOC',
      holdReason: 'x'.repeat(200),
      missingDocuments: ['import_licence'],
      freeTimeEndsAt: '2026-03-05T08:00:00.000Z',
    });
  });

  it('tells no reason and no documents where none is held', () => {
    expect(readTradeAnswer({ declarations: [{ mrn: 'M', status: 'released' }] })).toEqual({
      declaration: 'M',
      customsStatus: 'released',
    });
  });
});

it('the document repository tells kinds and ids side by side, fifty at most', () => {
  const documents = Array.from({ length: 60 }, (_, n) => ({ id: `D${n}`, kind: `kind ${n}`, title: 'secret' }));
  const facts = readDocumentsAnswer({ documents });
  expect(facts?.['documentKinds']).toHaveLength(50);
  expect(facts?.['documentIds']).toMatchObject({ 0: 'D0', 49: 'D49' });
  expect(JSON.stringify(facts)).not.toContain('secret');
});

describe('every system', () => {
  const READERS = [
    ['erp', readErpAnswer, { value: [] }, `${SALES_ORDER}?$filter=PurchaseOrderByCustomer eq 'REF'`],
    ['tms', readTmsAnswer, { shipments: [] }, '/api/v1/shipments?reference=REF'],
    [
      'crm',
      readCrmAnswer,
      { records: [] },
      "/services/data/v62.0/query?q=SELECT Account.Name, Account.Tier__c FROM Shipment__c WHERE Reference__c IN ('REF')",
    ],
    ['wms', readWmsAnswer, { items: [] }, '/api/v1/stock?reference=REF'],
    ['procurement', readProcurementAnswer, { purchaseOrders: [] }, '/api/v1/purchase-orders?sku=REF'],
    ['finance', readFinanceAnswer, { invoices: [] }, '/api/v1/invoices?reference=REF'],
    ['trade', readTradeAnswer, { declarations: [] }, '/api/v1/declarations?container=REF'],
    ['documents', readDocumentsAnswer, { documents: [] }, '/api/v1/documents?reference=REF'],
  ] as const;

  it.each(READERS)('%s: nothing known is no fact, and an answer of another shape is an error', (_, read, nothing) => {
    expect(read(nothing)).toBeUndefined();
    for (const odd of [null, 'Welcome', {}, [], { value: {}, items: 7, records: null, shipments: [{}] }])
      expect(() => read(odd)).toThrow();
  });

  it.each(READERS)('%s: whatever is made up for a reference is read into facts', async (system, read, _, path) => {
    const partners = createPartners({ now: () => Date.parse('2026-03-02T09:00:00Z'), sleep: () => Promise.resolve() });
    for (let n = 0; n < 40; n += 1) {
      const url = new URL(path.replace('REF', `R-${n}`), `http://${system}.partner.test`);
      const answer = await partners.handle(new Request(url, { headers: { authorization: 'Bearer k' } }));
      expect(answer.status).toBe(200);
      const facts = read(await answer.json());
      expect(Object.keys(factSet.shape.facts.parse(facts)).length).toBeGreaterThan(1);
    }
  });
});

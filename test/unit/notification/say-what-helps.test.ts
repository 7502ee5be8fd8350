import { describe, expect, it } from 'vitest';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { helpLines } from '../../../lambdas/notification/say-what-helps.ts';
import { stakeLines } from '../../../lambdas/notification/say-what-is-at-stake.ts';
import { assessImpact } from '../../../lambdas/scoring/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const said = (facts: Partial<Record<FactSet['system'], FactSet['facts']>>, state: FactSet['state'] = 'live') =>
  Object.entries(facts).map(([system, one]) => ({
    system: system as FactSet['system'],
    state,
    askedAt: AT,
    facts: one,
  }));
const lines = (type: string, facts: Parameters<typeof said>[0], state: FactSet['state'] = 'live') =>
  helpLines(assessImpact(said(facts, state), defaultPack()), type);

describe('what whoever works on it need not look up', () => {
  const trade = { missingDocuments: ['certificate_of_origin', 'import_licence'] };
  it('which documents are wanted, and which of them are in the repository', () => {
    const documents = { documentKinds: ['packing_list', 'import_licence'], documentIds: ['D1', 'D2'] };
    expect(lines('compliance.customs_hold', { trade, documents })).toEqual([
      'Documents wanted: certificate of origin (nobody here has it), import licence (in our repository)',
    ]);
    // Where the repository gives no answer, nobody is told that it has something.
    expect(lines('compliance.customs_hold', { trade })[0]).not.toContain('in our repository');
    expect(lines('compliance.customs_hold', { documents })).toEqual([]);
    expect(lines('compliance.customs_hold', { trade }, 'missing')).toEqual([]);
  });

  it('where stock is, and what may take its place, where stock is the trouble', () => {
    const wms = { sku: 'SKU-7', sites: ['Lyon: 40', 'Ghent: 5'], substitutes: ['SKU-7-B: 66'] };
    const stock = 'Stock of SKU-7: Lyon 40, Ghent 5; approved in its place: SKU-7-B 66';
    expect(lines('inventory.shortfall', { wms })).toEqual([stock]);
    expect(lines('supply.late', { wms })).toEqual([stock]);
    expect(lines('cargo.damaged', { wms })).toEqual([]);
    expect(lines('inventory.shortfall', { wms: { sku: 'SKU-7' } })).toEqual([
      'Stock of SKU-7: none; approved in its place: none',
    ]);
    expect(lines('inventory.shortfall', { wms: { coverDays: 2 } })).toEqual([]);
  });

  it('stands in the message, and the number of documents not beside it', () => {
    const impact = assessImpact(said({ trade }), defaultPack());
    const reasons = [
      { rule: 'documents-missing', text: 'Documents that customs wants and does not have: 2.', points: 5 },
    ];
    const severity = { level: 'S3', score: 5, reasons, latches: [], scoredAt: AT } as const;
    const record = openCase({ type: 'compliance.customs_hold', impact, severity: { ...severity, latches: [] } });
    expect(stakeLines(record, 'UTC', AT)).toEqual([
      'Documents wanted: certificate of origin (nobody here has it), import licence (nobody here has it)',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { systemOfRecord, exceptionTypes } from '../../../lambdas/contracts/index.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { decideIntake } from '../../../lambdas/intake/decide-intake.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, tracking } from './signals.ts';

const published = { version: '0123456789abcdef', publishedAt: '', publishedBy: 'test', pack: defaultPack() };
const KNOWN = { holders: new Map(), progress: [] };
const opened = (type: string): readonly string[] => {
  const decision = decideIntake({ ...exception('one', [tracking('T1')]), type }, KNOWN, {
    at: '2026-03-02T08:00:00.000Z',
    published,
  });
  if (decision.do !== 'open') throw new Error(decision.do);
  return decision.record.asks;
};

/** The facts that a type's playbook asks for. */
const PLAYBOOKS = [
  ['inventory.shortfall', ['erp', 'wms', 'procurement']],
  ['transport.milestone_missed', ['tms', 'crm']],
  ['transport.delay', ['tms', 'crm']],
  ['finance.pod_dispute', ['tms', 'erp', 'finance']],
  ['finance.invoice_dispute', ['tms', 'erp', 'finance']],
  ['compliance.customs_hold', ['trade', 'erp', 'documents', 'tms']],
  ['compliance.document_missing', ['trade', 'erp', 'documents', 'tms']],
  ['transport.delivery_failed', ['tms', 'crm']],
  ['transport.capacity_rejected', ['tms']],
  ['supply.shortfall', ['erp', 'wms', 'procurement']],
  ['supply.late', ['erp', 'wms', 'procurement']],
  ['cargo.damaged', ['tms', 'wms']],
  ['cargo.temperature_excursion', ['tms', 'wms']],
  ['transport.lost', ['tms', 'wms']],
] as const;

describe('what a case asks', () => {
  it.each(PLAYBOOKS)('%s asks at least %j', (type, systems) => {
    expect(opened(type)).toEqual(expect.arrayContaining([...systems]));
  });

  it.each(exceptionTypes)('%s asks what its type names, and few systems: each is a call', (type) => {
    const asks = opened(type);
    // Only what customs hold is asked about in six: what is missing, what it delays, for whom, whether it keeps, and what each further day costs.
    const most = type === 'compliance.customs_hold' ? 6 : 4;
    expect(asks).toEqual(published.pack.types[type]?.facts);
    expect(asks.length).toBeLessThanOrEqual(most);
    expect(new Set(asks).size).toBe(asks.length);
  });

  it('asks every system for some type', () => {
    expect([...new Set(exceptionTypes.flatMap(opened))].sort()).toEqual([...systemOfRecord.options].sort());
  });

  it('asks nobody about trouble of our own', () => {
    expect(opened('integration.source_silent')).toEqual([]);
  });

  it('asks ERP, TMS and CRM for a type that the pack does not know', () => {
    expect(opened('transport.pirates')).toEqual(['erp', 'tms', 'crm']);
  });

  it.each([
    ['weather', /`weather` is not known here write one of .*wms/],
    ['erp', /each system once/],
  ])('a pack that names %s once more cannot be published', (system, problem) => {
    const pack: any = defaultPack();
    pack.types['transport.delay'].facts.push(system);
    const checked = checkPack(pack);
    if (checked.ok) throw new Error('it was accepted');
    expect(checked.problems[0]?.pointer).toContain('/types/transport.delay/facts');
    expect(`${checked.problems[0]?.problem ?? ''} ${checked.problems[0]?.mend ?? ''}`).toMatch(problem);
  });
});

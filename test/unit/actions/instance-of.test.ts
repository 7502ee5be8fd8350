import { describe, expect, it } from 'vitest';
import { inInstance } from '../../../lambdas/actions/instance-of.ts';
import { proposeAgain } from '../../../lambdas/actions/propose-again.ts';
import { proposeFromPlaybook } from '../../../lambdas/actions/propose-from-playbook.ts';
import { withdrawActions } from '../../../lambdas/actions/withdraw-actions.ts';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { AT, LATE, made, ORDER, pack, PROMISED, proposal, record } from './actions-fixture.ts';

const ofInstance = (instance: string, changes: Partial<FactSet> = {}): readonly FactSet[] =>
  LATE.map((set) =>
    set.system === 'erp' ? { ...set, instance: `${instance}: order 45 begins with 45`, ...changes } : set,
  );
const cause = { kind: 'lifecycle', id: 'x' } as const;

describe('what is approved is done in the instance that it was proposed for', () => {
  it('the same change in two instances is two things to agree to, and the title says which', () => {
    const [eu, us] = ['sap-eu', 'sap-us'].map(
      (name) => proposeFromPlaybook(record, ofInstance(name), [], pack, AT, cause)[0]?.action,
    );
    expect([eu?.instance, us?.instance]).toEqual(['sap-eu', 'sap-us']);
    expect(eu?.digest).not.toBe(us?.digest);
    expect(eu?.id).not.toBe(us?.id);
    expect(eu?.title).toContain('(in sap-eu)');
    const alone = proposeFromPlaybook(record, LATE, [], pack, AT, cause)[0]?.action;
    expect(alone).not.toHaveProperty('instance');
    expect(new Set([eu?.digest, us?.digest, alone?.digest]).size).toBe(3);
  });

  it('not where the facts are of another document, or there are none', () => {
    const other = ofInstance('sap-eu', { facts: { order: '4599999' } });
    expect(inInstance(proposal(), other)).not.toHaveProperty('instance');
    expect(inInstance(proposal(), ofInstance('sap-eu', { state: 'missing' }))).not.toHaveProperty('instance');
    expect(inInstance(proposal(), ofInstance('sap-eu'))).toMatchObject({ instance: 'sap-eu', subject: ORDER });
  });

  it('what takes its place, and what takes it back, is done there too', () => {
    const { action } = made({ instance: 'sap-eu' });
    const earlier = { etag: 'x', values: { promisedAt: '2026-03-02T20:00:00.000Z' } };
    const [again] = proposeAgain(action, record, { end: 'superseded', reason: '', document: earlier }, pack, AT);
    expect(again?.action).toMatchObject({ instance: 'sap-eu', basis: { promisedAt: earlier.values.promisedAt } });
    const written = { ...action, state: 'confirmed', wroteAt: AT, endedAt: AT } as const;
    const withdrawn = openCase({ state: 'withdrawn' });
    const [back] = withdrawActions(withdrawn, [written], pack, AT, cause);
    expect(back?.action).toMatchObject({ instance: 'sap-eu', change: { promisedAt: PROMISED } });
    expect(back?.action.title.match(/in sap-eu/g)).toHaveLength(1);
    // The same order number of another instance is another document.
    const twin = { ...made({ instance: 'sap-us' }).action, state: 'confirmed', wroteAt: AT, endedAt: AT } as const;
    expect(withdrawActions(withdrawn, [written, twin], pack, AT, cause)).toHaveLength(2);
  });
});

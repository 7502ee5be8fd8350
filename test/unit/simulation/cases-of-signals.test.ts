import { expect, it } from 'vitest';
import { LIST_RATES } from '../../../lambdas/simulation/list-rates.ts';
import { casesOfSignals, reportedSignal } from '../../../lambdas/simulation/cases-of-signals.ts';
import type { ReportedSignal } from '../../../lambdas/simulation/cases-of-signals.ts';
import { everywhere, pastCase, policyOf } from '../../../lambdas/simulation/past-case.ts';
import { beginSimulation } from '../../../lambdas/simulation/simulate-history.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, progress, retraction, tracking } from '../intake/signals.ts';

const before = everywhere(policyOf(defaultPack()));
const late = exception('late', [tracking('T1')], { receivedAt: '2026-03-02T09:00:00.000Z' });
const worth = (value: string): ReportedSignal['facts'] => ({
  erp: { orderValue: { amount: value, currency: 'EUR' } },
  tms: { mode: 'road' },
  crm: { tier: 'gold' },
});
const reports = [
  { signal: exception('again', [tracking('T1')], { receivedAt: '2026-03-02T10:00:00.000Z' }), facts: worth('150000') },
  { signal: late, facts: worth('150000') },
  exception('other', [tracking('T2')]),
  progress('p', [tracking('T3')]),
  retraction('r', exception('other', []).id, [tracking('T4')]),
].map((one) => reportedSignal.parse(one));

it('reports are the cases that they would have been: one of two of one trouble, none of progress, with what is known of them', () => {
  const cases = casesOfSignals(reports, before);
  expect(cases.map((one) => pastCase.parse(one))).toEqual(cases);
  const [other, twice] = cases.map(({ record }) => record);
  expect(cases).toHaveLength(2);
  expect(twice).toMatchObject({ signals: 2, impact: { valueAtRisk: { amount: '150000' }, unknown: [] } });
  expect(other).toMatchObject({ signals: 1, impact: { unknown: ['erp', 'tms', 'crm'] } });
});

it('a draft is compared with another pack by them: who would have been called, and what changes', () => {
  const calm = defaultPack();
  calm.severity.bands = { S1: 100, S2: 99, S3: 98 };
  calm.severity.latches = [];
  const draft = everywhere(policyOf(calm));
  const run = (pack: typeof draft) => {
    const simulation = beginSimulation({ draft: pack, against: before, rates: LIST_RATES });
    for (const past of casesOfSignals(reports, before)) simulation.add(past);
    return simulation.report();
  };
  expect(run(before)).toMatchObject({ cases: 2, unchanged: 2 });
  const changed = run(draft);
  expect(changed.changed.severity.count).toBe(2);
  expect(changed.changed.path.count).toBeGreaterThan(0);
});

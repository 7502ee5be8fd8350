import { expect, test } from 'vitest';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { explainLadder } from '../../../lambdas/escalation/explain-ladder.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const called = openCase().escalation;
const triaged = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    triagedSignals: 1,
    severity: severityOf('S2'),
    owner: { ...ownerOf('customer-service'), namedAt: '2026-03-02T08:50:00.000Z' },
    escalation: { ...called, nextStep: 1, level: 1, lastCallAt: '2026-03-02T08:50:00.000Z' },
    ...changes,
  });

test('says what was called, what comes next and when, and whom it would call', () => {
  const { round, waitsFor, steps } = explainLadder(triaged(), [], pack, AT);
  expect([round, waitsFor]).toEqual([1, undefined]);
  expect(steps.map(({ id, stands, dueAt }) => [id, stands, dueAt])).toEqual([
    ['owner', 'called', undefined],
    // S2: half an hour after the last call.
    ['operations', 'next', '2026-03-02T09:20:00.000Z'],
    ['last-owner', 'later', undefined],
  ]);
  expect(steps[2]?.calls).toEqual(['ines-duarte']);
});

test('a step that does not apply is passed over with its reason, and the one after it comes next', () => {
  const [ladder] = pack.escalation;
  if (ladder === undefined) throw new Error('no ladder');
  const steps = ladder.steps.map((step) =>
    step.id === 'operations' ? { ...step, when: { levels: ['S1' as const] } } : step,
  );
  const explained = explainLadder(triaged(), [], { ...pack, escalation: [{ ...ladder, steps }] }, AT).steps;
  expect(explained[1]).toMatchObject({ stands: 'passed_over', calls: [], why: [{ text: 'Only for S1.' }] });
  expect(explained[2]).toMatchObject({ stands: 'next' });
});

test.each<[string, Partial<Case>]>([
  ['jonas-weber has it.', { state: 'acknowledged', acknowledgedBy: 'jonas-weber' }],
  ['It is snoozed until 2026-03-02T12:00:00.000Z.', { snoozedUntil: '2026-03-02T12:00:00.000Z' }],
  ['The case is resolved.', { state: 'resolved' }],
])('nobody is called meanwhile: %s', (waitsFor, changes) => {
  const explained = explainLadder(triaged(changes), [], pack, AT);
  expect(explained.waitsFor).toBe(waitsFor);
  expect(explained.steps.filter(({ dueAt }) => dueAt !== undefined)).toEqual([]);
});
